"""Both people of a pair, each with the voice they are spoken to in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.message import Part, Run, Runs
from bot.programme.plan import Plan
from bot.programme.template import plan_of
from bot.scene import Scene, address_of, hour_for, post, voice_of
from bot.texts import Voice
from storage.nouns import Draft, Enrolment, Pair, Person, Programme, Session
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    role: str  # mentee or mentor
    enrolment: Enrolment
    person: Person
    voice: Voice

    @property
    def name(self) -> Runs:
        """Their name, as data."""
        return (Run(self.person.name, typed=True),)

    @property
    def halfdays(self) -> list[str]:
        return list(self.enrolment.answers.get("halfdays", ()))

    @property
    def away(self) -> bool:
        """Paused or gone: not to be nudged."""
        return self.enrolment.state != "active"


@dataclass(frozen=True, slots=True)
class Both:
    """A pair with its two sides and the programme they belong to."""

    pair: Pair
    programme: Programme
    mentee: Side
    mentor: Side

    @property
    def plan(self) -> Plan:
        return plan_of(self.programme.plan)

    @property
    def sides(self) -> tuple[Side, Side]:
        return (self.mentee, self.mentor)

    @property
    def exchange(self) -> bool:
        """Whether both teach and learn, in turn."""
        two_way = self.plan.rules.strategy == "two-way"
        return two_way and all(side.enrolment.role == "both" for side in self.sides)

    @property
    def foreseen(self) -> int:
        """How many sessions they are to hold: the plan's, or those that were asked for."""
        return foreseen(self.pair, self.plan)

    def side(self, person: Person) -> Side:
        """The side of that person. Raises LookupError for a stranger."""
        for side in self.sides:
            if side.person.id == person.id:
                return side
        raise LookupError(f"person {person.id} is not in pair {self.pair.id}")

    def other(self, side: Side) -> Side:
        """The side across."""
        return self.mentor if side.role == "mentee" else self.mentee


def both(work: Work, pair: Pair, programme: Programme | None = None) -> Both:
    """The pair with both its people."""
    programme = programme or work.get(Programme, pair.programme_id)
    sides = []
    for role, key in (("mentee", pair.mentee_id), ("mentor", pair.mentor_id)):
        enrolment = work.get(Enrolment, key)
        person = work.get(Person, enrolment.person_id)
        sides.append(Side(role, enrolment, person, voice_of(person, programme)))
    return Both(pair, programme, *sides)


def tell(
    work: Work, key: str, side: Side, parts: Sequence[Part], *, by: datetime | None = None
) -> bool:
    """Writes to one side under a key that is sent once; False when they cannot be reached.

    They are left in peace at night and on rest days, unless that would come after `by`, too late.
    """
    address = address_of(work, side.person)
    if address is None:
        return False
    due = hour_for(work, side.person, address, by)
    post(work, f"{key}/{side.role}", address, parts, due=due)
    return True


def pairs_of(scene: Scene, *, states: tuple[str, ...] = ("active",)) -> list[Pair]:
    """The pairs of whoever speaks, in the programme spoken of; a mentor may have several."""
    enrolment = scene.enrolment
    return [] if enrolment is None else pairs_in(scene.work, enrolment, states=states)


def have_met(work: Work, enrolment: Enrolment) -> bool:
    """Whether somebody held a session with anybody, in a pair of today or of before."""
    found = (work.find(Pair, mentee_id=enrolment.id), work.find(Pair, mentor_id=enrolment.id))
    ids = [pair.id for pairs in found for pair in pairs]
    if any(each.state == "held" for each in work.among(Session, ids, by="pair_id")):
        return True
    # A yes to the first question counts, though the others were left.
    left = work.find(Draft, person_id=enrolment.person_id, form="session", state="open")
    return any(each.answers.get("met") == "yes" for each in left)


def pairs_in(
    work: Work, enrolment: Enrolment, *, states: tuple[str, ...] = ("active",)
) -> list[Pair]:
    """The pairs of one place in a programme, those where they learn first."""
    found = [
        *work.find(Pair, mentee_id=enrolment.id),
        *work.find(Pair, mentor_id=enrolment.id),
    ]
    return [pair for pair in found if pair.state in states]


def sessions_of(work: Work, pair: Pair) -> list[Session]:
    """The sessions of a pair, in order of their number."""
    return sorted(work.find(Session, pair_id=pair.id), key=lambda each: each.number)


def ahead(sessions: Sequence[Session]) -> Session | None:
    """The session that is proposed or planned, if any: there is one at a time."""
    waiting = [each for each in sessions if each.state in ("proposed", "planned")]
    return waiting[0] if waiting else None


def over(session: Session, now: datetime) -> bool:
    """Whether a planned session's time has passed, though nobody said yet that it was held."""
    return (
        session.state == "planned" and session.starts_at + timedelta(minutes=session.minutes) <= now
    )


def held(sessions: Sequence[Session]) -> int:
    """How many sessions took place."""
    return sum(each.state == "held" for each in sessions)


def foreseen(pair: Pair, plan: Plan) -> int:
    """How many sessions a pair is to hold: the plan's, those asked for, or those it agreed."""
    return pair.calls or int(pair.course.get("sessions", 0)) or plan.sessions.count


def rhythm(pair: Pair, plan: Plan) -> int:
    """How many days lie between two sessions: what the pair agreed, or what the plan hopes for."""
    return int(pair.course.get("every_days", plan.sessions.every_days))


def nudge_days(pair: Pair, plan: Plan) -> tuple[int, ...]:
    """After how many silent days a pair is nudged: the plan's, at the rhythm that it agreed.

    Never sooner than three days, nor as late as the coordinators hear of it.
    """
    momentum, every = plan.momentum, rhythm(pair, plan)
    if every == plan.sessions.every_days:
        return momentum.nudge_days
    scaled = (round(day * every / plan.sessions.every_days) for day in momentum.nudge_days)
    most = momentum.alert_days - 1
    return tuple(dict.fromkeys(min(most, max(3, day)) for day in scaled))


def allowed(pair: Both, sessions: Sequence[Session]) -> int:
    """How many sessions the pair may hold: those foreseen, and the extra ones asked for."""
    return pair.foreseen + sum(each.extra for each in sessions if each.state != "cancelled")


def leader(pair: Both, sessions: Sequence[Session], session: Session | None = None) -> Side:
    """Who leads a session, or the next one: the mentor, and in an exchange each in turn."""
    return pair.mentee if pair.exchange and place(sessions, session) % 2 else pair.mentor


def place(sessions: Sequence[Session], session: Session | None = None) -> int:
    """How many sessions come before one, or the next; one cancelled or missed takes no place."""
    number = session.number if session is not None else float("inf")
    return sum(s.number < number and s.state not in ("cancelled", "missed") for s in sessions)
