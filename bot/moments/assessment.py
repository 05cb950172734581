"""When people assess themselves: before they first meet, half-way, at the end.

It is never late for long: once a pair has met, its start has passed and is left out.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.assessment import END, MIDWAY, START
from bot.calendar.civil import civil, on
from bot.moments.moment import Moment
from bot.programme.lifecycle import dates
from bot.programme.plan import Plan
from storage.nouns import Pair, Person, Programme, Session
from storage.work import Work

ACT = "assess"
_AFTER = timedelta(days=1)  # what there is to read when a pair is introduced, or a programme ends
_PATIENCE = timedelta(days=21)
_NEWS = timedelta(days=12)


@dataclass(frozen=True, slots=True)
class Meetings:
    """When somebody was first introduced to a pair, and when the first session is."""

    introduced: datetime
    first: datetime | None


def meetings(work: Work, plan: Plan, pairs: tuple[Pair, ...]) -> Meetings | None:
    """What the start depends on; nothing where nobody is asked, or without a pair."""
    if not plan.assessment.asked or not pairs:
        return None
    sessions = work.among(Session, [pair.id for pair in pairs], by="pair_id")
    met = [each.starts_at for each in sessions if each.state in ("planned", "held")]
    return Meetings(min(pair.started_at for pair in pairs), min(met, default=None))


def moments(
    found: Meetings | None, programme: Programme, plan: Plan, person: Person, *, paired: bool
) -> list[Moment]:
    """The moments of somebody who has, or had, a pair."""
    if found is None:
        return []
    if programme.state == "closing":
        at = civil(programme.changed_at + _AFTER, person.zone)
        return [Moment(f"{ACT}-{END}", at, ACT, (END,), at + _NEWS)]
    # Where people are asked before they are paired, some meet before the kick-off.
    if programme.state == "closed" or not paired:
        return []
    at = civil(found.introduced + _AFTER, person.zone)
    if found.first is not None and found.first < at:
        at = civil(found.introduced, person.zone)
    until = min(found.first or at + _PATIENCE, at + _PATIENCE)
    return [
        Moment(f"{ACT}-{START}", at, ACT, (START,), until),
        *([_half_way(programme, plan, person)] if programme.state == "running" else []),
    ]


def _half_way(programme: Programme, plan: Plan, person: Person) -> Moment:
    days = dates(plan, programme.starts_on)
    half = days["running"] + (days["closing"] - days["running"]) / 2
    # Two days after the pulse, which is asked half-way too.
    day = days.get("midway", half) + timedelta(days=2)
    at = on(day, time(10), person.zone)
    return Moment(f"{ACT}-{MIDWAY}", at, ACT, (MIDWAY,), at + _NEWS)
