"""Agreeing on a session: proposed by one side, accepted by the other, moved, cancelled.

A session is `proposed` until the other side accepts it. Moving one proposes it anew under the same
calendar UID; each change that calendars must hear of raises its SEQUENCE.
"""

import hashlib
from datetime import datetime, timedelta

from bot.calendar.invite import Meeting, invitation, links
from bot.message import Attachment, Button, Buttons, Part, Run
from bot.pairs.both import Both, Side, ahead, held, sessions_of, tell
from storage.nouns import File, Happened, Programme, Session
from storage.work import Work


def propose(
    work: Work, key: str, pair: Both, by: Side, starts_at: datetime, place: str, *, extra: bool
) -> Session:
    """A new session, waiting for the other side's word."""
    sessions = sessions_of(work, pair.pair)
    session = work.add(
        Session(
            pair_id=pair.pair.id,
            number=max((each.number for each in sessions), default=0) + 1,
            starts_at=starts_at,
            minutes=pair.plan.sessions.minutes,
            place=place,
            proposed_by=by.enrolment.id,
            extra=extra,
            created_at=work.now,
        )
    )
    _ask_other(work, key, pair, by, session)
    return session


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
    file = calendar_file(work, pair, session, "REQUEST")
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
        parts += [
            side.voice.hint("session.prepare", None, advice=advice(pair, session, side)),
            Attachment(file.token, file.name, file.media_type, side.voice.words("session.ics")),
            Buttons(calendar_links(pair, side, session)),
            Buttons(
                (
                    side.voice.button("button.move", f"move:{session.id}"),
                    side.voice.button("button.drop-session", f"drop:{session.id}"),
                )
            ),
        ]
        tell(work, f"{key}/agreed", side, parts)
    return session


def cancel(work: Work, key: str, pair: Both, by: Side | None, session: Session) -> Session:
    """The session will not take place; the way back to another date is one press away."""
    session = close(work, session)
    work.change(pair.pair, look_at=work.now)
    for side in pair.sides:
        mine = by is not None and side.role == by.role
        key_of = "session.you-cancelled" if mine else "session.cancelled"
        name, when = pair.other(side).name, session.starts_at
        parts: list[Part] = [side.voice.para(key_of, None, name=name, when=when)]
        parts += out_of_calendars(work, pair, session, side)
        plan = side.voice.button("button.another-date", f"plan:{pair.pair.id}", "primary")
        parts.append(Buttons((plan,)))
        tell(work, f"{key}/cancelled", side, parts)
    return session


def close(work: Work, session: Session) -> Session:
    """The session, cancelled; a higher sequence where calendars hold it."""
    sequence = session.sequence + 1 if session.sequence else 0
    return work.change(session, state="cancelled", closed_at=work.now, sequence=sequence)


def reminder(session: Session, hours: int, side: Side) -> str:
    """The name of the moment at which one side is reminded of a session."""
    return f"session-{session.id}.{session.sequence}-before-{hours}-{side.role}"


def _note_reminders_past(work: Work, pair: Both, session: Session) -> None:
    """Who has just agreed to meet tomorrow needs no reminder that it is tomorrow."""
    for side in pair.sides:
        for hours in pair.plan.sessions.remind_hours:
            if session.starts_at - timedelta(hours=hours) <= work.now:
                name = reminder(session, hours, side)
                subject = f"pair:{pair.pair.id}"
                work.add(Happened(subject=subject, name=name, at=work.now, note="just agreed"))


def out_of_calendars(
    work: Work, pair: Both, session: Session, side: Side
) -> tuple[Attachment, ...]:
    """What takes a cancelled session out of a calendar, when it ever was in one."""
    if not session.sequence:
        return ()
    file = calendar_file(work, pair, session, "CANCEL")
    label = side.voice.words("session.ics-cancel")
    return (Attachment(file.token, file.name, file.media_type, label),)


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
    tell(work, f"{key}/proposed", other, parts)


def advice(pair: Both, session: Session, side: Side) -> str:
    """What to prepare for this session, from the plan."""
    sentences = pair.plan.sessions.prepare.of(side.voice.locale)
    return sentences[min(session.number, len(sentences)) - 1]


def uid(programme: Programme, session: Session) -> str:
    """The name under which calendars know a session for good."""
    return f"session-{session.id}-{programme.slug}@binome"


def meeting(pair: Both, session: Session, side: Side) -> Meeting:
    """The session as calendars see it, in one side's words."""
    other = pair.other(side)
    return Meeting(
        uid=uid(pair.programme, session),
        sequence=session.sequence,
        start=session.starts_at,
        minutes=session.minutes,
        summary=side.voice.words("session.summary", None, name=other.person.name),
        description=advice(pair, session, side),
        location=session.place,
        organiser_name=pair.mentee.person.name,
        organiser_email=pair.mentee.person.email,
        attendees=tuple((each.person.name, each.person.email) for each in pair.sides),
        url=None,
    )


def calendar_file(work: Work, pair: Both, session: Session, method: str) -> File:
    """The invitation of both: one file, in the programme's language, found by its own token."""
    voice = pair.mentee.voice
    seen = meeting(pair, session, pair.mentee)
    names = voice.listed(side.person.name for side in pair.sides)
    shared = Meeting(
        **{
            **{name: getattr(seen, name) for name in Meeting.__slots__},
            "summary": voice.words("session.summary-both", None, names=names),
        }
    )
    content = invitation(shared, work.now, method)
    token = hashlib.sha256(content + str(session.id).encode()).hexdigest()[:40]
    known = work.first(File, token=token)
    return known or work.add(
        File(
            token=token,
            name="session.ics",
            media_type="text/calendar",
            content=content,
            at=work.now,
        )
    )


def calendar_links(pair: Both, side: Side, session: Session) -> tuple[Button, ...]:
    """Buttons that open a filled-in event in the usual calendars."""
    found = links(meeting(pair, session, side))
    return tuple(Button(name.capitalize(), url=url) for name, url in found.items())


def next_step(pair: Both, side: Side, sessions: list[Session]) -> tuple[Part, ...]:
    """What a pair can do once a session is over."""
    voice, left = side.voice, pair.plan.sessions.count - held(sessions)
    if ahead(sessions) is not None:
        return ()
    if left > 0:
        plan = voice.button("button.plan", f"plan:{pair.pair.id}", "primary")
        return (voice.para("session.left", left), Buttons((plan,)))
    return (voice.para("session.none-left"),)


def soonest(pair: Both, now: datetime) -> datetime:
    """The soonest a session may be planned."""
    return now + timedelta(hours=pair.plan.sessions.notice_hours)
