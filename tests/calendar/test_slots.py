from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar.availability import HALF_DAYS, Availability, windows
from bot.calendar.slots import common_slots

NOW = datetime(2026, 3, 2, 8, 10, tzinfo=UTC)  # a Monday
WEEK = tuple(HALF_DAYS)
ZONES = [
    "Europe/Paris",
    "America/Toronto",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Los_Angeles",
    "Asia/Tokyo",
]


def wall(slots: list[datetime], zone: str = "Europe/Paris") -> list[str]:
    return [f"{slot.astimezone(ZoneInfo(zone)):%a %d %b %H:%M}" for slot in slots]


def paris(*codes: str) -> Availability:
    return Availability(codes, "Europe/Paris")


def test_two_people_in_paris() -> None:
    slots = common_slots(
        paris("tue-am", "wed-pm", "fri-am"),
        paris("tue-am", "tue-pm", "wed-pm"),
        after=NOW,
        minutes=120,
    )
    assert wall(slots) == ["Tue 03 Mar 09:30", "Wed 04 Mar 14:00", "Tue 10 Mar 09:00"]
    assert all(slot.tzinfo is UTC for slot in slots)


def test_paris_and_montreal_share_the_afternoon_of_one_and_the_morning_of_the_other() -> None:
    slots = common_slots(
        Availability(WEEK, "Europe/Paris"),
        Availability(WEEK, "America/Toronto"),
        after=NOW,
        minutes=60,
    )
    assert wall(slots) == ["Tue 03 Mar 15:00", "Wed 04 Mar 15:00", "Thu 05 Mar 15:00"]


def test_the_weeks_when_only_one_continent_has_changed_its_clocks() -> None:
    mine = Availability(("mon-pm",), "Europe/Paris")
    theirs = Availability(("mon-am",), "America/Toronto")
    slots = common_slots(mine, theirs, after=NOW, minutes=60, count=6)
    # Toronto moves on 8 March, Paris on the 29th: in between, a morning there is 14:00 here.
    # Easter Monday, 6 April, is a holiday in Paris.
    assert wall(slots) == [
        "Mon 09 Mar 14:00",
        "Mon 16 Mar 14:00",
        "Mon 23 Mar 14:00",
        "Mon 30 Mar 15:00",
    ]


def test_the_heart_of_the_day_comes_before_its_edges() -> None:
    evening_too = paris("tue-pm", "tue-eve")
    busy = [(datetime(2026, 3, 3, 13, tzinfo=UTC), datetime(2026, 3, 3, 13, 30, tzinfo=UTC))]
    slots = common_slots(evening_too, evening_too, after=NOW, minutes=60, busy=busy, count=1)
    assert wall(slots) == ["Tue 03 Mar 14:30"]
    full = [(datetime(2026, 3, 3, 12, tzinfo=UTC), datetime(2026, 3, 3, 16, tzinfo=UTC))]
    slots = common_slots(evening_too, evening_too, after=NOW, minutes=60, busy=full, count=1)
    assert wall(slots) == ["Tue 03 Mar 17:00"]


def test_several_in_a_day_do_not_overlap() -> None:
    both = paris("tue-am", "tue-eve")
    slots = common_slots(both, both, after=NOW, minutes=90, count=6, per_day=3)
    assert wall(slots) == [
        "Tue 03 Mar 09:30",
        "Tue 03 Mar 11:00",
        "Tue 03 Mar 18:00",
        "Tue 10 Mar 09:00",
        "Tue 10 Mar 10:30",
        "Tue 10 Mar 18:00",
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "minutes"),
    [
        (paris("mon-am"), paris("tue-am"), 30),
        (paris("mon-am"), paris("mon-am"), 300),
        (paris(), paris(*WEEK), 30),
        (paris("mon-am"), Availability(("mon-am",), "Asia/Tokyo"), 30),
    ],
)
def test_no_common_hour_gives_nothing(
    mine: Availability, theirs: Availability, minutes: int
) -> None:
    assert common_slots(mine, theirs, after=NOW, minutes=minutes) == []


def test_notice_and_horizon_bound_the_search() -> None:
    always = paris(*WEEK)
    (first,) = common_slots(always, always, after=NOW, minutes=60, count=1, notice_hours=0)
    assert wall([first]) == ["Mon 02 Mar 09:30"]
    many = common_slots(always, always, after=NOW, minutes=60, count=99, horizon_days=7)
    assert len(many) == 6
    assert common_slots(always, always, after=NOW, minutes=60, count=0) == []
    with pytest.raises(ValueError, match="minute"):
        common_slots(always, always, after=NOW, minutes=0)


halfdays = st.sets(st.sampled_from(WEEK), min_size=1).map(lambda found: tuple(sorted(found)))
people = st.builds(Availability, halfdays, st.sampled_from(ZONES))
moments = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@st.composite
def busy_after(draw: st.DrawFn, after: datetime) -> list[tuple[datetime, datetime]]:
    hours = draw(st.lists(st.tuples(st.integers(0, 24 * 14), st.integers(0, 30)), max_size=12))
    return [
        (after + timedelta(hours=start), after + timedelta(hours=start + length))
        for start, length in hours
    ]


def inside(offered: Availability, start: datetime, end: datetime) -> bool:
    local = start.astimezone(ZoneInfo(offered.zone)).date()
    return any(
        opening <= start and end <= closing
        for opening, closing in windows(offered.halfdays, offered.zone, local)
    )


@settings(max_examples=200)
@given(st.data(), people, people, moments, st.sampled_from([30, 45, 60, 120]), st.integers(1, 3))
def test_every_slot_suits_both_people(
    data: st.DataObject,
    mine: Availability,
    theirs: Availability,
    after: datetime,
    minutes: int,
    per_day: int,
) -> None:
    busy = data.draw(busy_after(after))
    slots = common_slots(
        mine, theirs, after=after, minutes=minutes, busy=busy, count=5, per_day=per_day
    )
    length = timedelta(minutes=minutes)
    days: list[date] = []
    assert len(slots) <= 5
    assert slots == sorted(set(slots))
    for earlier, later in pairwise(slots):
        assert later - earlier >= length
    for slot in slots:
        local = slot.astimezone(ZoneInfo(mine.zone))
        days.append(local.date())
        assert inside(mine, slot, slot + length)
        assert inside(theirs, slot, slot + length)
        assert slot >= after + timedelta(hours=24)
        assert slot < after + timedelta(days=42)
        assert (local.minute % 30, local.second, local.microsecond) == (0, 0, 0)
        assert not any(start < slot + length and slot < end for start, end in busy if start < end)
    assert max(map(days.count, days), default=0) <= per_day


@settings(max_examples=60)
@given(people, people, moments)
def test_nothing_found_means_nothing_there(
    mine: Availability, theirs: Availability, after: datetime
) -> None:
    if common_slots(mine, theirs, after=after, minutes=60, count=1, horizon_days=10):
        return
    step = timedelta(minutes=15)
    start = after.replace(minute=0, second=0, microsecond=0) + timedelta(hours=24)
    while start < after + timedelta(days=10):
        local = start.astimezone(ZoneInfo(mine.zone))
        if local.minute % 30 == 0 and start >= after + timedelta(hours=24):
            end = start + timedelta(hours=1)
            assert not (inside(mine, start, end) and inside(theirs, start, end))
        start += step
