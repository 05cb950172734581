"""How near texts find each other, on concepts nothing was learned from.

`python -m benchmarks.similarity labels.csv [--people 200 1500] [--seeds 2]`: the table is the one
that `python -m matching.learning` reads. One concept in five is held out, by a number drawn from
its English label; the thesaurus is learned anew from the others and everything is measured on the
held out ones, beside the default TfidfVectorizer with the same assignment.
"""

import argparse
import random
import statistics
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.greedy import MILLION, assign
from matching.knowledge import Knowledge
from matching.learning.compiling import thesaurus_of
from matching.learning.labels import Concept, read_labels
from matching.lexicon import lexicon
from matching.similarity import side_of_texts, space_of, text_scores

FOLDS = 5
TYPED = Path(__file__).parents[1] / "tests" / "matching" / "typed.toml"
FRESH = TYPED.with_name("fresh.toml")
MODES = ("fr-fr", "fr-en", "en-fr", "en-en")
MIXES = {"even": (1, 1, 1, 1), "80 % within French": (12, 1, 1, 1), "80 % fr-en": (1, 12, 1, 1)}
People = Sequence[Sequence[str]]
Scorer = Callable[[People, People], np.ndarray]


def fold(concept: Concept) -> int:
    """The part of the labels that a concept belongs to."""
    return crc32(concept.english.encode()) % FOLDS


def plain(needs: People, skills: People) -> np.ndarray:
    """Score by the default vectorizer on joined texts."""
    here, there = [" ".join(each) for each in needs], [" ".join(each) for each in skills]
    vectorizer = TfidfVectorizer().fit([*here, *there])
    near = vectorizer.transform(here) @ vectorizer.transform(there).T
    return np.asarray(near.toarray())


def with_knowledge(known: Knowledge) -> Scorer:
    """Score as matching does, with another thesaurus."""

    def score(needs: People, skills: People) -> np.ndarray:
        here, there = side_of_texts(needs, known=known), side_of_texts(skills, known=known)
        return text_scores(here, there, space_of(here, there, known))[0]

    return score


def planted(
    count: int, concepts: Sequence[Concept], mix: Sequence[int], seed: int
) -> tuple[list[list[str]], list[list[str]], np.ndarray]:
    """Make mentees of three needs, mentors of six skills three of which answer them, and who."""
    rng = random.Random(f"{count}/{mix}/{seed}")
    renamed = [each for each in concepts if each.alternatives]
    described = [each for each in concepts if each.description]

    def wording(concept: Concept, mode: str, need: bool) -> str:
        language = mode[:2] if need else mode[3:]
        if mode == "fr-fr" and need:
            return concept.alternatives[0]
        if mode == "en-en" and not need:
            return " ".join(concept.description.split()[:14])
        return concept.french if language == "fr" else concept.english

    needs, skills = [], []
    for _ in range(count):
        mode = rng.choices(MODES, mix)[0]
        shared = rng.sample(renamed if mode == "fr-fr" else described, 3)
        mine = [wording(each, mode, True) for each in shared]
        theirs = [wording(each, mode, False) for each in [*shared, *rng.sample(described, 3)]]
        needs.append(rng.sample(mine, 3))
        skills.append(rng.sample(theirs, 6))
    place = np.array(rng.sample(range(count), count))
    shuffled: list[list[str]] = [[] for _ in range(count)]
    for person, seat in enumerate(place.tolist()):
        shuffled[seat] = skills[person]
    return needs, shuffled, place


def found(scores: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """The share of true pairs that greedy and the best total find."""
    whole = np.rint(scores * MILLION).astype(np.int32)
    room = [1] * len(truth)
    pairs = dict(assign(whole, np.ones_like(whole, dtype=np.bool_), room, room))
    greedy = float(np.mean([pairs.get(row) == column for row, column in enumerate(truth)]))
    return greedy, float(np.mean(linear_sum_assignment(-scores)[1] == truth))


def recall(scores: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Recall@1 and mean reciprocal rank; a tie counts half."""
    own = scores[np.arange(len(truth)), truth][:, None]
    rank = (scores > own).sum(axis=1) + ((scores == own).sum(axis=1) - 1) / 2
    return float((rank < 1).mean()), float((1 / (1 + rank)).mean())


def retrieval(concepts: Sequence[Concept], held: Sequence[int], score: Scorer, name: str) -> None:
    """Print how often a held out label finds its own among all labels, ours beside plain."""
    renamed = [index for index in held if concepts[index].alternatives]
    french, english = [[c.french] for c in concepts], [[c.english] for c in concepts]
    for what, rows, queries, labels in (
        (
            "French alternative → label",
            renamed,
            [[concepts[k].alternatives[0]] for k in renamed],
            french,
        ),
        ("French → English label", held, [[concepts[k].french] for k in held], english),
    ):
        first, mean = recall(score(queries, labels), np.array(rows))
        print(f"{what}, {len(rows)} among {len(labels)}, {name}: {first:.1%} / MRR {mean:.1%}")


def typed(score: Scorer, name: str) -> None:
    """Print how many needs as people type them meet their skill first, by half of the list."""
    listed = tomllib.loads(TYPED.read_text(encoding="utf-8"))
    keys, skills = list(listed["skills"]), [[text] for text in listed["skills"].values()]
    for half in ("seen", "unseen"):
        cases = [case for group in listed["need"] for case in group[half]]
        scores = score([[text] for text, _ in cases], skills)
        first, mean = recall(scores, np.array([keys.index(key) for _, key in cases]))
        print(f"needs as typed, {half}, {len(cases)}, {name}: {first:.1%} / MRR {mean:.1%}")


def fresh(score: Scorer, name: str) -> None:
    """Print how often a need finds its skill first, and among the first three, by set."""
    for label, programmes in tomllib.loads(FRESH.read_text(encoding="utf-8")).items():
        places = []
        for each in programmes.values():
            keys, skills = list(each["skills"]), [[text] for text in each["skills"].values()]
            wanted = np.array([keys.index(key) for _, key, _ in each["needs"]])
            scores = score([[text] for text, _, _ in each["needs"]], skills)
            own = scores[np.arange(len(wanted)), wanted][:, None]
            places += ((scores > own).sum(axis=1) + (own[:, 0] <= 0) * len(keys)).tolist()
        first, third = (float(np.mean([place < top for place in places])) for top in (1, 3))
        print(f"fresh needs {label}, {len(places)}, {name}: {first:.1%} / first three {third:.1%}")


def main() -> None:
    """Print retrieval, then planted programmes, each beside the plain way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path, help="CSV of labels (docs/thesaurus.md)")
    parser.add_argument("--people", type=int, nargs="*", default=[200, 1500])
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args()
    concepts = read_labels(options.labels)
    held = [index for index, each in enumerate(concepts) if fold(each) == 0]
    learned = [each for each in concepts if fold(each) != 0]
    print(f"{len(learned)} concepts learned from, {len(held)} held out")
    ours = with_knowledge(Knowledge(lexicon(), thesaurus_of(learned)))
    for score, name in ((plain, "plain"), (ours, "ours")):
        retrieval(concepts, held, score, name)
        typed(score, name)
        fresh(score, name)
    own = [concepts[index] for index in held]
    for count in options.people:
        for mix, weights in MIXES.items():
            made = [planted(count, own, weights, seed) for seed in range(options.seeds)]
            for score, name in ((plain, "plain"), (ours, "ours")):
                figures = [found(score(n, s), truth) for n, s, truth in made]
                greedy, total = (statistics.mean(each) for each in zip(*figures, strict=True))
                print(f"{count} people, {mix}, {name}: greedy {greedy:.1%}, total {total:.1%}")


if __name__ == "__main__":
    main()
