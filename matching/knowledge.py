"""What is known of words when two texts are compared: the lexicon, the thesaurus, the spelling."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from matching.lexicon import Lexicon, Opening, lexicon, with_synonyms
from matching.stems import LANGUAGES, folded, stem
from matching.thesaurus import Thesaurus, thesaurus

SHORTEST_MISSPELT = 6  # letters; a shorter word is too easily another one
LONG = 8  # letters from which a word may be taken for any known one
_HALF = 4  # letters: one slip in a long word leaves its beginning or its end whole
Synonyms = Mapping[str, Sequence[str]]  # a name or an acronym -> what it means


@dataclass(frozen=True, slots=True)
class Word:
    """All that is known of one word type, worked out once."""

    folded: str
    meant: str  # folded too, its spelling put right
    stems: Mapping[str, str]  # language -> stem
    plain: bool  # too small or too general to be a subject
    # Its features by language ("" = either): "w:" and the word, "s:" and its stems.
    names: Mapping[str, tuple[str, ...]]
    opens: tuple[Opening, ...]  # the wordings of the lexicon that may begin with it


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
        meant = bare if self._exists(token, bare) else self._put_right(bare)
        stems = {}
        for language in LANGUAGES:
            # What was typed without its accents is stemmed with them.
            typed = token if meant == bare and token != bare else meant
            known = self.thesaurus.spelled[language].get(meant, typed)
            stems[language] = stem(known if typed == meant else typed, language)
        plain = not self.lexicon.plain.isdisjoint({bare, *stems.values()})
        names = {language: (f"w:{bare}", f"s:{root}") for language, root in stems.items()}
        roots = dict.fromkeys(f"s:{root}" for root in stems.values())
        return Word(
            bare,
            meant,
            stems,
            plain,
            {**names, "": (f"w:{bare}", *roots)},
            self.lexicon.opened_by(meant, stems),
        )

    def _exists(self, token: str, bare: str) -> bool:
        """Tell whether a word is known, or is a form of one that is."""
        if bare in self.lexicon.words or self.speaks(bare):
            return True
        known = self.thesaurus.terms
        return any(stem(token, language) in known[language] for language in LANGUAGES)

    def _put_right(self, bare: str) -> str:
        """Give the word of our field one slip away; else a long known word; else the word itself.

        Of all known words there are too many for the nearest to be the one meant: only a long one
        is taken, and only when no other word is as near.
        """
        if len(bare) < SHORTEST_MISSPELT or not bare.isalpha():
            return bare
        listed = self._shortened
        near = {each for form in _shortenings(bare) for each in listed.get(form, ())}
        ours = [each for each in near if each[0] == bare[0] and _one_slip(each, bare)]
        if ours or len(bare) < LONG:
            return min(ours, default=bare)
        known = {
            each
            for end in (bare[:_HALF], bare[0] + bare[-_HALF:])
            for each in self._long.get(end, ())
            if abs(len(each) - len(bare)) <= 1 and _one_slip(each, bare)
        }
        roots = {tuple(stem(each, language) for language in LANGUAGES) for each in known}
        return min(known) if len(roots) == 1 else bare

    @cached_property
    def _long(self) -> Mapping[str, Sequence[str]]:
        """Index the long known words by how they begin, and by their first letter and their end."""
        listed: dict[str, list[str]] = {}
        for language in LANGUAGES:
            for each in self.thesaurus.spelled[language]:
                if len(each) >= LONG - 1:
                    listed.setdefault(each[:_HALF], []).append(each)
                    listed.setdefault(each[0] + each[-_HALF:], []).append(each)
        return listed

    @cached_property
    def _shortened(self) -> Mapping[str, tuple[str, ...]]:
        """Index the words of our field by themselves and by what is left without one letter."""
        listed: dict[str, tuple[str, ...]] = {}
        for known in self.lexicon.words:
            for form in _shortenings(known):
                listed[form] = (*listed.get(form, ()), known)
        return listed


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


def _shortenings(word: str) -> Iterator[str]:
    """Give a word, then what is left of it without each of its letters."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _one_slip(one: str, other: str) -> bool:
    """Tell whether one letter was left out, added, changed, or turned round with the next."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])
