"""The names of time zones, as a reader knows them."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale


def city_of(zone: str, locale: str) -> str:
    """The city of an IANA zone in a language: `Londres` in French, `London` in English."""
    # Not what a zone is an alias of: who said Montréal does not live in Toronto.
    told = Locale(locale).time_zones.get(zone, {})
    return str(told.get("city") or _last(zone))


@cache
def renamed(locale: str) -> dict[str, str]:
    """The city of every zone that a language calls otherwise than the zone's own name does."""
    found = {zone: city_of(zone, locale) for zone in sorted(available_timezones())}
    return {zone: city for zone, city in found.items() if city != _last(zone)}


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1].replace("_", " ")
