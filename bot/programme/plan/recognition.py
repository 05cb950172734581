"""Who hears at the end that somebody taught well, beside their certificate."""

from typing import Literal

from pydantic import Field

from bot.programme.plan.part import Part


class Recognition(Part):
    """Whether mentors' managers are thanked for the time given, when the mentor agrees."""

    managers: Literal["never", "asked"] = "never"
    wait_days: int = Field(default=7, ge=1, le=60)  # from asking mentors to writing to managers
