"""The pieces put together: messages leave, the page is served, and everything stops cleanly."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.cli.failure import Failure
from adapters.cli.running import (
    delivering,
    last_moment,
    opened,
    require_free,
    ticking,
    until_told,
    warm_up,
)
from adapters.runner import Delivered, DrivenClock, Outcome, SystemClock
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Outgoing, Person
from tests.ports import free_port
from tests.storage.ready import somewhere

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_an_empty_database_is_made_and_kept(database_url):
    known: list[int] = []
    for user in ("U1", "U2"):
        with opened(database_url) as database, database.work(NOW) as work:
            known.append(len(work.find(Address)))
            somewhere(work, user=user)
    assert known == [0, 1]


class SlowPlatform:
    """Says when a message has left, and takes a while to have it."""

    name, rate = "slack", None

    def __init__(self) -> None:
        self.left = asyncio.Event()

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        self.left.set()
        await asyncio.sleep(0.3)
        return Delivered(message.key)


def test_a_message_on_its_way_arrives_before_the_end(here):
    async def brief(ground: Database) -> None:
        platform = SlowPlatform()
        async with delivering(ground, SystemClock(), [platform]):
            await platform.left.wait()

    with opened("sqlite:///new.sqlite") as ground:
        with ground.work(SystemClock().now()) as work:
            outbox.post(work, "k", somewhere(work).id, {"text": "k"})
        asyncio.run(brief(ground))
        with ground.reading(SystemClock().now()) as work:
            assert [each.state for each in work.find(Outgoing)] == ["sent"]


def test_people_gone_for_longer_than_the_setting_are_forgotten(here):
    async def brief(ground: Database) -> None:
        async with (
            ticking(ground, SystemClock(), lambda: None, retention_days=7),
            asyncio.timeout(60),
        ):
            while names(ground) != ["U1", "—"]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    def names(ground: Database) -> list[str]:
        with ground.reading(SystemClock().now()) as work:
            return [each.name for each in work.find(Person)]

    with opened("sqlite:///new.sqlite") as ground:
        now = SystemClock().now()
        with ground.work(now) as work:
            for user, days in (("U1", 6), ("U2", 8)):
                since = now - timedelta(days=days)
                work.change(somewhere(work, user), reachable=False, unreachable_since=since)
        asyncio.run(brief(ground))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_work_in_its_own_way(number):
    ended: list[str] = []

    async def work() -> None:
        try:
            threading.Timer(0.05, os.kill, (os.getpid(), number)).start()
            await asyncio.sleep(600)
        finally:
            await asyncio.sleep(0.01)
            ended.append("cleanly")

    assert asyncio.run(until_told(work())) is False
    assert ended == ["cleanly"]


def test_work_that_ends_by_itself_says_so():
    assert asyncio.run(until_told(asyncio.sleep(0))) is True


def test_time_goes_on_where_it_was_left(here):
    with opened("sqlite:///new.sqlite") as database:
        with database.reading(NOW) as work:
            assert last_moment(work) is None
        later = NOW + timedelta(days=40)
        with database.work(later) as work:
            work.change(somewhere(work), heard_at=later)
        with database.reading(NOW) as work:
            assert last_moment(work) == later


def test_a_port_in_use_is_told_before_anything_else(binome):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Failure, match=f"Port {port} of this machine cannot be used"):
            require_free(port)
        for words in (("play",), ("rehearse", "pwn-digital-2016", "--serve")):
            refused = binome(*words, "--port", str(port))
            assert refused.code == 1
            assert "choose another with --port or BINOME_PORT" in refused.err


def test_nobodys_first_message_waits_for_what_understanding_learns(monkeypatch):
    learned = threading.Event()
    monkeypatch.setattr("adapters.cli.running.learn", learned.set)

    async def serve() -> None:
        warm_up()

    asyncio.run(serve())
    assert learned.is_set()


def test_the_core_is_loaded_once_the_bot_is_ready():
    start = "adapters.cli.running, adapters.cli.serve, adapters.slack.app, adapters.slack.serving"
    loaded = f"import sys, {start}; print({{'bot.handle', 'bot.tick'}} & {{*sys.modules}})"
    command = [sys.executable, "-c", loaded]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.stdout == "set()\n", told.stderr


def test_the_playground_is_served_until_told_to_stop(here):
    port = free_port()
    running = subprocess.Popen(
        [sys.executable, "-m", "adapters.cli", "play", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        said = running.stdout.readline()
        assert said == f"The playground is at http://127.0.0.1:{port}/ (Ctrl-C stops it).\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/people", timeout=60) as answer:
            assert b"Claire Marchetti" in answer.read()
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=50)  # a server gives its pages 60 by itself
        assert (running.returncode, out, err) == (0, "", "")
    finally:
        running.kill()
        running.communicate()


def test_the_clock_of_a_world_made_now_is_now(here):
    from adapters.cli.play import start_of
    from storage.nouns import Coordination, Programme, Workshop

    with opened("sqlite:///world.sqlite") as database:
        start = start_of(database)
        assert abs(datetime.now(UTC) - start) < timedelta(minutes=5)
        assert start_of(database) == start, "the second time, nothing is made"
        with database.reading(DrivenClock(start).now()) as work:
            (programme,) = work.find(Programme)
            assert programme.state == "signup"
            assert len(work.find(Coordination)) == 1
            assert work.find(Workshop)
            channel = work.get(Address, programme.community_id or 0)
            assert channel.person_id is None
