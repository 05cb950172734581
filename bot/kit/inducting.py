"""Which mentors have gone through the induction, and who is asked to before their first session.

What one answers there is not kept: only that one reached its end. Nothing is ever barred by it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.kit.shelf import chapters
from bot.message import Buttons, Part
from bot.programme.plan import Plan
from bot.texts import Voice
from storage.nouns import Enrolment, Pair, Person, Session
from storage.work import Work

_RECALL = timedelta(days=4)
_BEFORE = timedelta(days=2)  # ahead of a first session that comes sooner


def lacks(plan: Plan, place: Enrolment) -> bool:
    """Whether the programme asks somebody to go through it who has not."""
    return plan.induction == "asked" and place.role != "mentee" and place.inducted_at is None


def asked_at(
    work: Work, plan: Plan, place: Enrolment, pairs: Sequence[Pair]
) -> tuple[datetime, ...]:
    """When a mentor with a pair is asked, then asked again; nothing once any of them has met."""
    active = [each for each in pairs if each.state == "active" and not each.calls]
    if place.state != "active" or not active or not lacks(plan, place):
        return ()
    sessions = work.among(Session, [each.id for each in pairs], by="pair_id")
    if any(each.state == "held" for each in sessions):
        return ()
    first = min(each.started_at for each in active)
    ahead = [each.starts_at for each in sessions if each.state == "planned"]
    again = min([first + _RECALL, *(each - _BEFORE for each in ahead)])
    return (first, max(again, first + timedelta(days=1)))


def went_through(work: Work, person: Person) -> None:
    """Keeps that a mentor reached the end of the induction, wherever they are one."""
    for place in work.find(Enrolment, person_id=person.id):
        teaches = place.role != "mentee" and place.state in ("active", "paused")
        if teaches and place.inducted_at is None:
            work.change(place, inducted_at=work.now)


def begin_button(voice: Voice) -> Buttons:
    """The way in."""
    return Buttons((voice.button("kit.button.induction", "induction", "primary"),))


def minutes() -> int:
    """How long the whole takes."""
    return sum(each.heading.minutes for each in chapters())


def before_first(
    voice: Voice, plan: Plan, place: Enrolment, sessions: Sequence[Session]
) -> tuple[Part, ...]:
    """Said to a mentor who plans a first session: what comes first, and how to begin it."""
    if not lacks(plan, place) or any(each.state == "held" for each in sessions):
        return ()
    return (voice.para("induction.first", None, minutes=minutes()), begin_button(voice))
