"""The hand-made lexicon: the wordings of one meaning in French and English.

A text is expanded with the meanings it names, so that "réseaux sociaux" meets "social media".
Wordings are found as runs of stems, in both languages whatever the language of the text: people
say "newsletter" in French too.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from matching.stems import LANGUAGES, folded, stem, word_lists, words

_SHORTEST_MISSPELT = 6  # letters; a shorter name is too easily another word
Key = tuple[str, ...]  # a wording, as a run of stems


@dataclass(frozen=True, slots=True)
class Meaning:
    """One line of the lexicon."""

    number: int
    wordings: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Found:
    """A meaning named in a text, by the words from `start` to `end` (excluded)."""

    meaning: int
    languages: frozenset[str]  # in which that wording is said
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Meanings by the stems of their wordings."""

    meanings: tuple[Meaning, ...]
    wordings: dict[str, dict[Key, tuple[int, ...]]]  # language -> stems -> meanings
    lengths: dict[str, dict[str, tuple[int, ...]]]  # language -> first stem -> words, longest first
    names: dict[str, tuple[int, ...]]  # a proper name, or it with one letter dropped -> meanings
    plain: frozenset[str]  # folded words and stems too general to be a subject


@dataclass(frozen=True, slots=True)
class Word:
    """All that is known of one word type, worked out once."""

    folded: str
    stems: dict[str, str]  # language -> stem
    plain: bool  # too small or too general to be a subject
    misspelt: tuple[int, ...]  # meanings of the name it is one letter away from


@lru_cache(maxsize=100_000)
def word(token: str) -> Word:
    """Look up one lower-case word."""
    known, bare = lexicon(), folded(token)
    stems = {language: stem(token, language) for language in LANGUAGES}
    near: tuple[int, ...] = ()
    if len(bare) >= _SHORTEST_MISSPELT:
        near = next((known.names[each] for each in _spellings(bare) if each in known.names), ())
    return Word(bare, stems, not known.plain.isdisjoint({bare, *stems.values()}), near)


def named_in(tokens: Sequence[str]) -> list[Found]:
    """List the meanings named in a text cut into words, the longest wording of a place first."""
    known = lexicon()
    looked_up = [word(token) for token in tokens]
    said: dict[tuple[int, int, int], set[str]] = {}
    for language in LANGUAGES:
        wordings, lengths = known.wordings[language], known.lengths[language]
        stems = tuple(each.stems[language] for each in looked_up)
        for start, first in enumerate(stems):
            for length in lengths.get(first, ()):
                end = start + length
                for meaning in wordings.get(stems[start:end], ()) if end <= len(stems) else ():
                    said.setdefault((start, -end, meaning), set()).add(language)
    for place, each in enumerate(looked_up):
        if each.misspelt and not any(start <= place < -end for start, end, _ in said):
            said |= {(place, -place - 1, meaning): set(LANGUAGES) for meaning in each.misspelt}
    return [
        Found(meaning, frozenset(languages), start, -end)
        for (start, end, meaning), languages in sorted(said.items())
    ]


def _spellings(word: str) -> Iterator[str]:
    """Give a word, then the word less each letter: near words have one of these in common."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


@cache
def lexicon() -> Lexicon:
    """Read the lexicon that comes with the package, once."""
    return parsed(files("matching").joinpath("lexicon.toml").read_text(encoding="utf-8"))


def parsed(text: str) -> Lexicon:
    """Read a lexicon from TOML; a line without words is refused by its number."""
    data = tomllib.loads(text)
    meanings: list[Meaning] = []
    wordings: dict[str, dict[Key, tuple[int, ...]]] = {language: {} for language in LANGUAGES}
    names: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(data["meanings"]):
        for language in LANGUAGES:
            for wording in line[language]:
                key = tuple(stem(token, language) for token in words(wording))
                if not key:
                    raise ValueError(
                        f"Meaning {number + 1} of the lexicon has a blank wording: {wording!r}."
                    )
                known = wordings[language].get(key, ())
                wordings[language][key] = known if number in known else (*known, number)
        spoken = tuple(
            dict.fromkeys(wording for language in LANGUAGES for wording in line[language])
        )
        for name in line["fr"]:
            if (
                name in line["en"]
                and name[:1].isupper()
                and len(name) >= _SHORTEST_MISSPELT
                and " " not in name
            ):
                for spelling in _spellings(folded(name)):
                    names[spelling] = tuple(dict.fromkeys((*names.get(spelling, ()), number)))
        meanings.append(Meaning(number, spoken, float(line.get("weight", 1.0))))
    lists = word_lists()
    general = {
        each for use in ("small", "plain") for words_ in lists[use].values() for each in words_
    }
    plain = {folded(each) for each in general}
    plain |= {stem(each, language) for each in general for language in LANGUAGES}
    lengths: dict[str, dict[str, tuple[int, ...]]] = {language: {} for language in LANGUAGES}
    for language, known_wordings in wordings.items():
        for key in known_wordings:
            found = {*lengths[language].get(key[0], ()), len(key)}
            lengths[language][key[0]] = tuple(sorted(found, reverse=True))
    return Lexicon(tuple(meanings), wordings, lengths, names, frozenset(plain))
