"""The hours at which people may be written to: by day, on working days, where they are.

The night goes from 21:00 to 8:00, and what waits for the morning leaves at nine.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.working import is_working_day

MORNING, EVENING = time(8), time(21)
_DAY = timedelta(days=1)


def civil(at: datetime, zone: str) -> datetime:
    """The same moment, or the next working morning there when nobody may be written to then."""
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
