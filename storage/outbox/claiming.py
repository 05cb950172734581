"""Taking what is due, at the pace of each workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, or_, select, update

from storage import pace
from storage.nouns import Address, Outgoing
from storage.outbox.line import FIRST_IN_LINE, LEASE, OUT, PLACE
from storage.outbox.waiting import WAITING_NOW, names_of
from storage.pace import NO_RATES, Rates, platform_of
from storage.rows import fields_of, made, read
from storage.statement import Row, Statement
from storage.work import Work

_SPLIT = len(OUT.c)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message to deliver now, and where."""

    outgoing: Outgoing
    address: Address


@cache
def _claimable(platforms: int = 0, in_workspace: bool = False) -> Statement:
    """The first in line of each address, the oldest due first; each may be taken at once.

    Of so many platforms; of all when none is named.
    """
    takes: dict[str, Any] = {"now": OUT.c.due_at}
    chosen = (
        select(*OUT.c, *PLACE.c)
        .join(PLACE, PLACE.c.id == OUT.c.address_id)
        .where(
            FIRST_IN_LINE,
            OUT.c.due_at <= bindparam("now"),
            or_(OUT.c.retry_at.is_(None), OUT.c.retry_at <= bindparam("now")),
        )
        .order_by(OUT.c.due_at, OUT.c.id)
        .limit(bindparam("limit"))
        # Another process takes other messages instead of waiting; SQLite leaves this out.
        .with_for_update(of=OUT, skip_locked=True)
    )
    if platforms:
        names = [f"platform_{number}" for number in range(platforms)]
        chosen = chosen.where(PLACE.c.platform.in_([bindparam(name) for name in names]))
        takes |= dict.fromkeys(names, PLACE.c.platform)
    if in_workspace:
        chosen = chosen.where(OUT.c.workspace == bindparam("workspace"))
        takes["workspace"] = OUT.c.workspace
    return Statement(chosen, takes, [*OUT.c, *PLACE.c])


def first_in_line(work: Work, platforms: Sequence[str] | None, limit: int) -> Sequence[Row]:
    """Up to `limit` due messages of these platforms, or of all, each with its address."""
    if platforms is not None and not platforms:
        return []
    names = {f"platform_{number}": name for number, name in enumerate(platforms or ())}
    wanted = {"now": work.now, "limit": limit, **names}
    return _claimable(len(names)).run(work.connection, wanted)


def _first_in_turn(
    work: Work, platforms: Sequence[str] | None, limit: int, rates: Rates
) -> Sequence[Row]:
    """The first in line, as many of each workspace as its pace allows, and taken from its pace."""
    names = names_of(work, WAITING_NOW, platforms)
    paces = pace.of(work, [n for n in names if platform_of(n) in rates], locked=True)
    room = dict.fromkeys(names, limit)
    for name, each in paces.items():
        room[name] = rates[each.platform].room(each.busy_until, work.now)
    # Whoever was served least lately comes first, and each has its share of the limit.
    served = {name: each.busy_until for name, each in paces.items()}
    free = sorted((n for n in names if room[n]), key=lambda n: (served.get(n, work.now), n))
    rows: list[Row] = []
    for place, name in enumerate(free):
        if len(rows) == limit:
            break
        share = -(-(limit - len(rows)) // (len(free) - place))
        wanted = {"now": work.now, "limit": min(share, room[name]), "workspace": name}
        mine = _claimable(in_workspace=True).run(work.connection, wanted)
        if mine and name in paces:
            pace.take(work, paces[name], rates[paces[name].platform], len(mine))
        rows += mine
    return rows


_TAKE = Statement(
    update(OUT)
    .where(OUT.c.id == bindparam("is_id"))
    .values(
        state="sending",
        attempts=OUT.c.attempts + 1,
        retry_at=None,
        lease_until=bindparam("until"),
        lease_token=bindparam("token"),
    ),
    {"is_id": OUT.c.id, "until": OUT.c.lease_until, "token": OUT.c.lease_token},
)


def claim(
    work: Work,
    platforms: Sequence[str] | None = None,
    limit: int = 50,
    lease: timedelta = LEASE,
    rates: Rates = NO_RATES,
) -> list[Claimed]:
    """Takes up to `limit` due messages, at most one per address, for the time of a lease.

    With `rates`, no more than the pace of each workspace allows.
    """
    if rates:
        rows = _first_in_turn(work, platforms, limit, rates)
    else:
        rows = first_in_line(work, platforms, limit)
    if not rows:
        return []
    token, until = uuid4().hex, work.now + lease
    work.forget(Outgoing)
    _TAKE.run_all(
        work.connection, [{"is_id": row[0], "token": token, "until": until} for row in rows]
    )
    leased = {"state": "sending", "retry_at": None, "lease_until": until, "lease_token": token}
    return [taken(row, **leased) for row in rows]


def taken(row: Row, **fields: Any) -> Claimed:
    """The message of a row, tried once more and with those fields."""
    waiting = dict(zip(fields_of(Outgoing), row[:_SPLIT], strict=True))
    message = {**waiting, **fields, "attempts": waiting["attempts"] + 1}
    return Claimed(made(Outgoing, message), read(Address, row[_SPLIT:]))
