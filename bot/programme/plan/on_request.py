"""Sessions on request: who may ask for one, how long, and who is asked when somebody is silent."""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.programme.plan.part import Broken, Part, refuse_if

_Length = Annotated[int, Field(ge=15, le=480)]


class OnRequest(Part):
    """Sessions asked for one at a time, of whoever can give them best."""

    allowed: bool = False
    paired: bool = True  # whether people are paired beforehand as well
    minutes: tuple[_Length, ...] = Field(default=(60,), min_length=1, max_length=6)
    answer_hours: int = Field(default=48, ge=1, le=336)  # then the next best is asked
    each: int = Field(default=3, ge=1, le=52)  # how many one person may have
    queue: int = Field(default=3, ge=1, le=20)  # how many are asked in turn
    precise: bool = False  # whether the one precise point is asked for
    hours: int = Field(default=0, ge=0, le=100)  # the most a mentor may offer in all

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse_if(self._broken())
        return self

    def _broken(self) -> Iterator[Broken]:
        if not self.allowed and not self.paired:
            yield ("paired",), "nobody would ever meet: set allowed = true as well"
        if len(set(self.minutes)) < len(self.minutes) or sorted(self.minutes) != [*self.minutes]:
            yield ("minutes",), "must grow from one length to the next"
        if self.hours and max(self.minutes) > self.hours * 60:
            yield ("hours",), f"must hold the longest session ({max(self.minutes)} minutes)"
