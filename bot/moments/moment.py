"""A moment: something to do at a time, once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING, EVENING = time(8), time(21)


@dataclass(frozen=True, slots=True)
class Moment:
    """`act` is done at `at`, unless that is past `until`; `about` is what it needs to know."""

    name: str
    at: datetime
    act: str
    about: tuple[int | str, ...] = ()
    until: datetime | None = None


def civil(at: datetime, zone: str) -> datetime:
    """The same moment, or the next morning when it falls in someone's night (21:00 to 8:00)."""
    local = at.astimezone(ZoneInfo(zone))
    if local.time() < MORNING:
        return on(local.date(), time(9), zone)
    if local.time() >= EVENING:
        return on(local.date() + timedelta(days=1), time(9), zone)
    return at


def on(day: date, at: time, zone: str) -> datetime:
    """A local day and time as a UTC moment; in a spring gap, the first hour that exists."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
