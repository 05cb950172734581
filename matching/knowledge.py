"""What is known of words when two texts are compared: the lexicon, the thesaurus, the spelling."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from matching.lexicon import Lexicon, lexicon, with_synonyms
from matching.stems import LANGUAGES, folded, stem
from matching.thesaurus import Thesaurus, thesaurus

SHORTEST_MISSPELT = 6  # letters; a shorter word is too easily another one
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
Synonyms = Mapping[str, Sequence[str]]  # a name or an acronym -> what it means


@dataclass(frozen=True, slots=True)
class Word:
    """All that is known of one word type, worked out once."""

    folded: str
    meant: str  # folded too, its spelling put right
    stems: Mapping[str, str]  # language -> stem
    plain: bool  # too small or too general to be a subject


@dataclass(frozen=True, eq=False)
class Knowledge:
    """A lexicon and a thesaurus, and every word already looked up in them."""

    lexicon: Lexicon
    thesaurus: Thesaurus
    _words: dict[str, Word] = field(default_factory=dict)

    def word(self, token: str) -> Word:
        """Look up one lower-case word."""
        known = self._words.get(token)
        if known is None:
            known = self._words[token] = self._look_up(token)
        return known

    def speaks(self, token: str) -> frozenset[str]:
        """Tell in which languages a folded word is known to exist."""
        spelled = self.thesaurus.spelled
        return frozenset(language for language in LANGUAGES if token in spelled[language])

    def _look_up(self, token: str) -> Word:
        bare = folded(token)
        meant = bare if self._exists(bare) else self._put_right(bare)
        stems = {}
        for language in LANGUAGES:
            # What was typed without its accents is stemmed with them.
            typed = token if meant == bare and token != bare else meant
            known = self.thesaurus.spelled[language].get(meant, typed)
            stems[language] = stem(known if typed == meant else typed, language)
        plain = not self.lexicon.plain.isdisjoint({bare, *stems.values()})
        return Word(bare, meant, stems, plain)

    def _exists(self, bare: str) -> bool:
        return bare in self.lexicon.words or bool(self.speaks(bare))

    def _put_right(self, bare: str) -> str:
        """Give the known word one slip away, one of our field first; else the word itself."""
        if len(bare) < SHORTEST_MISSPELT or not bare.isalpha():
            return bare
        near = dict.fromkeys(_slips(bare))
        for known in (self.lexicon.words, *(self.thesaurus.spelled[each] for each in LANGUAGES)):
            found = sorted(each for each in near if each in known and each[:1] == bare[:1])
            if found:
                return found[0]
        return bare


@cache
def usual() -> Knowledge:
    """Give the lexicon and the thesaurus that come with the package."""
    return Knowledge(lexicon(), thesaurus())


def knowing(synonyms: Synonyms | None = None) -> Knowledge:
    """Give the usual knowledge, and the words of one organisation."""
    if not synonyms:
        return usual()
    return _knowing(tuple((name, tuple(same)) for name, same in sorted(synonyms.items())))


@lru_cache(maxsize=16)
def _knowing(synonyms: tuple[tuple[str, tuple[str, ...]], ...]) -> Knowledge:
    return Knowledge(with_synonyms(lexicon(), dict(synonyms)), thesaurus())


def _slips(word: str) -> Iterator[str]:
    """Give every word one letter away: left out, added, changed, or two turned round."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    for left, right in cuts:
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in _LETTERS:
            yield left + letter + right
            if right:
                yield left + letter + right[1:]
