"""How much somebody has heard lately, of the bot's own accord."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, literal_column, or_, select

from storage.outbox.line import OUT
from storage.statement import Statement
from storage.work import Work

# Written out, for the index of an address's line.
_LIVING = OUT.c.state.in_([literal_column(f"'{each}'") for each in ("pending", "sending", "sent")])


@cache
def _heard(kinds: tuple[str, ...]) -> Statement:
    found = (
        select(OUT.c.due_at, OUT.c.key)
        .where(OUT.c.address_id == bindparam("address"), _LIVING)
        .where(OUT.c.due_at > bindparam("since"))
        .where(or_(*(OUT.c.key.startswith(each, autoescape=True) for each in kinds)))
        .order_by(OUT.c.due_at)
    )
    return Statement(
        found, {"address": OUT.c.address_id, "since": OUT.c.due_at}, [OUT.c.due_at, OUT.c.key]
    )


def heard(
    work: Work, address_id: int, since: datetime, kinds: Sequence[str]
) -> tuple[datetime, ...]:
    """When what an address was told since then was due, in order.

    Only what has a key that begins with one of `kinds`.
    """
    return tuple([at for at, _ in told(work, address_id, since, kinds)])


def told(
    work: Work, address_id: int, since: datetime, kinds: Sequence[str]
) -> list[tuple[datetime, str]]:
    """The same, each moment with the key of what was told."""
    given = {"address": address_id, "since": since}
    return [(at, key) for at, key in _heard(tuple(kinds)).run(work.connection, given)]
