"""The figures of circles: how many, how often they met, who came, what became of questions."""

from collections.abc import Sequence

from bot.programme.plan import Circle as Kind
from bot.report.facts import Facts
from bot.report.tree import Circles
from storage.nouns import Circle

_PROPOSED = ("sent", "answered", "followed")
_ANSWERED = ("answered", "followed")


def circles(facts: Facts) -> tuple[Circles, ...]:
    """One row for each kind of circle that was ever formed."""
    found: list[Circles] = []
    for kind in facts.plan.circles:
        own = [each for each in facts.circles if each.key == kind.key]
        if own:
            found.append(_of_kind(facts, kind, own))
    return tuple(found)


def _of_kind(facts: Facts, kind: Kind, own: Sequence[Circle]) -> Circles:
    ids = {each.id for each in own}
    members = [each for each in facts.members if each.circle_id in ids]
    meetings = [each for each in facts.meetings if each.circle_id in ids]
    held = {each.id: each.circle_id for each in meetings if each.state == "held"}
    came = [p for p in facts.presences if p.attended and p.meeting_id in held]
    states = [each.state for each in facts.questions if each.circle_id in ids]
    return Circles(
        title=(kind.title.fr, kind.title.en),
        circles=len(own),
        people=len({each.enrolment_id for each in members}),
        held=len(held),
        missed=sum(each.state == "missed" for each in meetings),
        came=len(came),
        seats=sum(sum(m.circle_id == circle for m in members) for circle in held.values()),
        board=kind.kind == "board",
        asked=sum(state != "withdrawn" for state in states),
        proposed=sum(state in _PROPOSED for state in states),
        answered=sum(state in _ANSWERED for state in states),
        followed=states.count("followed"),
    )
