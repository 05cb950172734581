"""Offers to teach that wait for a coordinator, and what was answered to the scenarios.

Whoever offers to teach where mentors are chosen has an enrolment in the state `applied`: matching,
moments and polls concern those who are `active`, so nothing reaches them before the decision.
"""

from collections.abc import Sequence

from bot.programme.plan import Plan
from storage.nouns import Application, Enrolment, Programme
from storage.work import Work

# Each criterion of the rubric, with the answer of the sign-up that tells of it.
CRITERIA = {"tools": "case", "reassurance": "reassure", "posture": "lost"}


def state_on_arrival(work: Work, plan: Plan, before: Enrolment | None, role: str) -> str:
    """The state of an enrolment whose sign-up was just completed in that role."""
    if before is not None and before.state in ("active", "paused"):
        return before.state
    return "applied" if plan.selection.chooses(role) and not _kept(work, before) else "active"


def applied(work: Work, place: Enrolment) -> Application:
    """Keeps an offer to teach; one made again, or changed, is read and scored afresh."""
    found = of_place(work, place)
    if found is None:
        return work.add(
            Application(programme_id=place.programme_id, enrolment_id=place.id, applied_at=work.now)
        )
    fresh = {"state": "waiting", "scores": {}, "words": "", "wished": "", "applied_at": work.now}
    return work.change(found, **fresh, decided_by=None, decided_at=None)


def of_place(work: Work, place: Enrolment) -> Application | None:
    """What became of somebody's offer to teach; None when they made none."""
    return work.first(Application, enrolment_id=place.id)


def waiting(work: Work, programme: Programme) -> Sequence[tuple[Application, Enrolment]]:
    """Whose offer waits for a decision, those who waited longest first."""
    found = work.find(Application, programme_id=programme.id, state="waiting")
    places = {each.id: each for each in work.among(Enrolment, [o.enrolment_id for o in found])}
    there = [(each, places[each.enrolment_id]) for each in found]
    there = [(each, place) for each, place in there if place.state == "applied"]
    return sorted(there, key=lambda each: (each[0].applied_at, each[0].id))


def turned(work: Work, programme: Programme) -> frozenset[int]:
    """The enrolments of those who were offered another role, and took no place since."""
    found = work.find(Application, programme_id=programme.id, state="other")
    places = work.among(Enrolment, [each.enrolment_id for each in found])
    return frozenset(each.id for each in places if each.state == "left")


def _kept(work: Work, before: Enrolment | None) -> bool:
    found = of_place(work, before) if before is not None else None
    return found is not None and found.state == "kept"
