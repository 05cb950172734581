"""What a process tells of its health: alive, ready, and in figures; never a name, never a word."""

import asyncio
import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import structlog
from aiohttp import ClientSession

from adapters.cli import logs
from adapters.cli.running import delivering, ticking
from adapters.runner import DrivenClock, TryLater, vitals
from adapters.runner.ending import Ending
from adapters.runner.http import PortTaken, listening, telling
from adapters.runner.platform import Delivered, Outcome
from adapters.runner.vitals import Vitals
from bot.event import Said, Sender
from bot.handle import handle
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Outgoing
from tests.ports import free_port
from tests.storage.ready import NOW, database, somewhere

__all__ = ["database"]


class Watched:
    """A process that is watched: its vitals, and what its pages answer."""

    def __init__(self, kept: Database) -> None:
        self.clock, self.ending = DrivenClock(NOW), Ending()
        self.vitals = Vitals(kept, self.clock, self.ending)
        self.database = kept

    def asks(self, path: str, *, plainly: bool = False) -> tuple[int, str]:
        return asyncio.run(self._asks(path, plainly))

    async def _asks(self, path: str, plainly: bool) -> tuple[int, str]:
        port = free_port()
        way = (
            listening(self.database, [], "127.0.0.1", port, self.vitals)
            if plainly
            else telling(self.vitals, "127.0.0.1", port)
        )
        url = f"http://127.0.0.1:{port}{path}"
        async with way, ClientSession() as session, session.get(url) as answer:
            return answer.status, await answer.text()

    def figure(self, name: str) -> float:
        told = self.asks("/metrics")[1]
        return next(
            float(line.rpartition(" ")[2]) for line in told.splitlines() if line.startswith(name)
        )


@pytest.fixture
def watched(database: Database, monkeypatch: pytest.MonkeyPatch) -> Watched:
    monkeypatch.setattr(vitals, "_FRESH", -1.0)
    return Watched(database)


# ---------------------------------------------------------------- alive and ready


def test_it_is_alive_while_every_part_gives_a_sign(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert watched.asks("/healthz") == (200, '{"ok": true}')
    watched.vitals.beat("courier")
    assert watched.asks("/healthz")[0] == 200
    monkeypatch.setattr(vitals, "_SILENT", -1.0)
    assert watched.asks("/healthz") == (503, '{"ok": false}')
    assert json.loads(watched.asks("/readyz")[1])["silent"] == ["courier"]


def test_it_is_ready_between_the_start_and_the_stop(watched: Watched) -> None:
    assert watched.asks("/readyz")[0] == 503, "not before everything has begun"
    watched.vitals.opened()
    status, told = watched.asks("/readyz")
    assert status == 200
    found = json.loads(told)
    assert found["database"] == "ok"
    assert found["waiting"] == found["behind"] == 0
    watched.ending.begin()
    status, told = watched.asks("/readyz")
    assert (status, json.loads(told)["stopping"]) == (503, True)


def test_it_is_not_ready_without_its_database(watched: Watched) -> None:
    watched.vitals.opened()
    with watched.database.work(NOW) as work:
        work.connection.exec_driver_sql("DROP TABLE alembic_version")
    status, told = watched.asks("/readyz")
    assert (status, json.loads(told)["database"]) == (503, "SchemaTooOld")
    with watched.database.work(NOW) as work:
        work.connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")


def test_where_everybody_may_ask_only_yes_and_no_are_said(watched: Watched) -> None:
    watched.vitals.opened()
    assert watched.asks("/readyz", plainly=True) == (200, '{"ok": true}')
    assert watched.asks("/healthz", plainly=True) == (200, '{"ok": true}')
    assert watched.asks("/metrics", plainly=True)[0] == 404


def test_what_waits_for_long_is_told_and_keeps_nobody_away(watched: Watched) -> None:
    watched.vitals.opened()
    with watched.database.work(NOW) as work:
        outbox.post(work, "k", somewhere(work).id, {})
        outbox.post(work, "later", somewhere(work, "U2").id, {}, due=NOW + timedelta(days=9))
    watched.clock.advance(timedelta(minutes=20))
    status, told = watched.asks("/readyz")
    assert (status, json.loads(told)["waiting"]) == (200, 1200.0)
    assert watched.figure("binome_outbox_lag_seconds") == 1200
    assert watched.figure('binome_outbox_messages{state="pending"}') == 2
    assert watched.figure("binome_database_up") == 1


def test_a_port_that_is_taken_is_told_by_its_setting(watched: Watched) -> None:
    async def twice() -> None:
        port = free_port()
        async with telling(watched.vitals, "127.0.0.1", port):
            with pytest.raises(PortTaken, match="choose another with BINOME_METRICS_PORT"):
                async with telling(watched.vitals, "127.0.0.1", port):
                    pass

    asyncio.run(twice())


# ---------------------------------------------------------------- figures and logs


class Busy:
    """Asks everybody to wait the first time, then takes what it is given."""

    name, rate = "slack", None

    def __init__(self) -> None:
        self.asked = 0

    async def deliver(self, _address: Address, message: Outgoing) -> Outcome:
        self.asked += 1
        if self.asked == 1:
            return TryLater(0.0, "ratelimited", everyone=True)
        return Delivered(message.key)


def test_deliveries_are_counted_by_what_became_of_them(watched: Watched) -> None:
    with watched.database.work(NOW) as work:
        outbox.post(work, "k", somewhere(work).id, {})

    async def until_sent() -> None:
        async with (
            asyncio.timeout(60),
            delivering(watched.database, watched.clock, [Busy()], vitals=watched.vitals) as courier,
            ticking(watched.database, watched.clock, courier.kick, vitals=watched.vitals),
        ):
            while not sent() or "clock" not in watched.vitals._beats:
                watched.clock.advance(timedelta(seconds=30))
                await asyncio.sleep(0.02)

    def sent() -> bool:
        with watched.database.reading(NOW) as work:
            return outbox.counts(work)["sent"] == 1

    asyncio.run(until_sent())
    assert watched.figure("binome_asked_to_wait_total") == 1
    assert watched.figure('binome_deliveries_total{outcome="delivered",platform="slack"}') == 1
    assert watched.figure('binome_deliveries_total{outcome="trylater",platform="slack"}') >= 1
    assert watched.vitals.silent() == []
    assert {*watched.vitals._beats} == {"clock", "courier"}


def test_a_turn_is_timed_and_logged_under_the_key_of_its_event(
    watched: Watched, capsys: pytest.CaptureFixture[str]
) -> None:
    with logged():
        core = watched.vitals.witnessing(handle)
        with watched.database.work(NOW) as work:
            core(Said("slack:Ev1", Sender("slack", "T1", "U1", "Léa Petit"), "bonjour"), work)
    (line,) = [json.loads(each) for each in capsys.readouterr().err.splitlines()]
    assert line["event"] == "an event was handled"
    assert (line["request"], line["kind"], line["platform"]) == ("slack:Ev1", "said", "slack")
    assert watched.figure('binome_turn_seconds_count{platform="slack"}') == 1
    with watched.database.reading(NOW) as work:
        assert all(each.key.startswith("slack:Ev1") for each in work.find(Outgoing))


def test_a_turn_that_fails_is_counted(watched: Watched) -> None:
    def broken(*_given: Any) -> Any:
        raise ValueError

    with pytest.raises(ValueError), watched.database.work(NOW) as work:  # noqa: PT011
        watched.vitals.witnessing(broken)(Said("k", Sender("slack", "", "U1"), "x"), work)
    assert watched.figure("binome_failed_turns_total") == 1


def test_a_loop_that_stands_still_is_seen(watched: Watched) -> None:
    async def held_up() -> None:
        watching = asyncio.ensure_future(watched.vitals.watch())
        await asyncio.sleep(0.02)
        time.sleep(0.3)  # noqa: ASYNC251  # what must be seen
        await asyncio.sleep(0.15)
        watching.cancel()

    asyncio.run(held_up())
    assert watched.figure("binome_loop_stall_seconds_sum") > 0.1


@contextmanager
def logged() -> Iterator[None]:
    """Logs as a program does, in lines of JSON."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    logs.set_up("info", "json")
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
