"""The buttons that make a request, or say which programme it is about."""

from bot.conversation.arrivals import open_to_all, own
from bot.conversation.greeting import join
from bot.conversation.meant import which_of_mine
from bot.conversation.pressed import ACTIONS, action
from bot.conversation.requests import REQUESTS
from bot.dialogues.questions import FORMS
from bot.dialogues.signup import change_answers, sign_up
from bot.message import NOTHING, UNSETTLED, Reply
from bot.scene import Scene, coordinates
from storage.nouns import Programme


@action("ask")
def _ask(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    REQUESTS[words[0]](scene, "")
    return NOTHING


@action("join")
def _join(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    if words[0] not in FORMS:
        raise LookupError(words[0])
    return NOTHING if sign_up(scene, words[0]) else UNSETTLED


@action("answers")
def _answers(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    if not which_of_mine(scene, "edit"):
        change_answers(scene)
    return NOTHING


@action("within")
def _within(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """Another action, about one programme of several: theirs, or one that is open to all."""
    chosen = scene.work.get(Programme, int(words[0]))
    now = scene.within(chosen)
    if now.coordinates:
        # What they press next, in the answer, is about that programme too.
        now.address = scene.work.change(scene.address, programme_id=chosen.id)
    elif words[1] == "command" or (not open_to_all(chosen) and now.enrolment is None):
        raise LookupError("neither open nor theirs")
    return ACTIONS[words[1]](now, words[2:], values)


@action("about")
def _about(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """A request made again, about one programme of several."""
    mine = {each.id: each for each in own(scene.work, scene.person)}
    REQUESTS[words[1]](scene.within(mine[int(words[0])]), "")
    return NOTHING


for _name in ("me", "who", "next", "help"):

    @action(_name)
    def _short(
        scene: Scene, words: tuple[str, ...], values: tuple[str, ...], name: str = _name
    ) -> Reply:
        REQUESTS[name](scene, "")
        return NOTHING


@action("programme")
def _programme(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    chosen = scene.work.get(Programme, int(words[0]))
    theirs = coordinates(scene.work, scene.person, chosen)
    if not theirs and not open_to_all(chosen):
        raise LookupError("neither open nor theirs")
    scene.address = scene.work.change(scene.address, programme_id=chosen.id)
    now = scene.within(chosen)
    if theirs:
        now.say(now.voice.para("programme.chosen", None, programme=chosen.name))
    else:
        join(now, "")
    return NOTHING
