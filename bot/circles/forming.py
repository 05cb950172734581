"""Forming circles: who is dealt to which, balanced over teams and subjects, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.calendar.civil import on
from bot.pairing.candidates import Pool
from bot.programme.plan import Circle as Kind
from matching.people import Candidate
from storage.nouns import Circle, Enrolment, Meeting, Member, Programme
from storage.work import Work

_ROLES = {
    "mentors": ("mentor", "both"),
    "mentees": ("mentee", "both"),
    "everyone": ("mentor", "mentee", "both"),
}


@dataclass(frozen=True, slots=True)
class Mix:
    """What makes a circle mixed: how many teams and subjects its people have between them."""

    teams: int
    topics: int
    clashes: tuple[tuple[int, int], ...]  # enrolments that should not be together, and are


def eligible(pool: Pool, kind: Kind) -> list[Enrolment]:
    """Who may be in a circle of that kind: whoever takes part in that role and answered."""
    return [
        each
        for each in pool.enrolments.values()
        if each.state == "active" and each.role in _ROLES[kind.who] and each.answers
    ]


def dealt(pool: Pool, kind: Kind, size: int = 0) -> tuple[tuple[int, ...], ...]:
    """Enrolments by circle, each within what the plan allows; no circle when they are too few."""
    # Here, not above: it loads the arithmetic, which nothing else needs at a start.
    from matching.groups import LEAST, NoCircles, circles

    people = [candidate(pool, each) for each in eligible(pool, kind)]
    if len(people) < max(LEAST, kind.least):
        return ()
    wished = size or (kind.least + kind.most) // 2
    # The size nearest to the one wished for whose circles all stay within what is allowed.
    for each in sorted(range(kind.least, kind.most + 1), key=lambda n: (abs(n - wished), -n)):
        try:
            found = circles(people, each)
        except NoCircles:
            continue
        if all(kind.least <= len(group) <= kind.most for group in found):
            return found
    return ()


def candidate(pool: Pool, enrolment: Enrolment) -> Candidate:
    """Somebody as circles see them: where they work, what they came for."""
    role = "mentor" if enrolment.role == "mentor" else "mentee"
    seen = pool.candidate(enrolment, role)
    return replace(seen, department=str(enrolment.answers.get("department") or seen.department))


def mix(pool: Pool, enrolments: Sequence[Enrolment]) -> Mix:
    """How mixed some people are, and who of them should not be together."""
    people = [candidate(pool, each) for each in enrolments]
    teams = {each.team.casefold() for each in people if each.team}
    topics = {topic for each in people for topic in each.topics}
    apart = {each.person: each.avoids | each.managers | each.declined for each in people}
    clashes = [
        (one.id, other.id)
        for n, one in enumerate(people)
        for other in people[n + 1 :]
        if other.person in apart[one.person] or one.person in apart[other.person]
    ]
    return Mix(len(teams), len(topics), tuple(clashes))


def propose(work: Work, programme: Programme, kind: Kind, groups: Sequence[Sequence[int]]) -> None:
    """Keeps circles that wait for a coordinator's word, in place of any proposed before."""
    drop_proposed(work, programme, kind.key)
    known = work.find(Circle, programme_id=programme.id, key=kind.key)
    first = max((each.number for each in known), default=0) + 1
    for number, group in enumerate(groups, first):
        circle = work.add(
            Circle(programme_id=programme.id, key=kind.key, number=number, created_at=work.now)
        )
        for one in group:
            work.add(Member(circle_id=circle.id, enrolment_id=one))


def drop_proposed(work: Work, programme: Programme, key: str) -> int:
    """Forgets the circles that wait for a word, and how many they were."""
    found = work.find(Circle, programme_id=programme.id, key=key, state="proposed")
    for each in found:
        work.remove(each)
    return len(found)


def approve(work: Work, programme: Programme, kind: Kind) -> list[Circle]:
    """Makes the proposed circles real, with their meetings to come."""
    found = work.find(Circle, programme_id=programme.id, key=kind.key, state="proposed")
    return [_begin(work, programme, kind, each) for each in found]


def _begin(work: Work, programme: Programme, kind: Kind, circle: Circle) -> Circle:
    circle = work.change(circle, state="active", look_at=work.now)
    for day in kind.days:
        if kind.at is None:
            continue
        starts_at = on(programme.starts_on + timedelta(days=day), kind.at, programme.zone)
        if starts_at > work.now:
            meet(work, circle, starts_at, kind.minutes)
    return circle


def meet(work: Work, circle: Circle, starts_at: datetime, minutes: int) -> Meeting:
    """One more meeting of a circle."""
    known = work.find(Meeting, circle_id=circle.id)
    number = max((each.number for each in known), default=0) + 1
    return work.add(
        Meeting(circle_id=circle.id, number=number, starts_at=starts_at, minutes=minutes)
    )
