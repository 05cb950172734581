"""Hours at which two people can meet, each one's half-days read on their own clock.

Windows of both are walked side by side in time and intersected, what is busy is cut out, and each
day gives its best start. Days come in order and the walk stops at the last one wanted, so a pair
with much in common costs a few days of arithmetic, not the whole horizon.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.calendar.availability import Availability, windows_between

_Span = tuple[datetime, datetime]

# Starts that suit a working day: after the first coffee, not over lunch, not as the office empties.
_GOOD_STARTS = ((time(9), time(12)), (time(14), time(16, 30)))


def common_slots(
    mine: Availability,
    theirs: Availability,
    *,
    after: datetime,
    minutes: int,
    busy: Sequence[_Span] = (),
    count: int = 3,
    horizon_days: int = 42,
    step_minutes: int = 30,
    notice_hours: int = 24,
    per_day: int = 1,
) -> list[datetime]:
    """Up to `count` starts, in UTC and in order, at which a whole session suits both people.

    Starts fall on multiples of `step_minutes` on my clock, from `notice_hours` after `after` until
    `horizon_days` later, at most `per_day` on one of my dates. On each date a start in the heart of
    both people's day comes before one at its edges. `busy` may be unordered and overlap.
    """
    if minutes < 1 or step_minutes < 1:
        raise ValueError("A session and a step last at least one minute.")
    if count < 1 or per_day < 1:
        return []
    earliest = after.astimezone(UTC) + timedelta(hours=notice_hours)
    latest = after.astimezone(UTC) + timedelta(days=horizon_days)
    length = timedelta(minutes=minutes)
    my_clock, their_clock = ZoneInfo(mine.zone), ZoneInfo(theirs.zone)
    free = _without(
        _in_common(
            windows_between(mine, earliest, latest + length),
            windows_between(theirs, earliest, latest + length),
        ),
        _merged(busy),
    )
    chosen: list[datetime] = []
    for _day, spans in groupby(free, key=lambda span: span[0].astimezone(my_clock).date()):
        starts = _starts(spans, earliest, latest, length, timedelta(minutes=step_minutes), my_clock)
        ranked = _best_first(starts, my_clock, their_clock)
        chosen += _apart(ranked, length, min(per_day, count - len(chosen)))
        if len(chosen) == count:
            break
    return chosen


def _in_common(ours: Iterator[_Span], others: Iterator[_Span]) -> Iterator[_Span]:
    """The overlaps of two ordered runs of windows."""
    one, other = next(ours, None), next(others, None)
    while one and other:
        start, end = max(one[0], other[0]), min(one[1], other[1])
        if start < end:
            yield start, end
        if one[1] <= other[1]:
            one = next(ours, None)
        else:
            other = next(others, None)


def _merged(busy: Iterable[_Span]) -> list[_Span]:
    merged: list[_Span] = []
    for start, end in sorted(busy):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _without(windows: Iterator[_Span], busy: Sequence[_Span]) -> Iterator[_Span]:
    """What is left of ordered windows once ordered, separate busy spans are cut out."""
    passed = 0
    for opening, end in windows:
        start = opening
        while passed < len(busy) and busy[passed][1] <= start:
            passed += 1
        for taken_from, taken_until in busy[passed:]:
            if taken_from >= end:
                break
            if start < taken_from:
                yield start, taken_from
            start = taken_until
        if start < end:
            yield start, end


def _starts(
    free: Iterable[_Span],
    earliest: datetime,
    latest: datetime,
    length: timedelta,
    step: timedelta,
    clock: ZoneInfo,
) -> Iterator[datetime]:
    """Each possible start, in order."""
    for opening, end in free:
        start = _stepped(max(opening, earliest), step, clock)
        while start < latest and start + length <= end:
            yield start
            start += step


def _stepped(moment: datetime, step: timedelta, clock: ZoneInfo) -> datetime:
    """The first instant from `moment` on that is a whole number of steps past midnight."""
    wall = moment.astimezone(clock).replace(tzinfo=None)
    past = (wall - datetime.combine(wall.date(), time())) % step
    return moment + (step - past) if past else moment


def _best_first(starts: Iterable[datetime], *clocks: ZoneInfo) -> Iterator[datetime]:
    """Starts in the heart of everybody's day first, then at the edge for one, then for both."""
    at_the_edge: list[tuple[int, datetime]] = []
    for start in starts:
        edges = sum(not _is_good(start.astimezone(clock).time()) for clock in clocks)
        if edges:
            at_the_edge.append((edges, start))
        else:
            yield start
    yield from (start for _edges, start in sorted(at_the_edge))


def _is_good(wall: time) -> bool:
    return any(first <= wall <= last for first, last in _GOOD_STARTS)


def _apart(starts: Iterator[datetime], length: timedelta, wanted: int) -> list[datetime]:
    """The first `wanted` starts whose sessions do not overlap, put back in order."""
    kept: list[datetime] = []
    for start in starts:
        if all(abs(start - other) >= length for other in kept):
            kept.append(start)
        if len(kept) == wanted:
            break
    return sorted(kept)
