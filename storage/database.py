"""The one database: SQLite in a file, or PostgreSQL; every unit of work is one transaction.

SQLite takes one writer at a time, so writing threads wait for each other here, in turn, rather
than inside SQLite where they would fight; a transaction that writes says so from its first word
(BEGIN IMMEDIATE), because one that changes its mind later is refused at once. PostgreSQL takes
many writers and locks rows.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from sqlite3 import SQLITE_CORRUPT
from typing import Any, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoneFree

from storage import engines, inbox, schema
from storage.copying import copy_beside
from storage.memory import Memory
from storage.recall import Recall
from storage.serving import alone
from storage.trouble import AWAY, Trouble, trouble_of
from storage.work import Work, undone_by_another

T = TypeVar("T")
_log = logging.getLogger(__name__)
_TRIES = 4
_SPARE = 2  # connections for readers and the courier, so that they never wait behind turns
_WAY, _WAYS_GIVEN = 0.002, 50  # seconds, and how often at most
_BREATH = 0.05  # seconds, longer at each try: so that whoever waited goes first


class AlreadyWorking(RuntimeError):
    """This thread opened a unit of work inside another: pass the first one on instead."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


class DatabaseBusy(RuntimeError):
    """Another transaction kept the database for more than {seconds:g} seconds: look for a stuck process."""  # noqa: E501  # a message is one line

    def __init__(self, seconds: float) -> None:
        super().__init__((type(self).__doc__ or "").format(seconds=seconds))


class Database:
    """Opens transactions on one database; safe to share between threads, not between forks.

    `durable` makes SQLite wait for the disk at every commit: without it the last moments before a
    power cut may be lost (never those before a crash of the program). With `kept` false nobody
    minds if a crash leaves a SQLite file that cannot be read: each page is then written once.
    `patience` is in seconds.
    """

    def __init__(
        self,
        url: str,
        *,
        durable: bool = False,
        kept: bool = True,
        patience: float = 10.0,
        connections: int = 5,
    ) -> None:
        self._url = engines.understood(url)
        self._patience, self._connections = patience, connections
        self._turn, self._state = threading.Lock(), threading.Lock()
        self._thread = threading.local()
        self._recall = Recall()  # of SQLite's one writer
        self.trouble: Trouble | None = None  # that the last transaction met, if it did
        self._recoveries = 0  # from troubles
        self._waiting = 0  # threads, for their turn to write
        self._traces = False  # of what was deleted for good, in SQLite's journal
        self.place = self._url.render_as_string(hide_password=True)
        self.file: Path | None = None
        if self._url.get_backend_name() == "sqlite":
            self.file = Path(str(self._url.database))
            self.file.parent.mkdir(parents=True, exist_ok=True)
            # What people confide is for its owner's eyes; SQLite's journals take the same mode.
            if not self.file.exists():
                self.file.touch(mode=0o600)
            opened = partial(engines.sqlite, self._url, patience, durable=durable, kept=kept)
            self._writer = opened(connections=1, writes=True)
            self._reader = opened(connections=connections, writes=False)
        else:
            self._writer = engines.postgresql(self._url, patience, connections=connections + _SPARE)
            self._reader = self._writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._url.get_backend_name()

    @property
    def hands(self) -> int:
        """How many threads can write at once: more would only wait for each other."""
        return 1 if self.file else self._connections

    @contextmanager
    def work(self, now: datetime) -> Iterator[Work]:
        """One transaction at the moment `now`: kept whole at the end, or undone whole."""
        _require_zone(now)
        with self._alone():
            with self._minding(), self._writer.begin() as connection:
                memory = self._recall.lend(connection) if self.file else Memory()
                work = Work(connection, now, memory)
                if self.trouble is not None:
                    inbox.prove(work)
                yield work
            if self.file and not work.erased:
                self._recall.take_back(memory)
            self._traces |= work.erased
            if self._traces:
                self._empty_journal()

    def carry_out(self, now: datetime, act: Callable[[Work], T]) -> T:
        """Does `act` in a transaction; again when another one at the same instant undid it."""
        tries = 0
        while True:
            try:
                with self.work(now) as work:
                    return act(work)
            except DBAPIError as error:
                tries += 1
                if tries == _TRIES or not undone_by_another(error):
                    raise
            time.sleep(_BREATH * tries)

    @contextmanager
    def reading(self, now: datetime) -> Iterator[Work]:
        """One consistent view of everything, which waits for no writer and cannot write."""
        _require_zone(now)
        try:
            with self._reader.connect() as connection:
                yield Work(connection, now)
        except NoneFree as error:
            raise DatabaseBusy(self._patience) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if getattr(self._thread, "working", False):
            raise AlreadyWorking
        if self.file and not self._turn.acquire(blocking=False):
            self._wait_for_turn()
        self._thread.working = True
        try:
            yield
        finally:
            self._thread.working = False
            if self.file:
                self._turn.release()

    def _wait_for_turn(self) -> None:
        with self._state:
            self._waiting += 1
        try:
            if not self._turn.acquire(timeout=self._patience):
                raise DatabaseBusy(self._patience)
        finally:
            with self._state:
                self._waiting -= 1

    def give_way(self) -> None:
        """Lets whoever waits to write go first; for what does long work in many transactions."""
        # A lock goes to whoever asks first, and the thread that runs asks before one that wakes.
        waits = 0
        while self._waiting and waits < _WAYS_GIVEN:
            time.sleep(_WAY)
            waits += 1

    @contextmanager
    def _minding(self) -> Iterator[None]:
        """Remembers what trouble the database is in, and tells of it when it begins and ends."""
        ill, since = self.trouble is not None, self._recoveries
        try:
            yield
        except NoneFree as error:
            raise DatabaseBusy(self._patience) from error
        except DBAPIError as error:
            if (found := trouble_of(error)) and self._turned(found, since):
                _log.error(
                    "%s Until then nothing is taken in, and nothing is lost.", found.sentence
                )
            raise
        if ill and self._turned(None, since):  # whoever began before the trouble knows nothing
            _log.warning("The database works again.")

    def _turned(self, found: Trouble | None, since: int) -> bool:
        """Whether that is news: of the threads that find it at once, one alone tells of it.

        Whoever began before the last of so many recoveries found out less than the one that did.
        """
        with self._state:
            if since != self._recoveries:
                return False
            before, self.trouble = self.trouble, found
            self._recoveries += found is None
        return before != found

    def require_current(self) -> None:
        """Raises SchemaTooOld or SchemaTooNew unless this program can work with the schema."""
        with self._reader.connect() as connection:
            schema.require(connection, self.place)

    def upgrade(self) -> Path | None:
        """Brings the schema to this program's, and returns the backup it made of existing data."""
        with self._alone(), self._writer.connect() as connection:
            self._recall.clear()
            found, filled = schema.revision(connection), schema.holds_data(connection)
            connection.rollback()
            if found == schema.head():
                return None
            if self.file is None:
                with connection.begin():
                    schema.bring_up(connection, self.place)
                return None
            copy = copy_beside(connection, self.file, found or "0000") if filled else None
            # Altering a table in SQLite drops and remakes it; with foreign keys on, dropping a
            # parent deletes all its children. The switch only moves outside a transaction.
            raw: Any = connection.connection.dbapi_connection
            raw.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    schema.bring_up(connection, self.place)
            finally:
                raw.execute("PRAGMA foreign_keys = ON")
            return copy

    def check(self) -> list[str]:
        """What is wrong, as `code: facts`, worst first; nothing when all is well."""
        try:
            with self._reader.connect() as connection:
                return self._problems(connection)
        except DBAPIError as error:
            if getattr(error.orig, "sqlite_errorcode", None) == SQLITE_CORRUPT:
                return [f"damaged: {error.orig}"]
            found = trouble_of(error)
            kind = "unreachable" if found is None or found is AWAY else found.name
            return [f"{kind}: {self.place} ({error.orig})"]
        except SQLAlchemyError as error:
            return [f"unreachable: {self.place} ({error})"]

    def _problems(self, connection: Connection) -> list[str]:
        found, wanted, problems = schema.revision(connection), schema.head(), []
        if self.file:
            answers = connection.execute(text("PRAGMA quick_check")).scalars()
            problems += [f"damaged: {answer}" for answer in answers if answer != "ok"]
        if found is not None and found not in schema.revisions():
            problems.append(f"schema-newer: {found} is unknown, {wanted} is wanted")
        elif found != wanted:
            problems.append(f"schema-older: {found or 'none'} is there, {wanted} is wanted")
        else:
            problems += [f"table-missing: {name}" for name in schema.missing(connection)]
        problems += [f"dangling: {link}" for link in schema.dangling(connection)]
        return problems

    def refusal(self, now: datetime) -> Trouble | None:
        """What keeps it from taking anything new: something is put in, and taken out again."""
        try:
            with self._alone(), self._writer.begin() as connection:
                inbox.prove(Work(connection, now))
        except DBAPIError as error:
            if (found := trouble_of(error)) is None:
                raise
            return found
        return None

    def serving(self) -> AbstractContextManager[None]:
        """Held while a process serves the database; refuses a second one on one SQLite file."""
        return alone(self.file) if self.file else nullcontext()

    def checkpoint(self) -> None:
        """Empties SQLite's journal into the file, so that erased bytes are gone from both."""
        with self._alone():
            self._empty_journal()

    def _empty_journal(self) -> None:
        if self.file:
            with self._writer.connect() as connection:
                raw: Any = connection.connection.dbapi_connection
                ((hindered, *_),) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                self._traces = bool(hindered)  # by somebody still reading: the next work tries

    def close(self) -> None:
        """Gives every connection back."""
        self._recall.clear()  # the file may be another one when it is opened again
        self._reader.dispose()
        self._writer.dispose()


def _require_zone(now: datetime) -> None:
    if now.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {now!r}")
