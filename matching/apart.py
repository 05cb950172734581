"""Pairing many people in a short-lived process, for a program that has better uses for its memory.

scipy, the lexicon and the figures of a large programme take two hundred MiB, of which half would
never come back: that process gives back all of it when it ends.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence

from matching.match import compared
from matching.people import Candidate, Rules
from matching.proposals import Matching, Summary

APART_FROM = 2_500  # pairs: fewer take less than the second in which a process starts

# glibc, unless told, keeps what large figures leave for the next ones, which seldom fit.
_FRUGAL = {"MALLOC_MMAP_THRESHOLD_": str(1 << 20)}

Found = tuple[Matching, tuple[Summary, ...]]


def compared_apart(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules
) -> Found:
    """Like `compared`, elsewhere when they are many; here when there can be no other process."""
    if len(mentees) * len(mentors) < APART_FROM:
        return compared(mentees, mentors, rules)
    asked = pickle.dumps((tuple(mentees), tuple(mentors), rules))
    try:
        twin = subprocess.run(  # noqa: S603  # this interpreter, on this module
            [sys.executable, "-m", __name__],
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
            env={**os.environ, **_FRUGAL},
            start_new_session=True,  # Ctrl-C is for us, who end it when we stop
        )
        found: Found = pickle.loads(twin.stdout)  # noqa: S301  # what our own process wrote
    except (OSError, subprocess.SubprocessError, pickle.UnpicklingError, EOFError):
        # Whatever was wrong with what was asked is told here, to whoever asked.
        return compared(mentees, mentors, rules)
    return found


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(compared(*pickle.load(sys.stdin.buffer))))  # noqa: S301
