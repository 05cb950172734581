"""Circles: small groups that meet, such as mentors helping each other or a shadow board."""

from collections.abc import Iterator
from datetime import time
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.programme.plan.part import Broken, Code, Days, Part, WordLists, Words, refuse_if

_LEAST, _MOST = 3, 20


class Board(Part):
    """How long each step of a question takes, in days; only circles of the kind `board` have it."""

    contribute_days: Days = 10  # members write what they think
    draft_days: Days = 7  # somebody writes the proposal
    read_days: Days = 4  # members have a last word on it
    answer_days: Days = 21  # the committee answers


class Circle(Part):
    """A kind of circle: a programme has as many as its people fill."""

    key: Code
    kind: Literal["workshop", "supervision", "board"] = "workshop"
    title: Words
    who: Literal["mentors", "mentees", "everyone"] = "everyone"
    least: int = Field(default=_LEAST, ge=_LEAST, le=_MOST)  # people in one
    most: int = Field(default=_MOST, ge=_LEAST, le=_MOST)
    days: tuple[int, ...] = ()  # of its meetings
    at: time | None = None
    minutes: int = Field(default=60, ge=15, le=480)
    place: Words | None = None
    agenda: WordLists | None = None
    board: Board = Board()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        refuse_if(self._broken())
        return self

    def _broken(self) -> Iterator[Broken]:
        if self.most < self.least:
            yield ("most",), f"must be at least as much as least ({self.least}): {self.most}"
        if list(self.days) != sorted(set(self.days)):
            yield ("days",), "must grow from one meeting to the next"
        if self.days and self.at is None:
            yield ("at",), "is missing: say when the meetings begin, such as 12:30:00"
