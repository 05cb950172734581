"""How much people hear."""

from pydantic import Field

from bot.programme.plan.part import Part


class Messages(Part):
    """How much a person hears of the bot's own accord."""

    per_week: int = Field(default=5, ge=1, le=50)  # from then on, what can wait does
