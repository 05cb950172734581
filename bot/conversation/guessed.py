"""A yes or a no right after the bot asked whether that was what somebody meant.

What is guessed is a button, the only one or one of two: a yes presses it, or asks which.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.conversation.pressed import pressed
from bot.forms.words import NO, fold, says_yes
from bot.message import NOTHING, Button, Buttons, Part, Reply, from_data
from bot.scene import Scene
from storage import outbox

GUESS = ":guess"  # how the action of a guessed request ends
_LASTS = timedelta(minutes=15)


def agreed(scene: Scene, text: str) -> Reply | None:
    """What a yes or a no to a guess does; None when the words, or the last message, are neither."""
    yes = says_yes(text)
    if not yes and fold(text) not in NO:
        return None
    last = outbox.latest(scene.work, scene.address.id)
    if last is None or not last.payload or scene.work.now - last.due_at > _LASTS:
        return None
    meant = _guessed(from_data(last.payload).parts)
    if not meant:
        return None
    if not yes:
        scene.say(scene.voice.para("unknown.else"))
    elif len(meant) > 1:
        scene.say(scene.voice.para("unknown.which"), Buttons(meant))
    else:
        return pressed(scene, meant[0].action, ())
    return NOTHING


def _guessed(parts: Sequence[Part]) -> tuple[Button, ...]:
    """The guesses of a message: requests, or the one command that a word may be short for."""
    found = [each for part in parts if isinstance(part, Buttons) for each in part.buttons]
    if len(found) == 1 and found[0].label.startswith("/"):
        return tuple(found)
    return tuple(each for each in found if each.action.endswith(GUESS))
