"""Half-days as people say them, at their place, turned into hours of one common UTC week."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matching.people import HOURS_IN_A_WEEK

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Local hours of each part of the day, the end excluded.
PARTS = {"am": (9, 13), "pm": (14, 18), "eve": (18, 21)}


def hours_of_week(
    halfdays: frozenset[str] | set[str] | list[str] | tuple[str, ...], zone: str, on: date
) -> frozenset[int]:
    """Turn half-day codes such as "tue-am" into free hours of a UTC week (0 = Monday 00:00).

    The week is the one of `on`, since the same morning moves by an hour with daylight saving. Only
    whole UTC hours count: in a zone such as India's, a half-day loses the half hours at its edges.
    A slot beyond the edge of the week wraps.
    Raises ValueError for a code or a zone that does not exist.
    """
    try:
        place = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f"{zone!r} is not a time zone; expected a name such as Europe/Paris."
        ) from None
    monday = on - timedelta(days=on.weekday())
    origin = datetime.combine(monday, time(), UTC)
    free: set[int] = set()
    for code in halfdays:
        day, _, part = code.partition("-")
        if day not in DAYS or part not in PARTS:
            raise ValueError(
                f"{code!r} is not a half-day; expected a code such as tue-am, tue-pm or tue-eve."
            )
        local = monday + timedelta(days=DAYS.index(day))
        start, end = (
            datetime.combine(local, time(hour), place).astimezone(UTC) for hour in PARTS[part]
        )
        first = -((origin - start) // timedelta(hours=1))  # rounded up
        last = (end - origin) // timedelta(hours=1)  # rounded down
        free.update(hour % HOURS_IN_A_WEEK for hour in range(first, last))
    return frozenset(free)
