"""How fast messages may leave: one bucket for each workspace, shared by every process.

A bucket holds `burst` messages and fills again at `per_minute`, so that in any stretch of time no
more leave than the burst and what the rate allows (GCRA). `Pace.busy_until` is the moment at which
it is full again: one message moves it on by the time that one takes to come back. Whoever takes
from a bucket has locked its row until they commit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import bindparam, select, tuple_

from storage.nouns import Pace, table_of
from storage.rows import read
from storage.shapes import inserting_once
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Rate:
    """Messages a minute, and how many may leave at once after a silence."""

    per_minute: float
    burst: int

    def __post_init__(self) -> None:
        if self.per_minute <= 0 or self.burst < 1:
            raise ValueError(f"nothing would ever leave at the rate {self}")

    @property
    def each(self) -> timedelta:
        """The time that one message takes to come back."""
        return timedelta(microseconds=ceil(60_000_000 / self.per_minute))

    def room(self, busy_until: datetime, now: datetime) -> int:
        """How many messages may leave now."""
        ahead = max(busy_until - now, timedelta(0))
        return max((self.burst * self.each - ahead) // self.each, 0)

    def frees_at(self, busy_until: datetime) -> datetime:
        """The first moment at which one message may leave."""
        return busy_until - (self.burst - 1) * self.each


Rates = Mapping[str, Rate]  # by platform; what leaves for one that has none is not counted
NO_RATES: Rates = {}


def workspace(platform: str, tenant: str) -> str:
    """The name of a workspace, as `Outgoing.workspace` keeps it."""
    return f"{platform}/{tenant}"


def platform_of(name: str) -> str:
    """The platform of the workspace of that name."""
    return name.partition("/")[0]


_P = table_of(Pace)
_OF = (
    select(_P)
    .where(tuple_(_P.c.platform, _P.c.tenant).in_(bindparam("places", expanding=True)))
    .order_by(_P.c.platform, _P.c.tenant)
)
# In one order for everybody, so that two processes never wait for each other.
_LOCKED = _OF.with_for_update(key_share=True)


def of(work: Work, names: Sequence[str], *, locked: bool = False) -> dict[str, Pace]:
    """How busy workspaces are, by their name; `locked` until the end of the work.

    A workspace to which nothing was ever sent is missing, or made when `locked`.
    """
    places = [tuple(name.split("/", 1)) for name in names]
    if not places:
        return {}
    found = _read(work, places, locked)
    if locked and len(found) < len(set(names)):
        for platform, tenant in sorted(set(places)):
            if workspace(platform, tenant) not in found:
                _make(work, platform, tenant)
        found = _read(work, places, locked)
    return found


def take(work: Work, pace: Pace, rate: Rate, count: int) -> None:
    """Takes so many messages from a bucket whose row is locked."""
    work.change(pace, busy_until=max(pace.busy_until, work.now) + count * rate.each)


def hold(work: Work, platform: str, tenant: str, rate: Rate, until: datetime) -> None:
    """Lets nothing leave for a workspace before a moment, and then slowly: the bucket is empty."""
    name = workspace(platform, tenant)
    pace = of(work, [name], locked=True)[name]
    busy = until + (rate.burst - 1) * rate.each
    if busy > pace.busy_until:
        work.change(pace, busy_until=busy)


def _make(work: Work, platform: str, tenant: str) -> None:
    row = {"platform": platform, "tenant": tenant, "busy_until": work.now}
    work.forget(Pace)
    inserting_once(Pace, "platform", "tenant").make(work.connection, row)


def _read(work: Work, places: Sequence[tuple[str, ...]], locked: bool) -> dict[str, Pace]:
    rows = work.connection.execute(_LOCKED if locked else _OF, {"places": places})
    found = [read(Pace, row) for row in rows]
    return {workspace(each.platform, each.tenant): each for each in found}
