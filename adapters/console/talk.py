"""A conversation in a terminal, one typed line at a time.

Each line is an event handled in one transaction; then the courier delivers, and what arrived is
shown. With a pipe instead of a keyboard the same loop reads the lines of the pipe.
"""

import asyncio
import re
import sys
import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import takewhile
from typing import Any, TextIO
from uuid import uuid4

import structlog
from rich.console import Console
from rich.text import Text

from adapters.console.read import ahead, event_from, value_from
from adapters.console.render import WIDTH, Choices, Shown, lines_of, render, visible
from adapters.runner.clock import Clock
from adapters.runner.courier import Courier
from adapters.runner.platform import Delivered, Outcome
from bot.event import Event, Joined, Pressed, Sender, Submitted
from bot.message import NOTHING, FormView, Reply, from_data
from bot.texts import LOCALES, Voice
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Line, Outgoing, Person
from storage.work import Work

_log = structlog.get_logger()

PLATFORM = "console"
TENANT = "terminal"
_PUT_BY = "console:"  # begins the key of what waits for its reader
_MISSED = 20  # the most messages shown to somebody who comes back
_STYLES = {
    "text": "",
    "title": "bold",
    "hint": "dim",
    "quote": "italic",
    "error": "red",
    "choice": "cyan",
}

Handle = Callable[[Event, Work], Reply]
Lines = AsyncIterator[str]


class ConsolePlatform:
    """Keeps what is delivered until the terminal shows it.

    Words that are erased once they arrived outlive this process until their reader comes.
    """

    name, rate = PLATFORM, None

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._arrived: list[tuple[int, dict[str, Any]]] = []
        self._keys: set[str] = set()
        self.reader = 0  # the address whose conversation the terminal shows

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        """Takes one message; the same key twice is one."""
        if message.key not in self._keys:
            self._keys.add(message.key)
            if message.key.startswith(outbox.FLEETING) and address.id != self.reader:
                await asyncio.to_thread(self._put_by, address, message)
            else:
                self._arrived.append((address.id, message.payload))
        return Delivered(message.key)

    def _put_by(self, address: Address, message: Outgoing) -> None:
        key = f"{_PUT_BY}{message.key}"
        with self._database.work(self._clock.now()) as work:
            if work.first(Line, key=key) is None:
                told = message.payload
                work.add(
                    Line(address_id=address.id, author="bot", key=key, payload=told, at=work.now)
                )

    def put_by(self, address_id: int) -> list[dict[str, Any]]:
        """What was put by for one address, which is then kept no more."""
        with self._database.reading(self._clock.now()) as work:
            found = work.find(Line, address_id=address_id)
        lines = [line for line in found if line.key.startswith(_PUT_BY)]
        if lines:
            with self._database.work(self._clock.now()) as work:
                for line in lines:
                    work.remove(line)
        return [line.payload for line in lines]

    def taken(self, address_id: int) -> list[dict[str, Any]]:
        """What arrived for one address since the last time, in order."""
        mine = [payload for where, payload in self._arrived if where == address_id]
        self._arrived = [each for each in self._arrived if each[0] != address_id]
        return mine


class Screen:
    """Where lines are shown: a terminal in colour, anything else plainly; and a transcript."""

    def __init__(self, out: TextIO, transcript: TextIO | None = None, *, echo: bool = True) -> None:
        self._console = Console(file=out, highlight=False, soft_wrap=True)
        self._transcript, self._echo = transcript, echo

    def show(self, line: Shown) -> None:
        """Shows one line of what the bot says."""
        self._console.print(Text(line.text, style=_STYLES[line.style]))
        # In a transcript only what was typed begins with the mark of what was typed.
        self._keep(f" {line.text}" if line.text.startswith("> ") else line.text)

    def typed(self, text: str) -> None:
        """Notes what the person typed; a keyboard has shown it already, a pipe has not."""
        line = f"> {visible(text)}"
        if self._echo:
            self._console.print(Text(line, style="bold green"))
        self._keep(line)

    def _keep(self, line: str) -> None:
        if self._transcript is not None:
            self._transcript.write(f"{line}\n")
            self._transcript.flush()


class Talk:
    """One person's conversation; `advance` moves the clock when lines such as `+1d` ask for it."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        courier: Courier,
        platform: ConsolePlatform,
        handle: Handle,
        screen: Screen,
        *,
        advance: Callable[[timedelta], Awaitable[None]] | None = None,
    ) -> None:
        self._database, self._clock, self._courier = database, clock, courier
        self._platform, self._handle, self._screen = platform, handle, screen
        self._advance = advance
        self._choices: Choices = {}
        self._here: set[str] = set()  # whose terminal this has been, and so missed nothing

    async def run(self, name: str, lines: Lines, locale: str = "", zone: str = "") -> None:
        """Holds the conversation of the person called `name` until the lines end.

        Without a `locale`, in the language they are known to speak.
        """
        spoken = locale or await asyncio.to_thread(self._spoken, name)
        sender = sender_called(name, spoken, zone)
        if not await asyncio.to_thread(self._known, sender):
            await self._do(sender, Joined(f"{_keys(sender)}joined", sender))
        elif sender.user in self._here:
            await self._deliver(sender)
        else:
            await self._come_back(sender)
        self._here.add(sender.user)
        async for line in lines:
            await self._turn(sender, line.rstrip("\r\n"), lines)

    async def _come_back(self, sender: Sender) -> None:
        """Shows what was missed; without it, the latest numbers still mean what they meant."""
        missed, latest = await asyncio.to_thread(self._missed, sender)
        if latest:
            self._choices = render(from_data(latest), {}, Voice("fr"))[1]
        await self._deliver(sender, missed)

    async def _turn(self, sender: Sender, line: str, lines: Lines) -> None:
        if not line.strip():
            return
        self._screen.typed(line)
        step = ahead(line)
        if step is not None and self._advance is not None:
            await self._advance(step)
            await self._deliver(sender)
            return
        event = event_from(line, sender, _key(sender), self._choices)
        if isinstance(event, Pressed):
            chosen = [c for c in self._choices.values() if c.action == event.action]
            labels = [c.label for c in chosen if set(c.values) <= set(event.values)]
            self._screen.show(Shown(visible(f"({', '.join(labels)})"), "hint"))
        reply = await self._do(sender, event)
        if reply.form is not None:
            await self._fill_in(sender, reply.form, lines)

    async def _do(self, sender: Sender, event: Event) -> Reply:
        def happen() -> Reply:
            with self._database.work(self._clock.now()) as work:
                return self._handle(event, work)

        try:
            reply = await asyncio.to_thread(happen)
        except Exception:
            _log.exception("the console failed", kind=type(event).__name__)
            voice = Voice(sender.locale if sender.locale in LOCALES else "fr")
            self._screen.show(Shown(voice.words("console.broken"), "error"))
            return NOTHING
        await self._deliver(sender)
        return reply

    async def _deliver(self, sender: Sender, missed: Sequence[dict[str, Any]] = ()) -> None:
        reader, _ = await asyncio.to_thread(self._address, sender)
        self._platform.reader = reader.id if reader else 0
        while await self._courier.once():
            pass
        address, voice = await asyncio.to_thread(self._address, sender)
        arrived = [*missed]
        if address is not None:
            arrived += await asyncio.to_thread(self._platform.put_by, address.id)
            arrived += self._platform.taken(address.id)
        # Old numbers mean nothing once new ones are shown.
        choices: Choices = {}
        for payload in arrived:
            shown, choices = render(from_data(payload), choices, voice)
            for line in [*shown, Shown("")]:
                self._screen.show(line)
        if choices:
            self._choices = choices

    async def _fill_in(self, sender: Sender, form: FormView, lines: Lines) -> None:
        """Asks the questions of a whole form one by one, then those answered wrongly again."""
        fields = {field.name: field for field in form.fields}
        values: dict[str, Any] = {}
        asking = list(fields)
        self._screen.show(Shown(visible(form.title), "title"))
        while asking:
            for name in asking:
                for shown in lines_of(fields[name]):
                    self._screen.show(shown)
                line = await anext(lines, None)
                if line is None:
                    return
                self._screen.typed(line.rstrip("\r\n"))
                values[name] = value_from(line, fields[name])
            reply = await self._do(sender, Submitted(_key(sender), sender, form.draft, values))
            errors = reply.errors or {}
            for sentence in errors.values():
                self._screen.show(Shown(visible(sentence), "error"))
            if reply.form is not None:
                fields = {field.name: field for field in reply.form.fields}
            asking = [name for name in fields if name in errors or name not in values]
            if not errors:
                return

    def _spoken(self, name: str) -> str:
        """The language of whoever is known by that name; a newcomer is greeted in French."""
        with self._database.reading(self._clock.now()) as work:
            person = work.first(Person, name=name, erased_at=None)
            return person.locale if person else "fr"

    def _known(self, sender: Sender) -> bool:
        """Whether the person has an address here; somebody met elsewhere is given one."""
        with self._database.work(self._clock.now()) as work:
            if _address(work, sender) is not None:
                return True
            person = work.first(Person, name=sender.name, erased_at=None)
            if person is None:
                return False
            place = Address(person_id=person.id, platform=PLATFORM, tenant=TENANT, user=sender.user)
            work.add(place)
            return True

    def _missed(self, sender: Sender) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """What came since they last wrote, while the terminal was somebody else’s; the latest."""
        with self._database.reading(self._clock.now()) as work:
            address = _address(work, sender)
            sent = outbox.last_sent(work, address.id, _MISSED) if address else []
            unasked = takewhile(lambda each: not each.key.startswith(_keys(sender)), sent)
            missed = [each.payload for each in unasked if each.payload][::-1]
            return missed, sent[0].payload if sent else {}

    def _address(self, sender: Sender) -> tuple[Address | None, Voice]:
        with self._database.reading(self._clock.now()) as work:
            address = _address(work, sender)
            person = work.first(Person, id=address.person_id or 0) if address else None
            locale = person.locale if person else sender.locale
            return address, Voice(locale if locale in LOCALES else "fr")


def sender_called(name: str, locale: str = "fr", zone: str = "") -> Sender:
    """The person of that name, as this platform knows them."""
    folded = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    user = re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or "someone"
    return Sender(PLATFORM, TENANT, user, name=name, locale=locale, zone=zone)


async def typed_lines(source: TextIO = sys.stdin) -> Lines:
    """The lines of a keyboard, with a prompt, or of a pipe, until they end."""
    if source.isatty():
        import readline  # noqa: F401  # gives input() its arrows and history

        while True:
            try:
                yield await asyncio.to_thread(input, "> ")
            except EOFError:
                return
    while line := await asyncio.to_thread(source.readline):
        yield line


def _key(sender: Sender) -> str:
    return f"{_keys(sender)}{uuid4()}"


def _keys(sender: Sender) -> str:
    """How the keys of what they do begin, and those of the answers to it."""
    return f"console:{sender.user}:"


def _address(work: Work, sender: Sender) -> Address | None:
    return work.first(Address, platform=PLATFORM, tenant=TENANT, user=sender.user)


__all__ = ["WIDTH", "ConsolePlatform", "Screen", "Talk", "sender_called", "typed_lines"]
