"""A yes or a no that is typed, where the bot asked to confirm something with a button.

The question is the last message at that address: whatever else is said, by the person or by the
bot, takes its place. What one button alone does cannot be undone, so only words that mean nothing
else press it, for a quarter of an hour; a mere `ok` is asked again. Where a yes stands beside a no,
either word presses its button, whenever it comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bot.conversation.pressed import pressed
from bot.forms.words import NO, fold, says_yes
from bot.message import NOTHING, Buttons, Part, Reply, from_data
from bot.scene import Scene
from bot.vocabulary import lists
from storage import outbox

_LASTS = timedelta(minutes=15)
_LIGHT = {"course-yes"}  # what can be changed again later: a mere `ok` agrees to it
_OFFERS = {"thanks", "commend", "rsvp", "meeting", "there"}  # a yes and a no, one button each
_SURE = {name: frozenset(known) for name, known in lists("sure").items()}


@dataclass(frozen=True, slots=True)
class Sure:
    """A question that waits for a yes, and what was answered."""

    action: str
    parts: tuple[Part, ...]
    answer: Literal["yes", "no", "unclear"]


def answered(scene: Scene, text: str) -> Sure | None:
    """What those words answer, if the bot has just asked to confirm something."""
    said = fold(text)
    answer: Literal["yes", "no", "unclear"]
    if said in _SURE["yes"]:
        answer = "yes"
    elif said in NO or said in _SURE["no"]:
        answer = "no"
    elif said in _SURE["unclear"] or says_yes(text):
        answer = "unclear"
    else:
        return None
    last = outbox.latest(scene.work, scene.address.id)
    if last is None or not last.payload:  # what it said was not to be kept
        return None
    parts = from_data(last.payload).parts
    offered = _offered(parts, "no" if answer == "no" else "yes")
    if offered:
        return Sure(offered, parts, "yes")
    if scene.work.now - last.due_at > _LASTS:
        return None
    action = _asked(parts)
    if answer == "unclear" and _verb(action) in _LIGHT:
        answer = "yes"
    return Sure(action, parts, answer) if action else None


def settle(scene: Scene, sure: Sure) -> Reply:
    """Does what was confirmed, leaves things as they are, or asks for a plain yes or no."""
    if sure.answer == "yes":
        return pressed(scene, sure.action, ())
    if sure.answer == "no":
        scene.say(scene.voice.para("sure.kept"))
    else:
        how = scene.voice.hint("sure.how")
        scene.say(*(part for part in sure.parts if part != how), how)
    return NOTHING


def _asked(parts: Sequence[Part]) -> str:
    """The one button of a message that a yes presses; empty when there is none, or several."""
    found = [
        button.action
        for part in parts
        if isinstance(part, Buttons)
        for button in part.buttons
        if button.style == "danger" or _verb(button.action) in _LIGHT
    ]
    return found[0] if len(found) == 1 else ""


def _offered(parts: Sequence[Part], answer: str) -> str:
    """The one button for that answer, where a message puts a yes beside a no."""
    found = [
        button.action
        for part in parts
        if isinstance(part, Buttons)
        for button in part.buttons
        if _verb(button.action) in _OFFERS and button.action.endswith(f":{answer}")
    ]
    return found[0] if len(found) == 1 else ""


def _verb(action: str) -> str:
    return action.partition(":")[0]
