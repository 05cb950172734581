"""The figures of a programme, computed from its facts and from nothing else."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.report.assessment import effects
from bot.report.circles import circles
from bot.report.courses import courses
from bot.report.earlier import run_of
from bot.report.facts import Facts
from bot.report.measures import Scale, Split, progress, reached, scale, share, split, whole
from bot.report.meetings import sessions
from bot.report.people import pairs, participation, topics
from bot.report.requests import exchanges, requests
from bot.report.settled import settled
from bot.report.tree import (
    Alert,
    Figures,
    Momentum,
    Pairs,
    Participation,
    Polls,
    Practice,
    Sessions,
    Workshop,
)
from bot.waves import arrival
from storage.nouns import Answer

# What good practice watches: the share hoped for, from and to.
GOOD_PRACTICE = {"sessions": (0.8, 0.9), "pairs": (0.75, 0.85), "mentors": (0.7, 0.8)}

M = TypeVar("M")
V = TypeVar("V")


def figures(facts: Facts) -> Figures:
    """Computes every figure."""
    final = facts.programme.state == "closed"
    moved = effects(facts, final=final)
    if not final:
        facts = replace(facts, quotes=())  # words wait for the end
    programme, plan = facts.programme, facts.plan
    floor = plan.polls.floor
    closes_on = programme.starts_on + timedelta(days=plan.calendar.closing)
    over = programme.state in ("closing", "closed")
    people = participation(facts, closes_on)
    made = pairs(facts)
    met = sessions(facts, closes_on)
    recommend = _of(facts, "closing", _whole("recommend", 0, 10), floor, scale(0, 10))
    levels = {each.id: whole(each.answers, "level", 1, 5) for each in facts.enrolments}

    def both_levels(answer: Answer) -> tuple[int, int] | None:
        before = whole(answer.answers, "level_before", 1, 5)
        if before is None and answer.enrolment_id is not None:
            before = levels.get(answer.enrolment_id)
        after = whole(answer.answers, "level", 1, 5)
        return None if before is None or after is None else (before, after)

    return Figures(
        name=programme.name,
        slug=programme.slug,
        template=(plan.name.fr, plan.name.en),
        topic_names=tuple((each.code, each.fr, each.en) for each in plan.topics),
        at=facts.now,
        zone=programme.zone,
        starts_on=programme.starts_on,
        closes_on=closes_on,
        over=over,
        final=final,
        floor=floor,
        anonymous="closing" in plan.polls.anonymous,
        sessions_each=plan.sessions.count,
        participation=people,
        pairs=made,
        sessions=met,
        ratings=_of(facts, "session", _whole("rating", 1, 5), floor, scale(1, 5)),
        ratings_by_number=_by_number(facts, floor),
        session_progress=_of(facts, "session", _word("progress"), floor, reached),
        going=_of(facts, "midway", _whole("going", 1, 5), floor, scale(1, 5)),
        reached=_of(facts, "closing", _goals, floor, reached),
        progress=_of(facts, "closing", both_levels, floor, progress),
        recommend=recommend,
        quotes=_quotes(facts, recommend),
        topics=topics(facts),
        workshops=_workshops(facts),
        polls=_polls(facts),
        momentum=_momentum(facts),
        requests=requests(facts),
        exchanges=exchanges(facts),
        practice=_practice(made, met, people, over),
        circles=circles(facts),
        courses=courses(facts),
        effects=moved,
        earlier=tuple(run_of(figures(each)) for each in facts.earlier),
    )


def _practice(
    made: Pairs, met: Sessions, people: Participation, over: bool
) -> tuple[Practice, ...]:
    hoped = met.expected if over else met.due
    held = share(met.counted, hoped)
    values = {
        # A pair ahead of the rhythm does not make up for more than what is due.
        "sessions": None if held is None else min(1.0, held),
        "pairs": share(made.lively, made.made),
        "mentors": share(made.mentors_used, people.mentors),
    }
    return tuple(Practice(code, values[code], *hope) for code, hope in GOOD_PRACTICE.items())


# ---------------------------------------------------------------- answers


def _of(
    facts: Facts,
    form: str,
    read: Callable[[Answer], Any],
    floor: int,
    measure: Callable[[Sequence[Any]], M],
) -> Split[M]:
    """One statistic of the answers to a form, together and by role."""
    values = ((each.role, value) for each, value in _told(facts, form, read))
    return split(values, floor, measure)


def _told(facts: Facts, form: str, read: Callable[[Answer], V | None]) -> list[tuple[Answer, V]]:
    """What is read in each answer to a form; before the end, without the latest of each group.

    Whoever did not answer this very question hides nobody among those who did.
    """
    found = [
        (each, value)
        for each in facts.answers
        if each.form == form and (value := read(each)) is not None
    ]
    if facts.programme.state == "closed":
        return found
    numbers = {f"session:{each.id}": str(each.number) for each in facts.sessions}

    def group(answer: Answer) -> tuple[str, str]:
        return answer.role, numbers.get(answer.subject, answer.subject)

    given = (answer for answer, _ in found)
    told = {each.id for each in settled(given, facts.plan.polls.floor, group, arrival)}
    return [(answer, value) for answer, value in found if answer.id in told]


def _whole(name: str, lowest: int, highest: int) -> Callable[[Answer], int | None]:
    return lambda answer: whole(answer.answers, name, lowest, highest)


def _word(name: str) -> Callable[[Answer], str | None]:
    def read(answer: Answer) -> str | None:
        value = answer.answers.get(name)
        return value if value in ("yes", "partly", "no") else None

    return read


def _goals(answer: Answer) -> str | None:
    """Whether a mentee reached her objectives; mentors set none."""
    return None if answer.role == "mentor" else _word("reached")(answer)


def _by_number(facts: Facts, floor: int) -> Split[Scale]:
    """Ratings by rank of the session: the first, the second, and so on."""
    numbers = {f"session:{each.id}": str(each.number) for each in facts.sessions}
    rated = (
        # An unknown session is a group too, or it could be found by subtraction.
        (numbers.get(each.subject, ""), value)
        for each, value in _told(facts, "session", _whole("rating", 1, 5))
    )
    found = split(rated, floor, scale(1, 5))
    groups = tuple(sorted((g for g in found.groups if g[0]), key=lambda group: int(group[0])))
    return Split(found.heard, found.everyone, groups)


def _quotes(facts: Facts, recommend: Split[Scale]) -> tuple[tuple[str, str], ...]:
    answered = sum(each.form == "closing" for each in facts.answers)
    if answered < facts.plan.polls.floor:
        return ()  # among so few, words alone would tell who wrote them
    shown = {role for role, _ in recommend.groups}
    return tuple((role if role in shown else "", words) for role, words in facts.quotes)


def _workshops(facts: Facts) -> tuple[Workshop, ...]:
    zone = ZoneInfo(facts.programme.zone)
    judged = _told(facts, "workshop", _whole("useful", 1, 5))
    found = []
    for each in sorted(facts.workshops, key=lambda each: (each.starts_at, each.id)):
        invited = [a for a in facts.attendances if a.workshop_id == each.id]
        subjects = (f"workshop:{each.id}", each.key)
        useful = [("all", value) for answer, value in judged if answer.subject in subjects]
        found.append(
            Workshop(
                title=each.title,
                on=each.starts_at.astimezone(zone).date(),
                state=each.state,
                invited=len(invited),
                yes=sum(a.answer == "yes" for a in invited),
                no=sum(a.answer == "no" for a in invited),
                came=sum(a.attended is True for a in invited),
                noted=any(a.attended is not None for a in invited),
                useful=split(useful, facts.plan.polls.floor, scale(1, 5)),
            )
        )
    return tuple(found)


def _polls(facts: Facts) -> tuple[Polls, ...]:
    sent = Counter(each.form for each in facts.polls)
    answered = Counter(each.form for each in facts.polls if each.state == "answered")
    order = ("session", "workshop", "midway", "closing", "assessment")
    known = [form for form in order if sent[form]]
    return tuple(Polls(form, sent[form], answered[form]) for form in known)


# ---------------------------------------------------------------- momentum


def _momentum(facts: Facts) -> Momentum:
    held: dict[int, list[datetime]] = {}
    for session in facts.sessions:
        if session.state == "held":
            held.setdefault(session.pair_id, []).append(session.starts_at)
    last = {f"pair:{pair}": max(moments) for pair, moments in held.items()}

    def resumed(subject: str, since: datetime) -> bool:
        return subject in last and last[subject] > since

    nudged: dict[str, datetime] = {}
    for nudge in facts.nudges:
        nudged[nudge.subject] = min(nudge.at, nudged.get(nudge.subject, nudge.at))
    kinds = Counter(notice.kind for notice in facts.notices)
    alerts = []
    for kind, count in sorted(kinds.items(), key=lambda each: (-each[1], each[0])):
        those = [notice for notice in facts.notices if notice.kind == kind]
        alerts.append(
            Alert(
                kind=kind,
                count=count,
                handled=sum(notice.state == "handled" for notice in those),
                resumed=sum(resumed(notice.subject, notice.at) for notice in those),
            )
        )
    return Momentum(
        nudges=len(facts.nudges),
        nudged=len(nudged),
        resumed=sum(resumed(subject, since) for subject, since in nudged.items()),
        alerts=tuple(alerts),
    )


__all__ = ["GOOD_PRACTICE", "Figures", "figures"]
