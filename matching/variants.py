"""Many ways to say one thing, written once: `(move|postpone) (the session|our meeting)`."""

import re
from itertools import product
from random import Random

MOST = 15  # of one pattern: more adds weight to its words, and teaches nothing new


def variants(pattern: str, most: int = MOST) -> list[str]:
    """Spell out a pattern; of too many sentences a fair sample, the same one every time."""
    pieces = re.split(r"(\([^()]*\))", pattern)
    choices = [each[1:-1].split("|") if each[:1] == "(" else [each] for each in pieces]
    found = list(dict.fromkeys("".join(chosen).strip() for chosen in product(*choices)))
    return found if len(found) <= most else Random(pattern).sample(found, most)
