"""Signing up: what a mentee wishes to learn, what a mentor can teach, and when they are free."""

from collections.abc import Mapping
from typing import Any

from bot.calendar.availability import HALF_DAYS
from bot.conversation.leading import Dialogue, begin, dialogue, open_draft
from bot.dialogues import choices
from bot.dialogues.precision import examples, is_vague
from bot.forms import Choose, Confirm, Consent, Form, Given, Lines, Pick, Scale, Text
from bot.message import Bullets, Buttons, Part, Run, Runs
from bot.programme.lifecycle import dates
from bot.programme.template import plan_of
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Draft, Enrolment, Person


def _revision(given: Given) -> str:
    return str(given.plan["charter"]["revision"])


def _clauses(given: Given) -> tuple[str, ...]:
    return plan_of(given.plan).charter.clauses.of(given.voice.locale)


def _meets_somewhere(answers: Mapping[str, Any]) -> bool:
    return answers.get("format") in ("in-person", "either")


CHARTER = Consent(revision=_revision, terms=_clauses)
TOPICS = Pick(among=choices.topics, at_least=1, at_most=4)
HALFDAYS = Pick(
    among=choices.labelled("halfday", HALF_DAYS), at_least=1, meaning=choices.halfdays_meant
)


class _Zone(Text):
    """A time zone, read back as its city."""

    def show(self, value: Any, given: Given) -> Runs:
        return (Run(str(value).rsplit("/", 1)[-1].replace("_", " ")),)


ZONE = _Zone(at_most=60, meaning=choices.zone_meant)
LANGUAGES = Pick(among=choices.languages, at_least=1)
FORMAT = Choose(among=choices.labelled("format", ("in-person", "remote", "either")))
PLACE = Text(at_most=120, when=_meets_somewhere)
TEAM = Text(at_most=80, optional=True)
AVOID = Text(at_most=200, optional=True, private=True)


class Mentee(Form, name="mentee"):
    """Someone who wishes to learn."""

    charter = CHARTER
    objectives = Lines(at_least=1, at_most=2, each=300)
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
    avoid = AVOID
    sure = Confirm()


class Mentor(Form, name="mentor"):
    """Someone who can teach."""

    charter = CHARTER
    skills = Lines(at_least=1, at_most=5, each=300)
    topics = TOPICS
    level = Scale()
    show = Text(at_most=400)
    reassure = Text(at_most=400)
    capacity = Choose(among=choices.capacities)
    halfdays = HALFDAYS
    zone = ZONE
    languages = LANGUAGES
    format = FORMAT
    place = PLACE
    team = TEAM
    avoid = AVOID
    sure = Confirm()


FORMS = {"mentee": Mentee, "mentor": Mentor}
WISHES = {"mentee": "objectives", "mentor": "skills"}  # where what people say first is kept


def sign_up(scene: Scene, role: str, wish: str = "") -> None:
    """Starts a sign-up, with what the person already said they want in its place."""
    programme, voice = scene.programme, scene.voice
    if programme is None or programme.state == "closed":
        scene.say(voice.para("signup.nothing-open"))
        return
    enrolment = scene.enrolment
    inside = enrolment is not None and enrolment.state not in ("left", "invited")
    if enrolment is not None and inside and enrolment.role != role:
        scene.say(
            voice.para(f"signup.already-{enrolment.role}"),
            Buttons((voice.button("signup.change-answers", "answers", "primary"),)),
        )
        return
    if enrolment is not None and enrolment.state != "left" and enrolment.answers:
        change_answers(scene)
        return
    if programme.state == "draft":
        opens = dates(scene.plan, programme.starts_on)["signup"]
        scene.say(voice.para("signup.not-yet", None, programme=programme.name, day=opens))
        return
    if programme.state != "signup":
        scene.say(voice.para("signup.closed", None, programme=programme.name))
        return
    form, wished = FORMS[role], WISHES[role]
    begun = open_draft(scene, form)
    if begun is not None and "charter" in begun.answers:
        new = {wished: [wish]} if wish else {}
        begin(scene, form, answers=new, intro=(voice.hint("resume.draft"),))
        return
    answers: dict[str, Any] = {"zone": scene.person.zone}
    if wish:
        answers[wished] = [wish]
    if scene.person.team:
        answers["team"] = scene.person.team
    begin(scene, form, answers=answers, intro=_charter(scene, role, wish))


def change_answers(scene: Scene, new: Mapping[str, Any] | None = None) -> None:
    """Takes up what someone answered when signing up, to read and change it.

    With `new`, some answers are already changed, and wait to be confirmed with the others.
    """
    enrolment = scene.enrolment
    if enrolment is None or enrolment.state == "left" or not enrolment.answers:
        scene.say(scene.voice.para("signup.no-answers-yet"))
        return
    form = FORMS["mentor" if enrolment.role == "mentor" else "mentee"]
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
    clauses = plan.charter.clauses.of(voice.locale)
    name = Typed(scene.programme.name if scene.programme else plan.name.of(voice.locale))
    opening: tuple[Part, ...] = (voice.para(f"signup.hello-{role}", None, programme=name),)
    if wish:
        opening += (voice.para(f"signup.noted-{role}", None, wish=(Run(wish, typed=True),)),)
    return (
        *opening,
        voice.title("signup.charter"),
        Bullets(tuple((Run(clause),) for clause in clauses)),
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
        kept["objectives"] = kept.pop("precise")
    before = scene.enrolment
    if before is None:
        scene.work.add(
            Enrolment(
                programme_id=programme.id,
                person_id=scene.person.id,
                role=draft.form,
                answers=kept,
                joined_at=scene.work.now,
                look_at=scene.work.now,
            )
        )
    else:
        scene.work.change(
            before,
            answers=kept,
            role=before.role if before.state == "active" else draft.form,
            state="paused" if before.state == "paused" else "active",
            left_at=None,
            look_at=scene.work.now,
        )
    _remember(scene, kept)
    for other in FORMS.values():
        begun = open_draft(scene, other)
        if begun is not None:
            scene.work.change(begun, state="cancelled", answers={}, look_at=None)
    voice = scene.voice
    if before is not None and before.state in ("active", "paused") and before.answers:
        scene.say(voice.para("signup.updated"))
        return
    told = dates(scene.plan, programme.starts_on)
    scene.say(
        voice.para("signup.done", None, name=(Run(_first_name(scene.person), typed=True),)),
        voice.para(f"signup.next-{draft.form}", None, day=told["matching"]),
        Buttons(
            (voice.button("signup.change-answers", "answers"), voice.button("button.me", "me"))
        ),
    )


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
    return programme.state != "signup" and not inside


dialogue(
    Dialogue(Mentee, _finish, _facts, _too_late, refused="signup.refused", lapsed="signup.closed")
)
dialogue(
    Dialogue(Mentor, _finish, lapse=_too_late, refused="signup.refused", lapsed="signup.closed")
)
