from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.availability import (
    HALF_DAYS,
    Availability,
    known_zone,
    windows,
    windows_between,
)

ZONES = [
    "Europe/Paris",
    "America/Montreal",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Pacific/Chatham",
    "Antarctica/Casey",
    "UTC",
]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_codes_come_in_week_order() -> None:
    assert list(HALF_DAYS)[:4] == ["mon-am", "mon-pm", "mon-eve", "tue-am"]
    assert list(HALF_DAYS)[-2:] == ["fri-eve", "sat-am"]
    assert len(HALF_DAYS) == 16
    order = [(half_day.weekday, half_day.start) for half_day in HALF_DAYS.values()]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("zone", "day", "start", "end"),
    [
        ("Europe/Paris", date(2026, 3, 27), utc(2026, 3, 27, 8), utc(2026, 3, 27, 12)),
        ("Europe/Paris", date(2026, 4, 3), utc(2026, 4, 3, 7), utc(2026, 4, 3, 11)),
        ("America/Toronto", date(2026, 3, 6), utc(2026, 3, 6, 14), utc(2026, 3, 6, 18)),
        ("America/Toronto", date(2026, 3, 13), utc(2026, 3, 13, 13), utc(2026, 3, 13, 17)),
        ("Asia/Kathmandu", date(2026, 3, 6), utc(2026, 3, 6, 3, 15), utc(2026, 3, 6, 7, 15)),
        ("Pacific/Auckland", date(2026, 3, 6), utc(2026, 3, 5, 20), utc(2026, 3, 6, 0)),
    ],
)
def test_a_morning_follows_the_local_clock(
    zone: str, day: date, start: datetime, end: datetime
) -> None:
    assert windows(["fri-am"], zone, day) == [(start, end)]


def test_an_afternoon_and_its_evening_are_one_window() -> None:
    day = date(2026, 1, 5)
    assert windows(["mon-eve", "mon-pm"], "UTC", day) == [
        (utc(2026, 1, 5, 14), utc(2026, 1, 5, 21))
    ]
    assert windows(["mon-am", "mon-pm"], "UTC", day) == [
        (utc(2026, 1, 5, 9), utc(2026, 1, 5, 13)),
        (utc(2026, 1, 5, 14), utc(2026, 1, 5, 18)),
    ]


def test_other_days_withdrawn_codes_and_skipped_dates_offer_nothing() -> None:
    assert windows(HALF_DAYS, "Europe/Paris", date(2026, 3, 29)) == []
    assert windows(["mon-dawn", "tue-am"], "Europe/Paris", date(2026, 3, 30)) == []
    assert windows(HALF_DAYS, "Pacific/Apia", date(2011, 12, 30)) == []
    assert windows(HALF_DAYS, "Pacific/Apia", date(2011, 12, 29)) != []


@given(
    st.sets(st.sampled_from(sorted(HALF_DAYS))),
    st.sampled_from(ZONES),
    st.dates(date(2000, 1, 1), date(2037, 12, 31)),
)
def test_every_minute_of_a_window_is_a_declared_local_minute(
    halfdays: set[str], zone: str, day: date
) -> None:
    found = windows(halfdays, zone, day)
    assert found == sorted(found)
    for start, end in found:
        assert start < end
        for moment in (start, (start + (end - start) / 2), end - timedelta(minutes=1)):
            local = moment.astimezone(ZoneInfo(zone))
            assert local.date() == day
            assert any(
                half_day.weekday == local.weekday()
                and half_day.start <= local.time() < half_day.end
                for code, half_day in HALF_DAYS.items()
                if code in halfdays
            )


def test_windows_between_covers_both_ends() -> None:
    offered = Availability(("mon-am", "wed-pm"), "Europe/Paris")
    found = list(windows_between(offered, utc(2026, 3, 2, 10), utc(2026, 3, 9, 9)))
    assert [start.date() for start, _ in found] == [
        date(2026, 3, 2),
        date(2026, 3, 4),
        date(2026, 3, 9),
    ]


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        (" europe/paris ", "Europe/Paris"),
        ("america/new york", "America/New_York"),
        ("utc", "UTC"),
        ("Europe", None),
        ("../etc/passwd", None),
        ("", None),
        ("Paris", None),
    ],
)
def test_known_zones(typed: str, zone: str | None) -> None:
    assert known_zone(typed) == zone
