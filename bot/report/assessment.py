"""Before and after: what the same people said at the start, half-way and at the end.

Nobody's answers are split apart from the others': at each moment only those set beside their own
start are measured, in groups that the floor allows. What was said before is told once, beside the
end; half-way, only how far people moved: no two of these figures differ by one person's answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.assessment import END, FORM, MIDWAY, RETURNS, START, sides
from bot.report.facts import Facts
from bot.report.measures import named, shift, step, whole
from bot.report.settled import settled
from bot.report.tree import Effect
from storage.nouns import Answer


@dataclass(frozen=True, slots=True)
class Compared:
    """What one person said at two moments; its number is that of the later answer."""

    id: int
    before: Mapping[str, int]
    after: Mapping[str, int]


def effects(facts: Facts, *, final: bool) -> tuple[Effect, ...]:
    """How mentees moved, and how mentors did; before the end, by whole groups of the floor."""
    if not facts.plan.assessment.asked:
        return ()
    return tuple(_effect(facts, side, final=final) for side in ("mentee", "mentor"))


def _effect(facts: Facts, side: str, *, final: bool) -> Effect:
    plan, floor = facts.plan.assessment, facts.plan.polls.floor
    codes = plan.codes(side)
    of_side = {e.id for e in facts.enrolments if side in sides(e.role)}
    at: dict[str, list[Answer]] = defaultdict(list)
    for answer in facts.answers:
        if answer.form == FORM and side in sides(answer.role):  # as they were when they answered
            at[answer.subject].append(answer)
    asked = sum(
        each.form == FORM and each.subject == START and each.enrolment_id in of_side
        for each in facts.polls
    )
    starts = {each.enrolment_id: each for each in at[START] if _levels(each, codes)}
    ended, half = _compared(starts, at[END], codes), _compared(starts, at[MIDWAY], codes)
    back = [each for each in at[END] if _named(each)]
    both = len(ended)
    if not final:
        ended, half, back = settled(ended, floor), settled(half, floor), settled(back, floor)
    own = {each.code: (each.name.fr, each.name.en) for each in plan.own}
    enough = len(ended) >= floor
    return Effect(
        side=side,
        asked=asked,
        started=len(starts),
        both=both,
        whole=step([(_mean(e.before), _mean(e.after)) for e in ended]) if enough else None,
        situations=tuple(
            (code, own.get(code, ("", "")), step([(e.before[code], e.after[code]) for e in ended]))
            for code in codes
        )
        if enough
        else (),
        midway=shift([(_mean(e.before), _mean(e.after)) for e in half])
        if len(half) >= floor
        else None,
        returns=named(RETURNS)([_named(each) for each in back]) if len(back) >= floor else None,
    )


def _compared(
    starts: Mapping[int | None, Answer], later: Iterable[Answer], codes: tuple[str, ...]
) -> list[Compared]:
    """Those who answered every situation at both moments, in the order in which that came about."""
    return [
        Compared(
            max(each.id, starts[each.enrolment_id].id),
            _levels(starts[each.enrolment_id], codes),
            _levels(each, codes),
        )
        for each in later
        if each.enrolment_id in starts and _levels(each, codes)
    ]


def _levels(answer: Answer, codes: tuple[str, ...]) -> dict[str, int]:
    """The levels of one answer; nothing when one of them is missing or unreadable."""
    said: Any = answer.answers.get("levels")
    if not isinstance(said, dict):
        return {}
    found = {code: level for code in codes if (level := whole(said, code, 1, 5)) is not None}
    return found if len(found) == len(codes) else {}


def _named(answer: Answer) -> tuple[str, ...]:
    said = answer.answers.get("returns")
    return tuple(each for each in said if each in RETURNS) if isinstance(said, list) else ()


def _mean(levels: Mapping[str, int]) -> float:
    return sum(levels.values()) / len(levels)
