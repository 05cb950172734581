"""The questions put to matching: who with whom, who again, who else, and why not.

Thin on purpose: the numbers are loaded when a question is asked, not when this module is imported.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matching.people import Candidate, Rules
    from matching.proposals import Matching, Proposal, Summary


def match(
    mentees: "Sequence[Candidate]",
    mentors: "Sequence[Candidate]",
    rules: "Rules | None" = None,
) -> "Matching":
    """Pair everybody by the strategy of the rules; the order of the rows does not matter.

    Words of one organisation are told in `Rules.synonyms`.
    """
    from matching.knowledge import knowing
    from matching.programme import Programme

    asked = rules or _usual()
    with _undisturbed():
        return Programme(mentees, mentors, asked, knowing(asked.synonyms)).matching()


def compared(
    mentees: "Sequence[Candidate]",
    mentors: "Sequence[Candidate]",
    rules: "Rules | None" = None,
    done: Callable[[float], None] | None = None,
) -> "tuple[Matching, tuple[Summary, ...]]":
    """Pair everybody, and tell in three figures what each other strategy would have done.

    `done` is told now and then how far the work is, from 0 to 1.
    """
    from matching.knowledge import knowing
    from matching.programme import Programme

    asked = rules or _usual()
    with _undisturbed():
        programme = Programme(mentees, mentors, asked, knowing(asked.synonyms), done)
        return programme.matching(), programme.others()


def rematch(
    kept: Iterable[tuple[int, int]],
    mentees: "Sequence[Candidate]",
    mentors: "Sequence[Candidate]",
    rules: "Rules | None" = None,
) -> "Matching":
    """Pair again those whom no pair of `kept` (mentee id, mentor id) holds; kept pairs stay.

    Both sides are everybody, with their whole capacity, so that scores are those of a fresh match:
    on the same facts the outcome is the same, whichever of its pairs are kept.
    """
    asked = rules or _usual()
    pinned = dict.fromkeys([*asked.pinned, *kept])
    return match(mentees, mentors, replace(asked, pinned=tuple(pinned)))


def alternates(
    mentee_id: int,
    mentees: "Sequence[Candidate]",
    mentors: "Sequence[Candidate]",
    rules: "Rules | None" = None,
    top: int = 5,
) -> "tuple[Proposal, ...]":
    """Rank the mentors that the rules allow to a mentee, best first, with room left or not."""
    from matching.knowledge import knowing
    from matching.programme import Programme

    asked = rules or _usual()
    return Programme(mentees, mentors, asked, knowing(asked.synonyms)).alternates(mentee_id, top)


def why_not(
    mentee_id: int,
    mentor_id: int,
    mentees: "Sequence[Candidate]",
    mentors: "Sequence[Candidate]",
    rules: "Rules | None" = None,
) -> str:
    """Say why two people are not proposed to each other: one of ANSWERS, empty when they are."""
    from matching.knowledge import knowing
    from matching.programme import Programme

    asked = rules or _usual()
    return Programme(mentees, mentors, asked, knowing(asked.synonyms)).why_not(mentee_id, mentor_id)


def circles(people: "Sequence[Candidate]", size: int) -> tuple[tuple[int, ...], ...]:
    """Deal people (by id) into circles of about `size` (3 to 20), mixed in skills and departments.

    Raises ValueError when that cannot be done.
    """
    from matching.groups import circles as deal

    return deal(people, size)


def _usual() -> "Rules":
    from matching.people import Rules

    return Rules()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Leave the garbage collector out: it looks through a million small things and finds nothing.

    That would be a sixth of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
