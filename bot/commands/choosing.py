"""Choosing whom to nudge among those concerned: all of them, or some, then how many leave."""

from collections.abc import Mapping
from typing import Any

from bot.commands.entry import owned
from bot.commands.reminding import confirm, due_for, nudge
from bot.conversation.leading import Dialogue, begin, dialogue
from bot.conversation.pressed import action
from bot.forms import Form, Given, Pick
from bot.message import NOTHING, UNSETTLED, Option, Reply
from bot.rights import COORDINATOR, may
from bot.scene import Scene
from storage.nouns import Draft

_ALL = "all"
_MOST = 90  # options: more than a list of any platform holds


def _people(given: Given) -> tuple[Option, ...]:
    """Everybody at once, then each of those concerned by name."""
    known = given.facts.get("people", ())
    everybody = Option(_ALL, given.voice.words("bulk.everybody"))
    return (everybody, *(Option(str(key), name) for key, name in known[:_MOST]))


class Choice(Form, name="choice"):
    """Who of those concerned is to be nudged."""

    who = Pick(among=_people)


def _kind(draft: Draft) -> str:
    return draft.subject.removeprefix("remind:")


def _facts(scene: Scene, draft: Draft) -> Mapping[str, Any]:
    found = {person.id: person.name for person, *_ in due_for(scene, _kind(draft))}
    return {"people": sorted(found.items(), key=lambda each: each[1].casefold())}


def _too_late(scene: Scene, draft: Draft) -> bool:
    """Whether they coordinate no more, or nobody is concerned any more."""
    programme = scene.programme
    if programme is None or not may(scene.work, scene.person, programme, COORDINATOR):
        return True
    return not due_for(scene, _kind(draft))


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    confirm(scene, _kind(draft), chosen(scene, draft), f"bulk-send:{draft.id}")


def chosen(scene: Scene, draft: Draft) -> list[Any]:
    """What is due now for those who were chosen."""
    who, due = draft.answers.get("who", ()), due_for(scene, _kind(draft))
    return due if _ALL in who else [each for each in due if str(each[0].id) in who]


dialogue(Dialogue(Choice, _finish, _facts, _too_late))


@action("bulk-choose")
def _choose(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`bulk-choose:<programme>:<kind>`: begins to choose."""
    now = owned(scene, int(words[0]))
    if not due_for(now, words[1]):
        now.say(now.voice.para(f"command.remind.none-{words[1]}"))
        return UNSETTLED
    draft = begin(now, Choice, subject=f"remind:{words[1]}")
    now.work.change(draft, look_at=None)  # nobody is reminded of a choice left half-way
    return NOTHING


@action("bulk-send")
def _send(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`bulk-send:<draft>`: sends to those who were chosen in it."""
    draft = scene.work.get(Draft, int(words[0]))
    if draft.person_id != scene.person.id or draft.form != Choice.name:
        raise LookupError("somebody else's choice")
    now = owned(scene, draft.programme_id or 0)
    due = chosen(now, draft)
    if not due:
        now.say(now.voice.para(f"command.remind.none-{_kind(draft)}"))
        return UNSETTLED
    nudge(now, _kind(draft), due)
    return NOTHING
