"""Which proposals are meant: `strong`, `above 70`, `good below 50`, `all`, or a person's name.

A label means that label and no other, wherever it is written: to show, to approve or to reject.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.commands.arguments import Arguments, WrongWords, word
from bot.pairing.listing import Listing
from bot.pairing.names import Names
from bot.pairing.refused import Refused
from bot.pairing.run import LABELS
from bot.texts import Typed, Voice
from storage.nouns import Enrolment, Proposal

ALL = {"all", "tout", "tous", "toutes", "every"}
_LABELS = {
    **dict.fromkeys(("strong", "fort", "forts", "tres-bon", "tres-bons", "excellents"), "strong"),
    **dict.fromkeys(("good", "bon", "bons"), "good"),
    **dict.fromkeys(("fair", "possible", "possibles", "moyens"), "fair"),
}
_ABOVE = {"above", "over", "au-dessus", "dessus", "plus", "minimum", "min"}
_BELOW = {"below", "under", "au-dessous", "dessous", "moins", "sous", "maximum", "max"}
_JOINERS = {"de", "of", "que", "than"}
_FIGURE = re.compile(r"(\d{1,3}) ?%?")


@dataclass(frozen=True, slots=True)
class Sieve:
    """What lets some proposals through; everything, when nothing is said."""

    labels: frozenset[str] = frozenset()
    least: int | None = None  # per cent
    most: int | None = None  # per cent, not reached
    people: frozenset[int] | None = None  # enrolments, of which one must be in the proposal
    words: str = ""  # how it is written

    @property
    def says(self) -> bool:
        """Whether it tells anything apart by label or figure."""
        return bool(self.labels) or self.figures

    @property
    def figures(self) -> bool:
        """Whether it goes by figures, which are shown then."""
        return self.least is not None or self.most is not None

    def keeps(self, each: Proposal) -> bool:
        """Whether a proposal goes through."""
        return (
            (not self.labels or each.label in self.labels)
            and (self.least is None or percent(each) >= self.least)
            and (self.most is None or percent(each) < self.most)
            and (self.people is None or bool(self.people & {each.mentee_id, each.mentor_id}))
        )

    def told(self, voice: Voice) -> str:
        """What it lets through, in words."""
        said = [voice.words(f"pairing.label.{one}") for one in LABELS if one in self.labels]
        if self.least is not None:
            said.append(voice.words("command.review.above", None, percent=self.least))
        if self.most is not None:
            said.append(voice.words("command.review.below", None, percent=self.most))
        return voice.listed(said)


def percent(each: Proposal) -> int:
    """A proposal's score out of a hundred, never rounded up."""
    return int(each.score * 100 + 1e-6)


def sifted(words: Arguments) -> tuple[Sieve, Arguments]:
    """The sieve that some words begin with, and what follows it. Raises WrongWords."""
    sieve, rest = Sieve(), words
    while rest and not rest.tokens[0].quoted:
        first = rest.first
        if first in ALL and rest is words:
            rest = rest.after()
        elif first in _LABELS:
            sieve, rest = replace(sieve, labels=sieve.labels | {_LABELS[first]}), rest.after()
        elif first in ("tres", "very") and _LABELS.get(rest.after().first) == "good":
            sieve, rest = replace(sieve, labels=sieve.labels | {"strong"}), rest.after(2)
        elif first in _ABOVE | _BELOW:
            figure, rest = _figure(rest.after())
            above = first in _ABOVE
            sieve = replace(sieve, least=figure) if above else replace(sieve, most=figure)
        else:
            break
    written = words.before(len(words) - len(rest))
    return replace(sieve, words=" ".join(written.words)), rest


def about(listing: Listing, words: Arguments) -> Sieve | None:
    """The sieve of the people whom a typed name may mean; None when it means nobody."""
    meant = listing.names.meant(words.raw)
    return of_people(words, meant, listing.places) if meant else None


def of_people(words: Arguments, people: Collection[int], places: Collection[Enrolment]) -> Sieve:
    """The sieve of what concerns some people."""
    meant = frozenset(people)
    theirs = frozenset(each.id for each in places if each.person_id in meant)
    return Sieve(people=theirs, words=" ".join(words.words))


def nobody(names: Names, said: str) -> Refused:
    """Says that a name means nobody, and whom it may have meant."""
    near = names.near(said)
    key = "command.review.no-such-near" if near else "command.review.no-such"
    return Refused(key, None, name=Typed(said[:60]), near=Typed(near))


def _figure(words: Arguments) -> tuple[int, Arguments]:
    """A percentage, such as `70`, `70%` or `70 %`, and what follows it. Raises WrongWords."""
    if word(words.words[0] if words else "") in _JOINERS:
        words = words.after()
    match = _FIGURE.fullmatch(words.words[0]) if words else None
    if match is None or int(match[1]) > 100:
        raise WrongWords(words.raw)
    words = words.after()
    return int(match[1]), words.after() if words and words.words[0] == "%" else words
