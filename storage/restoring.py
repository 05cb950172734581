"""Bringing a backup back, into SQLite or PostgreSQL.

Everything is checked first, then everything is replaced at once or nothing. Messages that waited
when the backup was made may have left since: they wait for a human, unless nothing left.
"""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text, update

from storage import schema
from storage.backup import back_up
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
from storage.looking import wake
from storage.nouns import Draft, Outgoing, table_of
from storage.outbox import DISCARDED, FLEETING, VANISHING

_WAITED = "it waited when the backup was made, and may have left since"
_NOBODYS = {"lease_until": None, "lease_token": "", "retry_at": None}
_JOURNALS = ("-wal", "-shm")
_LOOKS, _BETWEEN = 20, 0.1  # seconds


class NoBackup(BackupProblem):
    """{file} is not a backup of Binôme ({reason}): give a file that `binome db backup` made."""


class HoldsData(BackupProblem):
    """{place} already holds data: nothing has changed; add --replace to put the backup in its place."""  # noqa: E501  # a message is one line


class StillUsed(BackupProblem):
    """{place} is in use by {count} other connections: stop every Binôme first; nothing has changed."""  # noqa: E501  # a message is one line


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restoration did."""

    rows: int
    held: int  # messages that now wait for a human
    kept: Path | None  # a copy of what was there before


def restore(
    database: Database,
    file: Path,
    now: datetime,
    keep: Path,
    *,
    replace: bool = False,
    resume: bool = False,
) -> Restored:
    """Puts a backup in the place of everything; what was there is kept in the file `keep`.

    With `resume` what waited to be sent leaves: right only when nothing left since the backup.
    Raises NoBackup, HoldsData, StillUsed, AlreadyServed or SchemaProblem, and changes nothing then.
    """
    with database.serving():
        if _holds_data(database, now) and not replace:
            raise HoldsData(place=database.place)
        beside = None if database.file is None else database.file.parent
        with tempfile.TemporaryDirectory(dir=beside, prefix="restoring-") as folder:
            copy = Path(folder) / "copy.sqlite"
            _checked_copy(file, copy, now)
            with _opened(copy) as found:
                held = 0 if resume else _hold(found, now)
            rows = counted(copy)
            if database.file is None:
                kept = _fill(database, copy, keep, rows, now)
            else:
                kept = _put_in_place(database, database.file, copy, keep)
    return Restored(sum(rows.values()), held, kept)


def _holds_data(database: Database, now: datetime) -> bool:
    """Whether something would be lost; a file that cannot be read may hold more than it shows."""
    if database.file is not None and database.file.stat().st_size == 0:
        return False
    problems = database.check()
    if any(each.startswith(("damaged", "unreachable")) for each in problems):
        return database.file is not None
    with database.reading(now) as work:
        return schema.holds_data(work.connection)


def _checked_copy(file: Path, copy: Path, now: datetime) -> None:
    """The backup with this program's schema, once nothing is found wrong with it."""
    if not file.is_file():
        raise NoBackup(file=file, reason="there is no such file")
    try:
        copy.touch(mode=0o600)
        copy_file(file, copy)
    except sqlite3.Error as error:
        raise NoBackup(file=file, reason=error) from None
    with _opened(copy) as found:
        with found.reading(now) as work:
            revision = schema.revision(work.connection)
            if revision is None:
                raise NoBackup(file=file, reason="it has no schema of Binôme")
            if revision not in schema.revisions():
                schema.require(work.connection, str(file))
        found.upgrade()
        problems = found.check()
        if problems:
            raise NoBackup(file=file, reason="; ".join(problems))


@contextmanager
def _opened(file: Path) -> Iterator[Database]:
    """A copy as a database of its own, all in its one file afterwards."""
    database = Database(f"sqlite:///{file}")
    try:
        yield database
        database.checkpoint()
    finally:
        database.close()


def _hold(database: Database, now: datetime) -> int:
    """Has a human decide about what waited and is due by now."""
    table = table_of(Outgoing)
    due = table.c.state.in_(("pending", "sending")), table.c.due_at <= now
    # What is for its reader alone is nobody else's to see, not even to send it again.
    theirs = func.substr(table.c.key, 1, len(FLEETING)) == FLEETING
    unseen = func.substr(table.c.key, 1, len(VANISHING)) == VANISHING
    with database.work(now) as work:
        work.connection.execute(delete(table).where(unseen))
        for key in work.connection.execute(select(table.c.key).where(*due, theirs)).scalars().all():
            wake(work, Draft, id=int(key.removeprefix(FLEETING)))  # its writer has to hear of it
        gone: dict[str, Any] = {"state": "dead", "error": DISCARDED, "payload": {}, **_NOBODYS}
        work.connection.execute(update(table).where(*due, theirs).values(gone))
        kept = {"state": "ambiguous", "error": _WAITED, **_NOBODYS}
        return work.connection.execute(update(table).where(*due).values(kept)).rowcount


def _put_in_place(database: Database, file: Path, copy: Path, keep: Path) -> Path | None:
    """Replaces a SQLite file in one step; what was there is copied as it is, however damaged."""
    database.close()
    kept = None
    if file.stat().st_size:
        for end in ("", *_JOURNALS):
            part = file.with_name(f"{file.name}{end}")
            if part.exists():
                shutil.copy2(part, keep.with_name(f"{keep.name}{end}"))
        kept = keep
    for end in _JOURNALS:  # which would be taken for those of the new file
        file.with_name(f"{file.name}{end}").unlink(missing_ok=True)
    copy.chmod(0o600)
    make_sure(copy)
    copy.replace(file)
    make_sure(file.parent)
    return kept


def _fill(
    database: Database, copy: Path, keep: Path, rows: dict[str, int], now: datetime
) -> Path | None:
    """Replaces everything in PostgreSQL in one transaction."""
    database.close()  # so that every connection found is somebody else's
    _require_alone(database, now)
    database.upgrade()
    kept = None
    if _holds_data(database, now):
        back_up(database, keep, now)
        kept = keep
    with _opened(copy) as source, source.reading(now) as view, database.work(now) as work:
        names = ", ".join(f'"{table.name}"' for table in schema.TABLES)
        work.connection.execute(text(f"TRUNCATE {names}"))
        for table in schema.TABLES:
            _fill_table(view.connection, work.connection, table)
            found = work.connection.execute(select(func.count()).select_from(table)).scalar_one()
            if found != rows[table.name]:
                raise NoBackup(file=copy, reason=f"{table.name}: {found} of {rows[table.name]}")
    return kept


def _require_alone(database: Database, now: datetime) -> None:
    """Raises StillUsed while somebody is connected: a server sees a bit late that they left."""
    for left in reversed(range(_LOOKS)):
        with database.reading(now) as work:
            others = work.connection.execute(_OTHERS).scalar_one()
        if not others:
            return
        if not left:
            raise StillUsed(place=database.place, count=others)
        time.sleep(_BETWEEN)


_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


def _fill_table(source: Connection, target: Connection, table: Table) -> None:
    # A row may point at a later one of its own table: such links come when all are there.
    inward = [c.name for c in table.c if any(f.column.table is table for f in c.foreign_keys)]
    links: list[tuple[int, Sequence[Any]]] = []
    for rows in in_parts(source, table):
        for row in rows:
            if any(row[name] is not None for name in inward):
                links.append((row["id"], [row[name] for name in inward]))
                row.update(dict.fromkeys(inward))
        target.execute(insert(table), rows)
    for key, values in links:
        given = dict(zip(inward, values, strict=True))
        target.execute(update(table).where(table.c.id == key).values(given))
    number_on(target, table, last_number(source, table))
