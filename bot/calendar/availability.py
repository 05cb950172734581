"""When a person can meet: half-days of the week, read on the clock of that person's own zone."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from bot.calendar.working import is_holiday

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat")
_PARTS = {"am": (9, 13), "pm": (14, 18), "eve": (18, 21)}


@dataclass(frozen=True, slots=True)
class HalfDay:
    """Part of one weekday (0 is Monday), from `start` until `end` on the local clock."""

    code: str
    weekday: int
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Availability:
    """The half-days a person offers, and the IANA zone whose clock they are read on.

    Codes outside HALF_DAYS count for nothing, so an option withdrawn since the answer offers no
    hour.
    """

    halfdays: Collection[str]
    zone: str


# Saturday has a morning only: nobody is asked for the rest of the week-end.
HALF_DAYS: dict[str, HalfDay] = {
    f"{name}-{part}": HalfDay(f"{name}-{part}", weekday, time(first), time(last))
    for weekday, name in enumerate(_WEEKDAYS)
    for part, (first, last) in _PARTS.items()
    if name != "sat" or part == "am"
}


def windows(halfdays: Collection[str], zone: str, day: date) -> list[tuple[datetime, datetime]]:
    """The (start, end) in UTC offered on one local date; an afternoon and its evening are one.

    A clock change inside a window never widens it: the start is the later reading of its wall time,
    the end the earlier. A date that a zone skipped (Apia, 30 December 2011) offers nothing; neither
    does a public holiday of the zone's country.
    """
    if is_holiday(day, zone):
        return []
    clock = ZoneInfo(zone)
    found: list[tuple[datetime, datetime]] = []
    for half_day in _BY_WEEKDAY[day.weekday()]:
        if half_day.code not in halfdays:
            continue
        span = _span(day, half_day.code, clock)
        if span is None:
            continue
        if found and found[-1][1] == span[0]:
            found[-1] = (found[-1][0], span[1])
        else:
            found.append(span)
    return found


def windows_between(
    offered: Availability, first: datetime, last: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Every window that touches the span from `first` to `last`, made as it is asked for."""
    clock = ZoneInfo(offered.zone)
    halfdays = frozenset(offered.halfdays)
    day, end = first.astimezone(clock).date(), last.astimezone(clock).date()
    while day <= end:
        yield from windows(halfdays, offered.zone, day)
        day += _ONE_DAY


def known_zone(name: str) -> str | None:
    """The IANA name as the zone database spells it, whatever the case typed, or None."""
    return _zones().get(name.strip().casefold().replace(" ", "_"))


@lru_cache(maxsize=4096)  # the days ahead, in the few zones of a programme, are read at every turn
def _span(day: date, code: str, clock: ZoneInfo) -> tuple[datetime, datetime] | None:
    """When a half-day begins and ends on that date; None where the clocks leave nothing of it."""
    half_day = HALF_DAYS[code]
    start = max(_readings(day, half_day.start, clock))
    end = min(_readings(day, half_day.end, clock))
    return (start, end) if start < end and start.astimezone(clock).date() == day else None


def _readings(day: date, wall: time, clock: ZoneInfo) -> tuple[datetime, datetime]:
    """Both instants a wall time may stand for: equal on every ordinary day."""
    local = datetime.combine(day, wall, clock)
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


_ONE_DAY = timedelta(days=1)
_BY_WEEKDAY = tuple(
    tuple(half_day for half_day in HALF_DAYS.values() if half_day.weekday == weekday)
    for weekday in range(7)
)
