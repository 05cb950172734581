"""A standby of PostgreSQL answers what only reads, and what would write is told why not."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from adapters.runner import SystemClock
from storage import trouble
from storage.database import Database
from storage.nouns import Person
from tests.cli.conftest import Binome, binome, here
from tests.postgres import PostgresServer, in_memory, serving
from tests.storage import corpus
from tests.storage.ready import somewhere, upgraded

__all__ = ["binome", "here"]
pytestmark = pytest.mark.crash


@pytest.fixture(scope="module")
def standby(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database in which people are in the middle of something, on a standby."""
    with serving(request.config.getoption("--postgres"), in_memory()) as server:
        url = server.create(upgraded)
        database = Database(url)
        corpus.live(database)
        database.close()
        with _copy_of(server) as folder:
            yield url.replace(str(server._folder), str(folder))


@contextmanager
def _copy_of(server: PostgresServer) -> Iterator[Path]:
    """Where a standby of that server listens."""
    programs, home = Path(server._server[0]).parent, server._folder
    data, folder = home / "standby", home / "beside"
    folder.mkdir()
    os.chown(folder, home.stat().st_uid, -1)
    copied: list[str | Path] = [
        *("-h", home, "-U", "postgres", "-D", data),
        "-R",
        "-X",
        "stream",
        "-c",
        "fast",
    ]
    alone = ["-c", "listen_addresses=", "-c", "max_connections=60", "-c", "fsync=off"]
    subprocess.run(
        [programs / "pg_basebackup", *copied],
        check=True,
        capture_output=True,
        user=server._user,
        cwd=home,
    )
    with (home / "standby.log").open("wb") as log:
        running = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, *alone],
            stdout=log,
            stderr=log,
            start_new_session=True,
            user=server._user,
            cwd=home,
        )
    try:
        _wait_for(folder)
        yield folder
    finally:
        running.send_signal(3)
        running.wait(120)


def _wait_for(folder: Path) -> None:
    for _ in range(1200):
        try:
            psycopg.connect(user="postgres", host=str(folder), dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the standby does not start")


@pytest.mark.parametrize(
    "words",
    [
        ("programme", "list"),
        ("programme", "show", "pwn-digital-2016"),
        ("messages",),
        ("db", "check"),
        ("db", "backup"),
    ],
    ids=" ".join,
)
def test_what_only_reads_can_be_asked_of_a_standby(
    words: tuple[str, ...], standby: str, binome: Binome
) -> None:
    asked = binome(*words, "--database", standby)
    assert asked.code == 0, asked.err


def test_a_turn_is_refused_there_and_it_is_told_why(standby: str) -> None:
    database = Database(standby)
    with database.reading(SystemClock().now()) as work:
        assert work.find(Person)
    with pytest.raises(DBAPIError) as refused, database.work(SystemClock().now()) as work:
        somewhere(work, "U77")
    database.close()
    assert trouble.trouble_of(refused.value) == trouble.READ_ONLY, refused.value


def test_the_doctor_says_that_it_may_only_be_read(standby: str, binome: Binome) -> None:
    looked = binome("doctor", "--database", standby)
    assert looked.code == 1
    assert "read-only" in looked.out, looked.err
