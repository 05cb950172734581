"""Agreeing on a session: proposed by one side, accepted by the other, moved, cancelled.

A session is `proposed` until the other side accepts it. Moving one proposes it anew under the same
calendar UID; each change that calendars must hear of raises its SEQUENCE.
"""

from datetime import datetime, timedelta

from bot.calendar.civil import civil, civil_before
from bot.calls.standing import to_be_planned
from bot.message import Attachment, Buttons, Part, Run
from bot.notices import over
from bot.pairs import calendars, slots
from bot.pairs.both import Both, Side, ahead, held, sessions_of, tell
from bot.pairs.purpose import purpose
from storage.nouns import Call, Happened, Session
from storage.work import Work

LONG_BEFORE = 12  # hours: such a reminder can wait for the morning
_TO_TURN_ROUND = timedelta(hours=3)  # the least between news of a session and its beginning


def propose(
    work: Work, key: str, pair: Both, by: Side, starts_at: datetime, place: str, *, extra: bool
) -> Session:
    """A new session, waiting for the other side's word; for a call, the one it is still due."""
    sessions = sessions_of(work, pair.pair)
    call = _due(work, pair)
    session = work.add(
        Session(
            pair_id=pair.pair.id,
            number=max((each.number for each in sessions), default=0) + 1,
            starts_at=starts_at,
            minutes=length(work, pair),
            place=place,
            proposed_by=by.enrolment.id,
            extra=extra,
            about=(call.point or call.subject) if call else "",
            created_at=work.now,
        )
    )
    if call is not None:
        work.change(call, session_id=session.id)
    _ask_other(work, key, pair, by, session)
    return session


def length(work: Work, pair: Both) -> int:
    """How long the next session of a pair is, in minutes: the plan's length, or what was asked."""
    call = _due(work, pair)
    return call.minutes if call else pair.plan.sessions.minutes


def _due(work: Work, pair: Both) -> Call | None:
    """The call whose session two people lost. Raises LookupError when a call made the pair and
    none is.
    """
    if not pair.pair.calls:
        return None
    found = to_be_planned(work, pair.mentee.enrolment.id, pair.mentor.enrolment.id)
    if found is None:
        raise LookupError("nothing was asked for that is not planned")
    return found


def propose_again(
    work: Work, key: str, pair: Both, by: Side, session: Session, starts_at: datetime, place: str
) -> Session:
    """The same session at another moment, waiting for the other side's word."""
    agreed, was = session.state == "planned", session.starts_at
    session = work.change(
        session,
        starts_at=starts_at,
        place=place,
        proposed_by=by.enrolment.id,
        state="proposed",
        moves=session.moves + 1 if agreed else session.moves,
        created_at=work.now,  # the other side's time to answer counts from now
    )
    _ask_other(work, key, pair, by, session, instead_of=was if agreed else None)
    return session


def accepting(session: Session) -> str:
    """The action that accepts a session at the moment it has now, and at no other."""
    return f"accept:{session.id}:{session.starts_at:%Y%m%d%H%M}"


def accept(work: Work, key: str, pair: Both, by: Side, session: Session) -> Session:
    """Both agree: the session is planned, and both calendars hear of it."""
    session = work.change(session, state="planned", sequence=session.sequence + 1)
    _note_reminders_past(work, pair, session)
    work.change(pair.pair, look_at=work.now)
    over(work, f"pair:{pair.pair.id}", "silent", since="planned")
    file = calendars.file_for(work, pair, session, "REQUEST")
    sessions = sessions_of(work, pair.pair)
    for side in pair.sides:
        other = pair.other(side)
        parts: list[Part] = [
            side.voice.para(
                "session.agreed",
                None,
                when=side.voice.span(session.starts_at, session.minutes),
                name=other.name,
            )
        ]
        if session.place:
            parts.append(
                side.voice.para("session.where", None, place=(Run(session.place, typed=True),))
            )
        advice = calendars.advice(pair, session, side, sessions)
        parts += [
            *purpose(work, pair, side, session),
            side.voice.hint("session.prepare", None, advice=advice),
            Attachment(file.token, file.name, file.media_type, side.voice.words("session.ics")),
            Buttons(calendars.links_for(pair, side, session, sessions)),
            Buttons(
                (
                    side.voice.button("button.move", f"move:{session.id}"),
                    side.voice.button("button.drop-session", f"drop:{session.id}"),
                )
            ),
        ]
        tell(work, f"{key}/agreed", side, parts, by=_in_time(session))
    return session


def cancel(work: Work, key: str, pair: Both, by: Side | None, session: Session) -> Session:
    """The session will not take place; both are offered other moments, one press away."""
    session = close(work, session)
    work.change(pair.pair, look_at=work.now)
    away = any(side.away for side in pair.sides)
    # What kills momentum is what comes after: three moments are at hand at once, for both.
    starts = [] if away else slots.free(work, pair, (session,))
    for side in pair.sides:
        mine = by is not None and side.role == by.role
        key_of = "session.you-cancelled" if mine else "session.cancelled"
        name, when = pair.other(side).name, session.starts_at
        parts: list[Part] = [side.voice.para(key_of, None, name=name, when=when)]
        parts += calendars.out_of(work, pair, session, side)
        parts += slots.offer(pair, side, starts, "button.another-date")
        tell(work, f"{key}/cancelled", side, parts, by=_in_time(session))
    return session


def close(work: Work, session: Session) -> Session:
    """The session, cancelled; a higher sequence where calendars hold it."""
    sequence = session.sequence + 1 if session.sequence else 0
    return work.change(session, state="cancelled", closed_at=work.now, sequence=sequence)


def reminder(session: Session, hours: int, side: Side) -> str:
    """The name of the moment at which one side is reminded of a session."""
    return f"session-{session.id}.{session.sequence}-before-{hours}-{side.role}"


def remind_at(session: Session, hours: int, side: Side) -> datetime:
    """When one side is reminded: so many hours before, by day when there is time for that.

    A long reminder waits for the next working morning if that leaves time to prepare, and otherwise
    comes on the working day before.
    """
    at, zone = session.starts_at - timedelta(hours=hours), side.person.zone
    if hours < LONG_BEFORE:
        return at
    later = civil(at, zone)
    return later if later <= session.starts_at - _TO_TURN_ROUND else civil_before(at, zone)


def _note_reminders_past(work: Work, pair: Both, session: Session) -> None:
    """Who has just agreed to meet tomorrow needs no reminder that it is tomorrow."""
    for side in pair.sides:
        for hours in pair.plan.sessions.remind_hours:
            exactly = session.starts_at - timedelta(hours=hours)
            if min(exactly, remind_at(session, hours, side)) <= work.now:
                name = reminder(session, hours, side)
                subject = f"pair:{pair.pair.id}"
                work.add(Happened(subject=subject, name=name, at=work.now, note="just agreed"))


def _ask_other(
    work: Work,
    key: str,
    pair: Both,
    by: Side,
    session: Session,
    instead_of: datetime | None = None,
) -> None:
    other = pair.other(by)
    work.change(pair.pair, look_at=work.now)
    when = other.voice.span(session.starts_at, session.minutes)
    if instead_of is None:
        told = other.voice.para("session.proposed", None, name=by.name, when=when)
    else:
        told = other.voice.para("session.moved", None, name=by.name, was=instead_of, when=when)
    parts: list[Part] = [told]
    parts += purpose(work, pair, other, session)
    if session.place:
        parts.append(
            other.voice.para("session.where", None, place=(Run(session.place, typed=True),))
        )
    parts.append(
        Buttons(
            (
                other.voice.button("button.accept", accepting(session), "primary"),
                other.voice.button("button.other-date", f"move:{session.id}"),
            )
        )
    )
    tell(work, f"{key}/proposed", other, parts, by=_in_time(session))


def _in_time(session: Session) -> datetime:
    return session.starts_at - _TO_TURN_ROUND


def next_step(pair: Both, side: Side, sessions: list[Session]) -> tuple[Part, ...]:
    """What a pair can do once a session is over."""
    voice, left = side.voice, pair.foreseen - held(sessions)
    if ahead(sessions) is not None:
        return ()
    if pair.pair.calls:
        return _another(pair, side) if left <= 0 else ()
    if left > 0:
        plan = voice.button("button.plan", f"plan:{pair.pair.id}", "primary")
        return (voice.para("session.left", left), Buttons((plan,)))
    extras = sum(each.extra and each.state != "cancelled" for each in sessions)
    if extras < pair.plan.sessions.extra:
        more = voice.button("button.extra", f"extra:{pair.pair.id}")
        return (voice.para("session.none-left-but-extra"), Buttons((more,)))
    return (voice.para("session.none-left"),)


def _another(pair: Both, side: Side) -> tuple[Part, ...]:
    """Whoever asked for an hour may ask for another, of anybody."""
    if side.role == "mentor":
        return ()
    again = side.voice.button("button.call", "ask:call")
    return (side.voice.para("call.another"), Buttons((again,)))


def soonest(pair: Both, now: datetime) -> datetime:
    """The soonest a session may be planned."""
    return now + timedelta(hours=pair.plan.sessions.notice_hours)
