"""The plan of a programme: what a template says, checked field by field.

Days count from the programme's start (its kick-off), negative before it. Times are local to the
programme. Every text is given in French and in English. docs/templates.md explains every key.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from bot.programme.lines import Path
from bot.programme.plan.assessment import Assessment, Situation
from bot.programme.plan.calendar import Calendar
from bot.programme.plan.circles import Circle
from bot.programme.plan.community import Community, Post, Workshop
from bot.programme.plan.course import Course
from bot.programme.plan.messages import Messages
from bot.programme.plan.on_request import OnRequest
from bot.programme.plan.part import (
    Broken,
    Code,
    Part,
    Sentence,
    WordLists,
    Words,
    Zone,
    refuse_if,
)
from bot.programme.plan.polls import Polls
from bot.programme.plan.proposals import Proposals
from bot.programme.plan.recognition import Recognition
from bot.programme.plan.rules import Prefer, Rules
from bot.programme.plan.selection import Selection
from bot.programme.plan.sessions import Momentum, Sessions
from bot.programme.plan.signup import Charter, Signup, Topic

_P = TypeVar("_P", Topic, Workshop, Post, Circle)


def _name_of(part: Topic | Workshop | Post | Circle) -> tuple[str, str]:
    return ("code", part.code) if isinstance(part, Topic) else ("key", part.key)


def _each_once(parts: tuple[_P, ...]) -> tuple[_P, ...]:
    seen: dict[str, int] = {}
    broken: list[Broken] = []
    for place, part in enumerate(parts):
        field, name = _name_of(part)
        first = seen.setdefault(name, place)
        if first != place:
            what = f"{name!r} is taken by number {first + 1}: choose another"
            broken.append(((place, field), what))
    refuse_if(broken)
    return parts


class Plan(Part):
    """A whole template."""

    schema_: Literal[1] = Field(alias="schema")
    key: Code
    name: Words
    about: Words
    follows: Words  # the real programme it is modelled on
    starts_on: date
    zone: Zone
    locale: Literal["fr", "en"] = "fr"
    tone: Literal["vous", "tu"] = "vous"
    induction: Literal["offered", "asked"] = "offered"  # of mentors, before they first meet
    calendar: Calendar
    signup: Signup
    selection: Selection = Selection()
    topics: Annotated[tuple[Topic, ...], AfterValidator(_each_once)] = Field(min_length=1)
    charter: Charter
    sessions: Sessions
    course: Course = Course()
    momentum: Momentum
    messages: Messages = Messages()
    rules: Rules
    on_request: OnRequest = OnRequest()
    proposals: Proposals = Proposals()
    polls: Polls
    assessment: Assessment = Assessment()
    recognition: Recognition = Recognition()
    workshops: Annotated[tuple[Workshop, ...], AfterValidator(_each_once)] = ()
    posts: Annotated[tuple[Post, ...], AfterValidator(_each_once)] = ()
    community: Community = Community()
    circles: Annotated[tuple[Circle, ...], AfterValidator(_each_once)] = ()

    @model_validator(mode="after")
    def _in_time(self) -> Self:
        refuse_if(self._broken())
        return self

    def _broken(self) -> Iterator[Broken]:
        calendar = self.calendar
        span = f"signup (day {calendar.signup}) and closed (day {calendar.closed})"
        days: list[tuple[Path, int]] = [
            (("workshops", place, "day"), each.day) for place, each in enumerate(self.workshops)
        ]
        days += [(("posts", place, "day"), each.day) for place, each in enumerate(self.posts)]
        days += [
            (("circles", place, "days", n), day)
            for place, each in enumerate(self.circles)
            for n, day in enumerate(each.days)
        ]
        for where, day in days:
            if not calendar.signup <= day <= calendar.closed:
                yield where, f"must lie between {span}: {day}"
        widest = calendar.running + self.sessions.first_within_days
        widest += (self.course.most - 1) * self.course.every_days[-1]
        if self.course.agreed and widest > calendar.closing:
            what = f"may take a pair to day {widest}, after closing (day {calendar.closing})"
            yield ("course", "most"), f"{what}: lower it, or the longest of every_days"
        if self.selection.mentors == "chosen" and "mentor" not in self.signup.roles:
            what = "chooses mentors, and nobody signs up as one: add mentor to signup.roles"
            yield ("selection", "mentors"), what
        last = calendar.running + self.sessions.span
        if last > calendar.closing:
            what = f"takes {self.sessions.count} sessions to day {last}"
            too_late = f"after closing (day {calendar.closing})"
            yield ("sessions", "every_days"), f"{what}, {too_late}: shorten it, or close later"


__all__ = [
    "Assessment",
    "Broken",
    "Calendar",
    "Charter",
    "Circle",
    "Code",
    "Community",
    "Course",
    "Messages",
    "Momentum",
    "OnRequest",
    "Part",
    "Plan",
    "Polls",
    "Post",
    "Prefer",
    "Proposals",
    "Recognition",
    "Rules",
    "Selection",
    "Sentence",
    "Sessions",
    "Signup",
    "Situation",
    "Topic",
    "WordLists",
    "Words",
    "Workshop",
    "refuse_if",
]
