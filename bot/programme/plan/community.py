"""What gathers everybody: workshops, and words to the community."""

from datetime import time
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.programme.plan.part import Code, Days, Part, WordLists, Words, refuse_if

_MOST_OPTIONS = 5


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
    who: Literal["mentors", "mentees", "everyone"] = "everyone"
    question: Words | None = None  # asked once it is over


class Poll(Part):
    """A question under a post, answered at a press and told without names."""

    question: Words
    options: WordLists

    @model_validator(mode="after")
    def _enough(self) -> Self:
        held = len(self.options.fr)
        if not 2 <= held <= _MOST_OPTIONS:
            refuse_if([(("options",), f"must hold 2 to {_MOST_OPTIONS} options: {held}")])
        return self


class Community(Part):
    """How the community hears of itself."""

    digest_days: int = Field(default=0, ge=0, le=60)  # between two digests; 0 for none


class Post(Part):
    """Something said to the community on its day."""

    key: Code
    day: int
    at: time
    text: Words
    who: Literal["mentors", "mentees", "everyone"] = "everyone"  # whose presses count
    poll: Poll | None = None
    challenge: bool = False  # whether people may say that they did it
    results_days: Days = 7  # after which what people pressed is told

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if self.challenge and self.poll is not None:
            refuse_if([(("challenge",), "cannot go with a poll: use two posts")])
        return self
