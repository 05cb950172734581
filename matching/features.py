"""A short text as features: its words, their stems, the meanings that it names.

Each feature bears the path by which it can be met, as the first letter of its name: `w:` the same
word, `s:` a word of the same root, `m:` a meaning of the lexicon, hence a synonym or a
translation. `i:` marks a word inside a wording of several, which is met with it or not at all: the
Google of "Google Docs" is not the search engine. A need also bears what the thesaurus has learned
that its words stand for.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from matching.knowledge import Knowledge
from matching.lexicon import named_in
from matching.negation import words_asked
from matching.spelling import SURELY_FROM
from matching.stems import LANGUAGES

# What one feature weighs next to the others, before the length of the text is made 1.
ROOT_WEIGHT = 1.0
SAME_WEIGHT = 0.25
MEANING_WEIGHT = 1.8
LEARNED_WITHIN = 1.5  # what was learned, in one language, next to the word itself
ALIKE_WITHIN = 1.0  # roots spelled nearly the same, likewise
ALIKE_ACROSS = 0.3  # and from one language to the other, where false friends are
SUBJECT_FROM = 0.5  # weight of a line of the lexicon from which its wordings are one subject
# Weight from which what was learned makes a subject in common, and is worth showing.
TRUSTED_ACROSS = 0.5  # as a translation
TRUSTED_WITHIN = 0.3  # as a synonym


@dataclass(frozen=True, slots=True)
class Statement:
    """One need or skill, in the language of its author."""

    text: str
    language: str = ""  # "" = could be either: stemmed as both


class Feature(NamedTuple):
    """One feature of a statement, with the words that bear it."""

    name: str
    wording: str  # the words as typed, in lower case
    plain: bool  # too general to be a subject
    start: int  # index of its first word in the statement
    end: int  # index after its last word
    languages: frozenset[str] = frozenset()  # in which a meaning is worded
    weight: float = 1.0  # how far it stands for the wording; under 1 when learned
    learned: bool = False
    alike: bool = False  # a root spelled nearly as that of the wording
    pull: float = 1.0  # what it weighs in the end, next to the wording itself

    @property
    def trusted(self) -> bool:
        """Tell whether it stands for its wording beyond doubt."""
        if self.alike:
            return self.weight >= SURELY_FROM
        return not self.learned or self.weight >= trusted_from(bool(self.languages))


_feature = tuple.__new__  # a named tuple's own way takes twice as long, and they are many
_NOWHERE = frozenset[str]()


def either(language: str) -> tuple[str, ...]:
    """Give the languages in which to read a text: its own, or both when it has none."""
    return (language,) if language in LANGUAGES else LANGUAGES


def meets(here: str, there: str) -> bool:
    """Tell whether two texts may be in one language."""
    return not {*either(here)}.isdisjoint(either(there))


def trusted_from(across: bool) -> float:
    """Give the weight from which what was learned is trusted, across languages or within one."""
    return TRUSTED_ACROSS if across else TRUSTED_WITHIN


@lru_cache(maxsize=8_192)  # an explanation reads again what was read for the scores
def features(statement: Statement, known: Knowledge) -> tuple[Feature, ...]:
    """List the features of a statement, word by word, then the meanings."""
    tokens = words_asked(statement.text)
    looked_up = [known.word(token) for token in tokens]
    named = named_in(looked_up, known.lexicon)
    # A word inside a longer wording says little alone: "mots" of "mots de passe" is not that of
    # "mots-clés". Nor does a word whose neighbours say which of its meanings it has.
    inside = {
        place
        for each in named
        if each.end - each.start > 1 or known.lexicon.meanings[each.meaning].when
        for place in range(each.start, each.end)
    }
    # And a word of a fixed expression says nothing: the X of "rayons X" is not a network.
    fixed = {
        place
        for each in named
        if known.lexicon.meanings[each.meaning].fixed
        for place in range(each.start, each.end)
    }
    listed = []
    language = statement.language if statement.language in LANGUAGES else ""
    for place, (token, each) in enumerate(zip(tokens, looked_up, strict=True)):
        if place in fixed:
            continue
        names = (f"i:{each.folded}",) if place in inside else each.names[language]
        rest = (token, each.plain, place, place + 1, _NOWHERE, 1.0, False, False, 1.0)
        for name in names:
            listed.append(_feature(Feature, (name, *rest)))  # noqa: PERF401  # quicker for two
    for found in named:
        start, end = found.start, found.end
        wording = " ".join(tokens[start:end])
        # LinkedIn and Instagram are of one family: near, but not one subject.
        near = known.lexicon.meanings[found.meaning].weight < SUBJECT_FROM
        listed.append(Feature(f"m:{found.meaning}", wording, near, start, end, found.languages))
    return tuple(listed)


def features_towards(
    statement: Statement,
    distinct: Mapping[str, Feature],
    language: str,
    offered: Collection[str],
    known: Knowledge,
) -> Iterator[Feature]:
    """List the features by which a need meets those offered in a language, learned ones too.

    `distinct` are the features of the statement by name.
    """
    roots = [name for name in offered if name[0] == "s"]
    related = known.thesaurus.related
    more = LEARNED_WITHIN if meets(statement.language, language) else 1.0
    ways = [
        (related(here, there), frozenset({here} if here != there else ()))
        for here in either(statement.language)
        for there in either(language)
    ]
    for name, feature in distinct.items():
        if name[0] != "s":
            if name in offered:
                yield feature
            continue
        if not roots:
            continue
        root = name[2:]
        if name in offered and stands(root, statement.language, language, known):
            yield feature
        for table, languages in ways:
            near = table[root]
            for other in roots if near else ():
                if (weight := near.get(other)) is not None:
                    yield feature._replace(
                        name=other,
                        languages=languages,
                        weight=weight,
                        learned=True,
                        pull=weight * more,
                    )


def stands(root: str, here: str, there: str, known: Knowledge) -> bool:
    """Tell whether a root goes over into a language as it is: its own, or as an unknown name."""
    if meets(here, there):
        return True
    return all(root not in known.thesaurus.terms[language] for language in either(here))


def weight(name: str, known: Knowledge) -> float:
    """Tell what a feature weighs, by its path."""
    if name.startswith("m:"):
        return MEANING_WEIGHT * known.lexicon.meanings[int(name[2:])].weight
    return {"s": ROOT_WEIGHT, "w": SAME_WEIGHT, "i": 0.0}[name[0]]
