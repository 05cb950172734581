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
    mentee: WordLists | None = None  # what those who learn agree to besides
    mentor: WordLists | None = None  # what those who teach agree to besides

    def terms(self, role: str, locale: str) -> tuple[str, ...]:
        """What somebody in that role agrees to: the clauses of all, then their own."""
        lists = {"mentee": self.mentee, "mentor": self.mentor}
        own = [each for name, each in lists.items() if each and role in (name, "both")]
        return tuple(clause for each in (self.clauses, *own) for clause in each.of(locale))


class Example(Part):
    """What an answer may look like in this programme; what it leaves out is said as usual."""

    objective: Words | None = None
    skill: Words | None = None
    doubt: Words | None = None  # what somebody might say, and a mentor tells how they answer


class Signup(Part):
    """What is asked of those who sign up."""

    roles: tuple[Literal["mentee", "mentor", "both"], ...] = Field(
        ("mentee", "mentor"), min_length=1
    )
    capacity: Annotated[int, Field(ge=1, le=20)] = 2  # the most a mentor may take
    languages: tuple[Annotated[str, Field(pattern="^[a-z]{2,3}$")], ...] = Field(
        ("fr", "en"), min_length=1
    )
    ask_team: bool = True
    ask_age: bool = False  # by ranges, optional, and only while a rule uses it
    ask_seniority: bool = False  # likewise, in years of work
    remind_days: tuple[Days, ...] = (2, 6)  # after leaving a form half filled
    example: Example = Example()
