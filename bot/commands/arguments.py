"""What follows a command's name: words, quoted texts, numbers, names, a date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.calendar import when
from bot.forms.words import clean, fold

_TOKEN = re.compile(r'«\s*([^»]*?)\s*»|“\s*([^”]*?)\s*”|"\s*([^"]*?)\s*"|(\S+)')
_RANGE = re.compile(r"#?(\d{1,5})(?:[-–](\d{1,5}))?")
_LONGEST_RANGE = 2000


class WrongWords(ValueError):
    """A command was given words that it does not take: its usage and an example are shown."""


class UnknownDay(WrongWords):
    """A day was expected, and no calendar has the one that was typed."""


class UnknownMoment(WrongWords):
    """A day and its hour were expected, and what was typed is not both."""


_FORCE = {"force", "forcer", "quand-meme", "anyway"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or a text between quotes, and where it stood."""

    text: str
    start: int
    end: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Arguments:
    """The words given to a command."""

    text: str  # as typed, cleaned
    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, text: str) -> "Arguments":
        """The arguments in a typed text; « », “ ” and straight quotes hold words together."""
        said = clean(text)
        found = []
        for match in _TOKEN.finditer(said):
            quoted = match.group(4) is None
            word = next(group for group in match.groups() if group is not None)
            found.append(Token(word, match.start(), match.end(), quoted))
        return cls(said, tuple(found))

    def __bool__(self) -> bool:
        return bool(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def first(self) -> str:
        """The first word, folded; empty when there is none."""
        return word(self.tokens[0].text) if self.tokens else ""

    @property
    def words(self) -> tuple[str, ...]:
        """Every word as typed."""
        return tuple(token.text for token in self.tokens)

    def after(self, count: int = 1) -> "Arguments":
        """What follows the first words."""
        return Arguments(self.text, self.tokens[count:])

    def before(self, count: int) -> "Arguments":
        """The first words only."""
        return Arguments(self.text, self.tokens[:count])

    @property
    def raw(self) -> str:
        """These words as typed, without the quotes that hold all of them together."""
        if not self.tokens:
            return ""
        if len(self.tokens) == 1:
            return self.tokens[0].text
        return self.text[self.tokens[0].start : self.tokens[-1].end]

    def one_of(self, meanings: Mapping[str, str]) -> str:
        """The meaning of the first word. Raises WrongWords when it has none."""
        if self.first not in meanings:
            raise WrongWords(self.first)
        return meanings[self.first]

    @property
    def rewritten(self) -> str:
        """These words one by one, in quotes if they were, with a space between them."""
        return " ".join(f'"{each.text}"' if each.quoted else each.text for each in self.tokens)

    def numbers(self) -> list[int]:
        """Numbers such as `1 3 5-8` or `1,3`. Raises WrongWords for anything else."""
        found: list[int] = []
        for piece in re.split(r"[\s,;]+|\bet\b|\band\b", self.raw):
            if not piece:
                continue
            match = _RANGE.fullmatch(piece)
            if match is None:
                raise WrongWords(piece)
            first, last = int(match[1]), int(match[2] or match[1])
            if not first <= last < first + _LONGEST_RANGE:
                raise WrongWords(piece)
            found += range(first, last + 1)
        if not found:
            raise WrongWords("")
        return found

    def leading_numbers(self) -> tuple[list[int], "Arguments"]:
        """The numbers that come first, and what follows them."""
        count = 0
        for token in self.tokens:
            if token.quoted or not re.fullmatch(r"[#\d,;–-]*\d[\d,;–-]*", token.text):
                break
            count += 1
        return self.before(count).numbers(), self.after(count)

    def ending_day(self, now: datetime, zone: str, locale: str) -> tuple["Arguments", date | None]:
        """A day written last, such as `2016-02-02` or `2 février 2016`, and what precedes."""
        for count in (4, 3, 2, 1):
            if len(self.tokens) < count:
                continue
            last = self.after(len(self.tokens) - count)
            # A name may end with a year, or with a month and its year: a day has its number.
            if any(token.quoted for token in last.tokens):
                continue
            if not re.search(r"\d[-/.]\d" if count == 1 else r"\b\d{1,2}\b", last.raw):
                continue
            found = when.day(last.raw, now, zone, locale)
            if found is not None:
                return self.before(len(self.tokens) - count), found
        return self, None


def word(text: str) -> str:
    """A word as commands compare it: no accents, no capitals, hyphens kept."""
    return fold(text).strip("-").replace(" ", "-")


def forced(words: Arguments) -> tuple[Arguments, bool]:
    """The words without a last one that insists, and whether there was one."""
    if words and word(words.words[-1]) in _FORCE:
        return words.before(len(words) - 1), True
    return words, False
