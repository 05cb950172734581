"""Every schema so far, with live conversations in it, is brought to the present one whole."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import MetaData, Table, text
from sqlalchemy.types import Boolean

from adapters.runner.clock import DrivenClock
from storage import installations, outbox, schema
from storage.database import Database
from storage.nouns import Address, Draft, Session
from storage.vault import Vault
from tests.client import START, Chat
from tests.storage import corpus
from tests.storage.ready import NOW, upgraded

WRITE = "python -m tests.storage.corpus"


def test_every_schema_is_in_the_corpus() -> None:
    assert [each.stem for each in corpus.known()] == [*schema.revisions()], WRITE


def test_the_last_one_is_the_present_schema(tmp_path: Path) -> None:
    """Until a schema is released it may change, and its file with it."""
    corpus.made(corpus.known()[-1], tmp_path / "was.sqlite")
    upgraded(f"sqlite:///{tmp_path}/is.sqlite")
    assert _said_of(tmp_path / "was.sqlite") == _said_of(tmp_path / "is.sqlite"), WRITE


def _said_of(file: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql > ''")
        return {(name, " ".join(sql.split())) for name, sql in found}


@pytest.fixture(params=[each.stem for each in corpus.known()])
def aged(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> Iterator[tuple[Database, dict[str, int]]]:
    """A database as a former version left it, on SQLite and then on PostgreSQL, and its counts."""
    dump = corpus.FOLDER / f"{request.param}.sql"
    database = Database(database_url)
    if database.file is not None:
        counted = corpus.made(dump, database.file)
    else:
        counted = corpus.made(dump, tmp_path / "aged.sqlite")
        _carried_over(tmp_path / "aged.sqlite", database, request.param)
    yield database, counted
    database.close()


def _carried_over(file: Path, database: Database, revision: str) -> None:
    """The rows of a SQLite file in PostgreSQL, whose tables are those of an old schema too."""
    with database.work(NOW) as work, closing(sqlite3.connect(file)) as source:
        work.connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        schema.migrate(work.connection, revision)
        tables = MetaData()
        tables.reflect(work.connection)
        for table in tables.sorted_tables:
            if table.name == "alembic_version":
                continue
            names = ", ".join(f'"{column.name}"' for column in table.c)
            keys = ", ".join("%s" for _ in table.c)
            rows = [
                _as_kept(table, row)
                for row in source.execute(f'SELECT {names} FROM "{table.name}" ORDER BY id DESC')
            ]
            # All in one statement: only its end asks whether every link leads somewhere.
            if rows:
                insert = f'INSERT INTO "{table.name}" ({names}) VALUES '
                insert += ", ".join(f"({keys})" for _ in rows)
                given = tuple(value for row in rows for value in row)
                work.connection.exec_driver_sql(insert, given)
        for name, last in source.execute("SELECT name, seq FROM sqlite_sequence"):
            number = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
            work.connection.execute(number, {"name": name, "last": last})


def _as_kept(table: Table, row: tuple[object, ...]) -> tuple[object, ...]:
    """A row as PostgreSQL wants it: SQLite keeps yes and no as 1 and 0."""
    return tuple(
        bool(value) if isinstance(column.type, Boolean) and value is not None else value
        for column, value in zip(table.c, row, strict=True)
    )


def test_it_is_upgraded_with_every_row_and_goes_on(
    aged: tuple[Database, dict[str, int]],
) -> None:
    database, counted = aged
    with database.reading(NOW) as work:
        found = schema.revision(work.connection)
    backup = database.upgrade()
    assert database.check() == []
    older = database.file is not None and found != schema.head()
    assert (backup is not None) == older, "an upgrade of a file keeps what was there"
    with database.reading(START) as work:
        for name, rows in counted.items():
            if name in {table.name for table in schema.TABLES}:
                asked = text(f'SELECT count(*) FROM "{name}"')
                assert work.connection.execute(asked).scalar() == rows, name
        now = max(each.heard_at for each in work.find(Address) if each.heard_at is not None)
        token = installations.find(work, Vault([corpus.KEY]), "slack", "T1")
        assert token == {"bot_token": corpus.TOKEN}
        assert outbox.counts(work)["pending"] == 3
    goes_on(Chat(database, DrivenClock(now)))


def goes_on(chat: Chat) -> None:
    """Whoever was half-way is asked the next question, and keeps what was answered."""
    agnes = chat.person("agnes", name="Agnès Martin")
    before = chat.only(Draft, form="mentee")
    assert before.state == "open"
    chat._keys = iter(range(1001, 2000))  # type: ignore[assignment]  # no event has its key again
    agnes.says("reprendre")
    agnes.presses("Passer")
    after = chat.only(Draft, form="mentee")
    assert after.answers["objectives"] == [corpus.HALFWAY]
    assert len(after.answers) + len(after.skipped) > len(before.answers) + len(before.skipped)
    assert [each.state for each in chat.all(Session)] == ["planned"]
