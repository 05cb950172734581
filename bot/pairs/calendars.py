"""A pair's session as calendars see it: the invitation of both, and links that fill in an event."""

import hashlib
from collections.abc import Sequence

from bot.calendar.invite import Meeting, invitation, links
from bot.message import Attachment, Button
from bot.pairs.both import Both, Side, place, sessions_of
from bot.pairs.course import module_for
from storage.nouns import File, Programme, Session
from storage.work import Work


def advice(pair: Both, session: Session, side: Side, sessions: Sequence[Session]) -> str:
    """What to prepare for this session: its module where the pair agreed one, else the plan's."""
    module = module_for(pair.pair, session, sessions)
    if module is not None:
        title = module.outline.title.of(side.voice.locale)
        return side.voice.words(f"course.prepare-{side.role}", None, module=title)
    sentences = pair.plan.sessions.prepare.of(side.voice.locale)
    return sentences[min(place(sessions, session), len(sentences) - 1)]


def uid(programme: Programme, session: Session) -> str:
    """The name under which calendars know a session for good."""
    return f"session-{session.id}-{programme.slug}@binome"


def meeting(pair: Both, session: Session, side: Side, sessions: Sequence[Session]) -> Meeting:
    """The session as calendars see it, in one side's words."""
    other = pair.other(side)
    return Meeting(
        uid=uid(pair.programme, session),
        sequence=session.sequence,
        start=session.starts_at,
        minutes=session.minutes,
        summary=side.voice.words("session.summary", None, name=other.person.name),
        description="\n".join(filter(None, (session.about, advice(pair, session, side, sessions)))),
        location=session.place,
        organiser_name=pair.mentee.person.name,
        organiser_email=pair.mentee.person.email,
        attendees=tuple((each.person.name, each.person.email) for each in pair.sides),
        url=None,
    )


def file_for(work: Work, pair: Both, session: Session, method: str) -> File:
    """The invitation of both: one file, in the programme's language, found by its own token."""
    voice = pair.mentee.voice
    seen = meeting(pair, session, pair.mentee, sessions_of(work, pair.pair))
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


def links_for(
    pair: Both, side: Side, session: Session, sessions: Sequence[Session]
) -> tuple[Button, ...]:
    """Buttons that open a filled-in event in the usual calendars."""
    found = links(meeting(pair, session, side, sessions))
    return tuple(Button(name.capitalize(), url=url) for name, url in found.items())


def out_of(work: Work, pair: Both, session: Session, side: Side) -> tuple[Attachment, ...]:
    """What takes a cancelled session out of a calendar, when it ever was in one."""
    if not session.sequence:
        return ()
    file = file_for(work, pair, session, "CANCEL")
    label = side.voice.words("session.ics-cancel")
    return (Attachment(file.token, file.name, file.media_type, label),)
