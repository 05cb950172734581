"""Copying what a database holds: a SQLite file as it is, or any database row by row."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select, text

_ROWS = 1_000  # read and written at once


class BackupProblem(Exception):
    """A backup cannot be made or restored."""

    def __init__(self, **facts: object) -> None:
        super().__init__((type(self).__doc__ or "").format(**facts))


def copy_file(file: Path, copy: Path) -> None:
    """Copies a SQLite file as it is at one instant, while others write to it."""
    source = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
    try:
        source.execute("VACUUM INTO ?", (str(copy),))
    finally:
        source.close()


def copy_beside(connection: Connection, file: Path, revision: str) -> Path:
    """Copies the whole database beside itself, as it was at `revision`."""
    number, copy = 1, file.with_name(f"{file.name}.before-upgrade-{revision}")
    while copy.exists():
        number += 1
        copy = file.with_name(f"{file.name}.before-upgrade-{revision}-{number}")
    partial = file.with_name(f"{file.name}.before-upgrade.partial")
    for rest in (partial, partial.with_name(f"{partial.name}-journal")):
        rest.unlink(missing_ok=True)  # of an upgrade that was cut short
    partial.touch(mode=0o600)
    raw: Any = connection.connection.dbapi_connection
    raw.execute("VACUUM INTO ?", (str(partial),))
    partial.chmod(file.stat().st_mode)
    make_sure(partial)
    partial.replace(copy)  # what bears the name is whole
    make_sure(copy.parent)
    return copy


def in_parts(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Every row of a table, by the oldest first, without holding all of them in memory."""
    asked = select(table).order_by(table.c.id).execution_options(yield_per=_ROWS)
    for rows in source.execute(asked).mappings().partitions():
        yield [dict(row) for row in rows]


def counted(file: Path) -> dict[str, int]:
    """How many rows each table of a SQLite file has."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    try:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite%' AND name <> 'alembic_version'"
        ).fetchall()
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  # a name that the database itself gave
            for (name,) in names
        }
    finally:
        connection.close()


def make_sure(path: Path) -> None:
    """Waits until the disk has it."""
    if os.name == "nt":
        return  # which opens no folder, and has no need to
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def last_number(connection: Connection, table: Table) -> int:
    """The highest number that a row of a table ever had: it is never given again."""
    if connection.dialect.name == "sqlite":
        asked = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    else:
        asked = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)")
    found: int | None = connection.execute(asked, {"name": table.name}).scalar()
    return found or 0


def number_on(connection: Connection, table: Table, last: int) -> None:
    """Has new rows of a table numbered from `last` on; 0 leaves it as it is, empty and new."""
    given = {"name": table.name, "last": last}
    if connection.dialect.name == "sqlite":
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
        connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), given)
    elif last:
        connection.execute(text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"), given)
