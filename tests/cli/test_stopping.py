"""A process that is told to stop says so first, ends in time whatever hangs, and loses nothing."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession, web

from adapters.cli import serve, settings
from adapters.cli.running import until_told
from adapters.cli.serve import Part, Reached
from adapters.runner import Clock, Outcome, SystemClock
from adapters.runner import ending as endings
from adapters.runner import http as front
from adapters.runner.organisers import Handle
from bot.understanding.recognise import recogniser
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Outgoing
from tests.ports import free_port
from tests.storage.ready import somewhere


class Stuck:
    """A platform that never has what it is given."""

    name, rate = "slack", None

    def __init__(self) -> None:
        self.left = asyncio.Event()

    async def deliver(self, _address: Address, _message: Outgoing) -> Outcome:
        self.left.set()
        await asyncio.sleep(600)
        raise AssertionError


class Hanging:
    """What hangs in every place where a process may wait, and what is seen of its end."""

    def __init__(self, port: int, figures: int) -> None:
        self.at, self.health = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{figures}/readyz"
        self.platform = Stuck()
        self.seen: list[bool] = []
        self.asked = asyncio.Event()
        self.drained = False

    @asynccontextmanager
    async def part(
        self, _database: Database, _clock: Clock, _handle: Handle
    ) -> AsyncIterator[Part]:
        yield Part("Slack", "workspace T1", self.platform, [self.told], self.begin)

    @asynccontextmanager
    async def begin(self, _kick: Callable[[], None]) -> AsyncIterator[Reached]:
        async def answer(_request: web.Request) -> web.StreamResponse:
            self.asked.set()
            await asyncio.sleep(600)
            raise AssertionError

        try:
            yield Reached(doors=[web.get("/slow", answer)])
        finally:
            self.drained = True
            await front.within(front.STOPPING, asyncio.sleep(600))

    async def told(self) -> None:
        """Begins to ask beside the process's own work, which will be cut short."""
        self.asking = asyncio.create_task(self.ask())

    async def ask(self) -> None:
        """Asks the slow door, sends SIGTERM, and goes on asking whether the process is ready."""
        await self.platform.left.wait()
        async with ClientSession() as session:
            while not await self.ready(session):  # noqa: ASYNC110  # as a supervisor does
                await asyncio.sleep(0.02)
            slow = asyncio.create_task(session.get(f"{self.at}/slow"))
            await self.asked.wait()
            os.kill(os.getpid(), signal.SIGTERM)
            while not slow.done():
                self.seen.append(await self.ready(session))
                await asyncio.sleep(0.02)
            slow.exception()

    async def ready(self, session: ClientSession) -> bool:
        async with session.get(self.health) as answer:
            return answer.status == 200


def test_everything_ends_in_time_and_says_so_first(
    here: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    recogniser()  # what is learned at a start takes longer than all of this
    port, figures = free_port(), free_port()
    monkeypatch.setenv("BINOME_METRICS_PORT", str(figures))
    monkeypatch.setattr(front, "STOPPING", 1.0)  # a busy machine pauses for half of that
    monkeypatch.setattr(endings, "_WITHIN", 4.0)
    database = Database(f"sqlite:///{here}/binome.sqlite")
    database.upgrade()
    with database.work(SystemClock().now()) as work:
        outbox.post(work, "k", somewhere(work).id, {})

    async def whole() -> Hanging:
        hanging = Hanging(port, figures)
        served = serve._serve(database, [hanging.part], "127.0.0.1", port, settings.load())
        assert await until_told(served) is False
        await hanging.asking
        return hanging

    hanging = asyncio.run(asyncio.wait_for(whole(), 300))
    assert hanging.drained
    assert False in hanging.seen, "readiness ends while what was asked is still being answered"
    assert True not in hanging.seen[hanging.seen.index(False) :]
    with database.reading(SystemClock().now()) as work:
        message = work.first(Outgoing, key="k")
        assert message is not None
        found = (message.state, message.error, message.lease_until)
    assert found == ("pending", "stopped while sending", None), "the next process need not wait"
    database.close()


def test_all_the_waits_together_stay_within_what_a_supervisor_grants() -> None:
    doors_and_platforms = 3  # the server, Slack, Teams: one after the other
    assert front.STOPPING * doors_and_platforms < endings._WITHIN < 20
    ending = endings.Ending()
    assert ending.left(20.0) <= endings._WITHIN
    assert ending.left(1.0) == 1.0
