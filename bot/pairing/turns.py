"""Several mentors for a mentee: a second one only once nobody could have a first."""

from collections.abc import Sequence
from dataclasses import replace

from matching.apart import compared_apart
from matching.people import Candidate, Rules
from matching.proposals import Matching, Summary


def in_turns(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules
) -> tuple[Matching, tuple[Summary, ...]]:
    """Pairs everybody once, then whoever may have one more, until nobody may.

    The capacity of a mentee is what is left of `rules.mentors_each`.
    """
    found, others = compared_apart(mentees, mentors, replace(rules, in_turns=True))
    # Whoever has a mentor already, and finds no other, is not left without one.
    alone = {one.id for one in mentees if one.capacity == rules.mentors_each}
    left = [one for one in found.unmatched if one.side == "mentor" or one.id in alone]
    return replace(found, unmatched=tuple(left)), others
