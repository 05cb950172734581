"""The simulated world: people act in it at a moment that the visitor drives.

Time never jumps over what is due: going forward stops at each moment at which something happens,
lets it happen and be delivered, then goes on, so that a month in a second reads like a month.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.runner.clock import DrivenClock
from adapters.runner.courier import Courier
from adapters.web.acting import act, address_of
from adapters.web.coming import Due, coming
from adapters.web.guard import Refused
from adapters.web.live import Live
from adapters.web.places import PLATFORM, TENANT
from adapters.web.render import line_data
from bot.event import Event, Sender
from bot.message import Reply
from bot.texts import Voice
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Line, Person
from storage.work import Work

_log = structlog.get_logger()

LONGEST_STEP = timedelta(hours=1)  # even when nothing is known to be due
LONGEST_WAY = timedelta(days=400)
FASTEST = timedelta(days=7)  # simulated, per second of the visitor
_MOST_TICKS = 200  # at one moment
_LOOKED_AT = 5  # of what comes next, to find the first


@dataclass(frozen=True, slots=True)
class Core:
    """What the playground needs of the core, handed in so that tests may play another one."""

    handle: Callable[[Event, Work], Reply]
    tick: Callable[[Work], int]  # does some of what is due, and says how much
    upcoming: Callable[[Work, int], Sequence[Due]]


class World:
    """Everything that can happen on the simulated platform."""

    def __init__(
        self,
        database: Database,
        clock: DrivenClock,
        courier: Courier,
        core: Core,
        live: Live,
        beat: float = 1.0,
    ) -> None:
        self.database, self.clock, self.live = database, clock, live
        self._courier, self._core, self._beat = courier, core, beat
        self._delivering = asyncio.Lock()
        self._moving = asyncio.Lock()
        self._soon: set[asyncio.Task[None]] = set()  # a task that nobody holds may vanish
        self._speed = timedelta(0)
        self._playing: asyncio.Task[None] | None = None

    async def read(self, question: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """The answer to a question about the database, asked in a thread."""

        def ask() -> Any:
            with self.database.reading(self.clock.now()) as work:
                return question(work, *args, **kwargs)

        return await asyncio.to_thread(ask)

    # ------------------------------------------------------------ acting

    async def arrive(self, event: Event) -> Address:
        """Someone opens the conversation for the first time."""

        def meet() -> Address:
            with self.database.work(self.clock.now()) as work:
                self._core.handle(event, work)
                found = address_of(work, event.sender)
                if found is None:
                    raise Refused("not-met", 409)
                return found

        address = await asyncio.to_thread(meet)
        self.live.tell("people", {})
        await self.deliver()
        return address

    async def act(
        self, event: Event, *, place: int, of: int = 0, title: str = ""
    ) -> tuple[Reply, dict[str, Any] | None]:
        """What a person does in a place: the core handles it, and their line is kept with it."""
        reply, line = await asyncio.to_thread(self._act, event, place, of, title)
        data = None if line is None else line_data(line)
        if data is not None:
            self.live.tell("line", {"place": place, "line": data})
        await self.deliver()
        return reply, data

    def _act(self, event: Event, place: int, of: int, title: str) -> tuple[Reply, Line | None]:
        with self.database.work(self.clock.now()) as work:
            return act(work, self._core.handle, event, place, of, title)

    async def deliver(self) -> None:
        """Delivers all that is due now; a failure is logged, and tried again at the next step."""
        try:
            async with self._delivering:
                while await self._courier.once():
                    pass
        except Exception:
            _log.exception("the playground could not deliver")

    def deliver_soon(self) -> None:
        """Delivers what is due, for whoever does not wait for it."""
        task = asyncio.create_task(self.deliver())
        self._soon.add(task)
        task.add_done_callback(self._soon.discard)

    # ------------------------------------------------------------ time

    def state(self) -> dict[str, Any]:
        """The clock, for the page."""
        return {
            "now": self.clock.now().isoformat(),
            "playing": self._playing is not None,
            "speed": int(self._speed.total_seconds()),
        }

    async def upcoming(self, limit: int, voice: Voice) -> list[dict[str, str]]:
        """What is due next and why, in words."""

        def look(work: Work) -> list[dict[str, str]]:
            return coming(work, self._core.upcoming(work, limit), voice)

        found: list[dict[str, str]] = await self.read(look)
        return found

    async def tick(self) -> None:
        """Lets what is due happen, and delivers it."""

        def happen() -> int:
            with self.database.work(self.clock.now()) as work:
                outbox.recover(work)
                return self._core.tick(work)

        for _ in range(_MOST_TICKS):
            if not await asyncio.to_thread(happen):
                break
        await self.deliver()

    async def advance(self, by: timedelta) -> None:
        """Goes forward, stopping at every moment at which something is due."""
        if not timedelta(0) <= by <= LONGEST_WAY:
            raise Refused("too-far", 400)
        async with self._moving:
            await self._go(self.clock.now() + by)

    async def go_to_next(self) -> bool:
        """Goes to the next moment at which something happens; False when nothing is due."""
        async with self._moving:
            await self.tick()  # what is due already must not be taken for what comes next
            soonest = await self.read(self._next_after)
            if soonest is None or soonest - self.clock.now() > LONGEST_WAY:
                return False
            await self._go(soonest)
            return True

    async def _go(self, to: datetime) -> None:
        while True:
            now = self.clock.now()
            soonest = await self.read(self._next_after)
            stop = min(to, now + LONGEST_STEP, soonest or to)
            self.clock.set(max(stop, now))
            await self.tick()
            self.live.tell("clock", self.state())
            if stop >= to:
                return

    def _next_after(self, work: Work) -> datetime | None:
        now = work.now
        moments = [due.at for due in self._core.upcoming(work, _LOOKED_AT) if due.at > now]
        sending = outbox.next_due(work)
        if sending is not None and sending > now:
            moments.append(sending)
        return min(moments, default=None)

    def play(self, speed: timedelta) -> None:
        """Lets time run at `speed` per second, until `pause` or until no page is open."""
        if not timedelta(0) < speed <= FASTEST:
            raise Refused("too-far", 400)
        self._speed = speed
        if self._playing is None:
            self._playing = asyncio.create_task(self._run())
        self.live.tell("clock", self.state())

    async def _run(self) -> None:
        try:
            while self.live.watched:
                async with self._moving:
                    await self._go(self.clock.now() + self._speed * self._beat)
                await asyncio.sleep(self._beat)
        except Exception:
            _log.exception("the playground's clock stopped")
        finally:
            self._playing = None
            self.live.tell("clock", self.state())

    async def pause(self) -> None:
        """Stops time where it is."""
        running, self._playing = self._playing, None
        if running is not None:
            async with self._moving:  # a step that began ends first
                running.cancel()
            with suppress(asyncio.CancelledError):
                await running
        self.live.tell("clock", self.state())


def sender_of(address: Address, person: Person) -> Sender:
    """The person at an address, as the platform names them in an event."""
    return Sender(
        platform=address.platform,
        tenant=address.tenant,
        user=address.user,
        name=person.name,
        email=person.email or "",
        locale=person.locale,
    )


def newcomer(user: str, name: str, locale: str, zone: str) -> Sender:
    """Somebody whom the core has never met."""
    return Sender(PLATFORM, TENANT, user, name=name, locale=locale, zone=zone)
