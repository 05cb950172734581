"""How many there are of each kind, counted by the database rather than read."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, func, literal_column, select

from storage.nouns import Address, Enrolment, Noun, Outgoing, Pair, Session, table_of
from storage.work import Work


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
