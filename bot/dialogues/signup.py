"""Signing up: what a mentee wishes to learn, what a mentor can teach, and when they are free."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.calendar.availability import HALF_DAYS
from bot.calendar.zones import city_of
from bot.charter.signing import sign
from bot.charter.text import charter_parts
from bot.conversation.leading import Dialogue, begin, dialogue, open_draft
from bot.dialogues import choices
from bot.dialogues.halfdays import halfdays_amended, halfdays_meant
from bot.dialogues.precision import examples, is_vague, says_less, sharpened
from bot.forms import Choose, Confirm, Consent, Form, Given, Lines, Pick, Scale, Text, Wrong
from bot.forms.field import typed
from bot.message import Buttons, Part, Run, Runs
from bot.people import generations
from bot.programme.lifecycle import dates, takes_in
from bot.programme.plan import Words
from bot.programme.template import plan_of
from bot.scene import Scene
from bot.selection.offers import applied, state_on_arrival
from bot.texts import Typed
from storage.nouns import Draft, Enrolment, Person, Programme


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


_INSIDE = ("applied", "active", "paused")
FORMS: dict[str, type[Form]] = {"mentee": Mentee, "mentor": Mentor, "both": Both}
# Where what people say first is kept.
WISHES = {"mentee": "objectives", "mentor": "skills", "both": "objectives"}


def sign_up(scene: Scene, role: str, wish: str = "") -> bool:
    """Starts a sign-up, with what the person already said they want in its place.

    Says whether there is something to answer; when there is not, they are told why.
    """
    programme, voice = scene.programme, scene.voice
    if programme is None or programme.state == "closed":
        scene.say(voice.para("signup.nothing-open"))
        return False
    enrolment = scene.enrolment
    inside = enrolment is not None and enrolment.state not in ("left", "invited")
    wished, role = WISHES[role], role_offered(scene, role)
    if enrolment is not None and inside and enrolment.role != role:
        scene.say(
            voice.para(f"signup.already-{enrolment.role}"),
            Buttons(
                (
                    voice.button("signup.change-answers", "answers", "primary"),
                    voice.button("button.problem", "ask:problem"),
                    voice.button("button.help", "ask:help"),
                )
            ),
        )
        return False
    if enrolment is not None and enrolment.state != "left" and enrolment.answers:
        change_answers(scene)
        return True
    if programme.state == "draft":
        opens = dates(scene.plan, programme.starts_on)["signup"]
        scene.say(voice.para("signup.not-yet", None, programme=programme.name, day=opens))
        return False
    if not takes_in(scene.plan, programme.state):
        scene.say(voice.para("signup.closed", None, programme=programme.name))
        return False
    form = FORMS[role]
    begun = open_draft(scene, form)
    if begun is not None and "charter" in begun.answers:
        new = {wished: [wish]} if wish else {}
        begin(scene, form, answers=new, intro=(voice.hint("resume.draft"),))
        return True
    answers: dict[str, Any] = {"zone": scene.person.zone}
    if wish:
        answers[wished] = [wish]
    if scene.person.team:
        answers["team"] = scene.person.team
    if enrolment is not None and enrolment.offered and role != "mentee":
        answers["hours"] = str(enrolment.offered)  # agreed beforehand, theirs to change
    if enrolment is not None and role != "both":
        answers |= enrolment.told  # by a list of people; theirs to read and change, or take out
    begin(scene, form, answers=answers, intro=_charter(scene, role, wish))
    return True


def role_offered(scene: Scene, role: str) -> str:
    """That role, or the one that holds it where it is not offered by itself."""
    offered = scene.plan.signup.roles
    return "both" if role not in offered and "both" in offered else role


def change_answers(scene: Scene, new: Mapping[str, Any] | None = None) -> None:
    """Takes up what someone answered when signing up, to read and change it.

    With `new`, some answers are already changed, and wait to be confirmed with the others.
    """
    enrolment = scene.enrolment
    if enrolment is None or enrolment.state == "left" or not enrolment.answers:
        scene.say(scene.voice.para("signup.no-answers-yet"))
        return
    form = FORMS[enrolment.role]
    answers = {**enrolment.answers, "zone": enrolment.answers.get("zone", scene.person.zone)}
    begun = open_draft(scene, form)
    if begun is not None and new:
        scene.work.change(begun, answers={**begun.answers, **new})
    answers |= new or {}
    passed = [
        f.name for f in form.fields if f.optional and f.when is None and f.name not in answers
    ]
    told = (scene.voice.para("signup.your-answers"),)
    begin(scene, form, answers=answers, skipped=passed, intro=told)


def _charter(scene: Scene, role: str, wish: str) -> tuple[Part, ...]:
    """The rules of the game, said before anything is asked."""
    voice, plan = scene.voice, scene.plan
    name = Typed(scene.programme.name if scene.programme else plan.name.of(voice.locale))
    opening: tuple[Part, ...] = (voice.para(f"signup.hello-{role}", None, programme=name),)
    if wish:
        opening += (voice.para(f"signup.noted-{role}", None, wish=(Run(wish, typed=True),)),)
    return (
        *opening,
        voice.title("signup.charter"),
        *charter_parts(voice, plan.charter, role),
    )


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    """Precise objectives to take example from."""
    plan = scene.programme.plan if scene.programme else {}
    offered = examples(plan, draft.answers.get("topics", ()), scene.voice.locale)
    return {"examples": "\n".join(f"• {each}" for each in offered)}


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    programme = scene.programme
    if programme is None:  # `_too_late` saw to it
        return
    kept = {name: value for name, value in answers.items() if name != "sure"}
    if "precise" in kept:
        kept["objectives"] = sharpened(kept["objectives"], kept.pop("precise"))
    before = scene.enrolment
    state = state_on_arrival(scene.work, scene.plan, before, draft.form)
    if before is None:
        place = scene.work.add(
            Enrolment(
                programme_id=programme.id,
                person_id=scene.person.id,
                role=draft.form,
                state=state,
                answers=kept,
                joined_at=scene.work.now,
                look_at=scene.work.now,
            )
        )
    else:
        place = scene.work.change(
            before,
            answers=kept,
            told={},
            role=before.role if before.state == "active" else draft.form,
            state=state,
            left_at=None,
            look_at=scene.work.now,
        )
    sign(scene.work, place, str(kept["charter"]), "signup")
    if state == "applied":
        applied(scene.work, place)
    _remember(scene, kept)
    for other in FORMS.values():
        begun = open_draft(scene, other)
        if begun is not None:
            scene.work.change(begun, state="cancelled", answers={}, look_at=None)
    voice = scene.voice
    if before is not None and before.state in _INSIDE and before.answers:
        scene.say(voice.para("signup.updated"))
        return
    scene.say(
        voice.para("signup.done", None, name=(Run(_first_name(scene.person), typed=True),)),
        *_what_next(scene, programme, place),
        Buttons(
            (voice.button("signup.change-answers", "answers"), voice.button("button.me", "me"))
        ),
    )


def _what_next(scene: Scene, programme: Programme, place: Enrolment) -> tuple[Part, ...]:
    """Who decides next, when pairs are formed, or how a session is asked for."""
    voice, plan, role = scene.voice, scene.plan, place.role
    if place.state == "applied":
        return (voice.para("signup.next-applied"),)
    told, request = dates(plan, programme.starts_on), plan.on_request
    if request.paired:
        return (voice.para(f"signup.next-{role}", None, day=told["matching"]),)
    hours = request.answer_hours
    if programme.state != "running":
        day = told["running"]
        return (voice.para(f"signup.on-request-{role}", None, day=day, hours=hours),)
    return (voice.para(f"signup.on-request-now-{role}", None, hours=hours),)


def _remember(scene: Scene, answers: Mapping[str, Any]) -> None:
    """What is true of the person in every programme."""
    wanted = {"zone": answers["zone"], "team": answers.get("team", scene.person.team)}
    if any(getattr(scene.person, name) != value for name, value in wanted.items()):
        scene.person = scene.work.change(scene.person, **wanted)


def _first_name(person: Person) -> str:
    return person.name.split()[0] if person.name.split() else person.name


def _too_late(scene: Scene, draft: Draft) -> bool:
    """Whether sign-up closed meanwhile; whoever is in may change their answers until the end."""
    programme, enrolment = scene.programme, scene.enrolment
    if programme is None or programme.state == "closed":
        return True
    inside = enrolment is not None and enrolment.state != "left" and bool(enrolment.answers)
    return not takes_in(scene.plan, programme.state) and not inside


dialogue(
    Dialogue(Mentee, _finish, _facts, _too_late, refused="signup.refused", lapsed="signup.closed")
)
dialogue(
    Dialogue(Both, _finish, _facts, _too_late, refused="signup.refused", lapsed="signup.closed")
)
dialogue(
    Dialogue(Mentor, _finish, lapse=_too_late, refused="signup.refused", lapsed="signup.closed")
)
