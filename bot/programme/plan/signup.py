"""Who may sign up, what they are asked, what can be learned, and the rules they agree to."""

from typing import Annotated, Literal

from pydantic import Field

from bot.programme.plan.part import Code, Days, Part, Sentence, WordLists, Words


class Topic(Words):
    """A subject that can be learned or taught."""

    code: Code
    examples: WordLists | None = None  # precise objectives, for someone whose own is vague


class Charter(Part):
    """The rules of the game; a new revision asks everyone again."""

    revision: Sentence
    clauses: WordLists


class Signup(Part):
    """What is asked of those who sign up."""

    roles: tuple[Literal["mentee", "mentor"], ...] = Field(("mentee", "mentor"), min_length=1)
    capacity: Annotated[int, Field(ge=1, le=20)] = 2  # the most a mentor may take
    languages: tuple[Annotated[str, Field(pattern="^[a-z]{2,3}$")], ...] = Field(
        ("fr", "en"), min_length=1
    )
    ask_team: bool = True
    remind_days: tuple[Days, ...] = (2, 6)  # after leaving a form half filled
