"""The coordinator of a rehearsal: gives the commands that a real one would, on the plan's days."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.programme.lifecycle import dates
from bot.programme.plan import Plan

NAME, KEY, EMAIL = "Claire Marchetti", "claire", "claire.marchetti@example.org"


def script(plan: Plan, starts_on: date) -> list[tuple[datetime, str]]:
    """Every command with its moment, in order; one that comes too early is refused, kindly."""
    days = dates(plan, starts_on)

    def at(day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), ZoneInfo(plan.zone))

    matching, kickoff = days["matching"], days["kickoff"]
    approving = matching + timedelta(days=1)
    found = [
        (at(days["signup"], 9, 30), "open"),
        (at(matching - timedelta(days=3), 11), "remind"),
        (at(matching, 10), "match"),
        (at(matching, 10, 20), "review"),
        (at(approving, 9), "review approve all"),
        (at(kickoff, 9, 15), "kickoff"),
        (at(kickoff, 9, 20), "announce"),
        (at(kickoff + timedelta(days=45), 9), "status"),
        (at(kickoff + timedelta(days=45), 9, 5), "health"),
        (at(kickoff + timedelta(days=45), 9, 10), "rematch"),
        (at(kickoff + timedelta(days=45), 9, 15), "review approve all"),
        (at(kickoff + timedelta(days=45), 9, 20), "announce"),
        (at(days["closed"], 10), "close"),  # which brings the report
    ]
    return sorted(found)
