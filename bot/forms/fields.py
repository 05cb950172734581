"""The kinds of questions there are."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.forms.field import Answers, Field, Given, Kind, Options, Wrong, typed
from bot.forms.words import (
    clean,
    has_words,
    option_meant,
    options_holding,
    options_meant,
    says_no,
    says_yes,
)
from bot.message import Option, Part, Run, Runs

# What people put before each line of a list.
_BULLETS = re.compile(r"^(?:•\s*|[-–*]\s+|\d{1,2}[.)]\s+)+")


def _several(value: Any) -> list[Any]:
    """What a form sent for a question that takes several answers, whatever it sent."""
    if isinstance(value, list | tuple | set | frozenset):
        return [*value]
    return [] if value is None or value == "" else [value]


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A few words or sentences."""

    kind: ClassVar[Kind] = "text"
    at_least: int = 1
    at_most: int = 300
    meaning: Callable[[str, Given], str] | None = None  # turns words into a kept value, or Wrong

    def check(self, value: Any, given: Given) -> str:
        text = clean(value) if isinstance(value, str) else ""
        if not has_words(text):
            raise Wrong("empty")
        if len(text) > self.at_most:
            raise Wrong("too-long", at_most=self.at_most, length=len(text))
        if len(text) < self.at_least:
            raise Wrong("too-short", at_least=self.at_least)
        return self.meaning(text, given) if self.meaning else text

    def show(self, value: Any, given: Given) -> Runs:
        return typed(value)

    def limits(self) -> tuple[int, int]:
        return (self.at_least, self.at_most)


@dataclass(frozen=True, kw_only=True)
class Lines(Field):
    """Several short texts, one a line."""

    kind: ClassVar[Kind] = "lines"
    at_least: int = 1
    at_most: int = 5
    each: int = 300
    commas: bool = False  # whether commas also separate, as in a list of skills

    def read(self, text: str, given: Given) -> list[str]:
        separators = r"\n|;|,| • " if self.commas else r"\n|;| • "
        return self.check(re.split(separators, clean(text)), given)

    def check(self, value: Any, given: Given) -> list[str]:
        lines = value.splitlines() if isinstance(value, str) else _several(value)
        bare = [_BULLETS.sub("", clean(line)) for line in lines if isinstance(line, str)]
        kept = list(dict.fromkeys(line for line in bare if has_words(line)))
        if len(kept) < max(self.at_least, 1):
            raise Wrong("empty")
        if len(kept) > self.at_most:
            raise Wrong("too-many-lines", at_most=self.at_most, length=len(kept))
        for line in kept:
            if len(line) > self.each:
                raise Wrong("too-long", at_most=self.each, length=len(line))
        return kept

    def show(self, value: Any, given: Given) -> Runs:
        return typed("\n".join(value))

    def limits(self) -> tuple[int, int]:
        return (self.at_least, self.at_most)


@dataclass(frozen=True, kw_only=True)
class Choose(Field):
    """One of several options."""

    kind: ClassVar[Kind] = "choose"
    among: Options

    def options(self, given: Given) -> tuple[Option, ...]:
        return self.among(given)

    def read(self, text: str, given: Given) -> str:
        options = self.options(given)
        option = option_meant(text, options)
        if option is not None:
            return option.value
        holding = options_holding(text, options)
        if len(holding) > 1:
            labels = given.voice.listed(each.label for each in holding)
            raise Wrong("several-options", options=labels)
        if not holding:
            raise Wrong("no-such-option")
        return holding[0].value

    def check(self, value: Any, given: Given) -> str:
        for option in self.options(given):
            if option.value == str(value):
                return option.value
        raise Wrong("no-such-option" if value else "empty-choice")

    def show(self, value: Any, given: Given) -> Runs:
        return (
            Run(
                next(
                    (o.label for o in self.options(given) if o.value == value),
                    str(value),
                )
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Pick(Field):
    """Several of several options, kept in the options' order."""

    kind: ClassVar[Kind] = "pick"
    among: Options
    at_least: int = 1
    at_most: int = 0  # 0 sets no limit
    suggests: Callable[[Answers, Given], tuple[str, ...]] | None = None  # ticked from the start
    # What words typed where the answers are read back make of this one; nothing when they do not.
    amends: Callable[[str, list[str], Given], list[str]] | None = None

    def options(self, given: Given) -> tuple[Option, ...]:
        return self.among(given)

    def read(self, text: str, given: Given) -> list[str]:
        found, lost = options_meant(text, self.options(given))
        if lost and found:
            raise Wrong("not-among-options", piece=typed(lost[0][:80]))
        if lost:
            raise Wrong("no-such-option")
        return self.check([option.value for option in found], given)

    def check(self, value: Any, given: Given) -> list[str]:
        wanted = {str(each) for each in _several(value)}
        options = self.options(given)
        kept = [option.value for option in options if option.value in wanted]
        if wanted - set(kept):
            raise Wrong("no-such-option")
        if len(kept) < self.at_least:
            raise Wrong("too-few-choices", count=self.at_least)
        if self.at_most and len(kept) > self.at_most:
            raise Wrong("too-many-choices", count=self.at_most)
        return kept

    def show(self, value: Any, given: Given) -> Runs:
        labels = [option.label for option in self.options(given) if option.value in value]
        return (Run(", ".join(labels)),)

    def limits(self) -> tuple[int, int]:
        return (self.at_least, self.at_most)


@dataclass(frozen=True, kw_only=True)
class Scale(Field):
    """A whole number between two ends, each end with its word."""

    kind: ClassVar[Kind] = "scale"
    lowest: int = 1
    highest: int = 5

    def read(self, text: str, given: Given) -> int:
        numbers = re.findall(r"-?\d+", text)
        if len(numbers) == 2 and numbers[1] == str(self.highest):
            numbers = numbers[:1]  # as in "4/5"
        return self.check(numbers[0] if len(numbers) == 1 else text, given)

    def check(self, value: Any, given: Given) -> int:
        number = self.lowest - 1
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            with suppress(ValueError, OverflowError):
                number = int(value)
        if isinstance(value, float) and value != number:
            number = self.lowest - 1
        if not self.lowest <= number <= self.highest:
            raise Wrong("not-on-scale", lowest=self.lowest, highest=self.highest)
        return number

    def options(self, given: Given) -> tuple[Option, ...]:
        return tuple(Option(str(n), str(n)) for n in range(self.lowest, self.highest + 1))

    def show(self, value: Any, given: Given) -> Runs:
        return (Run(f"{value}/{self.highest}"),)

    def limits(self) -> tuple[int, int]:
        return (self.lowest, self.highest)


@dataclass(frozen=True, kw_only=True)
class Consent(Field):
    """A yes to a text in its present revision; a later revision asks again."""

    kind: ClassVar[Kind] = "consent"
    revision: Callable[[Given], str]
    terms: Callable[[Given], tuple[str, ...]] = lambda given: ()  # the text, by its clauses
    read_with: Callable[[Given], tuple[Part, ...]] | None = None  # said each time it is asked

    def read(self, text: str, given: Given) -> str:
        if says_yes(text):
            return self.revision(given)
        raise Wrong("consent-refused" if says_no(text) else "consent-unclear")

    def check(self, value: Any, given: Given) -> str:
        if value is True or str(value) in {"yes", "true", self.revision(given)}:
            return self.revision(given)
        raise Wrong("consent-refused")

    def options(self, given: Given) -> tuple[Option, ...]:
        return (Option("yes", given.voice.words("consent.accept")),)

    def show(self, value: Any, given: Given) -> Runs:
        return given.voice.runs("consent.given")


@dataclass(frozen=True, kw_only=True)
class Confirm(Field):
    """The last word, after reading everything back; see `bot.forms.filling` for how it lapses."""

    kind: ClassVar[Kind] = "confirm"
    button: str = "confirm.accept"  # the sentence that says what follows

    def read(self, text: str, given: Given) -> bool:
        if says_yes(text):
            return True
        raise Wrong("not-confirmed")

    def check(self, value: Any, given: Given) -> bool:
        if value is True or str(value) in {"yes", "true"}:
            return True
        raise Wrong("not-ticked")  # on a page, where nothing can be said

    def options(self, given: Given) -> tuple[Option, ...]:
        return (Option("yes", given.voice.words(self.button)),)

    def show(self, value: Any, given: Given) -> Runs:
        return ()
