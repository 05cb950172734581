"""From something read elsewhere to a sign-up: offering to help with it, or asking about it.

What was read is typed text like any other: it becomes a first answer, which the person reviews.
Where several programmes could take it, a small form keeps it while they choose.
"""

from typing import Any

from bot.conversation.arrivals import joinable, own
from bot.conversation.leading import Dialogue, begin, dialogue, drop, open_draft
from bot.conversation.pressed import action
from bot.dialogues.questions import FORMS, WISHES
from bot.dialogues.signup import change_answers, role_offered, sign_up
from bot.forms import Choose, Form, Given, Text
from bot.forms.words import clean, fold, has_words
from bot.message import NOTHING, Buttons, Option, Reply
from bot.scene import Scene
from bot.texts import Typed
from bot.understanding.wishes import wish_in
from storage.nouns import Draft, Enrolment, Programme

_NONE = "none"
_LONGEST = 300  # as one line of a sign-up


def _programmes(given: Given) -> tuple[Option, ...]:
    """The programmes that could take it, and a way out."""
    found = tuple(Option(key, name) for key, name in given.facts.get("programmes", ()))
    return (*found, Option(_NONE, given.voice.words("offer.none-of-them")))


class Offer(Form, name="offer"):
    """What somebody offers or asks, and in which programme; the subject is their role there."""

    wish = Text(at_most=_LONGEST)
    programme = Choose(among=_programmes)


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    found = _candidates(scene, draft.subject)
    return {"programmes": [(str(each.id), each.name) for each in found]}


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    chosen = answers["programme"]
    if chosen == _NONE:
        scene.say(scene.voice.para("form.cancelled"))
        return
    _take_up(scene.within(scene.work.get(Programme, int(chosen))), draft.subject, answers["wish"])


dialogue(Dialogue(Offer, _finish, _facts))


def offer(scene: Scene, role: str, text: str) -> None:
    """Begins a sign-up in that role with what a text asks for, or adds it to one's answers."""
    # Whoever wrote it asked for help, so it is read as a wish to learn whichever role it leads to.
    wish = wish_in(text, "mentee") or _cut(text)
    found = _candidates(scene, role)
    if not found:
        scene.say(scene.voice.para(f"offer.none-open-{role}"))
    elif len(found) == 1:
        _take_up(scene.within(found[0]), role, wish)
    else:
        keep(scene, role, wish)


def keep(scene: Scene, role: str, wish: str) -> None:
    """Asks in which of several programmes to take a wish up, and keeps it meanwhile."""
    now = scene.within(None)
    before = open_draft(now, Offer, role)
    if before is not None:
        drop(now, before)
    begin(now, Offer, subject=role, answers={"wish": wish} if wish else {})


def _cut(text: str) -> str:
    """The words of a text on one line, cut where an answer must end."""
    line = " ".join(clean(text).split())
    if not has_words(line):
        return ""
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _candidates(scene: Scene, role: str) -> list[Programme]:
    """Where they already have that role; else the programmes open to all."""
    places = {
        each.programme_id: each for each in scene.work.find(Enrolment, person_id=scene.person.id)
    }
    mine = [each for each in own(scene.work, scene.person) if _plays(places[each.id], role)]
    return mine or joinable(scene.work)


def _plays(place: Enrolment, role: str) -> bool:
    return place.role in (role, "both") and bool(place.answers)


def _take_up(scene: Scene, role: str, wish: str) -> None:
    enrolment, voice, name = scene.enrolment, scene.voice, WISHES[role]
    form = FORMS[role_offered(scene, role)]
    begun, said = open_draft(scene, form), Typed(wish)
    if enrolment is None or enrolment.state == "left" or not _plays(enrolment, role):
        if begun is not None and wish:  # a sign-up under way: it joins what they said there
            lines = [*dict.fromkeys([*begun.answers.get(name, ()), wish])]
            most = form.field(name).limits()[1]
            scene.work.change(begun, answers={**begun.answers, name: lines[:most]})
        sign_up(scene, role, wish)
        return
    known = list((begun or enrolment).answers.get(name, ()))
    edit = Buttons((voice.button("button.edit", f"about:{enrolment.programme_id}:edit"),))
    if not wish:
        change_answers(scene)
    elif fold(wish) in map(fold, known):
        scene.say(voice.para("offer.known", None, wish=said), edit)
    elif len(known) >= form.field(name).limits()[1]:
        scene.say(voice.para(f"offer.full-{role}", None, wish=said), edit)
    else:
        scene.say(voice.para(f"offer.added-{role}", None, wish=said))
        change_answers(scene, {name: [*known, wish]})


@action("offer")
def _offer(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    offer(scene, "mentor", "\n".join(values))
    return NOTHING


@action("need")
def _need(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    offer(scene, "mentee", "\n".join(values))
    return NOTHING
