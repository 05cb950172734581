"""What becomes due for a pair: reminders, questions afterwards, nudges when it falls silent."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.civil import civil, on
from bot.dialogues import polls
from bot.message import Buttons, Part, Run
from bot.moments.moment import Moment
from bot.moments.telling import tell_by_day, tell_with_room
from bot.notices import notice
from bot.pairs import agreeing, calendars, slots
from bot.pairs.both import Both, Side, ahead, both, held, nudge_days, sessions_of, tell
from bot.pairs.purpose import purpose
from bot.texts import Typed
from storage.nouns import Pair, Session
from storage.work import Work

LATE = timedelta(hours=6)
ANSWER_AFTER = timedelta(hours=48)
UNCONFIRMED = timedelta(days=10)
RUNNING = ("kickoff", "running", "closing")


@dataclass(frozen=True, slots=True)
class PairFacts:
    """A pair and its sessions."""

    both: Both
    sessions: tuple[Session, ...]

    @property
    def subject(self) -> str:
        return f"pair:{self.both.pair.id}"


def facts(work: Work, pair: Pair) -> PairFacts:
    """All that a pair's moments depend on."""
    return PairFacts(both(work, pair), tuple(sessions_of(work, pair)))


def moments(f: PairFacts) -> list[Moment]:
    """Every moment of a pair, past and future."""
    if f.both.pair.state != "active":
        return []
    found: list[Moment] = []
    for session in f.sessions:
        if session.state == "planned":
            found += _around(f, session)
        elif session.state == "proposed":
            found += _unanswered(f, session)
        if session.moves >= f.both.plan.momentum.moves:
            name = f"moves-{session.id}-{session.moves}"
            found.append(Moment(name, session.created_at, "alert", ("moves", session.moves)))
    found += _cancellations(f)
    if f.both.programme.state in RUNNING:
        found += _silence(f)
    return found


def _around(f: PairFacts, session: Session) -> list[Moment]:
    """Before a planned session: what to prepare. After it: did they meet, and how was it."""
    found: list[Moment] = []
    ends = session.starts_at + timedelta(minutes=session.minutes)
    version = f"session-{session.id}.{session.sequence}"
    for side in f.both.sides:
        for hours in f.both.plan.sessions.remind_hours:
            at = agreeing.remind_at(session, hours, side)
            until = min(at + LATE, session.starts_at)
            about = (session.id, side.role, hours)
            name = agreeing.reminder(session, hours, side)
            found.append(Moment(name, at, "remind", about, until))
        at = civil(ends + timedelta(minutes=30), side.person.zone)
        until = at + timedelta(days=7)
        found.append(
            Moment(f"{version}-after-{side.role}", at, "poll", (session.id, side.role), until)
        )
    at = civil(ends + UNCONFIRMED, f.both.programme.zone)
    found.append(Moment(f"{version}-unconfirmed", at, "unconfirmed", (session.id,)))
    return found


def _unanswered(f: PairFacts, session: Session) -> list[Moment]:
    """A proposed date waits for the other side's word, and lapses when it has come."""
    by = session.proposed_by
    other = next(side for side in f.both.sides if side.enrolment.id != by)
    # Each proposal is told apart by its moment, which is what the other side answers.
    version = f"session-{session.id}-{session.starts_at:%Y%m%d%H%M}"
    asked = civil(session.created_at + ANSWER_AFTER, other.person.zone)
    return [
        Moment(
            f"{version}-answer", asked, "ask-answer", (session.id, other.role), session.starts_at
        ),
        Moment(f"{version}-lapsed", session.starts_at, "lapse", (session.id,)),
    ]


def _cancellations(f: PairFacts) -> list[Moment]:
    """A couple of cancellations kill momentum: a coordinator hears of them."""
    agreed = [s for s in f.sessions if s.state in ("cancelled", "missed") and s.sequence > 0]
    closed = sorted(s.closed_at for s in agreed if s.closed_at is not None)
    most = f.both.plan.momentum.cancellations
    return [
        Moment(f"cancellations-{n}", at, "alert", ("cancellations", n))
        for n, at in enumerate(closed, 1)
        if n % most == 0
    ]


def _silence(f: PairFacts) -> list[Moment]:
    """Nothing planned although sessions are left: nudges first, then the coordinators."""
    plan = f.both.plan
    if f.both.pair.calls:  # who asked for an hour asks for another of themselves
        return []
    if ahead(f.sessions) is not None or held(f.sessions) >= f.both.foreseen:
        return []
    if any(side.away for side in f.both.sides):
        return []
    since = quiet_since(f)
    found = _first_word(f)
    for days in nudge_days(f.both.pair, plan):
        for side in f.both.sides:
            at = civil(since + timedelta(days=days), side.person.zone)
            name = f"quiet-{since:%Y%m%d}-{days}-{side.role}"
            about = (side.role, days)
            found.append(Moment(name, at, "nudge", about, at + timedelta(days=3)))
    at = civil(since + timedelta(days=plan.momentum.alert_days), f.both.programme.zone)
    name = f"quiet-{since:%Y%m%d}-alert"
    found.append(
        Moment(name, at, "alert", ("silent", plan.momentum.alert_days), at + timedelta(days=7))
    )
    return found


def _first_word(f: PairFacts) -> list[Moment]:
    """Nobody has proposed a date since they were introduced: the mentee is offered three."""
    hours = f.both.plan.momentum.first_hours
    if not hours or f.sessions:
        return []
    since = _introduced(f)
    at = civil(since + timedelta(hours=hours), f.both.mentee.person.zone)
    name = f"quiet-{since:%Y%m%d}-first"
    return [Moment(name, at, "first-word", (), at + timedelta(days=3))]


def quiet_since(f: PairFacts) -> datetime:
    """When anything last moved in the pair: its start, its latest session, somebody's return.

    Pairs are told before the kick-off, and nothing is expected of them until then.
    """
    ends = [s.starts_at for s in f.sessions if s.state == "held"]
    ends += [s.closed_at for s in f.sessions if s.closed_at is not None]
    ends += [
        on(side.enrolment.paused_until, time(9), side.person.zone)
        for side in f.both.sides
        if side.enrolment.paused_until is not None
    ]
    return max([_introduced(f), *ends])


def _introduced(f: PairFacts) -> datetime:
    """When they were told of each other, or the kick-off when that came later."""
    programme = f.both.programme
    return max(f.both.pair.started_at, on(programme.starts_on, time(9), programme.zone))


def _side(f: PairFacts, role: int | str) -> Side:
    return f.both.mentee if role == "mentee" else f.both.mentor


def _remind(work: Work, f: PairFacts, moment: Moment) -> None:
    key, role, hours = moment.about
    session, side = work.get(Session, int(key)), _side(f, role)
    voice, clock, early = side.voice, ZoneInfo(side.person.zone), int(hours) >= agreeing.LONG_BEFORE
    told_on = civil(work.now, side.person.zone).astimezone(clock).date()
    days = (session.starts_at.astimezone(clock).date() - told_on).days
    text = {0: "session.today", 1: "session.tomorrow"}.get(days, "session.coming")
    if not early:
        text = "session.soon"
    parts: list[Part] = [
        voice.para(
            text,
            None,
            name=f.both.other(side).name,
            when=voice.span(session.starts_at, session.minutes),
            hour=voice.hour(session.starts_at),
        )
    ]
    parts += purpose(work, f.both, side, session)
    if session.place:
        parts.append(voice.para("session.where", None, place=(Run(session.place, typed=True),)))
    if early:
        advice = calendars.advice(f.both, session, side, f.sessions)
        parts.append(voice.hint("session.prepare", None, advice=advice))
        parts.append(
            Buttons(
                (
                    voice.button("button.move", f"move:{session.id}"),
                    voice.button("button.drop-session", f"drop:{session.id}"),
                )
            )
        )
        tell_by_day(work, f"{f.subject}/{moment.name}", side.person, parts)
    else:
        # Of use at that hour only.
        tell(work, f"{f.subject}/{moment.name}", side, parts, by=work.now)


def _poll(work: Work, f: PairFacts, moment: Moment) -> None:
    key, role = moment.about
    side = _side(f, role)
    due = civil(work.now, side.person.zone)
    polls.send(work, f.both.programme, "session", side.enrolment, f"session:{key}", due=due)


def _unconfirmed(work: Work, f: PairFacts, moment: Moment) -> None:
    """Nobody said that they met: the session is not counted as held.

    A yes to the first question counts, though the others were left.
    """
    session = work.get(Session, int(moment.about[0]))
    if session.state == "planned" and polls.half_said(work, session):
        work.change(session, state="held", closed_at=work.now)
    elif session.state == "planned":
        work.change(session, state="missed", closed_at=work.now)
        names = [side.person.name for side in f.both.sides]
        key = f"{f.subject}/{moment.name}"
        notice(work, f.both.programme, key, f.subject, "unconfirmed", names, session=session.id)


def _ask_answer(work: Work, f: PairFacts, moment: Moment) -> None:
    session, side = work.get(Session, int(moment.about[0])), _side(f, moment.about[1])
    voice = side.voice
    when = voice.span(session.starts_at, session.minutes)
    buttons = Buttons(
        (
            voice.button("button.accept", agreeing.accepting(session), "primary"),
            voice.button("button.other-date", f"move:{session.id}"),
        )
    )
    told = voice.para("session.waiting", None, name=f.both.other(side).name, when=when)
    tell_by_day(work, f"{f.subject}/{moment.name}", side.person, (told, buttons))


def _lapse(work: Work, f: PairFacts, moment: Moment) -> None:
    """The proposed moment came without an answer: both are told, kindly, and start again."""
    session = work.get(Session, int(moment.about[0]))
    session = agreeing.close(work, session)
    for side in f.both.sides:
        voice = side.voice
        plan = Buttons((voice.button("button.plan", f"plan:{f.both.pair.id}", "primary"),))
        name, when = f.both.other(side).name, session.starts_at
        told = voice.para("session.lapsed", None, name=name, when=when)
        out = calendars.out_of(work, f.both, session, side)
        tell_by_day(work, f"{f.subject}/{moment.name}/{side.role}", side.person, (told, *out, plan))


def _first(work: Work, f: PairFacts, moment: Moment) -> None:
    side = f.both.mentee
    starts = slots.free(work, f.both)
    key = "first-word" if starts else "first-word.no-slot"
    told = side.voice.para(key, None, name=f.both.other(side).name)
    parts = (told, *slots.offer(f.both, side, starts))
    tell_with_room(work, f"{f.subject}/{moment.name}", side.person, parts, f.both.plan)


def _nudge(work: Work, f: PairFacts, moment: Moment) -> None:
    """First three moments at hand; then a smaller step still, and a way to say what is wrong."""
    side, days = _side(f, moment.about[0]), int(moment.about[1])
    voice, name = side.voice, f.both.other(side).name
    first = not any(_may_have_met(session) for session in f.sessions)
    nudges = nudge_days(f.both.pair, f.both.plan)
    text = "nudge.first" if first else "nudge.next"
    again = days > nudges[0]
    text = f"{text}-again" if again else text
    steps = _small_steps(f, side) if again else slots.offer(f.both, side, slots.free(work, f.both))
    parts = (voice.para(f"{text}-{side.role}", None, name=name), *steps)
    tell_with_room(work, f"{f.subject}/{moment.name}", side.person, parts, f.both.plan)


def _may_have_met(session: Session) -> bool:
    """Held, or past without anybody saying whether it was: nobody is told that it never was."""
    unsaid = session.closed_at is not None and session.closed_at >= session.starts_at + UNCONFIRMED
    return session.state == "held" or (session.state == "missed" and unsaid)


def _small_steps(f: PairFacts, side: Side) -> tuple[Part, ...]:
    """A date, a line to the other, or a private word about what is in the way."""
    voice, pair = side.voice, f.both.pair
    first = Typed(next(iter(f.both.other(side).person.name.split()), ""))
    return (
        Buttons(
            (
                voice.button("button.plan", f"plan:{pair.id}", "primary"),
                voice.button("pairing.button.relay", f"relay:{pair.id}", "plain", name=first),
                voice.button("button.in-the-way", "ask:problem"),
            )
        ),
    )


def _alert(work: Work, f: PairFacts, moment: Moment) -> None:
    kind, number = moment.about
    names = [side.person.name for side in f.both.sides]
    key = f"{f.subject}/{moment.name}"
    notice(work, f.both.programme, key, f.subject, str(kind), names, int(number))


ACTS = {
    "remind": _remind,
    "poll": _poll,
    "unconfirmed": _unconfirmed,
    "ask-answer": _ask_answer,
    "lapse": _lapse,
    "first-word": _first,
    "nudge": _nudge,
    "alert": _alert,
}
