"""What the two of a pair may decide together: their modules, how often and how many times."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.programme.plan.part import Days, Part, refuse_if


class Course(Part):
    """Within what limits a pair agrees its sequence of modules."""

    agreed: bool = False  # whether pairs are invited to decide at all
    every_days: tuple[Days, ...] = (7, 14, 21)  # the rhythms one may choose
    least: Annotated[int, Field(ge=1, le=12)] = 2  # sessions
    most: Annotated[int, Field(ge=1, le=12)] = 6

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            refuse_if([(("least",), f"must not be more than most ({self.most}): {self.least}")])
        if not self.every_days or [*self.every_days] != sorted(set(self.every_days)):
            refuse_if([(("every_days",), "must hold one rhythm or more, growing")])
        return self
