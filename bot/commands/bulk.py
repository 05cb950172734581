"""Taking back what was done for many at once: messages that still wait, decisions not yet told."""

from datetime import datetime, timedelta

from bot.commands.entry import owned
from bot.commands.moving import programme_of
from bot.conversation.pressed import action
from bot.message import NOTHING, UNSETTLED, Button, Reply
from bot.scene import Scene
from bot.texts import Voice
from storage import outbox
from storage.nouns import Batch, Pair, Programme, Proposal

UNDO = timedelta(minutes=10)


def keep(scene: Scene, kind: str, until: datetime, **facts: list[int]) -> Batch:
    """Keeps what was done, so that it can be taken back until that moment."""
    return scene.work.add(
        Batch(
            programme_id=programme_of(scene).id,
            person_id=scene.person.id,
            kind=kind,
            facts=dict(facts),
            at=scene.work.now,
            until=until,
        )
    )


def undo_button(voice: Voice, batch: Batch) -> Button:
    """The button that takes it back."""
    key = "bulk.undo-messages" if "messages" in batch.facts else "bulk.undo-decisions"
    return voice.button(key, f"undo:{batch.id}")


@action("undo")
def _undo(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`undo:<batch>`, for whoever coordinates its programme; what has left says so."""
    found = scene.work.get(Batch, int(words[0]))
    now = owned(scene, found.programme_id)
    batch = now.work.lock(Batch, found.id)  # two coordinators may press at once
    if batch.undone_at is not None:
        now.say(now.voice.para("bulk.undone-already"))
        return UNSETTLED
    done = _messages(now, batch) if "messages" in batch.facts else _decisions(now, batch)
    if done:
        now.work.change(batch, undone_at=now.work.now)
    return NOTHING


def _messages(scene: Scene, batch: Batch) -> bool:
    """Takes out of the outbox what still waits there."""
    numbers = [int(each) for each in batch.facts["messages"]]
    held = sum(outbox.withdraw(scene.work, number) for number in numbers)
    voice, left = scene.voice, len(numbers) - held
    if not held:
        scene.say(voice.para("bulk.all-left", left))
        return False
    told = [voice.para("bulk.held", held)]
    if left:
        told.append(voice.para("bulk.some-left", left))
    scene.say(*told)
    return True


def _decisions(scene: Scene, batch: Batch) -> bool:
    """Gives decisions back, but for those that people were told of."""
    work = scene.work
    work.lock(Programme, batch.programme_id)
    told = {pair.proposal_id for pair in work.find(Pair, programme_id=batch.programme_id)}
    found = work.among(Proposal, [int(each) for each in batch.facts["proposals"]])
    open_ = [each for each in found if each.state == "approved" and each.id not in told]
    announced = any(each.id in told for each in found)
    if work.now > batch.until or not open_:
        key = "bulk.announced-already" if announced and not open_ else "bulk.too-late"
        scene.say(scene.voice.para(key))
        return False
    for each in open_:
        work.change(each, state="proposed", decided_by=None, decided_at=None)
    scene.say(scene.voice.para("bulk.given-back", len(open_)))
    return True
