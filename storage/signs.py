"""The signs by which one sees whether all is well: what waits, since when, and what went wrong."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, bindparam, func, literal_column, select

from storage import outbox
from storage.looking import next_look
from storage.nouns import Address, Outgoing, table_of
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Signs:
    """What the database says of the bot's health at one moment; spans are in seconds."""

    waiting: float  # how long the message that is due for longest has been
    behind: float  # how long what is due has not been looked at
    drift: float  # how far the database's clock is from this machine's


@cache
def _oldest_due() -> Executable:
    table = table_of(Outgoing)
    # Its words are those of the partial index, whose first entry is the answer.
    return (
        select(table.c.due_at)
        .where(table.c.state == literal_column("'pending'"), table.c.due_at <= bindparam("now"))
        .order_by(table.c.due_at, table.c.id)
        .limit(1)
    )


@cache
def _unreachable() -> Executable:
    table = table_of(Address)
    other = table.alias("other")
    # Asked of the few who are lost at an address, not of everybody who is not.
    met = select(other.c.id).where(
        other.c.person_id == table.c.person_id, other.c.reachable.is_(True)
    )
    return select(func.count(table.c.person_id.distinct())).where(
        table.c.reachable.is_(False), ~met.exists()
    )


def signs(work: Work) -> Signs:
    """What can be read in a moment, however much there is."""
    oldest, due = (
        work.connection.execute(_oldest_due(), {"now": work.now}).scalar(),
        next_look(work),
    )
    drift = 0.0
    if work.connection.dialect.name != "sqlite":  # whose clock is this machine's
        theirs = work.connection.execute(select(func.clock_timestamp())).scalar_one()
        drift = abs((theirs - work.now).total_seconds())
    return Signs(_since(work.now, oldest), _since(work.now, due), drift)


def unreachable(work: Work) -> int:
    """How many people can be met nowhere."""
    found: int = work.connection.execute(_unreachable()).scalar_one()
    return found


def _since(now: datetime, moment: datetime | None) -> float:
    return max((now - moment).total_seconds(), 0.0) if moment else 0.0


# ---------------------------------------------------------------- messages in trouble

_O = table_of(Outgoing)
_A = table_of(Address)
_LATE = (
    select(_O.c.id, _O.c.address_id)
    .where(_O.c.state == literal_column("'pending'"), _O.c.due_at <= bindparam("before"))
    .order_by(_O.c.due_at, _O.c.id)
    .limit(bindparam("most"))
)
# Of whoever cannot be met at all, it is told already; what was discarded needs nobody any more.
_STUCK = (
    select(_O.c.id, _O.c.address_id)
    .join(_A, _A.c.id == _O.c.address_id)
    .where(
        outbox.IN_TROUBLE,
        _O.c.error != bindparam("discarded"),
        _A.c.reachable.is_(True),
    )
    .order_by(_O.c.id.desc())
    .limit(bindparam("most"))
)


def late(work: Work, before: datetime, most: int) -> list[tuple[int, int]]:
    """Messages that are due since before that moment, the oldest first, and their addresses."""
    rows = work.connection.execute(_LATE, {"before": before, "most": most})
    return [(message, address) for message, address in rows]


def stuck(work: Work, most: int) -> list[tuple[int, int]]:
    """Messages that wait for a human though their reader can be met, and their addresses."""
    rows = work.connection.execute(_STUCK, {"discarded": outbox.DISCARDED, "most": most})
    return [(message, address) for message, address in rows]
