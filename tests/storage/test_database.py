"""Opening a database, and the traps of SQLite and PostgreSQL."""

import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import schema
from storage.database import AlreadyWorking, Database, DatabaseBusy
from storage.engines import UnknownDatabase
from storage.nouns import Address, Happened
from storage.serving import AlreadyServed
from tests.storage.ready import NOW, somewhere, upgraded

SECRET = "je n’ose pas demander à mon équipe"


@pytest.fixture
def sqlite(tmp_path: Path) -> Database:
    """A SQLite database with its schema, in folders that did not exist."""
    url = f"sqlite:///{tmp_path}/new/folder/binome.sqlite"
    upgraded(url)
    return Database(url)


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "url", ["postgresql://p@h/x", "postgres://p@h/x", "postgresql+psycopg://p@h/x"]
)
def test_every_way_to_say_postgresql_means_psycopg_3(url: str) -> None:
    database = Database(url)
    assert database.kind == "postgresql"
    assert database._writer.dialect.driver == "psycopg"
    assert database._writer.pool.size() == database.hands + 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "url", ["mysql://h/x", "sqlite://", "sqlite:///:memory:", "postgresql+asyncpg://h/x", "what"]
)
def test_another_address_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(UnknownDatabase, match="write sqlite:///path/to/"):
        Database(url)


def test_no_message_repeats_a_password() -> None:
    with pytest.raises(UnknownDatabase) as refused:
        Database("mysql://ines:swordfish@h/x")
    assert "swordfish" not in str(refused.value)
    away = Database("postgresql://ines:swordfish@localhost:1/x")
    (problem,) = away.check()
    assert problem.startswith("unreachable: ")
    assert "swordfish" not in problem + away.place


# ---------------------------------------------------------------- settings


def test_sqlite_is_opened_with_care(sqlite: Database) -> None:
    def asked(name: str) -> object:
        return work.connection.execute(text(f"PRAGMA {name}")).scalar()

    wanted = {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 10000}
    for opened in (sqlite.work, sqlite.reading):
        with opened(NOW) as work:
            assert {name: asked(name) for name in wanted} == wanted
            assert asked("synchronous") == 1
    assert sqlite.file is not None
    with Database(f"sqlite:///{sqlite.file}", durable=True).work(NOW) as work:
        assert asked("synchronous") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes there")
def test_nobody_else_may_read_the_file(sqlite: Database) -> None:
    assert sqlite.file is not None
    with sqlite.work(NOW) as work:
        somewhere(work)
    modes = {file.name: file.stat().st_mode & 0o777 for file in sqlite.file.parent.iterdir()}
    assert len(modes) == 3
    assert set(modes.values()) == {0o600}


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading(NOW) as work:
        work.add(Happened(subject="pair:1", name="x", at=NOW))


def test_reading_waits_for_no_writer_and_sees_one_moment(database: Database) -> None:
    with database.reading(NOW) as before, database.work(NOW) as work:
        assert before.find(Happened) == []
        work.add(Happened(subject="pair:1", name="x", at=NOW))
        with database.reading(NOW) as during:
            assert during.find(Happened) == []
        work.connection.commit()
        assert before.find(Happened) == []
    with database.reading(NOW) as after:
        assert len(after.find(Happened)) == 1


def test_a_work_inside_a_work_is_refused_rather_than_waited_for(database: Database) -> None:
    def nested() -> None:
        with database.work(NOW), database.work(NOW):
            pass

    with pytest.raises(AlreadyWorking, match="pass the first one on"):
        nested()
    with database.work(NOW) as work:  # and the first one was let go of
        assert work.find(Happened) == []


def test_whoever_waits_too_long_is_told(sqlite: Database) -> None:
    impatient = Database(f"sqlite:///{sqlite.file}", patience=0.05)
    told: list[str] = []

    def wait() -> None:
        try:
            with impatient.work(NOW):
                pass
        except DatabaseBusy as busy:
            told.append(str(busy))

    with impatient.work(NOW):
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join()
    assert told == [
        "Another transaction kept the database for more than 0.05 seconds:"
        " look for a stuck process."
    ]


def test_whoever_finds_every_connection_taken_is_told(database: Database) -> None:
    url = database._url.render_as_string(hide_password=False)
    narrow = Database(url, patience=0.1, connections=1)
    with ExitStack() as stack:
        for _ in range(1 if narrow.file else 3):
            stack.enter_context(narrow.reading(NOW))
        with pytest.raises(DatabaseBusy, match=r"more than 0\.1 seconds"):
            stack.enter_context(narrow.reading(NOW))
        if narrow.file is None:  # where whoever writes takes one of the same
            with pytest.raises(DatabaseBusy), narrow.work(NOW):
                pass
    narrow.close()


# ---------------------------------------------------------------- contention

COUNT = """
import sys
from storage.database import Database
from tests.storage.ready import NOW
from storage.nouns import Address
database = Database(sys.argv[1], patience=120)
for _ in range(int(sys.argv[2])):
    with database.work(NOW) as work:
        address = work.lock(Address, 1)
        work.change(address, draft_id=(address.draft_id or 0) + 1)
"""


def test_deferred_begin_would_fail_at_once_under_contention(sqlite: Database) -> None:
    """Why transactions begin IMMEDIATE: a reader that turns writer too late is not even queued."""
    assert sqlite.file is not None
    one, two = (sqlite3.connect(sqlite.file, isolation_level=None, timeout=300) for _ in range(2))
    one.execute("BEGIN")
    one.execute("SELECT count(*) FROM happened").fetchone()
    two.execute("UPDATE alembic_version SET version_num = version_num")
    started = time.monotonic()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        one.execute("UPDATE alembic_version SET version_num = version_num")
    assert time.monotonic() - started < 100  # of the 300 seconds it could have waited
    one.close()
    two.close()


def test_threads_and_processes_lose_no_turn(database: Database) -> None:
    with database.work(NOW) as work:
        address = somewhere(work)
        assert address.id == 1
    url = database._url.render_as_string(hide_password=False)
    others = [subprocess.Popen([sys.executable, "-c", COUNT, url, "100"]) for _ in range(2)]

    def count() -> None:
        for _ in range(50):
            with database.work(NOW) as work:
                mine = work.lock(Address, address.id)
                work.change(mine, draft_id=(mine.draft_id or 0) + 1)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.wait() for other in others] == [0, 0]
    with database.reading(NOW) as work:
        assert work.get(type(address), 1).draft_id == 8 * 50 + 2 * 100


SERVE = """
import sys
from storage.database import Database
with Database(sys.argv[1]).serving():
    pass
"""


def test_one_process_serves_one_file(sqlite: Database) -> None:
    another = [sys.executable, "-c", SERVE, f"sqlite:///{sqlite.file}"]
    with sqlite.serving():
        refused = subprocess.run(another, capture_output=True, text=True, check=False)
        assert "AlreadyServed: Another process already serves" in refused.stderr
        with pytest.raises(AlreadyServed), sqlite.serving():
            pass
    assert subprocess.run(another, check=True).returncode == 0


# ---------------------------------------------------------------- looking after it


def test_a_sound_database_has_no_problems(database: Database) -> None:
    assert database.check() == []
    database.require_current()


def test_an_empty_database_is_too_old(database_url: str) -> None:
    database = Database(database_url)
    assert database.check() == ["schema-older: none is there, 0001 is wanted"]
    with pytest.raises(schema.SchemaTooOld, match="run `binome db upgrade`"):
        database.require_current()
    database.close()


def test_a_newer_schema_is_left_alone(database: Database) -> None:
    with database.work(NOW) as work:
        work.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    (problem,) = database.check()
    assert problem.startswith("schema-newer: 9999")
    for refused in (database.require_current, database.upgrade):
        with pytest.raises(schema.SchemaTooNew, match="install the newer Binôme"):
            refused()


def test_what_is_missing_or_broken_is_named(sqlite: Database) -> None:
    assert sqlite.file is not None
    raw = sqlite3.connect(sqlite.file)
    raw.execute("DROP TABLE notice")
    columns = "programme_id, person_id, rights, weekly"
    raw.execute(f"INSERT INTO coordination ({columns}) VALUES (7, 7, 'owner', 1)")
    raw.commit()
    raw.close()
    assert sqlite.check() == [
        "table-missing: notice",
        "dangling: coordination -> person: 1",
        "dangling: coordination -> programme: 1",
    ]


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "list.sqlite"
    file.write_text("prénom;équipe\n" * 200)
    (problem,) = Database(f"sqlite:///{file}").check()
    assert problem.startswith("unreachable: ")
    assert "not a database" in problem


def test_erased_words_are_gone_from_the_file(sqlite: Database) -> None:
    assert sqlite.file is not None
    with sqlite.work(NOW) as work:
        kept = [
            work.add(Happened(subject=f"pair:{n}", name="x", at=NOW, note=SECRET))
            for n in range(50)
        ]

    def bytes_anywhere() -> bytes:
        folder = sqlite.file.parent  # type: ignore[union-attr]  # asserted above
        return b"".join(file.read_bytes() for file in folder.iterdir())

    assert SECRET.encode() in bytes_anywhere()
    with sqlite.work(NOW) as work:
        for each in kept:
            work.remove(each)
    sqlite.checkpoint()
    assert SECRET.encode() not in bytes_anywhere()


def test_a_database_that_nobody_minds_losing_is_read_as_any_other_afterwards(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/binome.sqlite"
    played = Database(url, kept=False)
    played.upgrade()
    with played.work(NOW) as work:
        work.add(Happened(subject="pair:1", name="remind", at=NOW))
        with suppress(LookupError), work.attempt():
            work.add(Happened(subject="pair:1", name="poll", at=NOW))
            raise LookupError
    played.close()
    again = Database(url)
    with again.reading(NOW) as work:
        assert [each.name for each in work.find(Happened)] == ["remind"]
    assert again.check() == []
    again.close()
