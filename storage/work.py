"""A unit of work: one database transaction, and the verbs the core may use in it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, bindparam, func, insert, select

from storage.columns import json_text, json_value
from storage.memory import Memory
from storage.nouns import Noun, table_of
from storage.rows import made, read
from storage.shapes import changing, deleting, inserting, locking, selecting, updating
from storage.statement import Statement

N = TypeVar("N", bound=Noun)
_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name"), 0)))
_ALONE = Statement({"postgresql": lambda: _LOCK}, {"name": None})
# PostgreSQL's codes for a deadlock, a conflict of order, a twin that somebody else just added, and
# a lock that was not given in time.
_UNDONE = ("40P01", "40001", "23505", "55P03")


def _as_read(known: N, fields: Mapping[str, Any]) -> N:
    """A noun with other values, as it would be read."""
    told = dict(known.__dict__)
    for name, value in fields.items():
        if isinstance(value, datetime):
            told[name] = value.astimezone(UTC)
        elif isinstance(value, (dict, list)):
            told[name] = json_value(json_text(value))  # JSON knows no tuples nor numbers for keys
        else:
            told[name] = value
    return made(type(known), told)


def undone_by_another(error: BaseException) -> bool:
    """Whether a transaction failed only because another one did something at the same instant."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in _UNDONE


@cache
def _among(noun: type[Noun], by: str) -> Executable:
    table = table_of(noun)
    return select(table).where(table.c[by].in_(bindparam("values", expanding=True)))


class Work:
    """One transaction at one moment; everything written in it commits together or not at all.

    What was read is remembered until it is written (`storage/memory.py`).
    """

    def __init__(self, connection: Connection, now: datetime, memory: Memory | None = None) -> None:
        self.connection = connection
        self.now = now
        self.erased = False
        # On SQLite nobody else has written since this work began; elsewhere, somebody may have.
        self._sole = connection.dialect.name == "sqlite"
        self._memory = Memory() if memory is None else memory
        self._names: set[str] = set()  # that this work has to itself
        self.received: dict[str, bool] = {}  # keys of events taken in already: whether each is new

    @property
    def memory(self) -> Memory:
        """What was read or written so far."""
        return self._memory

    def get(self, noun: type[N], key: int) -> N:
        """The `noun` of that id. Raises LookupError when there is none."""
        found = self._memory.noun(noun, key) or self.first(noun, id=key)
        if found is None:
            raise LookupError(f"no {noun.__name__.lower()} has the id {key}")
        return found

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of the work that may fail alone: what it wrote is undone, the rest stands."""
        # The driver's own: every press and every moment has one, and SQLAlchemy's cost more. One
        # name for all: the innermost is meant, and the driver knows the words already.
        driver: Any = self.connection.connection.dbapi_connection
        names = {*self._names}
        driver.execute("SAVEPOINT part")
        try:
            with self._memory.attempt():
                yield
        except BaseException:
            driver.execute("ROLLBACK TO SAVEPOINT part")
            driver.execute("RELEASE SAVEPOINT part")
            self._names = names  # what it had to itself is undone with it
            raise
        driver.execute("RELEASE SAVEPOINT part")

    def forget(self, noun: type[Noun]) -> None:
        """To be called by whoever writes nouns of that kind by a statement of its own."""
        self._memory.forget(noun)

    def first(self, noun: type[N], **equal: Any) -> N | None:
        """The oldest `noun` whose columns equal the given values."""
        found = self._remembered(noun, equal, 1)
        return found[0] if found else None

    def find(self, noun: type[N], **equal: Any) -> list[N]:
        """Every `noun` whose columns equal the given values, oldest first."""
        return [*self._remembered(noun, equal, None)]

    def _remembered(self, noun: type[N], equal: dict[str, Any], only: int | None) -> list[N]:
        names, values = tuple(equal), tuple(equal.values())
        if names == ("id",) and (known := self._memory.noun(noun, values[0])) is not None:
            return [known]
        found = self._memory.answer(noun, (names, only), values)
        if found is None:
            filled = tuple([name for name in names if equal[name] is not None])
            empty = tuple([name for name in names if equal[name] is None])
            rows = selecting(noun, filled, empty, only).run(self.connection, equal)
            found = [read(noun, row) for row in rows]
            self._memory.keep_answer(noun, (names, only), values, found)
        return found

    def among(self, noun: type[N], ids: Sequence[Any], by: str = "id") -> list[N]:
        """Every `noun` whose column `by` is one of `ids`, in order of id."""
        found: list[N] = []
        unique = sorted(set(ids))
        # Databases limit the values of one IN; SQLite's oldest limit is 999.
        for start in range(0, len(unique), 900):
            some = {"values": unique[start : start + 900]}
            rows = self.connection.execute(_among(noun, by), some)
            found += [read(noun, row) for row in rows]
        return sorted(found, key=lambda each: each.id)

    def lock(self, noun: type[N], key: int) -> N:
        """The `noun` of that id as it is now, kept from other transactions until this one ends.

        Raises LookupError when there is none.
        """
        if self._sole:
            return self.get(noun, key)
        if (held := self._memory.held(noun, key)) is not None:
            return held
        rows = locking(noun).run(self.connection, {"is_id": key})
        if not rows:
            raise LookupError(f"no {noun.__name__.lower()} has the id {key}")
        self._memory.doubt()  # whoever held it may have changed anything that goes with it
        found = read(noun, rows[0])
        self._memory.hold(found)
        return found

    def alone(self, name: str) -> None:
        """Keeps every other transaction that asks for the same name waiting until this one ends."""
        if not self._sole and name not in self._names:
            _ALONE.run(self.connection, {"name": name})
            self.is_alone([name])

    def is_alone(self, names: Sequence[str]) -> None:
        """To be called by whoever had every other transaction wait by a statement of its own."""
        self._names.update(names)
        self._memory.doubt()  # whoever had it may have changed anything that goes with it

    def add(self, value: N) -> N:
        """Keeps a new noun and returns it with its id."""
        if value.id:
            self.connection.execute(insert(table_of(type(value))), value.__dict__)
            self._memory.added(value)
            return value
        key = inserting(type(value)).make(self.connection, value.__dict__)
        kept = made(type(value), {**value.__dict__, "id": key})
        self._memory.added(kept)
        return kept

    def add_all(self, values: Sequence[Noun]) -> None:
        """Keeps many new nouns of one kind at once, without giving their ids back."""
        if values:
            self.forget(type(values[0]))
            rows = [{k: v for k, v in value.__dict__.items() if k != "id"} for value in values]
            self.connection.execute(insert(table_of(type(values[0]))), rows)

    def change(self, value: N, **fields: Any) -> N:
        """Writes the given fields and returns the noun as it is now."""
        if not fields:
            return value
        look = self._memory.noun if self._sole else self._memory.held
        known = look(type(value), value.id)
        if known is not None and fields.items() <= known.__dict__.items():
            return made(type(value), {**value.__dict__, **fields})
        given, names = {**fields, "is_id": value.id}, tuple(fields)
        now = None if known is None else _as_read(known, fields)
        if self._sole or now is not None:
            updating(type(value), names).run(self.connection, given)
        else:
            rows = changing(type(value), names).run(self.connection, given)
            now = read(type(value), rows[0]) if rows else None
        self._memory.changed(value, fields, now)
        return made(type(value), {**value.__dict__, **fields})

    def leave_no_trace(self) -> None:
        """Has the bytes of what this work writes over or deletes gone from the disk as well."""
        self.erased = True

    def remove(self, value: Noun) -> None:
        """Deletes a noun and, by the schema's cascades, what only it held together."""
        deleting(type(value)).run(self.connection, {"is_id": value.id})
        self._memory.clear()  # cascades may have taken nouns of other kinds with it
