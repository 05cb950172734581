"""Sessions asked for one by one, and exchanges in which both people teach."""

from collections import defaultdict
from datetime import timedelta
from statistics import median

from bot.calls.hours import hours_offered
from bot.report.facts import Facts
from bot.report.tree import Exchanges, Requests
from storage.nouns import Session


def requests(facts: Facts) -> Requests | None:
    """What became of every session asked for; None where none can be."""
    if not facts.plan.on_request.allowed:
        return None
    sessions = {each.id: each for each in facts.sessions}
    met = [each for each in facts.calls if each.state == "met"]
    found = [sessions[each.session_id] for each in met if each.session_id in sessions]
    held = [each for each in found if each.state == "held"]
    waits = [
        (each.closed_at - each.created_at) / timedelta(hours=1)
        for each in met
        if each.closed_at is not None
    ]
    counted = ("proposed", "planned", "held")
    mentors = [each for each in facts.enrolments if each.role != "mentee"]
    return Requests(
        asked=sum(each.state != "choosing" for each in facts.calls),
        met=len(met),
        alone=sum(each.state == "alone" for each in facts.calls),
        waiting=sum(each.state == "asked" for each in facts.calls),
        held=len(held),
        minutes=sum(each.minutes for each in held),
        hours=median(waits) if waits else None,
        offered=sum(map(hours_offered, mentors)) * 60 if facts.plan.on_request.hours else 0,
        taken=sum(each.minutes for each in found if each.state in counted),
    )


def exchanges(facts: Facts) -> Exchanges | None:
    """How many of those who learn from each other did so both ways; None where nobody does."""
    if facts.plan.rules.strategy != "two-way":
        return None
    of: dict[int, list[Session]] = defaultdict(list)
    for each in sorted(facts.sessions, key=lambda each: each.number):
        if each.state not in ("cancelled", "missed"):
            of[each.pair_id].append(each)
    ways = [
        {turn % 2 for turn, each in enumerate(of[pair.id]) if each.state == "held"}
        for pair in facts.pairs
    ]
    return Exchanges(
        pairs=len(facts.pairs),
        both=sum(len(each) == 2 for each in ways),
        one=sum(len(each) == 1 for each in ways),
    )
