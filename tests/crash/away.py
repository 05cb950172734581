"""The bot of a platform in a process of its own, which is killed while people use it.

The platform, the people and the clock stay in the tests' process. Whoever finds that nobody answers
starts another process, as a supervisor does, and tells the same again, as a platform does.
"""

import asyncio
import http.client
import os
import random
import signal
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from aiohttp import web

from adapters.runner import Courier, DrivenClock, Platform, Ticker
from adapters.runner.http import listening
from bot.tick import tick
from storage import outbox
from storage.database import Database
from storage.looking import next_look
from storage.nouns import Outgoing
from tests.crash.forked import dying
from tests.crash.points import CORE, commits, crash_points
from tests.ports import free_port
from tests.slack.server.web import request

T = TypeVar("T")
_LOOK = 0.2  # seconds between two looks at the outbox that nobody asked for
_TRIES = 200
_LISTENS, _WORDS = b"listens ", 100  # what a process says, and how much at most
_GONE = (ConnectionError, http.client.HTTPException, TimeoutError)


@dataclass(frozen=True, slots=True)
class Abroad:
    """The bot of one platform: where its messages go, what takes events in, and its doors."""

    platform: Platform
    receiving: Any
    doors: Sequence[web.AbstractRouteDef]


Assemble = Callable[
    [AsyncExitStack, Database, DrivenClock, Callable[[], None], int], Awaitable[Abroad]
]
"""Puts the bot together, given what wakes its courier and the port that it will listen on."""


class Process:
    """The bot, alive most of the time; `kills` counts where it was killed."""

    def __init__(
        self, url: str, assemble: Assemble, clock: DrivenClock, dice: random.Random, points: int
    ) -> None:
        self.port, self.kills = free_port(), Counter[str]()
        self.away: dict[str, str] = {}  # the keys of claims cut short, by claim
        self._url, self._assemble, self._clock, self._dice = url, assemble, clock, dice
        self._points = points  # at most, until the next kill
        self._database = Database(url)
        self._pid = self._told = 0
        self._words = b""

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def tries(self, act: Callable[[], T]) -> T:
        """Does something that needs an answer, as often as nobody was there to give it."""
        for _ in range(_TRIES):
            try:
                return act()
            except _GONE:
                self._see_to_it()
        raise AssertionError("it never answers")

    def settle(self) -> None:
        """Lets everything that is due happen and leave."""
        while not (self.tries(self._goes_on) and self._idle()):
            pass

    def next_at(self) -> datetime | None:
        """When anything is due next."""
        with self._database.reading(self._clock.now()) as work:
            return min((at for at in (next_look(work), outbox.next_due(work)) if at), default=None)

    def start(self) -> None:
        """Starts it, and waits until it listens."""
        at = self._dice.randrange(self._points)
        self._database.close()  # no connection may be shared with the fork
        self._told, tells = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._told)
            _lives(self._url, self._assemble, self._clock.now(), self.port, at, tells)
        os.close(tells)
        # That it listens, or already where it is killed.
        self._words = os.read(self._told, _WORDS)

    def stop(self) -> None:
        """Ends it."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._told)
        self._database.close()

    def _goes_on(self) -> bool:
        told = request("POST", f"{self.address}/time", self._clock.now().isoformat().encode())
        return told.status == 200  # or the database was busy, and the next tick may do it

    def _idle(self) -> bool:
        with self._database.reading(self._clock.now()) as work:
            coming, sending = outbox.next_due(work), outbox.counts(work)["sending"]
        return not sending and (coming is None or coming > self._clock.now())

    def _see_to_it(self) -> None:
        pid, status = os.waitpid(self._pid, 0)
        assert pid == self._pid
        assert os.WIFSIGNALED(status), "the process ended by itself: see what it printed"
        words = self._words + os.read(self._told, _WORDS)
        os.close(self._told)
        self.kills[words.replace(_LISTENS, b"").decode()] += 1
        with self._database.reading(self._clock.now()) as work:
            lost = work.find(Outgoing, state="sending")
        self.away |= {f"{each.lease_token} {each.key}": each.key for each in lost}
        self.start()


def _lives(url: str, assemble: Assemble, now: datetime, port: int, at: int, tells: int) -> None:
    """What the process does until it is killed."""

    def note(name: str) -> None:
        os.write(tells, name.encode())

    try:
        reach = dying(at, note)
        asyncio.run(_serves(Database(url), assemble, DrivenClock(now), port, reach, tells))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


async def _serves(
    database: Database,
    assemble: Assemble,
    clock: DrivenClock,
    port: int,
    reach: Callable[[str], None],
    tells: int,
) -> None:
    ticker = Ticker(database, clock, tick)
    with database.work(clock.now()) as work:  # the story's time stands still, but leases end
        for each in work.find(Outgoing, state="sending"):
            work.change(each, lease_until=work.now)
    courier: list[Courier] = []
    async with AsyncExitStack() as stack:

        def kick() -> None:
            courier[0].kick()

        bot = await assemble(stack, database, clock, kick, port)
        courier.append(Courier(database, [bot.platform], clock, look=_LOOK))

        async def time(asked: web.Request) -> web.StreamResponse:
            clock.set(max(clock.now(), datetime.fromisoformat((await asked.read()).decode())))
            await asyncio.to_thread(ticker.tick)
            courier[0].kick()
            await bot.receiving.drain()
            return web.Response()

        ends = ((bot.platform, "deliver", "send"), (bot.receiving, "answer", "answer"))
        with crash_points(reach, *CORE, commits(database), *ends):
            ticker.recover()
            running = asyncio.create_task(courier[0].run())
            doors = [*bot.doors, web.post("/time", time)]
            await stack.enter_async_context(listening(database, doors, "127.0.0.1", port))
            os.write(tells, _LISTENS)
            await running
