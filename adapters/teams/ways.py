"""What Teams offers a pair that no other platform does: a chat of their own, and a meeting.

The bot can put nobody in a chat, but a link opens one with its first message written, for people of
one tenant; another opens a meeting to be sent, to whoever has an e-mail.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from urllib.parse import quote, urlencode

from adapters.teams import PLATFORM
from bot.message import Button, Buttons, Message, Part
from bot.pairs.both import Both, Side, both
from bot.texts import Typed, Voice
from storage.nouns import Address, Pair, Person, Session
from storage.work import Work

_CHAT = "https://teams.microsoft.com/l/chat/0/0"
_MEETING = "https://teams.microsoft.com/l/meeting/new"


def with_ways(work: Work, address: Address, message: Message, voice: Voice) -> Message:
    """The message, whose buttons open a chat or a meeting where Teams can."""
    if address.person_id is None:
        return message
    person = work.get(Person, address.person_id)
    return Message(tuple(_with(work, address, person, voice, part) for part in message.parts))


def _with(work: Work, here: Address, person: Person, voice: Voice, part: Part) -> Part:
    if not isinstance(part, Buttons):
        return part
    buttons: list[Button] = []
    for button in part.buttons:
        buttons.append(_chat(work, here, person, voice, button))
        buttons += _meeting(work, person, voice, button)
    return replace(part, buttons=tuple(buttons))


def _chat(work: Work, here: Address, person: Person, voice: Voice, button: Button) -> Button:
    """The button that passes words on, as one that opens their chat when they have one."""
    verb, _, key = button.action.partition(":")
    pair = _pair(work, key, person) if verb == "relay" else None
    if pair is None:
        return button
    other = pair.other(pair.side(person)).person
    if not other.email or not _is_there(work, here, other):
        return button
    first = voice.words("pairing.starter.plain", None, other=_first(other), me=_first(person))
    query = urlencode({"users": other.email, "message": first}, quote_via=quote)
    return Button(button.label, url=f"{_CHAT}?{query}")


def _meeting(work: Work, person: Person, voice: Voice, button: Button) -> Iterator[Button]:
    """Beside the button that moves a session both agreed on: a meeting to send."""
    verb, _, key = button.action.partition(":")
    session = work.first(Session, id=int(key)) if verb == "move" and key.isdecimal() else None
    if session is None or session.state != "planned" or session.starts_at < work.now:
        return
    pair = _pair(work, str(session.pair_id), person)
    if pair is not None:
        yield Button(voice.words("teams.meeting"), url=_invitation(pair, session, person, voice))


def _invitation(pair: Both, session: Session, person: Person, voice: Voice) -> str:
    other = pair.other(pair.side(person)).person
    ends = session.starts_at + timedelta(minutes=session.minutes)
    asked = {
        "subject": voice.words("session.summary", None, name=Typed(other.name)),
        "startTime": f"{session.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+00:00",
        "endTime": f"{ends.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+00:00",
        "attendees": other.email or "",
    }
    told = {name: value for name, value in asked.items() if value}
    return f"{_MEETING}?{urlencode(told, quote_via=quote)}"


def _pair(work: Work, key: str, person: Person) -> Both | None:
    """The pair of that id, when it is theirs and still active."""
    found = work.first(Pair, id=int(key), state="active") if key.isdecimal() else None
    if found is None:
        return None
    pair = both(work, found)
    sides: tuple[Side, Side] = pair.sides
    return pair if person.id in {side.person.id for side in sides} else None


def _is_there(work: Work, here: Address, other: Person) -> bool:
    """Whether somebody is in the same tenant."""
    found = work.first(Address, platform=PLATFORM, tenant=here.tenant, person_id=other.id)
    return found is not None


def _first(person: Person) -> Typed:
    return Typed(next(iter(person.name.split()), person.name))
