"""A short text as features: its words, their stems, the meanings that it names.

Each feature bears the path by which it can be met, as the first letter of its name: `w:` the same
word, `s:` a word of the same root, `m:` a meaning of the lexicon, hence a synonym or a
translation.
"""

from dataclasses import dataclass
from functools import lru_cache

from matching.lexicon import lexicon, named_in, word
from matching.stems import LANGUAGES, words

# What one feature weighs next to the others, before the length of the text is made 1.
ROOT_WEIGHT = 1.0
SAME_WEIGHT = 0.5
MEANING_WEIGHT = 2.5


@dataclass(frozen=True, slots=True)
class Statement:
    """One need or skill, in the language of its author."""

    text: str
    language: str = ""  # "" = could be either: stemmed as both


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a statement, with the words that bear it."""

    name: str
    wording: str  # the words as typed, in lower case
    plain: bool  # too general to be a subject
    start: int  # index of its first word in the statement
    end: int  # index after its last word
    languages: frozenset[str] = frozenset()  # in which a meaning is worded


@lru_cache(maxsize=64)  # an explanation reads the same few statements several times
def features(statement: Statement) -> tuple[Feature, ...]:
    """List the features of a statement, word by word, then the meanings."""
    tokens = words(statement.text)
    either = LANGUAGES if statement.language not in LANGUAGES else (statement.language,)
    named = named_in(tokens)
    # A word inside a longer wording says little alone: "mots" of "mots de passe" is not that of
    # "mots-clés".
    inside = {
        place
        for each in named
        if each.end - each.start > 1
        for place in range(each.start, each.end)
    }
    listed = []
    for place, token in enumerate(tokens):
        known = word(token)
        listed.append(Feature(f"w:{known.folded}", token, known.plain, place, place + 1))
        if place not in inside:
            roots = dict.fromkeys(known.stems[language] for language in either)
            listed += [Feature(f"s:{root}", token, known.plain, place, place + 1) for root in roots]
    for found in named:
        start, end = found.start, found.end
        wording = " ".join(tokens[start:end])
        listed.append(Feature(f"m:{found.meaning}", wording, False, start, end, found.languages))
    return tuple(listed)


def weight(name: str) -> float:
    """Tell what a feature weighs, by its path."""
    if name.startswith("m:"):
        return MEANING_WEIGHT * lexicon().meanings[int(name[2:])].weight
    return ROOT_WEIGHT if name.startswith("s:") else SAME_WEIGHT
