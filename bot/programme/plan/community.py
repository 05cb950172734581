"""What gathers everybody: workshops, and words to the community."""

from datetime import time

from pydantic import Field

from bot.programme.plan.part import Code, Part, WordLists, Words


class Workshop(Part):
    """A collective moment."""

    key: Code
    title: Words
    agenda: WordLists
    day: int
    at: time
    minutes: int = Field(ge=15, le=1440)
    place: Words
    invite_days: int = Field(default=14, ge=0)  # how long before it the invitation leaves
    question: Words | None = None  # asked once it is over


class Post(Part):
    """Something said to the community on its day."""

    key: Code
    day: int
    at: time
    text: Words
