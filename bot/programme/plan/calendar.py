"""When each phase of a programme begins."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Self

from pydantic import model_validator

from bot.programme.plan.part import Broken, Part, refuse_if


class Calendar(Part):
    """When each phase begins, in days from the start."""

    signup: int
    matching: int
    kickoff: int = 0
    running: int = 1
    midway: int | None = None  # the day of the midway poll; without it there is none
    closing: int
    closed: int

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_if(self._broken())
        return self

    def _broken(self) -> Iterator[Broken]:
        order = ("signup", "matching", "kickoff", "running", "closing", "closed")
        for before, after in pairwise(order):
            first, then = getattr(self, before), getattr(self, after)
            if then < first:
                yield (after,), f"comes on day {then}, before {before} (day {first}): put it after"
        if self.midway is not None and not self.running <= self.midway <= self.closing:
            span = f"running (day {self.running}) and closing (day {self.closing})"
            yield ("midway",), f"must lie between {span}"
