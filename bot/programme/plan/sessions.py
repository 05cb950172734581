"""The meetings of a pair, and what happens when it falls silent."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.programme.plan.part import Days, Part, WordLists, refuse_if


class Sessions(Part):
    """The meetings of a pair."""

    count: int = Field(ge=1, le=52)
    minutes: int = Field(ge=15, le=480)
    every_days: Days  # the rhythm hoped for between two sessions
    first_within_days: Days
    remind_hours: tuple[Annotated[int, Field(ge=1)], ...] = (24, 1)
    notice_hours: int = Field(default=24, ge=0)  # the soonest a session may be planned from now
    extra: int = Field(default=0, ge=0)  # how many more a pair may ask for
    prepare: WordLists  # what to prepare, one sentence for each session

    @property
    def span(self) -> int:
        """Days from the beginning until the last session, at the rhythm hoped for."""
        return self.first_within_days + (self.count - 1) * self.every_days

    @model_validator(mode="after")
    def _all_prepared(self) -> Self:
        held = len(self.prepare.fr)
        if held != self.count:
            refuse_if([(("prepare",), f"must hold {self.count} sentences, as count says: {held}")])
        return self


class Momentum(Part):
    """What happens when a pair falls silent."""

    first_hours: int = Field(default=24, ge=0)  # nobody proposed anything yet; 0: no such message
    nudge_days: tuple[Days, ...] = (7, 14)  # without a planned session
    alert_days: Days = 21
    cancellations: int = Field(default=2, ge=1)
    moves: int = Field(default=2, ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [*self.nudge_days, self.alert_days]
        if days != sorted(set(days)):
            what = "must grow from one to the next and stay under alert_days"
            refuse_if([(("nudge_days",), f"{what} ({self.alert_days})")])
        if self.first_hours >= days[0] * 24:
            what = f"must come before the first nudge (day {days[0]})"
            refuse_if([(("first_hours",), what)])
        return self
