"""Which programme somebody means, when there are several, and whether they have a place in it."""

from collections.abc import Callable

from bot.conversation.arrivals import ended, joinable, own
from bot.message import Button, Buttons, Part
from bot.scene import Scene
from bot.texts import Typed

Request = Callable[[Scene, str], None]


def inside(scene: Scene) -> bool:
    """Whether the person has a place, in the programme spoken of or in several."""
    enrolment = scene.enrolment
    if enrolment is not None:
        return enrolment.state != "left"
    return scene.programme is None and bool(own(scene.work, scene.person))


def which_of_mine(scene: Scene, request: str) -> bool:
    """Asks which programme is meant when somebody has a place in several; True when it asked."""
    if scene.programme is not None:
        return False
    mine = own(scene.work, scene.person)
    if not mine:
        return False
    buttons = tuple(Button(each.name, f"about:{each.id}:{request}") for each in mine)
    scene.say(scene.voice.para("programme.which"), Buttons(buttons))
    return True


def which_open(scene: Scene, then: str = "") -> bool:
    """Asks which programme is meant when several are open, to do `then` in it; True if it asked."""
    if scene.programme is not None:
        return False
    opened = joinable(scene.work)
    if len(opened) < 2:
        return False
    buttons = tuple(
        Button(each.name, f"within:{each.id}:{then}" if then else f"programme:{each.id}")
        for each in opened
    )
    scene.say(scene.voice.para("join.which-programme"), Buttons(buttons))
    return True


def placed(name: str, request: Request) -> Request:
    """A request about somebody's place, once it is clear in which programme."""

    def once_known(scene: Scene, text: str) -> None:
        if not which_of_mine(scene, name) and not tell_over(scene):
            request(scene, text)

    return once_known


def tell_over(scene: Scene, *before: Part) -> bool:
    """Tells somebody whose programme is over, when no other is meant; True when it was so."""
    over = ended(scene.work, scene.person) if scene.programme is None else None
    if over is None:
        return False
    told = scene.voice.para("programme.over", None, programme=Typed(over.name))
    scene.say(*before, told, ask_buttons(scene, "certificate", "export"))
    return True


def ask_buttons(scene: Scene, *requests: str) -> Buttons:
    """Requests to press rather than to type."""
    names = dict.fromkeys(requests)
    return Buttons(tuple(scene.voice.button(f"button.{name}", f"ask:{name}") for name in names))
