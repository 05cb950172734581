"""For which workspaces something waits, and when there will be something to take."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, union_all

from storage import pace
from storage.outbox.line import FIRST_IN_LINE, OUT, before, is_
from storage.pace import NO_RATES, Rates, platform_of
from storage.statement import Statement
from storage.work import Work


def _waiting_workspaces(only_due: bool) -> Select[Any]:
    """The names of the workspaces for which something waits, without reading all that waits."""
    # Each name is found from the one before by one step in an index, in both databases.
    start = select(func.min(OUT.c.workspace).label("name")).where(is_(OUT, "pending"))
    names = start.cte("waiting", recursive=True)
    following = select(func.min(before.c.workspace)).where(
        is_(before, "pending"), before.c.workspace > names.c.name
    )
    names = names.union_all(select(following.scalar_subquery()).where(names.c.name.is_not(None)))
    found = select(names.c.name).where(names.c.name.is_not(None))
    if not only_due:
        return found
    soonest = select(func.min(OUT.c.due_at)).where(
        is_(OUT, "pending"), OUT.c.workspace == names.c.name
    )
    return found.where(soonest.scalar_subquery() <= bindparam("now"))


WAITING, WAITING_NOW = _waiting_workspaces(False), _waiting_workspaces(True)


def names_of(work: Work, waiting: Select[Any], platforms: Sequence[str] | None) -> list[str]:
    """The workspaces of these platforms, or of all, for which something waits."""
    found = work.connection.execute(waiting, {"now": work.now}).scalars()
    return [each for each in found if platforms is None or platform_of(each) in platforms]


def _next(*among: ColumnElement[bool]) -> list[Select[Any]]:
    # Two questions, so that each may follow an index to its first answer and stop there.
    return [
        select(moment.label("at")).where(FIRST_IN_LINE, tried, *among).order_by(moment).limit(1)
        for moment, tried in (
            (OUT.c.due_at, OUT.c.retry_at.is_(None)),
            (OUT.c.retry_at, OUT.c.retry_at.is_not(None)),
        )
    ]


_NEXT = Statement(union_all(*(each.subquery().select() for each in _next())), {}, [OUT.c.due_at])
_NEXT_THERE = _next(OUT.c.workspace == bindparam("workspace"))


def next_due(
    work: Work, platforms: Sequence[str] | None = None, rates: Rates = NO_RATES
) -> datetime | None:
    """The earliest moment at which `claim` finds something, unless more is posted."""
    if platforms is None and not rates:
        return min((at for (at,) in _NEXT.run(work.connection, {})), default=None)
    names = names_of(work, WAITING, platforms)
    paces = pace.of(work, [n for n in names if platform_of(n) in rates])
    moments = []
    for name in names:
        there = paces.get(name)
        frees = rates[there.platform].frees_at(there.busy_until) if there else None
        for statement in _NEXT_THERE:
            at = work.connection.execute(statement, {"workspace": name}).scalar()
            if at is None:
                continue
            moments.append(max(at, frees or at))
            if frees is not None and at <= frees:
                break  # nothing leaves before; the second question would read all that waits
    return min(moments, default=None)


def next_room(work: Work, platforms: Sequence[str], rates: Rates) -> datetime | None:
    """The next moment at which a pace allows something that is due already."""
    names = [n for n in names_of(work, WAITING_NOW, platforms) if platform_of(n) in rates]
    found = pace.of(work, names).values()
    moments = [rates[each.platform].frees_at(each.busy_until) for each in found]
    return min((at for at in moments if at > work.now), default=None)
