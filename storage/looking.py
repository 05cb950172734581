"""Which nouns may have something due: an index over `look_at`, never the thing itself.

What is due is derived from the facts each time. `look_at` only says when deriving it again is worth
it; set it too early and nothing happens, so whoever changes a fact sets it to now.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, func, select, union_all, update

from storage.nouns import (
    Call,
    Certificate,
    Circle,
    Commendation,
    Draft,
    Enquiry,
    Enrolment,
    Happened,
    Noun,
    Pair,
    Programme,
    table_of,
)
from storage.rows import read
from storage.statement import Statement
from storage.work import Work

N = TypeVar("N", bound=Noun)
LOOKED_AT: tuple[type[Noun], ...] = (
    Programme,
    Enrolment,
    Pair,
    Call,
    Enquiry,
    Draft,
    Certificate,
    Circle,
    Commendation,
)


@cache
def _looking(noun: type[Noun]) -> Statement:
    table = table_of(noun)
    # Another process looks at other nouns; what belongs to these may still be added.
    chosen = _first_ones(noun).where(table.c.look_at <= bindparam("now"))
    return _nouns(noun, chosen.with_for_update(skip_locked=True, key_share=True), {"now"})


@cache
def _ahead(noun: type[Noun]) -> Statement:
    return _nouns(noun, _first_ones(noun).where(table_of(noun).c.look_at.is_not(None)))


def _first_ones(noun: type[Noun]) -> Select[Any]:
    table = table_of(noun)
    return select(table).order_by(table.c.look_at, table.c.id).limit(bindparam("most"))


def _nouns(noun: type[Noun], chosen: Select[Any], moments: Iterable[str] = ()) -> Statement:
    table = table_of(noun)
    return Statement(chosen, dict.fromkeys(moments, table.c.look_at), [*table.c])


@cache
def _next() -> Statement:
    soonest = union_all(*(select(func.min(table_of(noun).c.look_at)) for noun in LOOKED_AT))
    return Statement(soonest, {}, [table_of(Programme).c.look_at])


@cache
def _names() -> Statement:
    table = table_of(Happened)
    names = select(table.c.name).where(table.c.subject == bindparam("subject"))
    return Statement(names, {"subject": table.c.subject}, [table.c.name])


def looking(work: Work, noun: type[N], most: int) -> list[N]:
    """The nouns of that kind to look at now, the longest waiting first, locked for this work."""
    given = {"now": work.now, "most": most}
    return [read(noun, row) for row in _looking(noun).run(work.connection, given)]


def ahead(work: Work, noun: type[N], most: int) -> list[N]:
    """The nouns of that kind to be looked at next, soonest first."""
    return [read(noun, row) for row in _ahead(noun).run(work.connection, {"most": most})]


@cache
def _ahead_in(noun: type[Noun]) -> Statement:
    table = table_of(noun)
    programme = table.c.id if noun is Programme else table.c.programme_id
    chosen = _first_ones(noun).where(
        programme == bindparam("programme"), table.c.look_at <= bindparam("before")
    )
    return _nouns(noun, chosen, {"before"})


def ahead_in(work: Work, noun: type[N], programme_id: int, before: datetime, most: int) -> list[N]:
    """The nouns of a programme to be looked at before that moment, soonest first."""
    given = {"programme": programme_id, "before": before, "most": most}
    return [read(noun, row) for row in _ahead_in(noun).run(work.connection, given)]


def happened(work: Work, subject: str) -> set[str]:
    """The names of what has happened to a subject; an index alone answers."""
    return {row[0] for row in _names().run(work.connection, {"subject": subject})}


def next_look(work: Work) -> datetime | None:
    """The next moment at which anything may be due."""
    moments = [row[0] for row in _next().run(work.connection, {})]
    return min((moment for moment in moments if moment is not None), default=None)


def wake(work: Work, noun: type[Noun], **equal: Any) -> None:
    """Has every noun of that kind whose columns equal the given values looked at now."""
    table = table_of(noun)
    wanted = [table.c[name] == value for name, value in equal.items()]
    work.forget(noun)
    work.connection.execute(update(table).where(*wanted).values(look_at=work.now))
