"""Taking over a programme whose owners can be met no more."""

from bot.commands.entry import run_button
from bot.conversation.pressed import action
from bot.message import NOTHING, UNSETTLED, Buttons, Reply
from bot.rights import COORDINATOR, OWNER, who_may
from bot.scene import Scene, address_of
from bot.texts import Typed
from storage.nouns import Coordination, Person, Programme


@action("take-programme")
def _take(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`take-programme:<programme>`, for an organiser, while nobody coordinates it."""
    programme = scene.work.lock(Programme, int(words[0]))
    if not scene.person.organiser:
        raise LookupError("no organiser")
    now = scene.within(programme)
    if _met(now, programme, COORDINATOR):
        now.say(now.voice.para("rights.taken-already"))
        return UNSETTLED
    take_over(now, programme)
    return NOTHING


def take_over(scene: Scene, programme: Programme) -> None:
    """Makes whoever asks an owner, and says so."""
    place = scene.work.first(Coordination, programme_id=programme.id, person_id=scene.person.id)
    if place is None:
        scene.work.add(
            Coordination(programme_id=programme.id, person_id=scene.person.id, rights=OWNER)
        )
    else:
        scene.work.change(place, rights=OWNER)
    scene.say(
        scene.voice.para("rights.taken", None, programme=Typed(programme.name)),
        Buttons((run_button(scene, "today", "today", "primary"),)),
    )


def owned_by_somebody(scene: Scene, programme: Programme) -> bool:
    """Whether an owner can be met."""
    return bool(_met(scene, programme, OWNER))


def _met(scene: Scene, programme: Programme, right: str) -> list[Person]:
    found = who_may(scene.work, programme, right)
    return [each for each in found if address_of(scene.work, each) is not None]
