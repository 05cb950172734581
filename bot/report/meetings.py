"""The sessions of pairs: expected by the plan's rhythm, held, moved, missed."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from bot.pairs.both import foreseen
from bot.report.facts import Facts
from bot.report.tree import Point, Sessions
from storage.nouns import Session

WEEK = timedelta(days=7)


def sessions(facts: Facts, closes_on: date) -> Sessions:
    """What became of every session; the rhythm of the plan ends when the closing begins."""
    hoped = {pair.id: foreseen(pair, facts.plan) for pair in facts.pairs}
    held = [each for each in facts.sessions if each.state == "held"]
    states = Counter(each.state for each in facts.sessions)
    firsts: dict[int, datetime] = {}
    held_of: Counter[int] = Counter()
    for each in held:
        firsts[each.pair_id] = min(each.starts_at, firsts.get(each.pair_id, each.starts_at))
        held_of[each.pair_id] += not each.extra
    delays = [
        max(0.0, (firsts[pair.id] - pair.started_at) / timedelta(days=1))
        for pair in facts.pairs
        if pair.id in firsts
    ]
    gone = [each for each in facts.sessions if each.state == "cancelled"]
    ends = {pair.id: pair.ended_at for pair in facts.pairs if pair.ended_at is not None}
    dropped = sum(
        each.sequence > 0
        and each.closed_at is not None
        and each.pair_id in ends
        and each.closed_at >= ends[each.pair_id]
        for each in gone
    )
    timeline = _timeline(facts, held, closes_on)
    today = facts.now.astimezone(ZoneInfo(facts.programme.zone)).date()
    return Sessions(
        expected=sum(hoped.values()),
        due=sum(day <= today for day in _due_days(facts, closes_on)),
        held=len(held),
        counted=sum(min(hoped.get(pair, 0), each) for pair, each in held_of.items()),
        extra=sum(each.extra for each in held),
        planned=states["planned"],
        unagreed=states["proposed"] + sum(each.sequence == 0 for each in gone),
        missed=states["missed"],
        cancelled=sum(each.sequence > 0 for each in gone) - dropped,
        dropped=dropped,
        moved=sum(each.moves > 0 for each in facts.sessions),
        moves=sum(each.moves for each in facts.sessions),
        minutes=sum(each.minutes for each in held),
        never=sum(pair.id not in firsts for pair in facts.pairs),
        first_days=median(delays) if delays else None,
        first_goal=facts.plan.sessions.first_within_days,
        timeline=timeline,
    )


def _due_days(facts: Facts, closes_on: date) -> list[date]:
    """The day by which each expected session should be held, at the rhythm of the plan."""
    rhythm, zone = facts.plan.sessions, ZoneInfo(facts.programme.zone)
    days: list[date] = []
    for pair in facts.pairs:
        if pair.calls:  # asked for one by one: due on the day that was agreed
            days += [
                each.starts_at.astimezone(zone).date()
                for each in facts.sessions
                if each.pair_id == pair.id and each.state in ("planned", "held", "missed")
            ]
            continue
        start = pair.started_at.astimezone(zone).date()
        every = int(pair.course.get("every_days", rhythm.every_days))
        for number in range(foreseen(pair, facts.plan)):
            wait = timedelta(days=rhythm.first_within_days + number * every)
            days.append(max(start, min(closes_on, start + wait)))
    return sorted(days)


def _timeline(facts: Facts, held: Sequence[Session], closes_on: date) -> tuple[Point, ...]:
    """Sessions expected and held, week by week, since the first pair was made."""
    if not facts.pairs:
        return ()
    zone = ZoneInfo(facts.programme.zone)
    today = facts.now.astimezone(zone).date()
    due = _due_days(facts, closes_on)
    done = sorted(each.starts_at.astimezone(zone).date() for each in held)
    first = min(pair.started_at.astimezone(zone).date() for pair in facts.pairs)
    last = max(closes_on, first, *done[-1:])
    days = [first + n * WEEK for n in range((last - first) // WEEK + 1)]
    if days[-1] < last:
        days.append(last)
    if first < today < last and today not in days:
        days = sorted([*days, today])
    return tuple(
        Point(
            day,
            sum(each <= day for each in due),
            None if day > today else sum(each <= day for each in done),
        )
        for day in days
    )
