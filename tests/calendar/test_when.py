"""Clocks and zones, and texts nobody thought of."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar.phrases import tokens
from bot.calendar.when import day, moment

NOW = datetime(2026, 2, 18, 9, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        # Spring skips 02:30: forward. Autumn repeats it: the first.
        ("2026-03-29 02:30", "Europe/Paris", "2026-03-29 01:30"),
        ("29 mars 2026 à 2:30 am", "Europe/Paris", "2026-03-29 01:30"),
        ("2026-10-25 02:30", "Europe/Paris", "2026-10-25 00:30"),
        ("28 mars à 14h", "Europe/Paris", "2026-03-28 13:00"),
        ("30 mars à 14h", "Europe/Paris", "2026-03-30 12:00"),
        ("demain 10h", "Asia/Kathmandu", "2026-02-19 04:15"),
        ("demain 10h", "America/Toronto", "2026-02-19 15:00"),
        # At 09:10 UTC it is 23:10 on Kiritimati, and still the evening of the 17th on Midway.
        ("demain 10h", "Pacific/Kiritimati", "2026-02-18 20:00"),
        ("demain 10h", "Pacific/Midway", "2026-02-18 21:00"),
    ],
)
def test_wall_times_belong_to_the_person_s_zone(text: str, zone: str, expected: str) -> None:
    found = moment(text, NOW, zone, "fr")
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == expected


def test_today_is_the_person_s_today() -> None:
    late = datetime(2026, 2, 18, 23, 30, tzinfo=UTC)
    assert str(day("demain", late, "Europe/Paris", "fr")) == "2026-02-20"
    assert str(day("demain", late, "UTC", "fr")) == "2026-02-19"


def test_now_may_be_in_any_zone() -> None:
    elsewhere = NOW.astimezone(tz=None)
    assert moment("dans 2h", elsewhere, "Europe/Paris", "fr") == NOW + timedelta(hours=2)


def test_the_end_of_time_is_no_error() -> None:
    last = datetime.max.replace(tzinfo=UTC) - timedelta(hours=30)
    for text in ("demain 10h", "dans 99h", "dans 9999 ans à 9h", "3 mars 9h", "mardi 10h"):
        moment(text, last, "America/Toronto", "fr")
        day(text, last, "America/Toronto", "fr")
    assert moment("dans 9999 ans à 9h", NOW, "Europe/Paris", "fr") is None


def test_typed_capitals_cannot_pass_for_tokens() -> None:
    assert tokens("W1 T1400", "fr") == "? ?"
    assert moment("W1 T1400", NOW, "Europe/Paris", "fr") is None


_WORDS = """
    mardi tuesday mars march 3 31 2026 2e 3rd 14h 14h30 9:30 5pm am à at le the demain tomorrow
    jusqu'au until pendant for dans in deux two semaines weeks jours mois prochain next this ce
    fin end mi - / . , ? ! : h soir morning midi et demie moins quart 1/2 3/3 2026-03-03 T Z + é
    aujourd'hui de 16h 99 0 0h minutes half an a hour
"""
WORDS = _WORDS.split()
locales = st.sampled_from(["fr", "en", "en-US", "de", ""])


def check(text: str, locale: str) -> None:
    found = moment(text, NOW, "Europe/Paris", locale)
    on = day(text, NOW, "Europe/Paris", locale)
    assert found is None or found.tzinfo is UTC
    assert on is None or not hasattr(on, "hour")


@settings(max_examples=300)
@given(st.text(max_size=250), locales)
def test_no_text_raises(text: str, locale: str) -> None:
    check(text, locale)


@settings(max_examples=500)
@given(st.lists(st.sampled_from(WORDS), max_size=8), st.sampled_from(["", " "]), locales)
def test_no_heap_of_date_words_raises(words: list[str], glue: str, locale: str) -> None:
    check(glue.join(words), locale)


@given(st.integers(0, 100 * 365 * 24 * 60))
def test_an_iso_moment_reads_back(minutes: int) -> None:
    wall = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    said = f"{wall:%Y-%m-%d %H:%M}"
    found = moment(said, NOW, "UTC", "fr")
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == said


@given(st.integers(1, 365 * 2), st.sampled_from(["fr", "en"]))
def test_a_number_of_days_is_that_many_days(days: int, locale: str) -> None:
    text = f"dans {days} jours" if locale == "fr" else f"in {days} days"
    idiom = {8: 7, 15: 14} if locale == "fr" else {}
    expected = NOW.date() + timedelta(days=idiom.get(days, days))
    assert day(text, NOW, "UTC", locale) == expected
