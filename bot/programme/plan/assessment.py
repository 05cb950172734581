"""The same short situations at the start, half-way and at the end: what people would really do."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.programme.plan.part import Broken, Code, Part, WordLists, Words, refuse_if

_OfMentees = Literal["screen", "tool", "unknown"]
_OfMentors = Literal["reassure", "senior", "network"]
# The situations that come with the bot, in the order in which they are told of.
OF_MENTEES: tuple[_OfMentees, ...] = ("screen", "tool", "unknown")
OF_MENTORS: tuple[_OfMentors, ...] = ("reassure", "senior", "network")
MOST_OWN = 3
_LEAST, _MOST = 4, 5  # answers of a situation


class Situation(Part):
    """A situation in a template's own words; its answers go from the least at ease to the most."""

    code: Code
    asked_of: Literal["mentee", "mentor"]
    name: Words  # a few words, for the report
    ask: Words
    answers: WordLists

    @model_validator(mode="after")
    def _few_answers(self) -> Self:
        if not _LEAST <= len(self.answers.fr) <= _MOST:
            what = f"must hold {_LEAST} or {_MOST} answers: {len(self.answers.fr)}"
            refuse_if([(("answers",), what)])
        return self


class Assessment(Part):
    """Whether people assess themselves, in which situations, and what is asked of the exchange."""

    asked: bool = False
    mentees: Annotated[tuple[_OfMentees, ...], Field(max_length=3)] = OF_MENTEES
    mentors: Annotated[tuple[_OfMentors, ...], Field(max_length=3)] = OF_MENTORS
    own: Annotated[tuple[Situation, ...], Field(max_length=MOST_OWN)] = ()
    returns: bool = True  # at the end, what mentees gave and mentors received

    def codes(self, side: str) -> tuple[str, ...]:
        """The situations that mentees, or mentors, are put in."""
        ours = self.mentors if side == "mentor" else self.mentees
        return (*ours, *(each.code for each in self.own if each.asked_of == side))

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse_if(self._broken())
        return self

    def _broken(self) -> Iterator[Broken]:
        for name, codes in (("mentees", self.mentees), ("mentors", self.mentors)):
            if len(set(codes)) < len(codes):
                yield (name,), "names the same situation twice"
        seen: set[str] = {*OF_MENTEES, *OF_MENTORS}
        for place, each in enumerate(self.own):
            if each.code in seen:
                yield ("own", place, "code"), f"{each.code!r} is taken: choose another"
            seen.add(each.code)
        if self.asked and not self.codes("mentee") and not self.codes("mentor"):
            yield ("asked",), "there is no situation to ask about: name one, or write your own"
