"""What stands in a kit's TOML files, checked field by field: outlines, questions, figures.

docs/kit.md explains every key.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.programme.plan import Broken, Code, Part, Sentence, WordLists, Words, refuse_if

MINUTES = 60  # of the agenda of a module
_Schema = Annotated[Literal[1], Field(alias="schema")]


def _web_page(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" or "." not in parts.netloc or set(parts.netloc) & set("@: "):
        raise PydanticCustomError("address", "must be the address of a page, with https://")
    if parts.query or parts.fragment:
        what = "must end before any ? or #: what follows tracks readers, or does not last"
        raise PydanticCustomError("address", what)
    return address


Address = Annotated[Sentence, AfterValidator(_web_page)]


def _count_of(key: str, held: int, least: int, most: int) -> Iterator[Broken]:
    if not least <= held <= most:
        wanted = f"{least} to {most}" if least < most else f"{least}"
        yield (key,), f"must hold {wanted}: {held}"


class Addresses(Part):
    """Where a page is in each language."""

    fr: Address
    en: Address

    def of(self, locale: str) -> str:
        """The address in that language."""
        return self.en if locale == "en" else self.fr


class Step(Words):
    """A stretch of the hour."""

    minutes: int = Field(ge=1)


class Link(Part):
    """A page to read further, on an official site."""

    title: Words
    url: Addresses


class Question(Part):
    """A check with one right choice or, without choices, a scale of 0 (not at all) to 5 (fully)."""

    ask: Words
    choices: WordLists | None = None
    right: int | None = None  # the right choice, counted from 1
    why: Words | None = None  # said once it is answered

    @model_validator(mode="after")
    def _whole(self) -> Self:
        refuse_if(self._broken())
        return self

    def _broken(self) -> Iterator[Broken]:
        if self.choices is None:
            for key in ("right", "why"):
                if getattr(self, key) is not None:
                    yield (key,), "goes with choices: write them, or remove this for a scale"
            return
        held = len(self.choices.fr)
        yield from _count_of("choices", held, 2, 5)
        if self.right is None:
            yield (), "needs right: the number of the right choice, counted from 1"
        elif not 1 <= self.right <= held:
            yield ("right",), f"must be the number of a choice, 1 to {held}: it is {self.right}"
        if self.why is None:
            yield (), "needs why: what is said once it is answered"


class Outline(Part):
    """A module but for its pages: `module.toml`."""

    schema_: _Schema
    key: Code
    title: Words
    audience: Words  # who it is for
    level: Literal["beginner", "intermediate", "any"]
    topics: tuple[Code, ...] = Field(min_length=1)  # of the templates that it answers
    words: Words  # what people call it, by which their objectives find it
    aims: WordLists  # what one can see the mentee do afterwards
    wanted: WordLists  # the figures that would help, for a coordinator to find
    agenda: tuple[Step, ...]
    links: tuple[Link, ...]
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _teachable(self) -> Self:
        refuse_if(self._broken())
        return self

    def _broken(self) -> Iterator[Broken]:
        yield from _count_of("aims", len(self.aims.fr), 3, 5)
        yield from _count_of("wanted", len(self.wanted.fr), 1, 3)
        yield from _count_of("agenda", len(self.agenda), 3, 8)
        yield from _count_of("links", len(self.links), 1, 4)
        yield from _count_of("questions", len(self.questions), 3, 5)
        minutes = sum(step.minutes for step in self.agenda)
        if minutes != MINUTES:
            yield ("agenda",), f"must add up to {MINUTES} minutes: its steps take {minutes}"
        yield from _twice("topics", self.topics)


class Heading(Part):
    """A chapter of the induction but for its pages: `chapter.toml`."""

    schema_: _Schema
    key: Code
    title: Words
    minutes: int = Field(ge=1, le=15)  # to read it and answer
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _checked(self) -> Self:
        refuse_if(_count_of("questions", len(self.questions), 2, 2))
        return self


class Figure(Part):
    """A figure that a coordinator vouches for."""

    says: Words
    source: Sentence
    url: Address | None = None
    seen_on: date


class Figures(Part):
    """The key figures of a module: `figures.toml`."""

    schema_: _Schema
    figures: tuple[Figure, ...] = Field(min_length=1)


def _twice(key: str, codes: Iterable[str]) -> Iterator[Broken]:
    seen: set[str] = set()
    for place, code in enumerate(codes):
        if code in seen:
            yield (key, place), f"{code!r} is there already: remove one"
        seen.add(code)


__all__ = [
    "MINUTES",
    "Address",
    "Addresses",
    "Figure",
    "Figures",
    "Heading",
    "Link",
    "Outline",
    "Question",
    "Step",
]
