"""Buttons and whole forms: a table of actions, each checked against who may do it."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation import leading
from bot.forms import back, edit, held, next_field, skip
from bot.forms.filling import onward
from bot.forms.views import label
from bot.message import NOTHING, UNSETTLED, Button, Buttons, Reply
from bot.rights import NotAllowed
from bot.scene import Scene
from bot.texts import UnknownText
from storage.nouns import Draft

Action = Callable[[Scene, tuple[str, ...], tuple[str, ...]], Reply]
ACTIONS: dict[str, Action] = {}


def action(verb: str) -> Callable[[Action], Action]:
    """Makes a function answer the buttons whose action starts with `verb:`."""

    def known(function: Action) -> Action:
        ACTIONS[verb] = function
        return function

    return known


def pressed(scene: Scene, action: str, values: tuple[str, ...]) -> Reply:
    """A button was pressed; one that means nothing any more is answered kindly."""
    verb, *words = action.split(":")
    act = ACTIONS.get(verb)
    try:
        if act is not None:
            with scene.work.attempt():
                return act(scene, tuple(words), values)
    except UnknownText:
        raise
    except NotAllowed as short:
        scene.say(short.sentence(scene.work, scene.voice))
        return UNSETTLED
    except (LookupError, ValueError):
        # An id of something gone, or a mangled action: nothing of it stays, and the answer is that
        # of an unknown one.
        pass
    scene.say(scene.voice.para("pressed.gone"))
    return UNSETTLED


def submitted(scene: Scene, draft_id: int, values: Mapping[str, Any]) -> Reply:
    """A whole form was sent."""
    draft = _own(scene, str(draft_id))
    return UNSETTLED if draft is None else leading.take_form(scene, draft, values)


def _own(scene: Scene, key: str) -> Draft | None:
    """The person's own open draft of that id; anybody else's does not exist for them.

    When there is none, the person is told.
    """
    draft = leading.locked(scene, int(key))
    if (
        draft is None
        or draft.person_id != scene.person.id
        or draft.state != "open"
        or draft.form not in leading.DIALOGUES
    ):
        scene.say(scene.voice.para("pressed.done-already"))
        return None
    return None if leading.lapsed(scene, draft) else draft


def _on_draft(
    function: Callable[[Scene, Draft, tuple[str, ...], tuple[str, ...]], Reply],
) -> Action:
    def act(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
        draft = _own(scene, words[0])
        if draft is None:
            return UNSETTLED
        return function(leading.scene_of(scene, draft), draft, words[1:], values)

    return act


@action("answer")
@_on_draft
def _answer(scene: Scene, draft: Draft, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    field = leading.DIALOGUES[draft.form].form.field(words[0])
    several = field.kind in ("pick", "lines")
    value: Any = list(values) if several else (values[0] if values else "")
    return leading.take_turn(scene, draft, field, value, typed=False)


@action("decline")
@_on_draft
def _decline(scene: Scene, draft: Draft, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    leading.drop(scene, draft)
    scene.say(scene.voice.para(leading.DIALOGUES[draft.form].refused))
    return NOTHING


@action("skip")
@_on_draft
def _skip(scene: Scene, draft: Draft, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    changed = skip(leading.DIALOGUES[draft.form].form, draft, words[0])
    leading.ask(scene, leading.keep(scene, draft, changed))
    return NOTHING


@action("back")
@_on_draft
def _back(scene: Scene, draft: Draft, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    return go_back(scene, draft)


def go_back(scene: Scene, draft: Draft) -> Reply:
    """Asks the question before the present one again."""
    given = leading.given_for(scene, draft)
    changed = back(leading.DIALOGUES[draft.form].form, draft, given)
    if changed is None:
        leading.ask(scene, draft, intro=(scene.voice.hint("ask.first"),))
        return UNSETTLED
    leading.ask(scene, leading.keep(scene, draft, changed))
    return NOTHING


@action("keep")
@_on_draft
def _keep(scene: Scene, draft: Draft, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    leading.ask(scene, leading.keep(scene, draft, onward(draft)))
    return NOTHING


@action("edit")
@_on_draft
def _edit(scene: Scene, draft: Draft, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    changed = edit(leading.DIALOGUES[draft.form].form, draft, words[0])
    leading.ask(scene, leading.keep(scene, draft, changed))
    return NOTHING


@action("change")
@_on_draft
def _change(scene: Scene, draft: Draft, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    form, given = leading.DIALOGUES[draft.form].form, leading.given_for(scene, draft)
    now, answers = next_field(form, draft, given), held(form, draft, given)
    buttons = tuple(
        Button(label(form, field, given), f"edit:{draft.id}:{field.name}")
        for field in form.fields
        if field is not now and (field.name in answers or field.name in draft.skipped)
    )
    page = Button(scene.voice.words("ask.as-form"), f"form:{draft.id}", "primary")
    scene.say(scene.voice.para("ask.which"), Buttons((*buttons, page)))
    return NOTHING


@action("form")
@_on_draft
def _form(scene: Scene, draft: Draft, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    return leading.as_form(scene, draft)


@action("resume")
@_on_draft
def _resume(scene: Scene, draft: Draft, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    leading.ask(scene, draft)
    return NOTHING


@action("cancel")
@_on_draft
def _cancel(scene: Scene, draft: Draft, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    leading.drop(scene, draft)
    scene.say(scene.voice.para("form.cancelled"))
    return NOTHING
