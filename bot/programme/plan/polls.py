"""How answers are treated."""

from typing import Literal, Self

from pydantic import Field, model_validator

from bot.programme.plan.part import Days, Part, refuse_if


class Polls(Part):
    """How answers are treated."""

    anonymous: tuple[Literal["midway", "closing"], ...] = ()
    floor: int = Field(default=5, ge=5)  # fewest answers ever shown together
    expire_days: Days = 14
    remind_days: Days = 3

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.remind_days >= self.expire_days:
            what = f"must be less than expire_days ({self.expire_days})"
            refuse_if([(("remind_days",), what)])
        return self
