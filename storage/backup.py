"""Backups: one SQLite file holds everything, whichever database it came from or goes back to.

- A backup is made while the bot works, as everything was at one instant, in the schema of then.
  From SQLite it is the file's own copy; from PostgreSQL every row is read in one view: no other
  program of the right version is needed, and everything can move from one to the other.
- What is sealed stays sealed: a backup is of use only with the keys that sealed it.
"""

import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, insert

from storage import schema
from storage.copying import (
    BackupProblem,
    copy_file,
    counted,
    in_parts,
    last_number,
    make_sure,
    number_on,
)
from storage.database import Database


class FileTaken(BackupProblem):
    """{file} exists already: give another name."""


class Unreadable(BackupProblem):
    """{place} cannot be copied ({reason}): `binome db check` says more."""


def back_up(database: Database, file: Path, now: datetime) -> int:
    """Copies everything to a new file, and how many rows that is. Raises FileTaken."""
    if file.exists():
        raise FileTaken(file=file)
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f"{file.name}.partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)  # people's confidences: for the owner's eyes
    try:
        if database.file is None:
            with database.reading(now) as work:
                schema.require(work.connection, database.place)
                _copy_out(work.connection, partial)
        else:
            try:
                copy_file(database.file, partial)
            except sqlite3.Error as error:
                raise Unreadable(place=database.place, reason=error) from None
        rows = sum(counted(partial).values())
        make_sure(partial)
        partial.replace(file)
        make_sure(file.parent)
    finally:
        partial.unlink(missing_ok=True)
    return rows


def newest(folder: Path, keep: int, pattern: str) -> list[Path]:
    """Deletes all but the `keep` newest backups of a folder, and returns those deleted."""
    old = sorted(folder.glob(pattern))[:-keep]
    for file in old:
        file.unlink()
    return old


def _copy_out(source: Connection, file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.begin() as target:
            schema.bring_up(target, str(file))
            for table in schema.TABLES:
                for rows in in_parts(source, table):
                    target.execute(insert(table), rows)
                number_on(target, table, last_number(source, table))
    finally:
        engine.dispose()
