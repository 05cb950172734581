"""PostgreSQL dies, loses its connections, or is locked: the bot says so, waits, and goes on."""

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, make_url
from sqlalchemy.exc import DBAPIError

from storage import trouble
from storage.database import Database
from tests.faults.busy import Busy, busy, lasting
from tests.postgres import PostgresServer, in_memory, serving
from tests.storage.ready import NOW, upgraded

pytestmark = pytest.mark.crash
# What is promised is five seconds; a machine that does ten other things may take longer.
_BOUND = 20.0


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    """A server of this module's own, which keeps what it said it had."""
    with serving(request.config.getoption("--postgres"), in_memory(), durable=True) as made:
        yield made


@pytest.fixture
def database(server: PostgresServer) -> Iterator[Database]:
    """A database that waits for half a second at most."""
    opened = Database(server.create(upgraded), patience=0.5)
    yield opened
    opened.close()


@contextmanager
def beside(database: Database) -> Iterator["psycopg.Connection[Any]"]:
    """Another program that uses the database."""
    url = make_url(database.place)
    with psycopg.connect(
        host=str(url.query["host"]), user="postgres", dbname=url.database
    ) as connection:
        yield connection


def told(caplog: pytest.LogCaptureFixture, known: trouble.Trouble) -> int:
    """How often the log told of that trouble."""
    return sum(known.sentence in each.getMessage() for each in caplog.records)


def test_it_outlives_the_end_of_its_server(
    server: PostgresServer,
    database: Database,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "storage")
    times = 20 if request.config.getoption("--crash-all") else 3
    took = []
    with busy(database) as bot:
        for _ in range(times):
            server.restart()
            took.append(bot.works_again())
        assert bot.refused, "nobody noticed"
    assert 1 <= told(caplog, trouble.AWAY) <= 2 * times, "for each time, not for each try"
    assert max(took) < _BOUND
    print(f"{times} restarts, {len(bot.arrived)} events, 0 lost; back in {max(took):.2f} s at most")


def test_it_outlives_the_end_of_its_connections(
    database: Database, request: pytest.FixtureRequest
) -> None:
    times = 100 if request.config.getoption("--crash-all") else 5
    end_all = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    ended, took = 0, []
    with busy(database) as bot, beside(database) as another:
        for _ in range(times):
            row = another.execute(end_all).fetchone()
            assert row is not None
            ended += row[0]
            another.commit()
            took.append(bot.works_again())
        assert ended > times
    assert max(took) < _BOUND
    print(f"{ended} connections ended, {len(bot.arrived)} events; back in {max(took):.2f} s")


def test_a_connection_that_ends_as_soon_as_it_is_made_is_told_of(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """As while a server recovers: one that was kept is replaced, one that is new is not."""
    caplog.set_level(logging.WARNING, "storage")
    with beside(database) as another:

        def end(raw: Any, _record: object) -> None:
            another.execute("SELECT pg_terminate_backend(%s, 5000)", [raw.info.backend_pid])
            another.commit()

        event.listen(database._writer, "connect", end)
        with pytest.raises(DBAPIError) as refused, database.work(NOW):
            pass
        event.remove(database._writer, "connect", end)
    assert trouble.trouble_of(refused.value) is trouble.AWAY
    assert database.refusal(NOW) is None
    assert told(caplog, trouble.AWAY) == 1


def test_it_outlives_the_kill_of_a_backend(
    database: Database, request: pytest.FixtureRequest
) -> None:
    """PostgreSQL then ends all the others too, and recovers from its journal."""
    times = 20 if request.config.getoption("--crash-all") else 1
    took = []
    with busy(database) as bot:
        for _ in range(times):
            with beside(database) as another:
                row = another.execute(
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                ).fetchone()
                assert row is not None
            before = bot.refused.total()
            os.kill(row[0], signal.SIGKILL)
            bot.until_refused(before)
            took.append(bot.works_again())
    assert max(took) < _BOUND
    print(f"{times} backends killed, {len(bot.arrived)} events, 0 lost; back in {max(took):.2f} s")


def _says_locked(bot: Busy) -> bool:
    status, found = bot.ready()
    return (status, found["database"]) == (503, "locked")


def test_a_lock_that_somebody_keeps_is_told_of(
    database: Database, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "storage")
    with busy(database) as bot, beside(database) as another:
        another.execute("LOCK TABLE outgoing IN ACCESS EXCLUSIVE MODE")
        for _ in lasting(request):
            bot.until_refused()
            bot.until(lambda: _says_locked(bot), "word of a lock")
        another.rollback()
        took = bot.works_again()
    assert took < _BOUND
    assert told(caplog, trouble.LOCKED) == 1
    print(f"{bot.refused.total()} tries refused; back in {took:.2f} s")


def test_only_those_wait_whose_row_is_locked(database: Database) -> None:
    with busy(database) as bot, beside(database) as another:
        slow = bot.addresses[0]
        another.execute("SELECT 1 FROM address WHERE id = %s FOR UPDATE", [slow.id])
        seen = len(bot.arrived)

        def others() -> bool:
            there = [each for each in bot.arrived[seen:] if not each.startswith(f"{slow.user}-")]
            return len(there) > 30 and bot.refused.total() > 0

        bot.until(others, "the others")
        another.rollback()
        assert bot.works_again() < _BOUND
