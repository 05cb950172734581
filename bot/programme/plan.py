"""The plan of a programme: what a template says, checked field by field.

Days count from the programme's start (its kick-off), negative before it. Times are local to the
programme. Every text is given in French and in English. docs/templates.md explains every key.
"""

from collections.abc import Iterable, Iterator
from datetime import date, time
from itertools import pairwise
from typing import Annotated, Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bot.programme.lines import Path
from matching.people import How, Strategy

Broken = tuple[Path, str]  # where, seen from the part that holds the rule, and what to do


def refuse_if(broken: Iterable[Broken]) -> None:
    """Refuses a part with all its broken rules at once; a template's reader finds their lines."""
    found = [*broken]
    if found:
        text = "; ".join(what for _, what in found)
        # Braces would be read as places to fill in.
        raise PydanticCustomError("rules", "{text}", {"text": text, "broken": found})


def _said(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("empty", "is empty: write the sentence")
    return text


def _spelled(text: str) -> str:
    if not any(letter.isalnum() for letter in text):
        raise PydanticCustomError("spelled", "has no letter: write a word")
    return text


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (LookupError, ValueError, OSError) as error:  # unknown, malformed, a folder of zones
        what = "is no time zone: write one such as Europe/Paris"
        raise PydanticCustomError("zone", what) from error
    return zone


Sentence = Annotated[str, AfterValidator(_said)]
Synonym = Annotated[str, Field(max_length=80), AfterValidator(_spelled)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Zone = Annotated[str, AfterValidator(_known_zone)]
Days = Annotated[int, Field(ge=1)]


class Part(BaseModel):
    """A part of what is written in TOML: no key but its own, and never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """A sentence in each language."""

    fr: Sentence
    en: Sentence

    def of(self, locale: str) -> str:
        """The sentence in that language."""
        return self.en if locale == "en" else self.fr


class WordLists(Part):
    """Several sentences in each language, as many in both."""

    fr: tuple[Sentence, ...] = Field(min_length=1)
    en: tuple[Sentence, ...] = Field(min_length=1)

    def of(self, locale: str) -> tuple[str, ...]:
        """The sentences in that language."""
        return self.en if locale == "en" else self.fr

    @model_validator(mode="after")
    def _same_length(self) -> Self:
        if len(self.fr) != len(self.en):
            held = f"fr holds {len(self.fr)}, en holds {len(self.en)}"
            refuse_if([((), f"must hold as many sentences in both languages: {held}")])
        return self


class Topic(Words):
    """A subject that can be learned or taught."""

    code: Code
    examples: WordLists | None = None  # precise objectives, for someone whose own is vague


class Charter(Part):
    """The rules of the game; a new revision asks everyone again."""

    revision: Sentence
    clauses: WordLists


class Calendar(Part):
    """When each phase begins, in days from the start."""

    signup: int
    matching: int
    kickoff: int = 0
    running: int = 1
    midway: int | None = None  # the day of the midway poll; without it there is none
    closing: int
    closed: int

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_if(self._broken())
        return self

    def _broken(self) -> Iterator[Broken]:
        order = ("signup", "matching", "kickoff", "running", "closing", "closed")
        for before, after in pairwise(order):
            first, then = getattr(self, before), getattr(self, after)
            if then < first:
                yield (after,), f"comes on day {then}, before {before} (day {first}): put it after"
        if self.midway is not None and not self.running <= self.midway <= self.closing:
            span = f"running (day {self.running}) and closing (day {self.closing})"
            yield ("midway",), f"must lie between {span}"


class Sessions(Part):
    """The meetings of a pair."""

    count: int = Field(ge=1, le=52)
    minutes: int = Field(ge=15, le=480)
    every_days: Days  # the rhythm hoped for between two sessions
    first_within_days: Days
    remind_hours: tuple[Annotated[int, Field(ge=1)], ...] = (24, 1)
    notice_hours: int = Field(default=24, ge=0)  # the soonest a session may be planned from now
    extra: int = Field(default=0, ge=0)  # how many more a pair may ask for
    prepare: WordLists  # what to prepare, one sentence for each session

    @property
    def span(self) -> int:
        """Days from the beginning until the last session, at the rhythm hoped for."""
        return self.first_within_days + (self.count - 1) * self.every_days

    @model_validator(mode="after")
    def _all_prepared(self) -> Self:
        held = len(self.prepare.fr)
        if held != self.count:
            refuse_if([(("prepare",), f"must hold {self.count} sentences, as count says: {held}")])
        return self


class Momentum(Part):
    """What happens when a pair falls silent."""

    nudge_days: tuple[Days, ...] = (7, 14)  # without a planned session
    alert_days: Days = 21
    cancellations: int = Field(default=2, ge=1)
    moves: int = Field(default=2, ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [*self.nudge_days, self.alert_days]
        if days != sorted(set(days)):
            what = "must grow from one to the next and stay under alert_days"
            refuse_if([(("nudge_days",), f"{what} ({self.alert_days})")])
        return self


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


class Prefer(Part):
    """What makes one of two close pairs better, and how much."""

    hours: How = "a little"
    format: How = "a little"
    generations: How = "a little"
    departments: How = "a little"
    waiting: How = "somewhat"


class Rules(Part):
    """What bars a pair, and how pairs are chosen among those that are left."""

    same_team: bool = True
    reporting_line: bool = True
    common_language: bool = True
    common_halfday: bool = True
    strategy: Strategy = "greedy"
    every_mentor: bool = False
    prefer: Prefer = Prefer()
    synonyms: dict[Synonym, Annotated[tuple[Synonym, ...], Field(min_length=1, max_length=20)]] = (
        Field(default={}, max_length=300)
    )


class Polls(Part):
    """How answers are treated."""

    anonymous: tuple[Literal["midway", "closing"], ...] = ()
    floor: int = Field(default=5, ge=5)  # fewest answers ever shown together
    expire_days: Days = 14
    remind_days: Days = 3

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.remind_days >= self.expire_days:
            what = f"must be less than expire_days ({self.expire_days})"
            refuse_if([(("remind_days",), what)])
        return self


class Signup(Part):
    """What is asked of those who sign up."""

    roles: tuple[Literal["mentee", "mentor"], ...] = Field(("mentee", "mentor"), min_length=1)
    capacity: Annotated[int, Field(ge=1, le=20)] = 2  # the most a mentor may take
    languages: tuple[Annotated[str, Field(pattern="^[a-z]{2,3}$")], ...] = Field(
        ("fr", "en"), min_length=1
    )
    ask_team: bool = True
    remind_days: tuple[Days, ...] = (2, 6)  # after leaving a form half filled


_P = TypeVar("_P", Topic, Workshop, Post)


def _name_of(part: Topic | Workshop | Post) -> tuple[str, str]:
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
    calendar: Calendar
    signup: Signup
    topics: Annotated[tuple[Topic, ...], AfterValidator(_each_once)] = Field(min_length=1)
    charter: Charter
    sessions: Sessions
    momentum: Momentum
    rules: Rules
    polls: Polls
    workshops: Annotated[tuple[Workshop, ...], AfterValidator(_each_once)] = ()
    posts: Annotated[tuple[Post, ...], AfterValidator(_each_once)] = ()

    @model_validator(mode="after")
    def _in_time(self) -> Self:
        refuse_if(self._broken())
        return self

    def _broken(self) -> Iterator[Broken]:
        calendar = self.calendar
        span = f"signup (day {calendar.signup}) and closed (day {calendar.closed})"
        days = [(("workshops", place), each.day) for place, each in enumerate(self.workshops)]
        days += [(("posts", place), each.day) for place, each in enumerate(self.posts)]
        for where, day in days:
            if not calendar.signup <= day <= calendar.closed:
                yield (*where, "day"), f"must lie between {span}: {day}"
        last = calendar.running + self.sessions.span
        if last > calendar.closing:
            what = f"takes {self.sessions.count} sessions to day {last}"
            too_late = f"after closing (day {calendar.closing})"
            yield ("sessions", "every_days"), f"{what}, {too_late}: shorten it, or close later"
