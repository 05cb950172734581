"""The file is locked, read-only, or its disk is full: the bot says so, waits, and goes on."""

import logging
import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from adapters.cli.failure import Failure
from adapters.cli.running import opened
from storage import trouble
from storage.database import Database
from storage.trouble import Trouble
from tests.faults.busy import busy, lasting
from tests.storage.ready import upgraded

pytestmark = pytest.mark.crash
_BOUND = 20.0  # seconds, where five are promised


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A file that is waited for half a second."""
    url = f"sqlite:///{tmp_path / 'binome.sqlite'}"
    upgraded(url)
    made = Database(url, patience=0.5)
    yield made
    made.close()


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Another program has opened the file, to write, and does not end."""
    assert database.file is not None
    other = sqlite3.connect(database.file, isolation_level=None, timeout=120)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.rollback()
    other.close()


@contextmanager
def _said(database: Database, *, before: str, after: str) -> Iterator[None]:
    """The bot's one writing connection is told something, and something else afterwards."""

    def tell(pragma: str) -> None:
        with database._alone(), database._writer.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute(pragma)

    tell(before)
    yield
    tell(after)


def full(database: Database) -> AbstractContextManager[None]:
    """SQLite finds no page more, as on a disk that is full."""
    assert database.file is not None
    pages = database.file.stat().st_size // 4096
    few, many = f"PRAGMA max_page_count = {pages}", "PRAGMA max_page_count = 4294967294"
    return _said(database, before=few, after=many)


@contextmanager
def limited(database: Database) -> Iterator[None]:
    """The system refuses to let the journal grow, in the middle of a write."""
    assert database.file is not None
    journal = database.file.with_name(f"{database.file.name}-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(journal.stat().st_size, 2**20) + 50_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def read_only(database: Database) -> AbstractContextManager[None]:
    """SQLite says what it says of a file that may not be written."""
    return _said(database, before="PRAGMA query_only = ON", after="PRAGMA query_only = OFF")


@pytest.mark.parametrize(
    ("fault", "known"),
    [
        (locked, trouble.LOCKED),
        (full, trouble.FULL),
        (limited, trouble.UNWRITABLE),
        (read_only, trouble.READ_ONLY),
    ],
)
def test_it_outlives_a_fault(
    database: Database,
    fault: Callable[[Database], AbstractContextManager[None]],
    known: Trouble,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "storage")
    with busy(database) as bot:
        with fault(database):
            bot.until(lambda: database.trouble == known and bot.refused, known.name)
            for _ in lasting(request):
                bot.until_refused()
                status, found = bot.ready()
                assert (status, found["database"]) == (503, known.name)
        took = bot.works_again()
    lines = [each.getMessage() for each in caplog.records]
    assert sum(known.sentence in line for line in lines) == 1, "once, however long it lasts"
    assert lines[-1] == "The database works again."
    assert took < _BOUND
    print(f"{known.name}: {bot.refused.total()} tries refused; back in {took:.2f} s")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="rights of files are POSIX's")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_file_that_may_not_be_written_is_told_of_at_the_start() -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder, "binome.sqlite")
        upgraded(f"sqlite:///{file}")
        file.chmod(0o444)
        Path(folder).chmod(0o555)
        told, tells = os.pipe()
        if os.fork() == 0:
            os.write(tells, _told_to_a_stranger(file).encode())
            os._exit(0)
        os.close(tells)
        with open(told, closefd=True) as pipe:  # noqa: PTH123  # a descriptor has no path
            said = pipe.read()
        os.wait()
        Path(folder).chmod(0o755)
    assert "may only be read" in said, said


def _told_to_a_stranger(file: Path) -> str:
    if os.getuid() == 0:  # whom no right stops
        os.setuid(65534)
    try:
        with opened(f"sqlite:///{file}"):
            return "it was opened"
    except Failure as failure:
        return str(failure)
    except BaseException as error:
        return repr(error)
