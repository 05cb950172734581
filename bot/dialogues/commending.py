"""A mentor's private word on their manager being thanked: yes, no, and thinking again."""

from bot.calendar.civil import civil
from bot.conversation.pressed import action
from bot.message import NOTHING, UNSETTLED, Buttons, Reply
from bot.recognition.commending import leaves_at
from bot.scene import Scene
from storage.nouns import Commendation, Enrolment, Programme


@action("commend")
def _answered(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`commend:<commendation>:yes|no`, by the mentor alone, until the word has left."""
    kept = scene.work.lock(Commendation, int(words[0]))
    place = scene.work.get(Enrolment, kept.enrolment_id)
    if place.person_id != scene.person.id or words[1] not in ("yes", "no"):
        raise LookupError("no word of theirs")
    now = scene.within(scene.work.get(Programme, kept.programme_id))
    voice = now.voice
    if kept.told_at is not None:
        now.say(voice.para("commend.told-already"))
        return UNSETTLED
    agreed = words[1] == "yes"
    work = now.work
    if kept.agreed is not agreed:
        kept = work.change(kept, agreed=agreed, answered_at=work.now, look_at=work.now)
    contrary = "no" if agreed else "yes"
    back = voice.button(f"commend.button.after-{words[1]}", f"commend:{kept.id}:{contrary}")
    day = civil(leaves_at(kept) or kept.told_from, voice.zone).date()
    said = voice.para(f"commend.answered.{words[1]}", None, day=day)
    now.say(said, Buttons((back,)))
    return NOTHING
