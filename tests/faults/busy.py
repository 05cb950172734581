"""A bot at work while its database is in trouble: people write, messages leave, a probe asks.

People are of a platform that tells an event again until it hears that it has arrived. What they are
answered goes by the outbox to a platform that remembers everything it was given.
"""

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AsyncExitStack, contextmanager
from typing import Any

import aiohttp
import pytest
from sqlalchemy.exc import DBAPIError

from adapters.cli.running import delivering, ticking
from adapters.runner import Delivered, Outcome, SystemClock
from adapters.runner.ending import Ending
from adapters.runner.http import telling
from adapters.runner.vitals import Vitals
from storage import inbox, outbox
from storage.database import Database, DatabaseBusy
from storage.nouns import Address, Happened, Outgoing, Received
from storage.work import Work
from tests.ports import free_port
from tests.storage.ready import somewhere

PEOPLE = 4
_BETWEEN, _TELLS_AGAIN_IN = 0.02, 0.05  # seconds
_AT_LAST = 60.0  # seconds, far beyond every bound: only so that no test hangs


class Everybody:
    """A platform that takes whatever it is given."""

    name, rate = "slack", None

    def __init__(self) -> None:
        self.given: list[tuple[int, str]] = []  # an address and a key

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        await asyncio.sleep(0.001)
        self.given.append((address.id, message.key))
        return Delivered("r")


class Busy:
    """The bot, the people who write to it, and what they and its probe saw."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock, self.platform = database, SystemClock(), Everybody()
        with database.work(self.clock.now()) as work:
            self.addresses = [somewhere(work, f"U{n}") for n in range(PEOPLE)]
        self.arrived: list[str] = []  # events, as far as whoever sent them knows
        self.refused = Counter[str]()  # tries, by the kind of error
        self._ending = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()
        self._threads = [threading.Thread(target=self._loop.run_forever)]
        self._threads += [
            threading.Thread(target=self._writes, args=(place,)) for place in self.addresses
        ]

    def start(self) -> None:
        self._threads[0].start()
        self._in_loop(self._start())
        for thread in self._threads[1:]:
            thread.start()

    def stop(self) -> None:
        """People stop writing; the bot says all that it has to say, and stops."""
        self._ending.set()
        for thread in self._threads[1:]:
            thread.join()
        try:
            self.until(self._idle, "an empty outbox")
        finally:
            self._in_loop(self._stack.aclose())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._threads[0].join()
            self._loop.close()

    async def _start(self) -> None:
        self.vitals = Vitals(self.database, self.clock, Ending())
        port, enter = free_port(), self._stack.enter_async_context
        self._door = f"http://127.0.0.1:{port}/readyz"
        await enter(telling(self.vitals, "127.0.0.1", port))
        self._http = await enter(aiohttp.ClientSession())
        self.courier = await enter(
            delivering(self.database, self.clock, [self.platform], vitals=self.vitals)
        )
        await enter(ticking(self.database, self.clock, self.courier.kick, vitals=self.vitals))
        self.vitals.opened()

    def _in_loop(self, work: Any) -> Any:
        future: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(_AT_LAST)

    # ---------------------------------------------------------------- people

    def _writes(self, place: Address) -> None:
        number = 0
        while not self._ending.is_set():
            number += 1
            while not self._tells(place, f"{place.user}-{number:05}"):
                time.sleep(_TELLS_AGAIN_IN)
            time.sleep(_BETWEEN)

    def _tells(self, place: Address, event: str) -> bool:
        """One try; whether it arrived."""
        try:
            self.database.carry_out(self.clock.now(), lambda work: _answer(work, place, event))
        except (DBAPIError, DatabaseBusy) as error:
            self.refused[type(error).__name__] += 1
            return False
        self.arrived.append(event)
        self.courier.kick()
        return True

    # ---------------------------------------------------------------- what is seen

    def ready(self) -> tuple[int, dict[str, Any]]:
        """What a probe is told."""

        async def ask() -> tuple[int, dict[str, Any]]:
            async with self._http.get(self._door) as answer:
                return answer.status, json.loads(await answer.read())

        found: tuple[int, dict[str, Any]] = self._in_loop(ask())
        return found

    def until(self, condition: Callable[[], Any], what: str) -> float:
        """Waits until something is so, and for how many seconds."""
        began = time.monotonic()
        while not condition():
            assert time.monotonic() - began < _AT_LAST, f"waited in vain for {what}"
            time.sleep(0.01)
        return time.monotonic() - began

    def until_refused(self, more_than: int | None = None) -> float:
        """Waits until somebody's words are refused once more, or more often than that."""
        before = self.refused.total() if more_than is None else more_than
        return self.until(lambda: self.refused.total() > before, "a refusal")

    def works_again(self) -> float:
        """Waits until everybody's words arrive again and the probe hears so; for how long."""
        seen = len(self.arrived)

        def all_of_them() -> bool:
            return len({each.split("-")[0] for each in self.arrived[seen:]}) == PEOPLE

        return self.until(lambda: all_of_them() and self.ready()[0] == 200, "better times")

    def _idle(self) -> bool:
        with self.database.reading(self.clock.now()) as work:
            counts = outbox.counts(work)
        return not counts["pending"] and not counts["sending"]

    def assert_nothing_lost(self) -> None:
        """Each event acted once and each answer arrived once, in the order of its conversation."""
        with self.database.reading(self.clock.now()) as work:
            received = [each.key for each in work.find(Received)]
            acted = [each.subject for each in work.find(Happened)]
            states = Counter(each.state for each in work.find(Outgoing))
        assert sorted(received) == sorted(acted) == sorted(self.arrived)
        assert states == {"sent": len(self.arrived)}
        given = [key for _, key in self.platform.given]
        assert sorted(given) == sorted(self.arrived), "lost, or said twice"
        for place in self.addresses:
            mine = [key for address, key in self.platform.given if address == place.id]
            assert mine == sorted(mine)


def _answer(work: Work, place: Address, event: str) -> None:
    if inbox.seen(work, event):
        return
    work.lock(Address, place.id)
    work.add(Happened(subject=event, name="said", at=work.now))
    outbox.post(work, event, place.id, {"text": event})


def lasting(request: pytest.FixtureRequest) -> Iterator[None]:
    """Once, or again and again for half a minute, which is what some locks take."""
    until = time.monotonic() + (30.0 if request.config.getoption("--crash-all") else 0.0)
    yield
    while time.monotonic() < until:
        yield


@contextmanager
def busy(database: Database) -> Iterator[Busy]:
    """A bot at work; in the end nothing may be lost."""
    made = Busy(database)
    made.start()
    try:
        made.works_again()
        yield made
    finally:
        made.stop()
    made.assert_nothing_lost()
