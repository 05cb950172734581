"""The words of the outbox: its table, its states in conditions, and who is first in line."""

from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Exists,
    and_,
    func,
    literal_column,
    select,
    text,
    tuple_,
)

from storage.nouns import Address, Outgoing, table_of
from storage.work import Work

MOST_ATTEMPTS = 8
LEASE = timedelta(seconds=60)
FLEETING = "fleeting/"  # begins the key of what is for its reader alone: erased once it arrived
VANISHING = "vanishing/"  # begins the key of what must not even show that it was sent
DISCARDED = "discarded"  # the error of a dead message that nobody needs to see any more

OUT = table_of(Outgoing)
PLACE = table_of(Address)


def is_(table: Any, state: str) -> ColumnElement[bool]:
    """Messages of `table` in that state, written out for the partial indexes."""
    return table.c.state == literal_column(f"'{state}'")  # type: ignore[no-any-return]


# Word for word as its partial index says it, or SQLite would not use that.
IN_TROUBLE = text("outgoing.state IN ('ambiguous', 'dead')")


def write(work: Work, statement: Executable, values: Any) -> int:
    """Runs a statement of the outbox; how many messages it changed."""
    work.forget(Outgoing)
    return work.connection.execute(statement, values).rowcount


def _any(*conditions: ColumnElement[bool]) -> Exists:
    # SELECT * would make SQLite open the table, where its index holds the whole answer.
    return select(literal_column("1")).where(*conditions).exists()


before = OUT.alias("before")
_away = OUT.alias("away")
FIRST_IN_LINE = and_(
    is_(OUT, "pending"),
    ~_any(
        is_(before, "pending"),
        before.c.address_id == OUT.c.address_id,
        tuple_(before.c.due_at, before.c.id) < tuple_(OUT.c.due_at, OUT.c.id),
    ),
    ~_any(is_(_away, "sending"), _away.c.address_id == OUT.c.address_id),
)
IS_FLEETING = func.substr(OUT.c.key, 1, len(FLEETING)) == literal_column(f"'{FLEETING}'")
IS_VANISHING = func.substr(OUT.c.key, 1, len(VANISHING)) == literal_column(f"'{VANISHING}'")
ERASED = literal_column("'{}'", OUT.c.payload.type)
