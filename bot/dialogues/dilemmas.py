"""Writing a dilemma for one's supervision circle, without anybody learning whose it is."""

import re
from typing import Any

from bot.circles import box
from bot.circles.around import Around, around
from bot.circles.letters import buttons
from bot.conversation.leading import Dialogue, begin, dialogue
from bot.conversation.pressed import action
from bot.dialogues.circles import own_circles, received
from bot.forms import Form, Text
from bot.forms.words import fold
from bot.guests.passes import GUESTS
from bot.message import NOTHING, UNSETTLED, Buttons, Reply
from bot.scene import Scene
from storage.nouns import Circle, Dilemma, Draft, Meeting

_SEVERAL = re.compile(r"\b(?:dilemmes|dilemmas)\b")  # those of all, and not one to write


class Write(Form, name="dilemma"):
    """One question only: with its answer the form is over, and gone."""

    text = Text(at_least=20, at_most=1000)


def tell_dilemma(scene: Scene, text: str) -> None:
    """The box of somebody's supervision circle, or of the one they choose."""
    every = [around(scene.work, circle) for circle in own_circles(scene)]
    found = [whole for whole in every if whole.kind.kind == "supervision"]
    if _SEVERAL.search(fold(text)) and _show_received(scene, found):
        return
    if not found:
        scene.say(scene.voice.para("dilemma.no-circle"))
    elif len(found) == 1:
        _open(scene, found[0])
    else:
        boxes = tuple(
            scene.voice.button(
                "dilemma.for", f"dilemma:{each.circle.id}", "plain", title=each.title(scene.voice)
            )
            for each in found
        )
        scene.say(scene.voice.para("dilemma.which"), Buttons(boxes))


def _show_received(scene: Scene, circles: list[Around]) -> bool:
    """Reads again what circles were handed before their meeting; whether there was anything."""
    told = False
    for whole in circles:
        voice = whole.seat(scene.person).voice
        parts = received(scene.work, whole, voice)
        if parts:
            scene.within(whole.programme).say(*parts, Buttons(buttons(voice, whole)))
            told = True
    return told


def _open(scene: Scene, whole: Around) -> bool:
    """Says what anonymous means here, and asks; or why the box stays shut."""
    now = scene.within(whole.programme)
    voice = whole.seat(now.person).voice
    if not box.safe(whole):
        others = max(0, len(whole.there) - 1)
        now.say(
            voice.para("dilemma.too-few", others, title=whole.title(voice)),
            Buttons((voice.button("button.problem", "ask:problem"),)),
        )
        return False
    if now.address.tenant == GUESTS:  # what they type there is kept here, and by no platform
        now.say(voice.para("dilemma.kept-here"))
        return False
    if len(box.inside(now.work, whole.circle)) >= box.FULL:
        now.say(voice.para("dilemma.full"))
        return False
    intro = (
        voice.title("dilemma.title", title=whole.title(voice)),
        voice.para("dilemma.how"),
        voice.hint("dilemma.honest"),
    )
    begin(now, Write, subject=f"circle:{whole.circle.id}", intro=intro)
    return True


@action("dilemma")
def _dilemma(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    whole = _whole(scene, int(words[0]))
    whole.seat(scene.person)
    if whole.kind.kind != "supervision" or whole.circle.state != "active":
        raise LookupError("no box")
    return NOTHING if _open(scene, whole) else UNSETTLED


def _whole(scene: Scene, key: int) -> Around:
    return around(scene.work, scene.work.get(Circle, key))


def _lapsed(scene: Scene, draft: Draft) -> bool:
    whole = _whole(scene, int(draft.subject.partition(":")[2]))
    inside = any(seat.person.id == scene.person.id for seat in whole.seats)
    return not inside or whole.circle.state != "active" or not box.safe(whole)


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    whole = _whole(scene, int(draft.subject.partition(":")[2]))
    box.put(scene.work, whole.circle, answers["text"])
    opens = box.next_opening(scene.work, whole)
    if opens is None:
        scene.say(scene.voice.para("dilemma.kept"))
    else:
        scene.say(scene.voice.para("dilemma.kept-until", None, when=opens))


dialogue(Dialogue(Write, _finish, lapse=_lapsed, lapsed="dilemma.over", traceless=True))


@action("dilemma-first")
def _first(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """A vote for what to begin with: once for each meeting, and never told to anybody."""
    dilemma = scene.work.get(Dilemma, int(words[0]))
    meeting = scene.work.get(Meeting, dilemma.meeting_id or 0)
    whole = _whole(scene, dilemma.circle_id)
    seat = whole.seat(scene.person)
    if meeting.state != "planned" or meeting.starts_at <= scene.work.now:
        scene.say(seat.voice.para("circle.meeting-over"))
        return UNSETTLED
    counted = box.vote(scene.work, dilemma, seat.enrolment.id)
    scene.say(seat.voice.para("dilemma.voted" if counted else "dilemma.voted-already"))
    return NOTHING
