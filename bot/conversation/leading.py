"""Leading someone through a form, one turn at a time or all at once.

A dialogue is a row of a table: its form, what the form needs to know, and what happens at the end.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.forms import Confirm, Consent, Field, Form, Given, Wrong, next_field, open_fields, submit
from bot.forms import held as held_answers
from bot.forms.filling import kept
from bot.forms.views import full, turn
from bot.message import NOTHING, UNSETTLED, Button, Buttons, Part, Reply
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Draft, Programme

Facts = Mapping[str, Any]
LEFT_IN_PEACE = timedelta(days=1)  # no form is spoken of sooner: most are finished by then


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A form, with what it depends on and what its end brings about."""

    form: type[Form]
    finish: Callable[[Scene, Draft, dict[str, Any]], None]
    facts: Callable[[Scene, Draft], Facts] = lambda scene, draft: {}
    lapse: Callable[[Scene, Draft], bool] = lambda scene, draft: False  # too late to answer?
    refused: str = "form.refused"  # said when consent is declined
    lapsed: str = "pressed.done-already"  # said when it is too late to answer
    steady: bool = False  # whether an answer leaves those facts as they are
    traceless: bool = False  # nothing stays that tells who filled it in, nor that anybody did


DIALOGUES: dict[str, Dialogue] = {}


def dialogue(entry: Dialogue) -> Dialogue:
    """Makes a dialogue known by its form's name."""
    DIALOGUES[entry.form.name] = entry
    return entry


def given_for(scene: Scene, draft: Draft) -> Given:
    """What the draft's form depends on, in the voice of whoever fills it in."""
    plan = scene.programme.plan if scene.programme else {}
    entry = DIALOGUES[draft.form]
    facts = scene.facts.get(draft.id)
    if facts is None:
        facts = entry.facts(scene, draft)
        if entry.steady:
            scene.facts[draft.id] = facts
    return Given(scene.voice, scene.work.now, plan, facts)


def scene_of(scene: Scene, draft: Draft) -> Scene:
    """The scene, about the programme the draft belongs to."""
    if draft.programme_id is None or (
        scene.programme is not None and scene.programme.id == draft.programme_id
    ):
        return scene
    return scene.within(scene.work.get(Programme, draft.programme_id))


def begin(
    scene: Scene,
    form: type[Form],
    *,
    subject: str = "",
    answers: Mapping[str, Any] | None = None,
    skipped: Sequence[str] = (),
    intro: tuple[Part, ...] = (),
) -> Draft:
    """Starts a form, or takes up the one already begun on that subject, and asks its next question.

    What was answered in a form already begun stays: `answers` only fill what it does not hold.
    `skipped` names optional questions that were passed before.
    """
    draft = open_draft(scene, form, subject)
    if draft is None:
        draft = scene.work.add(
            Draft(
                person_id=scene.person.id,
                programme_id=scene.programme.id if scene.programme else None,
                form=form.name,
                subject=subject,
                answers=dict(answers or {}),
                skipped=sorted(skipped),
                created_at=scene.work.now,
                changed_at=scene.work.now,
                look_at=scene.work.now + LEFT_IN_PEACE,
            )
        )
    elif answers:
        draft = scene.work.change(draft, answers={**answers, **draft.answers})
    ask(scene, draft, intro=intro)
    return draft


def open_draft(scene: Scene, form: type[Form], subject: str = "") -> Draft | None:
    """The draft of that form and subject which the person has not finished in this programme."""
    return scene.work.first(
        Draft,
        person_id=scene.person.id,
        programme_id=scene.programme.id if scene.programme else None,
        form=form.name,
        subject=subject,
        state="open",
    )


def ask(
    scene: Scene,
    draft: Draft,
    wrong: Wrong | None = None,
    intro: tuple[Part, ...] = (),
    after: Field | None = None,
) -> None:
    """Asks the draft's next question, and listens for its answer; `after` was answered just now."""
    scene = scene_of(scene, draft)
    entry = DIALOGUES[draft.form]
    if entry.traceless:
        scene = replace(scene, vanishing=True)
    given = given_for(scene, draft)
    field = next_field(entry.form, draft, given)
    if field is None:
        finish(scene, draft, given)
        return
    focus(scene, draft)
    parts = [*intro, *turn(entry.form, field, draft, given, wrong).parts]
    if isinstance(field, Confirm):
        label = scene.voice.words("ask.change")
        parts.append(Buttons((Button(label, f"change:{draft.id}"),)))
    elif kept(entry.form, draft, given) is not None:
        label = scene.voice.words("ask.keep")
        parts.append(Buttons((Button(label, f"keep:{draft.id}"),)))
    elif (
        isinstance(after, Consent)
        and wrong is None
        and len(open_fields(entry.form, draft, given)) > 3
    ):
        # Offered once, at the start: whoever prefers a page to a conversation.
        label = scene.voice.words("ask.as-form")
        parts.append(Buttons((Button(label, f"form:{draft.id}"),)))
    scene.say(*parts)


def locked(scene: Scene, key: int) -> Draft | None:
    """The draft of that id, locked so that two answers at once come one after the other."""
    try:
        return scene.work.lock(Draft, key)
    except LookupError:
        return None


def focus(scene: Scene, draft: Draft | None) -> None:
    """From now on, typed text answers this draft (or none)."""
    new = draft.id if draft else None
    if scene.address.draft_id != new:
        scene.address = scene.work.change(scene.address, draft_id=new)


def take(
    scene: Scene, draft: Draft, values: Mapping[str, Any], *, typed: bool = False
) -> tuple[Draft, dict[str, Wrong]]:
    """Submits values to a draft and keeps what is valid: the draft as it is now, and the errors."""
    scene = scene_of(scene, draft)
    given = given_for(scene, draft)
    changed, errors = submit(DIALOGUES[draft.form].form, draft, values, given, typed=typed)
    return keep(scene, draft, changed), errors


def keep(scene: Scene, draft: Draft, changed: Draft) -> Draft:
    """Writes what changed in a draft."""
    new = {
        name: getattr(changed, name)
        for name in ("answers", "skipped", "at")
        if getattr(changed, name) != getattr(draft, name)
    }
    if not new:
        return draft
    # An answer only puts off what may be due, and too early a look finds nothing.
    return scene.work.change(draft, **new, changed_at=scene.work.now)


def take_turn(scene: Scene, draft: Draft, field: Field, value: Any, *, typed: bool) -> Reply:
    """One answer in a conversation: the next question follows, or the same with what is wrong."""
    now, errors = take(scene, draft, {field.name: value}, typed=typed)
    ask(scene, now, errors.get(field.name) or next(iter(errors.values()), None), after=field)
    return UNSETTLED if errors else NOTHING


def take_form(scene: Scene, draft: Draft, values: Mapping[str, Any]) -> Reply:
    """A whole form at once: done, or every error by field."""
    scene = scene_of(scene, draft)
    entry = DIALOGUES[draft.form]
    now, errors = take(scene, draft, values)
    given = given_for(scene, now)
    if errors:
        return Reply(
            errors={name: wrong.sentence(scene.voice) for name, wrong in errors.items()},
            form=full(entry.form, now, given, errors),
            settles=False,
        )
    ask(scene, now)
    return NOTHING


def finish(scene: Scene, draft: Draft, given: Given) -> None:
    """Everything is answered: the draft is done and its consequences follow."""
    answers = held_answers(DIALOGUES[draft.form].form, draft, given)
    draft = scene.work.change(draft, state="done", changed_at=scene.work.now, look_at=None)
    if scene.address.draft_id == draft.id:
        focus(scene, None)
    entry = DIALOGUES[draft.form]
    if entry.traceless:
        scene.work.leave_no_trace()
        scene.work.remove(draft)
    entry.finish(scene, draft, answers)


def lapsed(scene: Scene, draft: Draft) -> bool:
    """Whether it is too late to answer a draft; it is then let go, and the person told why."""
    scene = scene_of(scene, draft)
    entry = DIALOGUES[draft.form]
    if not entry.lapse(scene, draft):
        return False
    drop(scene, draft)
    programme = Typed(scene.programme.name if scene.programme else "")
    scene.say(scene.voice.para(entry.lapsed, None, programme=programme))
    return True


def drop(scene: Scene, draft: Draft) -> None:
    """The person gives up a form; its answers are not kept."""
    if DIALOGUES[draft.form].traceless:
        scene.work.leave_no_trace()
        scene.work.remove(draft)
        if scene.address.draft_id == draft.id:
            focus(scene, None)
        return
    scene.work.change(draft, state="cancelled", answers={}, look_at=None, changed_at=scene.work.now)
    if scene.address.draft_id == draft.id:
        focus(scene, None)


def as_form(scene: Scene, draft: Draft) -> Reply:
    """The whole form, to open now."""
    scene = scene_of(scene, draft)
    return Reply(form=full(DIALOGUES[draft.form].form, draft, given_for(scene, draft)))
