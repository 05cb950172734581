"""Which nouns may have something due: an index over `look_at`, never the thing itself.

What is due is derived from the facts each time. `look_at` only says when deriving it again is worth
it; set it too early and nothing happens, so whoever changes a fact sets it to now.
"""

from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Executable, bindparam, func, select, union_all, update

from storage.nouns import Draft, Enrolment, Noun, Pair, Programme, table_of
from storage.work import Work

N = TypeVar("N", bound=Noun)
LOOKED_AT: tuple[type[Noun], ...] = (Programme, Enrolment, Pair, Draft)


@cache
def _looking(noun: type[Noun]) -> Executable:
    table = table_of(noun)
    return (
        select(table)
        .where(table.c.look_at <= bindparam("now"))
        .order_by(table.c.look_at, table.c.id)
        .limit(bindparam("most"))
        # Another process looks at other nouns; what belongs to these may still be added.
        .with_for_update(skip_locked=True, key_share=True)
    )


@cache
def _next() -> Executable:
    return union_all(*(select(func.min(table_of(noun).c.look_at)) for noun in LOOKED_AT))


@cache
def _ahead(noun: type[Noun]) -> Executable:
    table = table_of(noun)
    return (
        select(table)
        .where(table.c.look_at.is_not(None))
        .order_by(table.c.look_at, table.c.id)
        .limit(bindparam("most"))
    )


def looking(work: Work, noun: type[N], most: int) -> list[N]:
    """The nouns of that kind to look at now, the longest waiting first, locked for this work."""
    rows = work.connection.execute(_looking(noun), {"now": work.now, "most": most})
    return [noun(**row._mapping) for row in rows]


def ahead(work: Work, noun: type[N], most: int) -> list[N]:
    """The nouns of that kind to be looked at next, soonest first."""
    rows = work.connection.execute(_ahead(noun), {"most": most})
    return [noun(**row._mapping) for row in rows]


def next_look(work: Work) -> datetime | None:
    """The next moment at which anything may be due."""
    moments = [row[0] for row in work.connection.execute(_next())]
    return min((moment for moment in moments if moment is not None), default=None)


def wake(work: Work, noun: type[Noun], **equal: Any) -> None:
    """Has every noun of that kind whose columns equal the given values looked at now."""
    table = table_of(noun)
    wanted = [table.c[name] == value for name, value in equal.items()]
    work.forget(noun)
    work.connection.execute(update(table).where(*wanted).values(look_at=work.now))
