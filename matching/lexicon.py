"""The hand-made lexicon: the wordings of one meaning in French and English.

A text is expanded with the meanings it names, so that "réseaux sociaux" meets "social media".
Wordings are found as runs of stems, in both languages whatever the language of the text: people
say "newsletter" in French too. Names ("Teams") and very short words ("post") are found as they are
written but for an "s", since "team" and "poste" share their stems and not their meaning.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from operator import add
from typing import Protocol

from matching.stems import LANGUAGES, folded, stem, word_lists, words

_SHORT = 4  # letters up to which a word is found as it is written
_SOLID = 6  # letters from which words may be written together or apart: "you tube", "burnout"
Key = tuple[str, ...]  # a wording, as a run of stems or of folded words
Opening = tuple[str, bool, int]  # language of a wording, whether it is stemmed, how many words


@dataclass(frozen=True, slots=True)
class Meaning:
    """One line of the lexicon."""

    number: int
    wordings: tuple[str, ...]
    weight: float
    fixed: bool  # an expression whose words mean nothing by themselves: "rayons X"
    when: frozenset[str] = frozenset()  # stems and folded words, one of which must stand beside it
    unless: frozenset[str] = frozenset()  # likewise, none of which may


@dataclass(frozen=True, slots=True)
class Found:
    """A meaning named in a text, by the words from `start` to `end` (excluded)."""

    meaning: int
    languages: frozenset[str]  # in which that wording is said
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Meanings by their wordings; a form is a language and whether words are stemmed."""

    meanings: tuple[Meaning, ...]
    wordings: Mapping[tuple[str, bool], Mapping[Key, tuple[int, ...]]]  # form -> words -> meanings
    plain: frozenset[str]  # folded words and stems too general to be a subject
    own: frozenset[Key] = frozenset()  # names of one organisation, as folded words

    def opened_by(self, word: str, stems: Mapping[str, str]) -> tuple[Opening, ...]:
        """Tell which wordings may begin with a folded word, by its stem in each language."""
        return tuple(
            (*form, length)
            for form, of_form in self._lengths.items()
            for length in of_form.get(stems[form[0]] if form[1] else word, ())
        )

    @cached_property
    def _lengths(self) -> Mapping[tuple[str, bool], Mapping[str, tuple[int, ...]]]:
        """How long the wordings are that begin with a word: form -> word -> lengths."""
        found: dict[tuple[str, bool], dict[str, set[int]]] = {}
        for form, known in self.wordings.items():
            of_form = found.setdefault(form, {})
            for key in known:
                of_form.setdefault(key[0], set()).add(len(key))
        return {
            form: {first: tuple(sorted(all_, reverse=True)) for first, all_ in of_form.items()}
            for form, of_form in found.items()
        }

    @cached_property
    def solid(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """What is said by one long word: folded word -> (language, meaning)."""
        return {
            key[0]: tuple((language, meaning) for meaning in meanings)
            for (language, stemmed), known in self.wordings.items()
            if not stemmed
            for key, meanings in known.items()
            if len(key) == 1 and len(key[0]) >= _SOLID
        }

    @cached_property
    def words(self) -> frozenset[str]:
        """All the folded words of all wordings and their neighbours, with plurals."""
        said = {
            folded(word) for each in self.meanings for text in each.wordings for word in words(text)
        }
        beside = {word for each in self.meanings for word in each.when | each.unless}
        return frozenset(said | beside | {f"{word}s" for word in said})


class Spoken(Protocol):
    """What is needed of each word of a text."""

    @property
    def meant(self) -> str:
        """The word, folded."""

    @property
    def stems(self) -> Mapping[str, str]:
        """Its stem in each language."""

    @property
    def opens(self) -> tuple[Opening, ...]:
        """The wordings that may begin with it."""


def named_in(text: Sequence[Spoken], known: Lexicon) -> list[Found]:
    """List the meanings named in a text, the longest wording of a place first.

    What stands inside a fixed expression is not named, nor a meaning that the other words of the
    text rule out.
    """
    said: dict[tuple[int, int, int], set[str]] = {}
    beside: set[str] = set()
    for start, first in enumerate(text):
        for language, stemmed, length in first.opens:
            if length == 1:  # by far the most
                key: Key = (first.stems[language] if stemmed else first.meant,)
            elif start + length > len(text):
                continue
            else:
                run = text[start : start + length]
                key = tuple([each.stems[language] if stemmed else each.meant for each in run])
            for meaning in known.wordings[language, stemmed].get(key, ()):
                asked = known.meanings[meaning]
                if (asked.when or asked.unless) and not beside:
                    beside = {word for each in text for word in (each.meant, *each.stems.values())}
                if _holds(asked, beside):
                    said.setdefault((start, -start - length, meaning), set()).add(language)
    solid, meant = known.solid, [each.meant for each in text]
    for start, whole in enumerate(map(add, meant, meant[1:])):
        if whole not in solid:
            continue
        for language, meaning in solid[whole]:
            if not (known.meanings[meaning].when or known.meanings[meaning].unless):
                said.setdefault((start, -start - 2, meaning), set()).add(language)
    if not said:
        return []
    found = [
        Found(meaning, frozenset(languages), start, -end)
        for (start, end, meaning), languages in sorted(said.items())
    ]
    fixed = [(each.start, each.end) for each in found if known.meanings[each.meaning].fixed]
    if not fixed:
        return found
    return [
        each
        for each in found
        if not any(
            start <= each.start and each.end <= end and each.end - each.start < end - start
            for start, end in fixed
        )
    ]


def _holds(meaning: Meaning, beside: set[str]) -> bool:
    """Tell whether the words of a text let a wording have a meaning."""
    if not meaning.unless.isdisjoint(beside):
        return False
    return not meaning.when or not meaning.when.isdisjoint(beside)


@cache
def lexicon() -> Lexicon:
    """Read the lexicon that comes with the package, once."""
    return parsed(files("matching").joinpath("lexicon.toml").read_text(encoding="utf-8"))


def parsed(text: str) -> Lexicon:
    """Read a lexicon from TOML; a line without words is refused by its number."""
    lines = tomllib.loads(text)
    meanings: list[Meaning] = []
    wordings: dict[tuple[str, bool], dict[Key, tuple[int, ...]]] = {}
    for fixed, listed in ((False, lines["meanings"]), (True, lines.get("fixed", ()))):
        for line in listed:
            spoken = {language: tuple(line[language]) for language in LANGUAGES}
            either = tuple(dict.fromkeys(each for all_ in spoken.values() for each in all_))
            number = len(meanings)
            meanings.append(
                Meaning(
                    number,
                    either,
                    float(line.get("weight", 1.0)),
                    fixed,
                    _neighbours(line.get("when", ())),
                    _neighbours(line.get("unless", ())),
                )
            )
            for language, all_ in spoken.items():
                for wording in all_:
                    name = wording[:1].isupper() and all(
                        wording in each for each in spoken.values()
                    )
                    _add(wordings, wording, language, number, name=name)
    return Lexicon(tuple(meanings), wordings, _plain())


def _neighbours(listed: Sequence[str]) -> frozenset[str]:
    """Give words as they may stand beside another: folded, and their stems."""
    tokens = [token for each in listed for token in words(each)]
    return frozenset(folded(each) for each in tokens) | {
        stem(each, language) for each in tokens for language in LANGUAGES
    }


def with_synonyms(known: Lexicon, synonyms: Mapping[str, Sequence[str]]) -> Lexicon:
    """Add the words of one organisation: a name or an acronym -> what it means, in any language.

    The name, in either language, then stands for each of its meanings, and for whatever the
    lexicon knows to be the same as they.
    """
    meanings = list(known.meanings)
    wordings = {form: dict(of_form) for form, of_form in known.wordings.items()}
    for name, same in synonyms.items():
        spoken = (name, *same)
        if any(not words(each) for each in spoken):
            raise ValueError(f"A synonym of {name!r} has no letter.")
        number = len(meanings)
        meanings.append(Meaning(number, spoken, 1.0, False))
        already = {
            meaning
            for each in same
            for language in LANGUAGES
            for form, key in _forms(each, language, name=False)
            for meaning in wordings.get(form, {}).get(key, ())
        }
        for language in LANGUAGES:
            for each in spoken:
                _add(wordings, each, language, number, name=each is name)
            for meaning in sorted(already):
                _add(wordings, name, language, meaning, name=True)
    own = {tuple(folded(token) for token in words(name)) for name in synonyms}
    return Lexicon(tuple(meanings), wordings, known.plain, known.own | own)


def _add(
    wordings: dict[tuple[str, bool], dict[Key, tuple[int, ...]]],
    wording: str,
    language: str,
    meaning: int,
    *,
    name: bool,
) -> None:
    """Make a wording name a meaning."""
    for form, key in _forms(wording, language, name=name):
        known = wordings.setdefault(form, {})
        if meaning not in known.get(key, ()):
            known[key] = (*known.get(key, ()), meaning)


def _forms(wording: str, language: str, *, name: bool) -> Iterator[tuple[tuple[str, bool], Key]]:
    """Give the forms under which a wording is found; refuse a blank one."""
    tokens = words(wording)
    if not tokens:
        raise ValueError(f"The lexicon has a blank wording: {wording!r}.")
    whole = tuple(folded(token) for token in tokens)
    if name or (len(whole) == 1 and len(whole[0]) <= _SHORT):
        yield (language, False), whole
        if not name:
            yield (language, False), (f"{whole[0]}s",)
    else:
        yield (language, True), tuple(stem(token, language) for token in tokens)
        # Stems of words typed without accents may differ.
        yield (language, True), tuple(stem(token, language) for token in whole)
    if len("".join(whole)) >= _SOLID:
        yield (language, False), ("".join(whole),)


@cache
def _plain() -> frozenset[str]:
    lists = word_lists()
    general = {
        each for use in ("small", "plain") for words_ in lists[use].values() for each in words_
    }
    return frozenset(folded(each) for each in general) | {
        stem(each, language) for each in general for language in LANGUAGES
    }
