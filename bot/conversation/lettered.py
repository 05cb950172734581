"""A letter that is typed where the buttons of the last message are letters: `C`, `réponse b`."""

import re

from bot.conversation.pressed import pressed
from bot.forms.words import fold
from bot.message import Buttons, Reply, from_data
from bot.scene import Scene
from storage import outbox

_LETTER = re.compile(r"(?:(?:la|the|reponse|answer|c est|it s|je dis|i say) )*(?P<letter>[a-f])")


def lettered(scene: Scene, text: str) -> Reply | None:
    """Presses the button of that letter; None when the words, or the last message, are others."""
    found = _LETTER.fullmatch(fold(text))
    if found is None:
        return None
    last = outbox.latest(scene.work, scene.address.id)
    if last is None or not last.payload:
        return None
    for part in from_data(last.payload).parts:
        for button in part.buttons if isinstance(part, Buttons) else ():
            if fold(button.label) == found["letter"]:
                return pressed(scene, button.action, ())
    return None
