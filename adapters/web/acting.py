"""What a person does on a page: the core handles it, and their own line is kept with it."""

from collections.abc import Callable

from adapters.web.guard import Refused
from adapters.web.read import HOME
from adapters.web.render import Press, deed, offered
from bot.event import Event, Pressed, Said, Sender
from bot.message import NOTHING, Reply, from_data
from bot.texts import Voice
from storage.nouns import Address, Line
from storage.work import Work

Handle = Callable[[Event, Work], Reply]


def act(
    work: Work, handle: Handle, event: Event, place: int, of: int, title: str
) -> tuple[Reply, Line | None]:
    """Handles an event that happened in a place, once, whatever the page sends again.

    Raises Refused for a press of what was not shown there.
    """
    before = work.first(Line, key=event.key)
    if before is not None:
        return NOTHING, before
    press = None
    if isinstance(event, Pressed) and event.action != HOME:
        press = _press(work, event, place, of)
        if press.question and _settled(work, place, of, press.part):
            return NOTHING, None
    reply = handle(event, work)
    own = address_of(work, event.sender)
    said = None
    if not reply.errors:
        said = deed(event, press, of, title, settles=reply.settles)
    # What is pressed in a channel, or opens a form, leaves no line of its own.
    leaves = own is not None and own.id == place and reply.form is None
    if said is None or not (leaves or isinstance(event, Said)):
        return reply, None
    line = Line(address_id=place, author="person", key=event.key, payload=said, at=work.now)
    return reply, work.add(line)


def address_of(work: Work, sender: Sender) -> Address | None:
    """Where somebody is met, if they are known."""
    return work.first(Address, platform=sender.platform, tenant=sender.tenant, user=sender.user)


def _press(work: Work, event: Pressed, place: int, of: int) -> Press:
    """The press, provided that the line it is about really offers it. Raises Refused."""
    line = work.first(Line, id=of, address_id=place, author="bot")
    if line is None:
        raise Refused("not-offered", 409)
    voice = Voice(event.sender.locale if event.sender.locale in ("fr", "en") else "fr")
    press = offered(from_data(line.payload), event.action, event.values, voice)
    if press is None:
        raise Refused("not-offered", 409)
    return press


def _settled(work: Work, place: int, of: int, part: int) -> bool:
    return any(
        (line.payload.get("of"), line.payload.get("part")) == (of, part)
        and line.payload.get("settles", True)
        for line in work.find(Line, address_id=place, author="person")
    )
