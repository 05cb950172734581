"""What becomes due for a pair: reminders, questions afterwards, nudges when it falls silent."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dialogues import polls
from bot.message import Buttons, Part, Run
from bot.moments.moment import Moment, civil, on
from bot.moments.telling import tell_by_day
from bot.notices import notice
from bot.pairs import agreeing
from bot.pairs.both import Both, Side, ahead, both, held, sessions_of, tell
from storage.nouns import Pair, Session
from storage.work import Work

LATE = timedelta(hours=6)
ANSWER_AFTER = timedelta(hours=48)
UNCONFIRMED = timedelta(days=10)
LONG_BEFORE = 12  # hours: such a reminder can wait for the morning
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
            at = session.starts_at - timedelta(hours=hours)
            if hours >= LONG_BEFORE:
                at = min(civil(at, side.person.zone), session.starts_at)
            until = min(at + LATE, session.starts_at)
            about = (session.id, side.role, hours)
            name = agreeing.reminder(session, hours, side)
            found.append(Moment(name, at, "remind", about, until))
        at = civil(ends + timedelta(minutes=30), side.person.zone)
        until = ends + timedelta(days=7)
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
    if ahead(f.sessions) is not None or held(f.sessions) >= plan.sessions.count:
        return []
    if any(side.away for side in f.both.sides):
        return []
    since = quiet_since(f)
    found: list[Moment] = []
    for days in plan.momentum.nudge_days:
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


def quiet_since(f: PairFacts) -> datetime:
    """When anything last moved in the pair: its start, its latest session, somebody's return.

    Pairs are told before the kick-off, and nothing is expected of them until then.
    """
    programme = f.both.programme
    kickoff = on(programme.starts_on, time(9), programme.zone)
    ends = [s.starts_at for s in f.sessions if s.state == "held"]
    ends += [s.closed_at for s in f.sessions if s.closed_at is not None]
    ends += [
        on(side.enrolment.paused_until, time(9), side.person.zone)
        for side in f.both.sides
        if side.enrolment.paused_until is not None
    ]
    return max([f.both.pair.started_at, kickoff, *ends])


def _side(f: PairFacts, role: int | str) -> Side:
    return f.both.mentee if role == "mentee" else f.both.mentor


def _remind(work: Work, f: PairFacts, moment: Moment) -> None:
    key, role, hours = moment.about
    session, side = work.get(Session, int(key)), _side(f, role)
    voice, clock, early = side.voice, ZoneInfo(side.person.zone), int(hours) >= LONG_BEFORE
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
    if session.place:
        parts.append(voice.para("session.where", None, place=(Run(session.place, typed=True),)))
    if early:
        advice = agreeing.advice(f.both, session, side)
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
        tell(work, f"{f.subject}/{moment.name}", side, parts)  # of use at that hour only


def _poll(work: Work, f: PairFacts, moment: Moment) -> None:
    key, role = moment.about
    side = _side(f, role)
    due = civil(work.now, side.person.zone)
    polls.send(work, f.both.programme, "session", side.enrolment, f"session:{key}", due=due)


def _unconfirmed(work: Work, f: PairFacts, moment: Moment) -> None:
    """Nobody said that they met: the session is not counted as held."""
    session = work.get(Session, int(moment.about[0]))
    if session.state == "planned":
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
        out = agreeing.out_of_calendars(work, f.both, session, side)
        tell_by_day(work, f"{f.subject}/{moment.name}/{side.role}", side.person, (told, *out, plan))


def _nudge(work: Work, f: PairFacts, moment: Moment) -> None:
    side, days = _side(f, moment.about[0]), int(moment.about[1])
    voice, name = side.voice, f.both.other(side).name
    first = not any(s.state == "held" for s in f.sessions)
    nudges = f.both.plan.momentum.nudge_days
    text = "nudge.first" if first else "nudge.next"
    text = f"{text}-again" if days > nudges[0] else text
    plan = Buttons((voice.button("button.plan", f"plan:{f.both.pair.id}", "primary"),))
    parts = (voice.para(f"{text}-{side.role}", None, name=name), plan)
    tell_by_day(work, f"{f.subject}/{moment.name}", side.person, parts)


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
    "nudge": _nudge,
    "alert": _alert,
}
