"""The three questions put to matching: who with whom, who else, and why not.

Thin on purpose: the numbers are loaded when a question is asked, not when this module is imported.
"""

from collections.abc import Sequence

from matching.people import Candidate, Rules
from matching.proposals import Matching, Proposal


def match(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules | None = None
) -> Matching:
    """Pair everybody, best pair first; the outcome is stable whatever the order of the rows."""
    from matching.programme import Programme

    return Programme(mentees, mentors, rules or Rules()).matching()


def alternates(
    mentee_id: int,
    mentees: Sequence[Candidate],
    mentors: Sequence[Candidate],
    rules: Rules | None = None,
    top: int = 5,
) -> tuple[Proposal, ...]:
    """Rank the mentors that the rules allow to a mentee, best first, with room left or not."""
    from matching.programme import Programme

    return Programme(mentees, mentors, rules or Rules()).alternates(mentee_id, top)


def why_not(
    mentee_id: int,
    mentor_id: int,
    mentees: Sequence[Candidate],
    mentors: Sequence[Candidate],
    rules: Rules | None = None,
) -> str:
    """Say why two people are not proposed to each other: one of ANSWERS, empty when they are."""
    from matching.programme import Programme

    return Programme(mentees, mentors, rules or Rules()).why_not(mentee_id, mentor_id)
