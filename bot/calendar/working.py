"""Working days where a person is: not the end of their week, nor a public holiday of their country.

The country is that of their time zone (CLDR's table, which comes with Babel); a zone that is in no
country, such as UTC, has Saturdays and Sundays and no holiday.
"""

from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from babel.core import get_global

if TYPE_CHECKING:
    from holidays import HolidayBase


def country_of(zone: str) -> str | None:
    """The ISO code of the country where a time zone is; None for a zone that is in none."""
    territories = get_global("zone_territories")
    found = territories.get(zone) or territories.get(get_global("zone_aliases").get(zone, ""))
    return found if found is not None and len(found) == 2 and found != "ZZ" else None


@lru_cache(maxsize=1 << 16)
def is_working_day(day: date, zone: str) -> bool:
    """Whether people work on that day where the zone is."""
    country = country_of(zone)
    return day.weekday() < 5 if country is None else _calendar(country).is_working_day(day)


@lru_cache(maxsize=1 << 16)
def is_holiday(day: date, zone: str) -> bool:
    """Whether that day is a public holiday where the zone is."""
    country = country_of(zone)
    return country is not None and day in _calendar(country)


@cache
def _calendar(country: str) -> "HolidayBase":
    from holidays import HolidayBase, country_holidays

    try:
        return country_holidays(country)  # a year's holidays are worked out when first asked
    except NotImplementedError:
        return HolidayBase()  # a country that the package does not know has weekends only
