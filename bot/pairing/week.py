"""Common hours of a week, told as half-days: `mardi matin et jeudi soir`."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import get_day_names

from bot.texts import Voice

_PARTS = ((13, "am"), (18, "pm"), (24, "eve"))  # the hour before which each part begins


def halfdays(hours: Iterable[int], zone: str, on: date) -> list[tuple[int, str]]:
    """The (weekday, part of the day) of hours of a UTC week, on the clock of a zone, in order."""
    clock = ZoneInfo(zone)
    monday = datetime.combine(on - timedelta(days=on.weekday()), time(), UTC)
    found = set()
    for hour in hours:
        local = (monday + timedelta(hours=hour)).astimezone(clock)
        part = next(name for before, name in _PARTS if local.hour < before)
        found.add((local.weekday(), part))
    order = [name for _, name in _PARTS]
    return sorted(found, key=lambda each: (each[0], order.index(each[1])))


def in_words(voice: Voice, hours: Iterable[int], on: date, most: int = 5) -> str:
    """Those half-days as one reads them; the rest are counted."""
    found = halfdays(hours, voice.zone, on)
    shown = [halfday(voice, weekday, part) for weekday, part in found[:most]]
    if len(found) > most:
        shown.append(voice.words("pairing.week.more", len(found) - most))
    return voice.listed(shown)


def halfday(voice: Voice, weekday: int, part: str) -> str:
    """One half-day, such as `mardi après-midi`."""
    return voice.words(f"pairing.week.{part}", None, day=_days(voice.locale)[weekday])


@cache
def _days(locale: str) -> dict[int, str]:
    return dict(get_day_names("wide", locale=locale))
