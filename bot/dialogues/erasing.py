"""Asking to have one's data erased; `bot/dialogues/forgetting.py` says what goes, what stays."""

from bot.conversation.pressed import action
from bot.dialogues.forgetting import forget
from bot.dialogues.leaving import withdraw
from bot.message import NOTHING, UNSETTLED, Buttons, Reply
from bot.scene import Scene
from storage.nouns import Coordination, Enrolment, Programme


def erase(scene: Scene, text: str) -> None:
    """Says what erasing means, and asks once."""
    voice = scene.voice
    scene.say(
        voice.para("erase.sure"),
        Buttons((voice.button("button.erase-yes", f"erase-yes:{scene.person.id}", "danger"),)),
    )


@action("erase-yes")
def _erase(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    if int(words[0]) != scene.person.id:
        raise LookupError("somebody else")
    voice, work, person = scene.voice, scene.work, scene.person
    if work.first(Coordination, person_id=person.id) is not None:
        scene.say(voice.para("erase.coordinator"))
        return UNSETTLED
    for enrolment in work.find(Enrolment, person_id=person.id):
        if enrolment.state != "left":
            withdraw(scene.within(work.get(Programme, enrolment.programme_id)), enrolment)
    forget(work, person)
    scene.say(voice.para("erase.done"))
    return NOTHING
