"""`binome doctor` while the database is in trouble: which trouble, what to do, and 1."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from adapters.cli import checkup
from adapters.runner import SystemClock
from storage.database import Database
from storage.nouns import Received
from tests.cli.conftest import Binome, binome, here
from tests.faults.test_disk_full import _full, disk
from tests.postgres import serving
from tests.storage.ready import upgraded

__all__ = ["binome", "disk", "here"]
pytestmark = pytest.mark.crash
Somewhere = Callable[[Callable[[str], None]], str]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "_PATIENCE", 0.2)


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Another program writes, and does not end."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        file = sqlite3.connect(str(place.database), isolation_level=None)
        file.execute("BEGIN IMMEDIATE")
        yield
        file.rollback()
        file.close()
        return
    with psycopg.connect(place.set(drivername="postgresql").render_as_string(False)) as server:
        server.execute("LOCK TABLE received IN ACCESS EXCLUSIVE MODE")
        yield
        server.rollback()


def told(binome: Binome, url: str) -> tuple[int, list[str]]:
    """What it leaves with, and its lines about the database."""
    looked = binome("doctor", "--database", url)
    assert "Traceback" not in looked.err
    return looked.code, [line for line in looked.out.splitlines() if line.startswith("✗")]


def test_a_lock_that_somebody_keeps(binome: Binome, fresh_database: Somewhere) -> None:
    url = fresh_database(upgraded)
    with locked(url):
        code, lines = told(binome, url)
    assert code == 1
    assert lines[0].startswith("✗ locked: ")
    assert lines[0].endswith("close whatever else has it open, or end the transaction that waits.")
    assert told(binome, url) == (0, [])


def test_nothing_is_left_of_the_look(binome: Binome, fresh_database: Somewhere) -> None:
    url = fresh_database(upgraded)
    assert told(binome, url) == (0, [])
    database = Database(url)
    with database.reading(SystemClock().now()) as work:
        assert work.find(Received) == []
    database.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_disk_that_is_full(
    binome: Binome, disk: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    with _on(disk, kind, request) as url:
        upgraded(url)
        database = Database(url)
        with database.reading(SystemClock().now()), _full(disk):  # as a bot that runs does
            code, lines = told(binome, url)
        database.close()
    assert code == 1
    assert lines[0].startswith("✗ full: "), lines
    assert lines[0].endswith("free some space on its disk, or give it more.")


@contextmanager
def _on(disk: Path, kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of that kind on that disk."""
    if kind == "sqlite":
        yield f"sqlite:///{disk / 'binome.sqlite'}"
        return
    with serving(request.config.getoption("--postgres"), disk, durable=True) as server:
        yield server.create()
