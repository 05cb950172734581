"""Time zones by the names that readers know."""

import pytest

from bot.calendar.zones import city_of, renamed


@pytest.mark.parametrize(
    ("zone", "french", "english"),
    [
        ("Europe/Paris", "Paris", "Paris"),
        ("Europe/London", "Londres", "London"),
        ("America/New_York", "New York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires", "Buenos Aires"),
        ("America/Montreal", "Montreal", "Montreal"),
        ("Mars/Olympus_Mons", "Olympus Mons", "Olympus Mons"),
    ],
)
def test_a_zone_is_called_by_its_city(zone: str, french: str, english: str) -> None:
    assert (city_of(zone, "fr"), city_of(zone, "en")) == (french, english)


def test_only_other_names_are_told() -> None:
    assert renamed("fr")["Europe/London"] == "Londres"
    assert "Europe/Paris" not in renamed("fr")
