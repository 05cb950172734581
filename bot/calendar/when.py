"""Understands the dates and times that people type, in French and in English.

A text is first put into tokens (see phrases.py), then the whole of it must fit one rule of a table:
a word left over, two hours, a weekday that contradicts its date all give None, since asking again
costs a message and a wrong hour costs a meeting. Without a year a date is the next such one, today
included. A weekday is the first one after today; "this" may be today, and "next" is not tomorrow,
which everybody calls tomorrow.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.phrases import tokens

_LONGEST = 200


def moment(text: str, now: datetime, zone: str, locale: str) -> datetime | None:
    """The instant meant, in UTC, or None when unsure; a past one only if the text leaves no doubt.

    Wall times are those of `zone`: one that spring skips moves forward, one that autumn repeats is
    the first.
    """
    try:
        return _moment(text, now, zone, locale)
    except (ValueError, OverflowError):
        return None


def day(text: str, now: datetime, zone: str, locale: str) -> date | None:
    """The date meant in `zone`, or at the end of a length of time, or None when unsure.

    A month alone is its first day, "mid" its 15th, "end" its last; a week or year, its first day.
    """
    try:
        return _day(text, now, zone, locale)
    except (ValueError, OverflowError):
        return None


def _moment(text: str, now: datetime, zone: str, locale: str) -> datetime | None:
    if len(text) > _LONGEST:
        return None
    if re.fullmatch(r"\s*\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d\S*(?:[Zz]|[+-]\d\d:?\d\d)\s*", text):
        return datetime.fromisoformat(text.strip().upper()).astimezone(UTC)
    said = tokens(text, locale)
    if found := re.fullmatch(r"IN N(\d+) U([HN])|N(\d+) U([HN]) NOW", said):
        amount, unit = int(found[1] or found[3]), found[2] or found[4]
        later = now + (timedelta(hours=amount) if unit == "H" else timedelta(minutes=amount))
        return later.astimezone(UTC).replace(second=0, microsecond=0)
    clock = ZoneInfo(zone)
    wall, said = _taken_time(said)
    if wall is None or "UNTIL" in said or re.search(r"(?<!IN )N\d+ U[DWMY](?! NOW)", said):
        return None
    on = _date(said, now.astimezone(clock).date(), exact=True)
    return datetime.combine(on, wall, clock).astimezone(UTC) if on else None


def _day(text: str, now: datetime, zone: str, locale: str) -> date | None:
    if len(text) > _LONGEST:
        return None
    _wall, said = _taken_time(tokens(text, locale))
    return _date(said, now.astimezone(ZoneInfo(zone)).date(), exact=False)


# ------------------------------------------------------------------------------------------ times

_PART = "MORNING|AFTERNOON|EVENING"
_TIME = r"(?:(?:AT|FROM|FOR) )*([TV])(\d\d)(\d\d)(?: (?:TO|AT) [TV](\d{4}))?"


def _taken_time(said: str) -> tuple[time | None, str]:
    """The one sure wall time among tokens, or None, and the tokens without it.

    Of "from 2 to 4 pm" it is the start. A part of the day settles which 3 o'clock is meant; one
    that contradicts its hour leaves "?" among the tokens, which fits no rule.
    """
    said = re.sub(rf"\bTHIS ({_PART})", r"D0 \1", said)
    said = re.sub(rf"\b(?:(?:IN|AT|LE) )*({_PART})", r"\1", said)
    parts = re.findall(_PART, said)
    said = " ".join(re.sub(_PART, " ", said).split())
    times = re.findall(_TIME, said)
    rest = " ".join(re.sub(_TIME, " ", said).split())
    if len(times) > 1 or len(parts) > 1:
        return None, "?"
    if not times:
        return None, rest
    certainty, hour, minute, until = times[0]
    if until and until <= hour + minute:
        return None, "?"
    read = _of_part(int(hour), certainty == "V", parts[0] if parts else "")
    return (time(read, int(minute)), rest) if read is not None else (None, "?")


def _of_part(hour: int, vague: bool, part: str) -> int | None:
    """The hour meant in a part of the day, or None when the two disagree or leave a doubt."""
    if not part:
        return None if vague else hour
    if part == "MORNING":
        return hour if hour < 12 else None
    later = hour + 12 if 1 <= hour < 12 else hour
    return later if later >= (12 if part == "AFTERNOON" else 16) else None


# ------------------------------------------------------------------------------------------ dates

_Groups = dict[str, str]
_Rule = Callable[[date, _Groups], date | None]


def _date(said: str, today: date, *, exact: bool) -> date | None:
    """The date of tokens that fit one rule from end to end; `exact` leaves out rough ones."""
    said = re.sub(r"\b(LE|UNTIL) (?:LE )*N(\d+)(?!\d| U| NEXT)", r"\1 O\2", said)
    said = re.sub(r"\bLE\b ?", "", said)
    said = re.sub(r"^(?:(?:UNTIL|FOR|AT|IN) )+", "", said).strip()
    for pattern, is_exact, rule in _RULES:
        if (is_exact or not exact) and (found := pattern.fullmatch(said)):
            given = {name: value for name, value in found.groupdict().items() if value}
            return rule(today, given)
    return None


def _calendar_date(today: date, given: _Groups) -> date | None:
    month, number = int(given["m"]), int(given["d"])
    if "y" in given:
        found: date | None = date(int(given["y"]), month, number)
    else:
        years = (today.year, today.year + 1)
        found = _first_from(today, [(year, month, number) for year in years])
    return _on_weekday(found, given)


def _day_of_month(today: date, given: _Groups) -> date | None:
    months = [divmod(today.month - 1 + ahead, 12) for ahead in range(12)]
    dates = [(today.year + years, month + 1, int(given["d"])) for years, month in months]
    return _on_weekday(_first_from(today, dates), given)


def _first_from(today: date, dates: list[tuple[int, int, int]]) -> date | None:
    for year, month, number in dates:
        if 1 <= number <= monthrange(year, month)[1] and date(year, month, number) >= today:
            return date(year, month, number)
    return None


def _on_weekday(found: date | None, given: _Groups) -> date | None:
    """The date, unless a weekday was named too and is another one."""
    if found is not None and "w" in given and found.weekday() != int(given["w"]):
        return None
    return found


def _relative(today: date, given: _Groups) -> date | None:
    return _on_weekday(today + timedelta(days=int(given["n"])), given)


def _weekday(today: date, given: _Groups) -> date:
    soonest = 0 if "this" in given else 2 if "next" in given else 1
    ahead = (int(given["w"]) - today.weekday() - soonest) % 7 + soonest
    weeks = {"8": 1, "15": 2}.get(given.get("weeks", ""), 0)
    return today + timedelta(days=ahead, weeks=weeks)


def _weekday_in_a_week(today: date, given: _Groups) -> date:
    return _weekday(today, given) + timedelta(weeks=1)


def _weekday_this_week(today: date, given: _Groups) -> date:
    return _start(today, "W", 0) + timedelta(days=int(given["w"]))


def _weekday_next_week(today: date, given: _Groups) -> date:
    return _start(today, "W", 1) + timedelta(days=int(given["w"]))


def _later(today: date, given: _Groups) -> date:
    amount, unit = int(given["n"]), given["u"]
    if unit in "DW":
        return today + timedelta(days=amount * (7 if unit == "W" else 1))
    years, month = divmod(today.month - 1 + amount * (12 if unit == "Y" else 1), 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _start(today: date, unit: str, ahead: int) -> date:
    """The first day of the week, month or year so many after this one."""
    if unit == "W":
        return today + timedelta(days=7 * ahead - today.weekday())
    if unit == "Y":
        return date(today.year + ahead, 1, 1)
    years, month = divmod(today.month - 1 + ahead, 12)
    return date(today.year + years, month + 1, 1)


def _part_of_unit(today: date, given: _Groups) -> date | None:
    unit, part, ahead = given["u"], given.get("part", "BEGIN"), int("next" in given)
    if part == "END" and unit == "W":
        friday = _start(today, "W", ahead) + timedelta(days=4)
        return friday if friday >= today else friday + timedelta(weeks=1)
    if part == "END":
        return _start(today, unit, ahead + 1) - timedelta(days=1)
    if part == "MID" and unit == "M":
        middle = _start(today, "M", ahead).replace(day=15)
        return middle if middle >= today else _start(today, "M", ahead + 1).replace(day=15)
    if part == "BEGIN":
        return _start(today, unit, 1)
    return None


def _part_of_month(today: date, given: _Groups) -> date | None:
    month, part = int(given["m"]), given.get("part", "BEGIN")
    if "y" in given:
        years = [int(given["y"])]
    elif part == "BEGIN" and month == today.month and "next" not in given:
        return None  # this month has begun, and a whole year away is hardly meant
    else:
        first = today.year + int("next" in given and month == today.month)
        years = [first, first + 1]
    number = {"BEGIN": 1, "MID": 15}.get(part)
    dates = [date(year, month, number or monthrange(year, month)[1]) for year in years]
    return next((found for found in dates if found >= today or "y" in given), None)


def _year(_today: date, given: _Groups) -> date:
    return date(int(given["y"]), 1, 1)


# Each with whether it names one day, as a meeting needs; the first rule that fits is the one.
_RULES: list[tuple[re.Pattern[str], bool, _Rule]] = [
    (re.compile(pattern), exact, rule)
    for pattern, exact, rule in (
        (r"(?:W(?P<w>\d) )?[NO](?P<d>\d+) M(?P<m>\d+)(?: Y(?P<y>\d+))?", True, _calendar_date),
        (r"(?:W(?P<w>\d) )?M(?P<m>\d+) [NO](?P<d>\d+)(?: Y(?P<y>\d+))?", True, _calendar_date),
        (r"D(?P<n>-?\d)(?: W(?P<w>\d))?", True, _relative),
        (r"(?:(?P<this>THIS )|(?P<next>NEXT ))?W(?P<w>\d)", True, _weekday),
        (r"W(?P<w>\d)(?P<next> NEXT)", True, _weekday),
        (r"W(?P<w>\d) IN N(?P<weeks>8|15)", True, _weekday),
        (r"W(?P<w>\d) UW", True, _weekday_in_a_week),
        (r"W(?P<w>\d) (?:IN )?(?:NEXT UW|UW NEXT)", True, _weekday_next_week),
        (r"(?:NEXT UW|UW NEXT) W(?P<w>\d)", True, _weekday_next_week),
        (r"W(?P<w>\d) THIS UW", True, _weekday_this_week),
        (r"(?:NEXT )?N(?P<n>\d+) (?:NEXT )?U(?P<u>[DWMY])(?: NEXT)?(?: NOW)?", True, _later),
        (r"(?:W(?P<w>\d) [NO]|O)(?P<d>\d+)", True, _day_of_month),
        (r"(?P<part>BEGIN|MID|END) (?:THIS )?U(?P<u>[WMY])", False, _part_of_unit),
        (r"(?:(?P<part>BEGIN|MID|END) )?(?P<next>NEXT )U(?P<u>[WMY])", False, _part_of_unit),
        (r"(?:(?P<part>BEGIN|MID|END) )?U(?P<u>[WMY])(?P<next> NEXT)", False, _part_of_unit),
        (
            r"(?:(?P<part>BEGIN|MID|END) )?(?:UM )?(?:THIS )?M(?P<m>\d+)(?: Y(?P<y>\d+))?",
            False,
            _part_of_month,
        ),
        (r"(?:(?P<part>BEGIN|MID|END) )?(?P<next>NEXT )M(?P<m>\d+)", False, _part_of_month),
        (r"(?:(?P<part>BEGIN|MID|END) )?M(?P<m>\d+)(?P<next> NEXT)", False, _part_of_month),
        (r"Y(?P<y>\d+)", False, _year),
    )
]
