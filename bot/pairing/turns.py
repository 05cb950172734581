"""Several mentors for a mentee: a second one only once nobody could have a first."""

from collections.abc import Sequence
from dataclasses import replace

from matching import compared, match, rematch
from matching.people import Candidate, Rules
from matching.proposals import Matching, Summary


def in_turns(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules
) -> tuple[Matching, tuple[Summary, ...]]:
    """Pairs everybody once, then whoever may have one more, until nobody may.

    The capacity of a mentee is what is left of `rules.mentors_each`. With several turns, nothing is
    told of other strategies, which would go another way from the first turn on.
    """
    each = rules.mentors_each
    if each == 1:
        return compared(mentees, mentors, rules)
    found = match(_of_turn(mentees, each - 1), mentors, rules)
    for later in range(each - 2, -1, -1):
        kept = [(pair.mentee, pair.mentor) for pair in found.proposals]
        found = rematch(kept, _of_turn(mentees, later), mentors, rules)
    # Whoever has a mentor already, and finds no other, is not left without one.
    alone = {one.id for one in mentees if one.capacity == each}
    left = [one for one in found.unmatched if one.side == "mentor" or one.id in alone]
    return replace(found, unmatched=tuple(left)), ()


def _of_turn(mentees: Sequence[Candidate], later: int) -> list[Candidate]:
    """The mentees with the room of a turn, when so many are to come."""
    return [replace(one, capacity=max(0, one.capacity - later)) for one in mentees]
