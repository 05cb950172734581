"""Finding the people that a typed name means: whole, in any order of its words, or in part."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise

from bot.forms.words import fold
from storage.nouns import Person

_PIECES = re.compile(r"[,;/\n]|\bet\b|\band\b|&", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of some people, indexed by their words."""

    people: Mapping[int, Person]
    _by_word: dict[str, set[int]] = field(default_factory=dict)
    _by_name: dict[frozenset[str], set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Person]) -> "Names":
        """An index of these people."""
        names = cls({person.id: person for person in people})
        for person in names.people.values():
            words = frozenset(_words(person.name))
            names._by_name.setdefault(words, set()).add(person.id)
            for word in words:
                names._by_word.setdefault(word, set()).add(person.id)
        return names

    def meant(self, text: str) -> list[int]:
        """The ids of the people whom a typed name may mean: one when it is clear."""
        words = _words(text)
        if not words:
            return []
        whole = self._by_name.get(frozenset(words))
        if whole:
            return sorted(whole)
        having = [self._starting(word) for word in words]
        return sorted(set.intersection(*having))

    def named_in(self, text: str) -> tuple[list[int], list[str]]:
        """The people whom `Claire Martin et Paul` names, and what names nobody for sure."""
        found: list[int] = []
        lost: list[str] = []
        for piece in filter(fold, _PIECES.split(text)):
            meant = self.meant(piece)
            if len(meant) != 1:
                meant = self._inside(piece)
            if len(meant) == 1:
                found += meant
            else:
                lost.append(piece.strip())
        return list(dict.fromkeys(found)), lost

    def listed_in(self, text: str) -> tuple[list[int], list[str]]:
        """The same where text is names alone: `Claire Paul` names two people without a comma."""
        found: list[int] = []
        lost: list[str] = []
        for piece in filter(fold, _PIECES.split(text)):
            row = self._row(piece.split())
            some, none = (row, []) if row else self.named_in(piece)
            found += some
            lost += none
        return list(dict.fromkeys(found)), lost

    def near(self, text: str) -> str:
        """The name that looks most like what was typed; empty when none does."""
        known = {fold(person.name): person.name for person in self.people.values()}
        close = get_close_matches(fold(text), known, 1, 0.6)
        return known[close[0]] if close else ""

    def _starting(self, word: str) -> set[int]:
        if word in self._by_word:
            return self._by_word[word]
        if len(word) < 3:
            return set()
        begun = (ids for known, ids in self._by_word.items() if known.startswith(word))
        return set().union(*begun)

    def _row(self, words: list[str]) -> list[int]:
        """The people whom words name one after the other; none when a word names nobody."""
        found: list[int] = []
        while words:
            runs = ((n, self.meant(" ".join(words[:n]))) for n in range(len(words), 0, -1))
            run = next(((n, ids) for n, ids in runs if len(ids) == 1), None)
            if run is None:
                return []
            found += run[1]
            words = words[run[0] :]
        return found

    def _inside(self, piece: str) -> list[int]:
        """Somebody whose whole name stands among other words, as in `ma cheffe Claire Martin`."""
        words = _words(piece)
        runs = [frozenset(run) for run in pairwise(words)]
        runs += [frozenset(words[at : at + 3]) for at in range(len(words) - 2)]
        return sorted(set().union(*(self._by_name.get(run, set()) for run in runs)))


def _words(text: str) -> list[str]:
    return fold(text.replace("-", " ").replace("’", " ").replace("'", " ")).split()
