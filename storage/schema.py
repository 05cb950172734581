"""The schema of the database: what this program wants, what is found, and the way between.

A fresh database is created from the nouns in one go, because Alembic costs more to import than the
tables cost to make; a test holds that the migrations lead to exactly the same schema.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    func,
    inspect,
    select,
    text,
)
from sqlmodel import SQLModel

import storage.nouns  # noqa: F401  # the tables exist once the nouns are read

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).with_name("migrations")
TABLES: Sequence[Table] = SQLModel.metadata.sorted_tables

# Alembic's own, declared here so that looking at the revision does not import Alembic.
_VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
_UPGRADING = 7_241_946_103  # any number of our own: names the lock of PostgreSQL below


class SchemaProblem(Exception):
    """The database cannot be used as it is."""

    def __init__(self, **facts: str) -> None:
        super().__init__((type(self).__doc__ or "").format(**facts))


class SchemaTooOld(SchemaProblem):
    """The database {place} has the schema {found}, older than this program's ({wanted}): run `binome db upgrade`, which makes a backup first."""  # noqa: E501  # a message is one line


class SchemaTooNew(SchemaProblem):
    """The database {place} has the schema {found}, unknown to this program, which knows up to {wanted}: install the newer Binôme that made it (`binome db upgrade` cannot go back)."""  # noqa: E501  # a message is one line


class NotOurs(SchemaProblem):
    """The database {place} already holds a table named {found} that Binôme did not make: give Binôme a database of its own, then run `binome db upgrade`."""  # noqa: E501  # a message is one line


class LinksBroken(SchemaProblem):
    """The upgrade of {place} was undone because rows would point at nothing ({found}): nothing has changed; run `binome db check`, repair, then `binome db upgrade`."""  # noqa: E501  # a message is one line


def revisions() -> tuple[str, ...]:
    """Every revision this program knows, oldest first: migrations are numbered, never branched."""
    return tuple(sorted(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def head() -> str:
    """The revision this program works with."""
    return revisions()[-1]


def revision(connection: Connection) -> str | None:
    """The revision of a database, or None when it has none."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    found: str | None = connection.execute(select(_VERSION.c.version_num)).scalar()
    return found


def missing(connection: Connection) -> list[str]:
    """The tables that should be there and are not."""
    there = set(inspect(connection).get_table_names())
    return [table.name for table in TABLES if table.name not in there]


def holds_data(connection: Connection) -> bool:
    """Whether any table has a row."""
    there = set(inspect(connection).get_table_names()) - {_VERSION.name}
    ours = (table for table in TABLES if table.name in there)
    return any(connection.execute(select(1).select_from(t).limit(1)).first() for t in ours)


def require(connection: Connection, place: str) -> None:
    """Raises unless the database has this program's schema."""
    found = revision(connection)
    if found == head():
        return
    facts = {"place": place, "found": found or "none", "wanted": head()}
    if found is None or found in revisions():
        raise SchemaTooOld(**facts)
    raise SchemaTooNew(**facts)


def bring_up(connection: Connection, place: str) -> None:
    """Creates the schema or migrates it to the head, inside the caller's transaction."""
    if connection.dialect.name == "postgresql":
        # Two processes that start together: the second waits as long as it takes, and finds the
        # work done.
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(select(func.pg_advisory_xact_lock(_UPGRADING)))
    found = revision(connection)
    if found is None:
        there = set(inspect(connection).get_table_names())
        foreign = [table.name for table in TABLES if table.name in there]
        if foreign:
            raise NotOurs(place=place, found=foreign[0])
        SQLModel.metadata.create_all(connection, checkfirst=False)
        _VERSION.create(connection, checkfirst=False)
        connection.execute(_VERSION.insert(), {"version_num": head()})
    elif found not in revisions():
        raise SchemaTooNew(place=place, found=found, wanted=head())
    elif found != head():
        migrate(connection)
        broken = dangling(connection)
        if broken:
            raise LinksBroken(place=place, found="; ".join(broken))


def migrate(connection: Connection, to: str = "head") -> None:
    """Runs the migrations one after another, inside the caller's transaction."""
    from alembic import command  # imported late: 0.15 s that only an upgrade pays

    command.upgrade(alembic_config(connection), to)


def alembic_config(connection: Connection) -> "Config":
    """What Alembic has to know, without a file for it."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def dangling(connection: Connection) -> list[str]:
    """Rows that point at nothing, such as `session.pair_id -> pair: 2`; PostgreSQL has none."""
    if connection.dialect.name != "sqlite":
        return []
    counts: dict[str, int] = {}
    for table, _row, parent, _link in connection.execute(text("PRAGMA foreign_key_check")):
        name = f"{table} -> {parent}"
        counts[name] = counts.get(name, 0) + 1
    return [f"{name}: {count}" for name, count in sorted(counts.items())]
