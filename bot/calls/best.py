"""Who could give a session best, now: ranked like any match, then by what is left of their time.

The rules of the programme bar here whom they bar everywhere; having met before is no reason not to
meet again. Whoever has no room, no hour left, or no free slot in common is passed over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Literal

from bot.calendar.availability import Availability
from bot.calendar.slots import common_slots
from bot.calls.hours import hours_offered
from bot.calls.standing import Load
from bot.forms.words import fold
from bot.pairing.candidates import Pool, capacity, pool_of, rules_of
from bot.pairs.both import ahead, pairs_in, sessions_of
from bot.programme.plan import Plan
from matching import alternates, match
from matching.people import Candidate, Rules
from matching.proposals import Proposal as Match
from storage.nouns import Call, Enrolment, Person, Programme
from storage.work import Work

SHOWN = 3  # mentors at once, and slots of each
_LOOKED_AT = 15  # mentors whose week is read
_FURTHEST = 28  # days, when nobody has time as soon as was hoped
Why = Literal["nobody", "busy", "language", "hours", "barred"]
# What whoever asks can change themselves, by the rule that alone keeps somebody from them.
_THEIRS: Mapping[str, Why] = {"no-common-language": "language", "no-common-hours": "hours"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A mentor who could give a session: what they can show of it, and when."""

    mentor: Enrolment
    person: Person
    skill: str  # the one of theirs that meets the subject best
    slots: tuple[datetime, ...]
    soon: bool  # whether that is as soon as was hoped


def best(work: Work, programme: Programme, plan: Plan, call: Call) -> list[Choice]:
    """The mentors who could give that session now, best first; those not asked yet."""
    pool = pool_of(work, programme, plan)
    asker = pool.enrolments[call.enrolment_id]
    load = Load(work, programme)
    mentors = [
        pool.candidate(each, "mentor")
        for each in pool.waiting("mentor")
        if each.id != asker.id and each.id not in call.asked and _has_room(plan, load, each, call)
    ]
    found: list[Choice] = []
    for suits in _ranked(pool, asker, mentors, call):
        choice = _choice(work, pool, asker, suits, call)
        if choice is not None:
            found.append(choice)
        if sum(each.soon for each in found) == SHOWN:
            break
    found.sort(key=lambda each: not each.soon)  # stable: the best first among equals
    return found[:SHOWN]


def why_nobody(work: Work, programme: Programme, plan: Plan, call: Call) -> Why:
    """Why that session found nobody; which rule bars somebody is said only when it is theirs."""
    pool = pool_of(work, programme, plan)
    asker = pool.enrolments[call.enrolment_id]
    there = [each for each in pool.enrolments.values() if each.state in ("active", "paused")]
    mentors = [
        pool.candidate(each, "mentor")
        for each in there
        if each.role in ("mentor", "both") and each.answers and each.id != asker.id
    ]
    if not mentors:
        return "nobody"
    if _ranked(pool, asker, mentors, call):
        return "busy"
    mentee, open_to_all, rules = _sides(pool, asker, mentors, call)
    left = match([mentee], open_to_all, rules).unmatched
    mine = next(each for each in left if each.side == "mentee")
    if mine.counts.get("no-common-subject", 0) == len(mentors):
        return "nobody"
    relaxed = mine.unlock[0].rule
    return _THEIRS.get(relaxed, "barred")


def free_slots(
    work: Work, programme: Programme, plan: Plan, asker: Enrolment, mentor: Enrolment, call: Call
) -> tuple[datetime, ...]:
    """The next slots that suit both, as soon as was hoped, else as soon as there are any."""
    people = [work.get(Person, each.person_id) for each in (asker, mentor)]
    mine, theirs = (
        Availability(tuple(place.answers.get("halfdays", ())), person.zone)
        for place, person in zip((asker, mentor), people, strict=True)
    )
    busy = [span for place in (asker, mentor) for span in busy_times(work, place)]
    for days in dict.fromkeys((call.within_days, _FURTHEST)):
        slots = common_slots(
            mine,
            theirs,
            after=work.now,
            minutes=call.minutes,
            busy=busy,
            count=SHOWN,
            horizon_days=days,
            notice_hours=plan.sessions.notice_hours,
        )
        if slots:
            return tuple(slots)
    return ()


def busy_times(work: Work, place: Enrolment) -> list[tuple[datetime, datetime]]:
    """When somebody already has a session, in whatever programme."""
    return [
        (each.starts_at, each.starts_at + timedelta(minutes=each.minutes))
        for one in work.find(Enrolment, person_id=place.person_id)
        for pair in pairs_in(work, one)
        for each in sessions_of(work, pair)
        if each.state in ("proposed", "planned")
    ]


def _has_room(plan: Plan, load: Load, mentor: Enrolment, call: Call) -> bool:
    if load.ahead(mentor.id) >= capacity(mentor):
        return False
    if not plan.on_request.hours:
        return True
    left = hours_offered(mentor) * 60 - load.taken(mentor.id) - load.asked(mentor.id)
    return left >= call.minutes


def _ranked(
    pool: Pool, asker: Enrolment, mentors: Sequence[Candidate], call: Call
) -> Sequence[Match]:
    """Those who know something of the subject and whom no rule bars, best first."""
    if not mentors:
        return ()
    mentee, open_to_all, rules = _sides(pool, asker, mentors, call)
    return alternates(mentee.id, [mentee], open_to_all, rules, _LOOKED_AT)


def _sides(
    pool: Pool, asker: Enrolment, mentors: Sequence[Candidate], call: Call
) -> tuple[Candidate, list[Candidate], Rules]:
    """Who asks, for this subject alone, those who may give it, and the rules of one session."""
    said = " ".join((call.subject, call.point))
    mentee = replace(
        pool.candidate(asker, "mentee"),
        statements=tuple(filter(None, (call.subject, call.point))),
        topics=frozenset(_topics_in(pool.plan, said)),
        capacity=1,
        earlier=frozenset(),
    )
    open_to_all = [replace(each, capacity=1, earlier=frozenset()) for each in mentors]
    rules = replace(
        rules_of(pool.plan),
        session_hours=min(24, ceil(call.minutes / 60)),
        strategy="greedy",
        earlier=False,
    )
    return mentee, open_to_all, rules


def _topics_in(plan: Plan, text: str) -> list[str]:
    """The topics that a text names, in either language."""
    said = f" {fold(text)} "
    return [
        topic.code
        for topic in plan.topics
        if any(f" {fold(name)} " in said for name in (topic.fr, topic.en))
    ]


def _choice(work: Work, pool: Pool, asker: Enrolment, suits: Match, call: Call) -> Choice | None:
    mentor = pool.enrolments[suits.mentor]
    if _meeting_already(work, asker, mentor):
        return None
    slots = free_slots(work, pool.programme, pool.plan, asker, mentor, call)
    if not slots:
        return None
    skills = [str(each) for each in mentor.answers.get("skills", ())]
    nearest = max(suits.evidence, key=lambda each: each.share, default=None)
    skill = skills[nearest.skill] if nearest and nearest.skill < len(skills) else skills[0]
    soon = slots[0] <= work.now + timedelta(days=call.within_days)
    return Choice(mentor, pool.people[mentor.person_id], skill, slots, soon)


def _meeting_already(work: Work, asker: Enrolment, mentor: Enrolment) -> bool:
    """Whether these two already have a session ahead: they have one at a time."""
    return any(
        ahead(sessions_of(work, pair)) is not None
        for pair in pairs_in(work, asker)
        if mentor.id in (pair.mentee_id, pair.mentor_id)
    )
