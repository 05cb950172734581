"""An upgrade of the schema in a forked process, which is killed anywhere in it."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, inspect, text

from storage import schema
from storage.database import Database
from tests.crash.forked import dying, was_killed
from tests.crash.points import Place, Reach, crash_points
from tests.postgres import PostgresServer
from tests.storage import corpus
from tests.storage.ready import upgraded

# One step more than the present schema: a table made, one altered, one filled from another.
NEXT = '''"""A step of the tests."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "{number}", "{before}"


def upgrade() -> None:
    """Changes what is there, and writes something for each row of it."""
    op.create_table(
        "later",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
    )
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("later", sa.String, nullable=False, server_default=""))
    here = op.get_bind()
    for (key,) in here.execute(sa.text("SELECT key FROM outgoing")).all():
        here.execute(sa.text("INSERT INTO later (key) VALUES (:key)"), {{"key": key}})
    here.execute(sa.text("UPDATE person SET later = name"))
    op.create_index("ix_later_key", "later", ["key"])
'''
_EVERY = 300  # instructions of SQLite between two points inside a statement
_PLACES: tuple[Place, ...] = (
    (schema, "bring_up", "migrate"),
    (schema, "migrate", "migrate"),
    (schema, "dangling", "migrate"),
)


@dataclass(frozen=True, slots=True)
class Aged:
    """A database in which people are in the middle of something, to be upgraded."""

    url: str
    file: Path | None
    put_back: Callable[[], None]


def on_sqlite(folder: Path) -> Aged:
    """A file of this folder."""
    file, kept = folder / "aged.sqlite", folder / "kept.sqlite"
    _lived_in(f"sqlite:///{kept}")

    def put_back() -> None:
        for part in folder.glob(f"{file.name}*"):
            part.unlink()
        shutil.copyfile(kept, file)

    put_back()
    return Aged(f"sqlite:///{file}", file, put_back)


def on_postgresql(server: PostgresServer) -> Aged:
    """A database of this server."""
    url = server.create(_lived_in)
    return Aged(url, None, lambda: server.put_back(url, _lived_in))


def _lived_in(url: str) -> None:
    upgraded(url)
    database = Database(url)
    corpus.live(database)
    database.close()


@contextmanager
def one_step_more(folder: Path) -> Iterator[None]:
    """The migrations, and one more."""
    real, before, made = schema.MIGRATIONS, schema.head(), folder / "migrations"
    shutil.copytree(real, made, ignore=shutil.ignore_patterns("__pycache__"))
    number = f"{int(before) + 1:04}"
    told = NEXT.format(number=number, before=before)
    (made / "versions" / f"{number}_more.py").write_text(told, "utf-8")
    schema.MIGRATIONS = made
    try:
        yield
    finally:
        schema.MIGRATIONS = real


def killed(aged: Aged, seed: int = 0, some: int | None = None) -> Counter[str]:
    """Kills an upgrade at every point, or at `some`: the points' names, each as often as killed.

    After each, the schema is the old or the new one with every row, another try completes it, and
    each copy that was made of a file is whole.
    """
    before, rows = standing(aged.url)
    names = points_of(aged.url)
    done, last = standing(aged.url), len(names) - 1
    assert done[0] != before
    every = 1 if some is None else -(-len(names) // some)
    kills, ends = Counter[str](), Counter[str | None]()
    for at in [*range(seed % every, last, every), last]:
        aged.put_back()
        assert killed_at(aged.url, at)
        kills[names[at]] += 1
        found, there = standing(aged.url)
        ends[found] += 1
        assert found in (before, done[0]), f"neither schema after {at}, {names[at]}"
        assert there == (rows if found == before else done[1]), f"rows differ after {at}"
        _whole_copies(aged, found, before, rows)
        database = Database(aged.url)
        database.upgrade()
        assert database.check() == []
        database.close()
        assert standing(aged.url) == done, f"another end after {at}, {names[at]}"
        _whole_copies(aged, done[0], before, rows)
        assert aged.file is None or not [*aged.file.parent.glob("*.partial*")]
    assert ends.keys() == {before, done[0]}, "each must have been met"
    return kills


def _whole_copies(aged: Aged, found: str | None, before: str | None, rows: dict[str, int]) -> None:
    """Each copy that an upgrade made of a file is complete; a file that was changed has one."""
    if aged.file is None:
        return
    kept = copies(aged.file)
    for revision, counted in kept:
        assert revision == before
        assert {name: many for name, many in counted.items() if name in rows} == rows
    assert kept or found == before, "changed, and no copy"


def points_of(url: str) -> list[str]:
    """The names of the points that an upgrade of that database goes through; it is upgraded."""
    names: list[str] = []
    database = Database(url)
    _upgrade(database, names.append)
    return names


def killed_at(url: str, at: int) -> bool:
    """Upgrades in a process that is killed at its `at`-th point; False if it ended before."""
    return was_killed(lambda: _upgrade(Database(url), dying(at)))


def _upgrade(database: Database, reach: Reach) -> None:
    """What `binome db upgrade` does, with a point before and after, and inside, each statement."""
    engine = database._writer
    _around_statements(engine, reach)
    commit: Place = (engine.dialect, "do_commit", "migrate")
    with crash_points(reach, *_PLACES, commit):
        database.upgrade()
    database.close()


def _around_statements(engine: Engine, reach: Reach) -> None:
    def before(*_given: Any) -> None:
        reach("before migrate")

    def after(*_given: Any) -> None:
        reach("after migrate")

    def inside() -> int:
        reach("in migrate")
        return 0  # go on

    def connected(raw: Any, _record: object) -> None:
        if isinstance(raw, sqlite3.Connection):
            raw.set_progress_handler(inside, _EVERY)

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    event.listen(engine, "connect", connected)


def standing(url: str) -> tuple[str | None, dict[str, int]]:
    """The revision of a database, and how many rows each of its tables has."""
    database = Database(url)
    with database._reader.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = {
            name: int(connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one())
            for name in names
        }
        found = schema.revision(connection)
    database.close()
    return found, rows


def copies(file: Path) -> list[tuple[str, dict[str, int]]]:
    """The backups that upgrades left beside a file: the revision of each, and its rows."""
    found = []
    for copy in sorted(file.parent.glob(f"{file.name}.before-upgrade-*")):
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), copy
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            found.append((revision, corpus.counts(connection)))
    return found
