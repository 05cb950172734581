"""Half-days of people around the world, in one UTC week."""

from datetime import date

import pytest

from matching.hours import hours_of_week


@pytest.mark.parametrize(
    ("code", "zone", "on", "hours"),
    [
        ("mon-am", "Europe/Paris", date(2026, 1, 8), {8, 9, 10, 11}),
        ("mon-am", "Europe/Paris", date(2026, 7, 8), {7, 8, 9, 10}),
        ("tue-pm", "UTC", date(2026, 1, 8), {38, 39, 40, 41}),
        ("fri-eve", "Europe/Paris", date(2026, 1, 8), {113, 114, 115}),
        ("mon-am", "Asia/Kolkata", date(2026, 1, 8), {4, 5, 6}),  # 03:30 to 07:30: whole hours only
        ("mon-am", "Pacific/Auckland", date(2026, 7, 8), {165, 166, 167, 0}),  # still Sunday in UTC
    ],
)
def test_a_half_day_becomes_hours_of_the_week(code, zone, on, hours):
    assert hours_of_week([code], zone, on) == hours


def test_the_night_when_clocks_change_moves_only_the_days_after_it():
    week = date(2026, 3, 25)  # summer time begins on Sunday 29 March
    assert hours_of_week(["fri-am"], "Europe/Paris", week) == {104, 105, 106, 107}
    after = date(2026, 4, 1)
    assert hours_of_week(["fri-am"], "Europe/Paris", after) == {103, 104, 105, 106}


@pytest.mark.parametrize(
    ("code", "zone", "sentence"),
    [
        ("mon-noon", "Europe/Paris", "'mon-noon' is not a half-day"),
        ("lundi", "Europe/Paris", "'lundi' is not a half-day"),
        ("mon-am", "Paris", "'Paris' is not a time zone"),
        ("mon-am", "", "'' is not a time zone"),
        ("mon-am", "../etc", "is not a time zone"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(code, zone, sentence):
    with pytest.raises(ValueError, match=sentence):
        hours_of_week([code], zone, date(2026, 1, 8))
