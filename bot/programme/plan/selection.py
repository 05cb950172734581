"""Whether mentors are chosen among those who offer to teach."""

from typing import Literal

from bot.programme.plan.part import Part


class Selection(Part):
    """How somebody who offers to teach becomes a mentor."""

    mentors: Literal["everyone", "chosen"] = "everyone"

    def chooses(self, role: str) -> bool:
        """Whether a coordinator decides about somebody who signs up in that role."""
        return self.mentors == "chosen" and role == "mentor"
