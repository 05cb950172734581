"""A table of labels, as pairs of wordings that mean the same thing."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matching.stems import LANGUAGES, stem, words

COLUMNS = ("label_fr", "alternatives_fr", "label_en", "description_en")
ALTERNATIVE_WEIGHT = 0.5  # of an alternative label against an English one: looser than the label


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept under its names; `description` helps to know words, not to translate them."""

    french: str
    alternatives: tuple[str, ...]
    english: str
    description: str


@dataclass(frozen=True, slots=True)
class Parallel:
    """Two wordings of one concept as terms, and what the pair counts for."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    weight: float = 1.0


class LabelsError(ValueError):
    """A table of labels cannot be read: the message names the file and what it lacks."""


def read_labels(path: Path) -> list[Concept]:
    """Read a CSV in UTF-8 with at least COLUMNS; alternatives are separated by bars."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
            raise LabelsError(f"{path.name}: the column {missing[0]} is missing.")
        return [
            Concept(
                row["label_fr"],
                tuple(each for each in row["alternatives_fr"].split("|") if each),
                row["label_en"],
                row["description_en"],
            )
            for row in rows
            if row["label_fr"] and row["label_en"]
        ]


def terms(text: str, language: str) -> tuple[str, ...]:
    """Cut a label into stems, each once, in the order of the text; a letter alone is a name."""
    return tuple(dict.fromkeys(stem(word, language) for word in words(text) if len(word) > 1))


def across(concepts: Iterable[Concept]) -> list[Parallel]:
    """Pair every French name of a concept with the English one."""
    found = []
    for each in concepts:
        english = terms(each.english, "en")
        found.append(Parallel(terms(each.french, "fr"), english))
        found += [
            Parallel(terms(name, "fr"), english, ALTERNATIVE_WEIGHT) for name in each.alternatives
        ]
    return found


def within(concepts: Iterable[Concept]) -> list[Parallel]:
    """Pair the alternative French names of a concept with its label, both ways."""
    found = []
    for each in concepts:
        label = terms(each.french, "fr")
        for name in each.alternatives:
            other = terms(name, "fr")
            found += [Parallel(other, label), Parallel(label, other)]
    return found


def turned(pairs: Iterable[Parallel]) -> list[Parallel]:
    """Swap source and target."""
    return [Parallel(each.target, each.source, each.weight) for each in pairs]


def texts_of(concepts: Sequence[Concept], language: str) -> list[str]:
    """List the names of all concepts in one language."""
    if language == LANGUAGES[0]:
        return [name for each in concepts for name in (each.french, *each.alternatives)]
    return [each.english for each in concepts]
