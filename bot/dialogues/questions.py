"""The questions of sign-up: what somebody wishes to learn or can teach, when, where and how."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.calendar.availability import HALF_DAYS
from bot.calendar.zones import city_of
from bot.dialogues import choices
from bot.dialogues.halfdays import halfdays_amended, halfdays_meant
from bot.dialogues.precision import is_vague, says_less
from bot.forms import Choose, Confirm, Consent, Form, Given, Lines, Pick, Scale, Text, Wrong
from bot.forms.field import typed
from bot.message import Run, Runs
from bot.people import generations
from bot.programme.plan import Words
from bot.programme.template import plan_of


def _revision(given: Given) -> str:
    return str(given.plan["charter"]["revision"])


def agreement(role: str) -> Consent:
    """The question whether somebody in that role agrees to the charter."""

    def terms(given: Given) -> tuple[str, ...]:
        return plan_of(given.plan).charter.terms(role, given.voice.locale)

    return Consent(revision=_revision, terms=terms)


def _meets_somewhere(answers: Mapping[str, Any]) -> bool:
    return answers.get("format") in ("in-person", "either")


def _example(name: str) -> Callable[[Given], str]:
    """What an answer may look like in a programme that says so itself."""

    def example(given: Given) -> str:
        words: Words | None = getattr(plan_of(given.plan).signup.example, name)
        return words.of(given.voice.locale) if words else ""

    return example


def _offers_hours(given: Given) -> bool:
    return bool(given.plan.get("on_request", {}).get("hours"))


def _chosen(given: Given) -> bool:
    """Whether mentors are chosen, by how they would act in a few situations."""
    return bool(given.plan.get("selection", {}).get("mentors") == "chosen")


def _topics(near: str, texts: str = "") -> Pick:
    """The subjects, those that an earlier answer names ticked from the start."""
    suggests = choices.topics_near(near)
    return Pick(among=choices.topics, at_least=1, at_most=4, suggests=suggests, texts=texts)


TOPICS = _topics("objectives")


class _HalfDays(Pick):
    """Half-days, in words read exactly: `jamais lundi matin` holds a choice it does not mean."""

    def read(self, text: str, given: Given) -> list[str]:
        meant = halfdays_meant(text, given)
        return self.check(meant, given) if meant else super().read(text, given)


HALFDAYS = _HalfDays(
    among=choices.labelled("halfday", HALF_DAYS),
    at_least=1,
    amends=halfdays_amended,
)


class _Zone(Text):
    """A time zone, read back as its city."""

    def show(self, value: Any, given: Given) -> Runs:
        return (Run(city_of(str(value), given.voice.locale)),)


class _Format(Choose):
    """How to meet, in any words that say it: `en visio`, `peu importe`."""

    def read(self, text: str, given: Given) -> str:
        return choices.format_meant(text) or super().read(text, given)


ZONE = _Zone(at_most=60, meaning=choices.zone_meant)
LANGUAGES = Pick(among=choices.languages, at_least=1)
FORMAT = _Format(among=choices.labelled("format", ("in-person", "remote", "either")))
PLACE = Text(at_most=120, when=_meets_somewhere)
TEAM = Text(
    at_most=80,
    optional=True,
    where=lambda given: bool(given.plan.get("signup", {}).get("ask_team", True)),
)
AGE = Choose(
    among=choices.labelled("age", generations.AGES),
    optional=True,
    private=True,
    where=lambda given: generations.asks_age(given.plan),
)
SENIORITY = Choose(
    among=choices.labelled("seniority", generations.SENIORITIES),
    optional=True,
    private=True,
    where=lambda given: generations.asks_seniority(given.plan),
)
AVOID = Text(at_most=200, optional=True, private=True, meaning=choices.somebody_meant)
HOURS = Choose(among=choices.hours, where=_offers_hours)


def _keeps_the_better(answers: Mapping[str, Any]) -> Mapping[str, Wrong]:
    """What is asked to be more precise and says less is not kept."""
    first, precise = answers.get("objectives", ()), answers.get("precise", ())
    if not precise or not says_less(precise, first):
        return {}
    return {"precise": Wrong("says-less", said=typed(" ; ".join(first)))}


class Mentee(Form, name="mentee"):
    """Someone who wishes to learn."""

    charter = agreement("mentee")
    objectives = Lines(at_least=1, at_most=2, each=300, example=_example("objective"))
    topics = TOPICS
    precise = Lines(
        at_most=2,
        each=300,
        optional=True,
        when=lambda answers: is_vague(answers.get("objectives", ())),
    )
    already = Text(at_most=400, optional=True)
    level = Scale()
    halfdays = HALFDAYS
    zone = ZONE
    languages = LANGUAGES
    format = FORMAT
    place = PLACE
    team = TEAM
    age = AGE
    seniority = SENIORITY
    avoid = AVOID
    sure = Confirm()

    @classmethod
    def check(cls, answers: Mapping[str, Any], given: Given) -> Mapping[str, Wrong]:
        return _keeps_the_better(answers)


class Mentor(Form, name="mentor"):
    """Someone who can teach."""

    charter = agreement("mentor")
    skills = Lines(at_least=1, at_most=5, each=300, example=_example("skill"))
    topics = _topics("skills")
    level = Scale()
    show = Text(at_most=400)
    case = Text(at_most=600, where=_chosen, private=True)
    reassure = Text(at_most=400, example=_example("doubt"))
    lost = Text(at_most=600, where=_chosen, private=True)
    capacity = Choose(among=choices.capacities)
    hours = HOURS
    halfdays = HALFDAYS
    zone = ZONE
    languages = LANGUAGES
    format = FORMAT
    place = PLACE
    team = TEAM
    age = AGE
    seniority = SENIORITY
    avoid = AVOID
    sure = Confirm()


class Both(Form, name="both"):
    """Someone who learns from the other and teaches them in return."""

    charter = agreement("both")
    objectives = Lines(
        at_least=1,
        at_most=2,
        each=300,
        example=_example("objective"),
        texts="form.mentee.objectives",
    )
    topics = _topics("objectives", texts="form.mentee.topics")
    precise = Lines(
        at_most=2,
        each=300,
        optional=True,
        when=lambda answers: is_vague(answers.get("objectives", ())),
        texts="form.mentee.precise",
    )
    already = Text(at_most=400, optional=True)
    level = Scale(texts="form.mentee.level")
    skills = Lines(
        at_least=1, at_most=5, each=300, example=_example("skill"), texts="form.mentor.skills"
    )
    teaches = _topics("skills")
    reassure = Text(at_most=400, example=_example("doubt"))
    hours = HOURS
    halfdays = HALFDAYS
    zone = ZONE
    languages = LANGUAGES
    format = FORMAT
    place = PLACE
    team = TEAM
    avoid = AVOID
    sure = Confirm()

    @classmethod
    def check(cls, answers: Mapping[str, Any], given: Given) -> Mapping[str, Wrong]:
        return _keeps_the_better(answers)


FORMS: dict[str, type[Form]] = {"mentee": Mentee, "mentor": Mentor, "both": Both}
# Where what people say first is kept.
WISHES = {"mentee": "objectives", "mentor": "skills", "both": "objectives"}
