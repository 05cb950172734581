"""How many there are of each kind, counted by the database rather than read."""

from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Executable, and_, bindparam, func, literal_column, or_, select

from storage.nouns import Address, Enrolment, Noun, Outgoing, Pair, Session, table_of
from storage.rows import read
from storage.statement import Statement
from storage.work import Work

N = TypeVar("N", bound=Noun)


@cache
def _within(noun: type[Noun], by: str, equal: tuple[str, ...]) -> Statement:
    table = table_of(noun)
    moments = {"after": table.c[by], "until": table.c[by]}
    wanted = [table.c[name] == bindparam(name) for name in equal]
    found = select(table).where(
        *wanted, table.c[by] > bindparam("after"), table.c[by] <= bindparam("until")
    )
    takes = {name: table.c[name] for name in equal}
    return Statement(found.order_by(table.c.id), {**takes, **moments}, [*table.c])


@cache
def _sessions_within() -> Statement:
    session, pair = table_of(Session), table_of(Pair)
    after: BindParameter[datetime] = bindparam("after")
    until: BindParameter[datetime] = bindparam("until")
    begun = and_(session.c.starts_at > after, session.c.starts_at <= until)
    closed = and_(session.c.closed_at > after, session.c.closed_at <= until)
    found = (
        select(session)
        .join(pair, pair.c.id == session.c.pair_id)
        .where(pair.c.programme_id == bindparam("programme"), or_(begun, closed))
        .order_by(session.c.id)
    )
    takes = {"after": session.c.starts_at, "until": session.c.starts_at, "programme": None}
    return Statement(found, takes, [*session.c])


@cache
def _tally(noun: type[Noun], by: str, equal: tuple[str, ...]) -> Executable:
    table = table_of(noun)
    wanted = [table.c[name] == bindparam(f"is_{name}") for name in equal]
    return select(table.c[by], func.count()).where(*wanted).group_by(table.c[by])


@cache
def _messages_ahead() -> Executable:
    out, place, enrolment = table_of(Outgoing), table_of(Address), table_of(Enrolment)
    people = select(enrolment.c.person_id).where(
        enrolment.c.programme_id == bindparam("programme"), enrolment.c.state != "left"
    )
    return (
        select(func.count())
        .select_from(out.join(place, place.c.id == out.c.address_id))
        .where(
            out.c.state == literal_column("'pending'"),
            out.c.due_at > bindparam("now"),
            out.c.due_at <= bindparam("before"),
            place.c.person_id.in_(people),
        )
    )


@cache
def _sessions() -> Executable:
    session, pair = table_of(Session), table_of(Pair)
    return (
        select(session.c.state, func.count())
        .join(pair, pair.c.id == session.c.pair_id)
        .where(pair.c.programme_id == bindparam("programme"))
        .group_by(session.c.state)
    )


def within(
    work: Work, noun: type[N], by: str, after: datetime, until: datetime, **equal: Any
) -> list[N]:
    """The nouns whose moment `by` came after one moment and until another, oldest first.

    For what is a small part of many: nothing of it is remembered.
    """
    given = {**equal, "after": after, "until": until}
    rows = _within(noun, by, tuple(equal)).run(work.connection, given)
    return [read(noun, row) for row in rows]


def sessions_within(
    work: Work, programme_id: int, after: datetime, until: datetime
) -> list[Session]:
    """The sessions of a programme's pairs that begin or were closed in that time, oldest first."""
    given = {"programme": programme_id, "after": after, "until": until}
    return [read(Session, row) for row in _sessions_within().run(work.connection, given)]


def tally(work: Work, noun: type[Noun], by: str, **equal: Any) -> dict[str, int]:
    """How many nouns have each value of the column `by`, among those equal to the values given."""
    given = {f"is_{name}": value for name, value in equal.items()}
    rows = work.connection.execute(_tally(noun, by, tuple(equal)), given)
    return {row[0]: row[1] for row in rows}


def sessions(work: Work, programme_id: int) -> dict[str, int]:
    """How many sessions of a programme's pairs are in each state."""
    rows = work.connection.execute(_sessions(), {"programme": programme_id})
    return {row[0]: row[1] for row in rows}


def messages_ahead(work: Work, programme_id: int, before: datetime) -> int:
    """How many messages to a programme's people wait for a moment between now and that one."""
    given = {"programme": programme_id, "now": work.now, "before": before}
    found: int = work.connection.execute(_messages_ahead(), given).scalar_one()
    return found
