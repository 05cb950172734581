"""Making pairs of what was approved, and telling everybody: those paired, and those who wait.

Announcing twice changes nothing more: a proposal becomes a pair once, and the people left waiting
are told once a round.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.dialogues.together import slot_buttons
from bot.dialogues.workshops import concerns
from bot.message import Part
from bot.pairing import letters
from bot.pairing.candidates import Pool, pool_of
from bot.pairing.putting import enquiries_of, put
from bot.pairs.both import Both, Side
from bot.pairs.slots import Span
from bot.pairs.together import can_gather, gathered
from bot.programme.plan import Plan
from bot.scene import hour_for, post, voice_of
from bot.texts import Voice
from storage.nouns import (
    Address,
    Enrolment,
    Happened,
    Pair,
    Person,
    Programme,
    Proposal,
    Session,
    Workshop,
)
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Announced:
    """What an announcement did."""

    pairs: tuple[Pair, ...]
    waiting: tuple[Enrolment, ...]  # told that they have no pair yet
    undecided: int  # proposals that still wait for a coordinator's word
    void: tuple[Proposal, ...]  # approved, but somebody is not there any more
    unreachable: tuple[Person, ...]
    asked: tuple[Proposal, ...] = ()  # put to their people, who have the last word

    @property
    def nothing(self) -> bool:
        """Whether everybody had already been told."""
        return not (self.pairs or self.waiting or self.void or self.asked)


def announce(work: Work, programme: Programme, plan: Plan) -> Announced:
    """Turns approved proposals into pairs and tells everyone concerned, once all is decided."""
    programme = work.lock(
        Programme, programme.id
    )  # nobody announces the same proposals at the same time
    pool = pool_of(work, programme, plan)
    there = {each.id for each in pool.enrolments.values() if each.state == "active"}
    approved = [*pool.approved().values()]
    good = [each for each in approved if {each.mentee_id, each.mentor_id} <= there]
    lost = {each.id for each in approved} - {each.id for each in good}
    void = [each for each in approved if each.id in lost]
    for each in void:
        work.change(each, state="replaced")
    addresses = addresses_of(work, (each.person_id for each in pool.enrolments.values()))
    gatherings = _gatherings(work, programme)
    busy = _busy(work, pool)
    pairs: list[Pair] = []
    told: dict[int, bool] = {}
    asked: list[Proposal] = []
    for each in good:
        if plan.proposals.ask == "nobody":
            pair, reached = _join(work, pool, each, gatherings, addresses, busy)
            pairs.append(pair)
            told |= reached
        elif not enquiries_of(work, each):
            asked.append(each)
            told |= {person.id: False for person in put(work, pool, each)}
    waiting = _left_waiting(work, pool, {one for p in good for one in (p.mentee_id, p.mentor_id)})
    for enrolment in waiting:
        if not _to_be_told(enrolment):
            continue
        key = f"enrolment:{enrolment.id}/waiting-{programme.round}"
        person = pool.people[enrolment.person_id]
        parts = letters.to_waiting(voice_of(person, programme), pool, enrolment)
        told[person.id] = _tell(work, key, person, addresses.get(person.id), parts)
    if pairs:
        work.change(programme, look_at=work.now)
    return Announced(
        pairs=tuple(pairs),
        waiting=tuple(each for each in waiting if _to_be_told(each)),
        undecided=len(pool.undecided()),
        void=tuple(void),
        unreachable=tuple(pool.people[one] for one, reached in told.items() if not reached),
        asked=tuple(asked),
    )


def bring_together(work: Work, pool: Pool, proposal: Proposal) -> Pair:
    """Makes a pair of two people who were asked, and introduces them at once."""
    addresses = addresses_of(work, pool.people)
    gatherings, busy = _gatherings(work, pool.programme), _busy(work, pool)
    pair, _ = _join(work, pool, proposal, gatherings, addresses, busy)
    work.change(pool.programme, look_at=work.now)
    return pair


def _join(
    work: Work,
    pool: Pool,
    each: Proposal,
    gatherings: list[Workshop],
    addresses: dict[int, Address],
    busy: Mapping[int, list[Span]],
) -> tuple[Pair, dict[int, bool]]:
    """The pair of an approved proposal, and whether each of the two could be told."""
    pair = work.add(
        Pair(
            programme_id=each.programme_id,
            mentee_id=each.mentee_id,
            mentor_id=each.mentor_id,
            proposal_id=each.id,
            started_at=work.now,
            look_at=work.now,
        )
    )
    told = _introduce(work, pool, pair, each, gatherings, addresses)
    _gather(work, pool, pair, each, addresses, busy)
    for one in (each.mentee_id, each.mentor_id):
        place = pool.enrolments[one]
        unsigned = place.answers.get("charter") != pool.plan.charter.revision
        if unsigned or pool.plan.assessment.asked:
            work.change(place, look_at=work.now)  # they may have something to do before they meet
    return pair, told


def addresses_of(work: Work, people: Iterable[int]) -> dict[int, Address]:
    """Where each of many people is best met, as `bot.scene.address_of` says for one."""
    found: dict[int, Address] = {}
    for address in work.among(Address, [*people], by="person_id"):
        if not address.reachable or address.person_id is None:
            continue
        other = found.get(address.person_id)
        if other is None or _heard(address) > _heard(other):
            found[address.person_id] = address
    return found


def _heard(address: Address) -> tuple[bool, float, int]:
    heard = address.heard_at
    return (heard is not None, heard.timestamp() if heard else 0.0, -address.id)


def _introduce(
    work: Work,
    pool: Pool,
    pair: Pair,
    why: Proposal,
    gatherings: list[Workshop],
    addresses: dict[int, Address],
) -> dict[int, bool]:
    """Tells both people who the other is."""
    told: dict[int, bool] = {}
    sides = (
        (pair.mentee_id, pair.mentor_id, letters.to_mentee),
        (pair.mentor_id, pair.mentee_id, letters.to_mentor),
    )
    for mine, theirs, letter in sides:
        person, other = pool.person(mine), pool.person(theirs)
        here, there = addresses.get(person.id), addresses.get(other.id)
        voice = voice_of(person, pool.programme)
        contact, together = _contact(here, there, other), can_gather(here, there)
        role = pool.enrolments[mine].role
        gathering = next((w for w in gatherings if concerns(w, pool.plan, role)), None)
        parts = letter(voice, pool, pair, why, gathering, contact, together)
        told[person.id] = _tell(work, f"pair:{pair.id}/introduced-{mine}", person, here, parts)
    return told


def _gather(
    work: Work,
    pool: Pool,
    pair: Pair,
    why: Proposal,
    addresses: dict[int, Address],
    busy: Mapping[int, list[Span]],
) -> None:
    """Opens one conversation for both, where their platform can."""
    mentee, mentor = (_side(pool, role, pair) for role in ("mentee", "mentor"))
    here, there = addresses.get(mentee.person.id), addresses.get(mentor.person.id)
    if here is None or there is None or not can_gather(here, there):
        return
    shared = mentee.person.locale == mentor.person.locale
    locale = mentee.person.locale if shared else pool.programme.locale
    voice = Voice(locale, pool.programme.zone)
    spans = [*busy.get(mentee.enrolment.id, ()), *busy.get(mentor.enrolment.id, ())]
    slots = slot_buttons(voice, Both(pair, pool.programme, mentee, mentor), work.now, spans)
    parts = letters.to_both(voice, pool, pair, why, slots)
    # Once both were told, each in their own day.
    due = max(hour_for(work, mentee.person, here), hour_for(work, mentor.person, there))
    place = gathered(work, here, there)
    post(work, f"pair:{pair.id}/together", place, parts, "hold", due)


def _side(pool: Pool, role: str, pair: Pair) -> Side:
    enrolment = pool.enrolments[pair.mentee_id if role == "mentee" else pair.mentor_id]
    person = pool.people[enrolment.person_id]
    return Side(role, enrolment, person, voice_of(person, pool.programme))


def _busy(work: Work, pool: Pool) -> dict[int, list[Span]]:
    """When each person of the programme already has a session ahead, by enrolment."""
    active = {pair.id: pair for pair in pool.pairs if pair.state == "active"}
    found: dict[int, list[Span]] = {}
    for each in work.among(Session, [*active], by="pair_id"):
        if each.state in ("proposed", "planned"):
            pair = active[each.pair_id]
            span = (each.starts_at, each.starts_at + timedelta(minutes=each.minutes))
            for one in (pair.mentee_id, pair.mentor_id):
                found.setdefault(one, []).append(span)
    return found


def _contact(here: Address | None, there: Address | None, other: Person) -> str:
    """The other's e-mail, only when no platform joins the two."""
    joined = here and there and (here.platform, here.tenant) == (there.platform, there.tenant)
    return "" if joined else other.email or ""


def _tell(
    work: Work, key: str, person: Person, address: Address | None, parts: Sequence[Part]
) -> bool:
    if address is None:
        return False
    post(work, key, address, parts, due=hour_for(work, person, address))
    return True


def _to_be_told(enrolment: Enrolment) -> bool:
    """A mentee hears it every round; a mentor in reserve hears it once."""
    return enrolment.role != "mentor" or enrolment.waited == 1


def _left_waiting(work: Work, pool: Pool, paired: set[int]) -> list[Enrolment]:
    """Those without a pair once all is decided; each round counts for them once."""
    if pool.undecided():
        return []  # what is not decided may still bring them somebody
    ended = _ended_since(pool)
    alone = [
        each
        for each in pool.enrolments.values()
        if each.state == "active"
        and each.answers
        and each.id not in paired
        and not pool.load.get(each.id)
        and each.id not in pool.finished
        and each.id not in ended
    ]
    name = f"waiting-{pool.programme.round}"
    subjects = {f"enrolment:{each.id}": each for each in alone}
    done = {
        each.subject
        for each in work.among(Happened, [*subjects], by="subject")
        if each.name == name
    }
    fresh = [each for subject, each in subjects.items() if subject not in done]
    marks = [Happened(subject=f"enrolment:{e.id}", name=name, at=work.now) for e in fresh]
    work.add_all(marks)
    return [work.change(each, waited=each.waited + 1) for each in fresh]


def _ended_since(pool: Pool) -> set[int]:
    """Those whose pair of the latest round has ended: nobody has looked for another yet."""
    latest = {each.id for each in pool.proposals if each.round == pool.programme.round}
    over = [p for p in pool.pairs if p.state != "active" and p.proposal_id in latest]
    return {one for pair in over for one in (pair.mentee_id, pair.mentor_id)}


def _gatherings(work: Work, programme: Programme) -> list[Workshop]:
    """The collective moments to come, soonest first."""
    coming = [
        each
        for each in work.find(Workshop, programme_id=programme.id, state="planned")
        if each.starts_at > work.now
    ]
    return sorted(coming, key=lambda each: each.starts_at)
