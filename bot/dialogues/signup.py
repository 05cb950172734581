"""Signing up, and changing one's answers later: from the charter to a place in the programme."""

from collections.abc import Mapping
from typing import Any

from bot.charter.signing import sign
from bot.charter.text import charter_parts
from bot.conversation.leading import Dialogue, begin, dialogue, open_draft
from bot.dialogues.precision import examples, sharpened
from bot.dialogues.questions import FORMS, WISHES, Both, Mentee, Mentor
from bot.message import Buttons, Part, Run
from bot.programme.lifecycle import dates, takes_in
from bot.scene import Scene
from bot.selection.offers import applied, state_on_arrival
from bot.texts import Typed
from storage.nouns import Draft, Enrolment, Person, Programme

_INSIDE = ("applied", "active", "paused")


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
