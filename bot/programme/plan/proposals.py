"""Who is asked before two people become a pair, and for how long."""

from typing import Annotated, Literal

from pydantic import Field

from bot.programme.plan.part import Part


class Proposals(Part):
    """Who says yes to a pair, besides the coordinator who approved it."""

    ask: Literal["nobody", "mentee", "mentor", "both"] = "nobody"
    hours: Annotated[int, Field(ge=12, le=720)] = 72  # during which an answer is awaited
    mentee_first: bool = True  # when both are asked, the mentor once the mentee said yes
    alternates: Annotated[int, Field(ge=0, le=10)] = 2  # proposed by themselves after a no

    def asks(self, role: str) -> bool:
        """Whether somebody in that role is asked."""
        return self.ask in (role, "both")
