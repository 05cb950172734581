"""Choosing a mentor: three scores beside what was answered, a decision, a word if she wishes.

The scores stay with the offer: the page they were given on is emptied once it is sent.
"""

from typing import Any

from bot.conversation.leading import Dialogue, begin, dialogue, open_draft
from bot.conversation.pressed import action
from bot.dialogues.choices import labelled
from bot.dialogues.questions import FORMS
from bot.dialogues.signup import sign_up
from bot.forms import Choose, Confirm, Form, Text
from bot.message import NOTHING, UNSETTLED, Buttons, Reply
from bot.rights import COORDINATOR, may
from bot.scene import Scene, coordinators
from bot.selection.deciding import decide
from bot.selection.offers import CRITERIA, waiting
from bot.texts import Typed
from storage.nouns import Application, Draft, Enrolment, Person, Programme

# What a mentee is asked as a mentor is.
_SHARED = ("halfdays", "languages", "format", "place")
_LEVEL = labelled("rubric", ("1", "2", "3"))


class Choosing(Form, name="choosing"):
    """A coordinator's scores and decision about an offer to teach; the subject is its number."""

    tools = Choose(among=_LEVEL)
    reassurance = Choose(among=_LEVEL)
    posture = Choose(among=_LEVEL)
    decision = Choose(among=labelled("choosing", ("kept", "other")))
    words = Text(at_most=400, optional=True)
    sure = Confirm(button="selection.button.announce")


def choose(scene: Scene, offer: Application) -> None:
    """Opens an offer: what was answered, and what to look for."""
    begin(scene, Choosing, subject=str(offer.id), answers=dict(offer.scores))


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    place = scene.work.get(Enrolment, _offer(scene, draft).enrolment_id)
    person = scene.work.get(Person, place.person_id)
    said = {f"{each}_said": Typed(place.answers.get(key, "—")) for each, key in CRITERIA.items()}
    return {"name": Typed(person.name), **said}


def _lapse(scene: Scene, draft: Draft) -> bool:
    """Whether somebody else decided meanwhile, the person left, or she no longer coordinates."""
    offer, programme = _offer(scene, draft), scene.programme
    place = scene.work.get(Enrolment, offer.enrolment_id)
    if programme is None or not may(scene.work, scene.person, programme, COORDINATOR):
        return True
    return offer.state != "waiting" or place.state != "applied"


def _offer(scene: Scene, draft: Draft) -> Application:
    return scene.work.lock(Application, int(draft.subject))


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    voice, programme = scene.voice, scene.programme
    if programme is None:  # `_lapse` saw to it
        return
    offer = _offer(scene, draft)
    decision = answers["decision"]
    scores = {each: int(answers[each]) for each in CRITERIA}
    decide(scene, offer, decision, scores, answers.get("words", ""))
    scene.work.change(draft, answers={})
    name = _facts(scene, draft)["name"]
    undo = voice.button("selection.button.undo", f"selection-undo:{offer.id}")
    ahead = [each for each, _ in waiting(scene.work, programme)]
    buttons = [undo]
    if ahead:
        nearest = f"selection:{ahead[0].id}"
        buttons.insert(0, voice.button("selection.button.next", nearest, "primary"))
    told = voice.para(f"selection.decided-{decision}", None, name=name)
    left = voice.hint("selection.left", len(ahead)) if ahead else voice.hint("selection.none-left")
    scene.say(told, left, Buttons(tuple(buttons)))


dialogue(Dialogue(Choosing, _finish, _facts, _lapse, lapsed="selection.decided-already"))


@action("another-role")
def _another_role(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`another-role:<enrolment>:mentee|workshops`: the door that a no leaves open."""
    place = scene.work.get(Enrolment, int(words[0]))
    if place.person_id != scene.person.id:
        raise LookupError("somebody else's place")
    offer = scene.work.first(Application, enrolment_id=place.id)
    if offer is None or offer.state != "other" or place.state != "left":
        scene.say(scene.voice.para("pressed.done-already"))
        return UNSETTLED
    now = scene.within(scene.work.get(Programme, place.programme_id))
    if words[1] == "workshops":
        _will_help(now, offer)
    elif words[1] == "mentee":
        now.work.change(offer, wished="mentee")
        sign_up(now, "mentee")
        begun = open_draft(now, FORMS["mentee"])
        if begun is not None:  # what they said of their hours and place holds in any role
            known = {name: place.answers[name] for name in _SHARED if name in place.answers}
            now.work.change(begun, answers={**known, **begun.answers})
    else:
        raise LookupError(words[1])
    return NOTHING


def _will_help(scene: Scene, offer: Application) -> None:
    """Coordinators learn who would help at the workshops; how is for them to agree."""
    if offer.wished != "workshops" and scene.programme is not None:
        scene.work.change(offer, wished="workshops")
        about = {"name": Typed(scene.person.name), "programme": Typed(scene.programme.name)}
        for each in coordinators(scene.work, scene.programme):
            voice = scene.voice_for(each)
            scene.tell(each, voice.para("selection.helper", None, **about))
    scene.say(scene.voice.para("selection.will-help"))
