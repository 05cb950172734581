"""A moment: something to do at a time, once; and the hours at which people may be written to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.working import is_working_day

MORNING, EVENING = time(8), time(21)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """`act` is done at `at`, unless that is past `until`; `about` is what it needs to know."""

    name: str
    at: datetime
    act: str
    about: tuple[int | str, ...] = ()
    until: datetime | None = None


def civil(at: datetime, zone: str) -> datetime:
    """The same moment, or the next working morning there: not at night, on a rest day or holiday.

    The night goes from 21:00 to 8:00; the morning begins at 9:00.
    """
    local = at.astimezone(ZoneInfo(zone))
    day, waits = local.date(), local.time() < MORNING
    if local.time() >= EVENING:
        day, waits = day + _DAY, True
    while not is_working_day(day, zone):
        day, waits = day + _DAY, True
    return on(day, time(9), zone) if waits else at


def civil_before(at: datetime, zone: str) -> datetime:
    """The same moment, or the latest before it at which people may be written to.

    For what is worth nothing later, such as a reminder of tomorrow's session.
    """
    if civil(at, zone) == at:
        return at
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() >= MORNING else local.date() - _DAY
    while not is_working_day(day, zone):
        day -= _DAY
    return on(day, local.time() if MORNING <= local.time() < EVENING else time(18), zone)


def on(day: date, at: time, zone: str) -> datetime:
    """A local day and time as a UTC moment; in a spring gap, the first hour that exists."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
