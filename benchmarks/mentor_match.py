"""A whole run beside that of mentor-match, a published package which stands on munkres.

`python -m benchmarks.mentor_match FOLDER [--people 600]`, after `pip install --target FOLDER
mentor-match`: it is not part of the project, and its module bears the name of ours, so it runs in
a process of its own. It reads no text: its scores are points for a grade, a profession and a first
match, set by its rules; ours reads two needs and three skills a person and gives every reason.
Processor time; its munkres is whichever version stands in the folder, and versions differ.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

TRADES = ("digital", "finance", "law", "people", "policy", "science", "web", "data")


def theirs(count: int) -> None:
    """Print what one round of the package takes, and how many mentees it pairs."""
    kinds: Any = [import_module(f"matching.{each}") for each in ("mentor", "mentee", "process")]
    rule: Any = import_module("matching.rules.rule")
    luck = random.Random(0)

    def person(kind: Any, number: int) -> Any:
        said: dict[str, Any] = {
            "first name": f"a{number}",
            "last name": "b",
            "email": f"{number}@example.org",
        }
        said |= {"role": "r", "grade": luck.randint(1, 9), "profession": luck.choice(TRADES)}
        said |= {"organisation": f"o{luck.randint(1, 60)}", "characteristic": luck.choice(TRADES)}
        said |= {"target profession": luck.choice(TRADES), "characteristics": TRADES[0]}
        return kind(**said)

    mentors = [person(kinds[0].Mentor, number) for number in range(count)]
    mentees = [person(kinds[1].Mentee, number) for number in range(count)]
    rules = [
        rule.Disqualify(lambda each: each.mentee.organisation == each.mentor.organisation),
        rule.Grade(1, lambda one, other: one >= other, {True: 10, False: 0}),
        rule.Generic({True: 10, False: 0}, lambda e: e.mentee.profession == e.mentor.profession),
        rule.UnmatchedBonus(6),
    ]
    start = time.process_time()
    kinds[2].process_data(mentors, mentees, [rules])
    print(time.process_time() - start, sum(bool(each.connections) for each in mentees))


def ours(count: int, runs: int = 3) -> tuple[float, int]:
    """The median of some whole runs, and how many pairs."""
    from benchmarks.matching import made_up
    from matching import match
    from matching.features import features
    from matching.stems import words

    mentees, mentors = made_up(count, 5)
    spans, pairs = [], 0
    for _ in range(runs + 1):  # the first one loads everything
        features.cache_clear()
        words.cache_clear()
        start = time.process_time()
        pairs = len(match(mentees, mentors).proposals)
        spans.append(time.process_time() - start)
    return statistics.median(spans[1:]), pairs


def main() -> None:
    """Print both, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="where mentor-match was installed")
    parser.add_argument("--people", type=int, default=600)
    options = parser.parse_args()
    if options.folder == "-":
        theirs(options.people)
        return
    # -P: this folder has a `matching` too.
    line = [sys.executable, "-P", str(Path(__file__)), "-", "--people", str(options.people)]
    told = subprocess.run(  # noqa: S603  # our own file
        line,
        env={**os.environ, "PYTHONPATH": options.folder},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    span, pairs = ours(options.people)
    size = f"{options.people} × {options.people}"
    print(f"{size}: ours {span:.2f} s with texts and reasons, {pairs} pairs")
    print(f"{size}: mentor-match {float(told[0]):.2f} s without, {told[1]} pairs")
    print(f"ratio {float(told[0]) / span:.1f}")


if __name__ == "__main__":
    main()
