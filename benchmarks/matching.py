"""How well and how fast people are paired: `python -m benchmarks.matching [PLANTED.json ...]`.

A planted programme is a JSON object {"needs": [[text]], "skills": [[text]], "truth": [int]}, where
skills[truth[i]] is known to suit needs[i] best. The plain way (the default TfidfVectorizer on each
person's joined text, then the same greedy assignment) is measured beside ours. Without a file, or
with --people, a made-up programme of that size measures the wall time and the peak memory. With
--mentors 130 it has so many mentors of capacity 12, and the time is set beside that of the usual
scipy pipeline, which explains nothing.
"""

import argparse
import json
import random
import resource
import statistics
import sys
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.feature_extraction.text import TfidfVectorizer

from matching import Candidate, Matching, Rules, match
from matching.features import features
from matching.greedy import MILLION, assign
from matching.lexicon import lexicon
from matching.stems import words


def people(texts: list[list[str]]) -> list[Candidate]:
    """Candidates of one side, numbered in order."""
    return [Candidate(number, tuple(each)) for number, each in enumerate(texts)]


def accuracy(pairs: dict[int, int], truth: list[int]) -> float:
    """The share of mentees whose mentor is the true one."""
    return sum(pairs.get(mentee) == mentor for mentee, mentor in enumerate(truth)) / len(truth)


def plain_pairs(needs: list[list[str]], skills: list[list[str]]) -> dict[int, int]:
    """Pair by the default vectorizer on joined texts, best pair first."""
    here, there = [" ".join(each) for each in needs], [" ".join(each) for each in skills]
    vectorizer = TfidfVectorizer().fit([*here, *there])
    near = (vectorizer.transform(here) @ vectorizer.transform(there).T).toarray()
    scores = np.rint(near * MILLION).astype(np.int32)
    return dict(
        assign(scores, np.ones_like(scores, dtype=np.bool_), [1] * len(here), [1] * len(there))
    )


def our_pairs(needs: list[list[str]], skills: list[list[str]]) -> dict[int, int]:
    """Pair with the default rules."""
    outcome = match(people(needs), people(skills))
    return {proposal.mentee: proposal.mentor for proposal in outcome.proposals}


def made_up(count: int, seed: int = 0) -> tuple[list[Candidate], list[Candidate]]:
    """A programme of `count` mentees (2 needs) and `count` mentors (3 skills), in two languages."""
    rng = random.Random(seed)
    opening = {
        "fr": ("Je voudrais apprendre", "Mieux comprendre", "Comment utiliser", "Oser enfin"),
        "en": ("I would like to learn", "Understand better", "How to use", "Dare to try"),
    }
    syllables = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er")]
    invented = ["".join(rng.choices(syllables, k=rng.randint(2, 4))) for _ in range(8000)]
    wordings = [each.wordings for each in lexicon().meanings]

    def text(language: str) -> str:
        said = [rng.choice(opening[language]), rng.choice(rng.choice(wordings))]
        said += [invented[int(8000 * rng.random() ** 3)] for _ in range(rng.randint(3, 9))]
        return " ".join(said)

    def side(statements: int) -> list[Candidate]:
        found = []
        for number in range(count):
            language = rng.choice(("fr", "en"))
            mornings = {24 * day + hour for day in range(5) for hour in range(8, 12)}
            evenings = {24 * day + hour for day in range(5) for hour in range(17, 20)}
            found.append(
                Candidate(
                    number,
                    tuple(text(language) for _ in range(statements)),
                    topics=frozenset(rng.sample(("linkedin", "twitter", "ai", "blog"), 2)),
                    languages=frozenset({language, rng.choice(("fr", "en"))}),
                    hours=frozenset(rng.choice((mornings, evenings, mornings | evenings))),
                    team=f"team {rng.randint(1, 50)}",
                )
            )
        return found

    return side(2), side(3)


def timed(count: int) -> None:
    """Print the wall time and the peak memory of one made-up programme."""
    mentees, mentors = made_up(count)
    match(mentees[:50], mentors[:50])  # so that importing and reading the lexicon are not counted
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, busy = time.perf_counter(), time.process_time()
    outcome: Matching = match(mentees, mentors, Rules())
    wall, cpu = time.perf_counter() - start, time.process_time() - busy
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = f"{count} × {count}"
    print(f"{size}: {wall:.1f} s ({cpu:.1f} s of processor), {len(outcome.proposals)} pairs")
    print(f"{size}: process at {after:.0f} MiB at its peak, {before:.0f} MiB before")
    tracemalloc.start()
    match(mentees, mentors, Rules())
    print(f"{size}: {tracemalloc.get_traced_memory()[1] / 2**20:.0f} MiB allocated at the peak")
    tracemalloc.stop()


def pipeline(mentees: list[Candidate], mentors: list[Candidate]) -> int:
    """Pair by the default vectorizer and scipy, each mentor once per place; how many pairs."""
    here, there = ([" ".join(each.statements) for each in side] for side in (mentees, mentors))
    vectorizer = TfidfVectorizer().fit([*here, *there])
    near = (vectorizer.transform(here) @ vectorizer.transform(there).T).toarray()
    places = np.repeat(np.arange(len(mentors)), [each.capacity for each in mentors])
    return len(linear_sum_assignment(-near[:, places])[0])


def beside(count: int, mentors: int, runs: int = 5) -> None:
    """Print the time of a whole run, explanations included, beside that of the pipeline.

    The medians of processor time; imports and the tables are loaded before, texts are read anew.
    """
    here, there = made_up(count, 1)[0], made_up(mentors, 2)[1]
    there = [replace(each, capacity=12) for each in there]
    ours, plain, machine = [], [], []
    for _ in range(runs + 1):  # the first one loads everything, and looks up every word
        features.cache_clear()
        words.cache_clear()
        start = time.process_time()
        match(here, there)
        ours.append(time.process_time() - start)
        start = time.process_time()
        pipeline(here, there)
        plain.append(time.process_time() - start)
        start = time.process_time()
        sum(number * number % 7 for number in range(5_000_000))
        machine.append(time.process_time() - start)
    mine, theirs, pace = (statistics.median(each[1:]) for each in (ours, plain, machine))
    print(
        f"{count} × {mentors}, 12 places each: {mine:.2f} s with explanations ({ours[0]:.2f} cold)"
    )
    print(f"scipy pipeline, nothing explained: {theirs:.2f} s, ratio {mine / theirs:.1f}")
    print(f"this machine: five million products in {pace:.2f} s, ratio {mine / pace:.1f}")


def main() -> None:
    """Print a line per planted programme, then the time and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("planted", nargs="*", type=Path, help="planted programmes (JSON)")
    parser.add_argument(
        "--people", type=int, help="size of a made-up programme, for time and memory"
    )
    parser.add_argument("--mentors", type=int, help="mentors of capacity 12, for the time only")
    options = parser.parse_args()
    if options.mentors:
        beside(options.people or 1500, options.mentors)
        return
    plain, ours = [], []
    for path in options.planted:
        programme = json.loads(path.read_text(encoding="utf-8"))
        needs, skills, truth = programme["needs"], programme["skills"], programme["truth"]
        plain.append(accuracy(plain_pairs(needs, skills), truth))
        ours.append(accuracy(our_pairs(needs, skills), truth))
        print(f"{path.name}: plain {plain[-1]:.1%}, ours {ours[-1]:.1%}")
    if plain:
        ratio = np.mean(ours) / max(float(np.mean(plain)), 1e-9)
        print(f"mean: plain {np.mean(plain):.1%}, ours {np.mean(ours):.1%}, ratio {ratio:.2f}")
    if options.people or not options.planted:
        timed(options.people or 2000)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
