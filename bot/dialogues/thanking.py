"""Thanking somebody: they read it at once, and everybody does only if both agree."""

import re
from typing import Any

from bot.channels import channel_of, voice_in
from bot.conversation.leading import Dialogue, begin, dialogue
from bot.conversation.pressed import action
from bot.dialogues.choices import labelled
from bot.forms import Choose, Form, Given, Text
from bot.forms.words import fold
from bot.message import (
    NOTHING,
    UNSETTLED,
    Buttons,
    Message,
    Option,
    Para,
    Part,
    Reply,
    Run,
    to_data,
)
from bot.pairing.names import Names
from bot.scene import Scene, place_of
from bot.texts import Typed
from storage import outbox
from storage.nouns import Draft, Enrolment, Person, Programme, Thanks

_THANKING = re.compile(
    r"""(?P<to>(?:un\s+(?:grand|immense)\s+)?merci\s+(?:beaucoup\s+)?à
    |je\s+(?:voudrais\s+|veux\s+|souhaite\s+)?remerci(?:e|er)
    |remercie[rz]?|thank\s+you\s+to|thanks\s+to|i(?:'d|’d|\s+would)\s+like\s+to\s+thank|i\s+want\s+to\s+thank
    |merci|thanks|thank\s+you)\s+
    (?P<who>.+?)
    (?:\s*(?:,|:|\s(?=pour\b|d['’e]|for\b))\s*(?P<why>.*))?""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_BARE = {"merci", "thanks", "thank you"}  # what may be said to the bot itself
_BOT = "binome"
_MOST = 8  # people of one name that can be told apart with buttons


def _people(given: Given) -> tuple[Option, ...]:
    found = given.facts.get("namesakes", {})
    return tuple(Option(str(place_id), name) for place_id, name in found.items())


def _several(given: Given) -> bool:
    return len(given.facts.get("namesakes", {})) > 1


class Thank(Form, name="thanks"):
    """Who of several, what for, whether everybody may read it; the subject is who may be meant."""

    who = Choose(among=_people, where=_several)
    text = Text(at_most=400)
    share = Choose(among=labelled("thanks-share", ("yes", "no")))


def thank(scene: Scene, text: str) -> bool:
    """Begins a thank-you in `merci à Lucie pour son aide`; False when it is not one."""
    found = _THANKING.fullmatch(text.strip().rstrip("!. "))
    if found is None or scene.programme is None or scene.enrolment is None:
        return False
    if scene.enrolment.state == "left":
        return False
    places = {e.person_id: e for e in _others(scene)}
    meant = Names.of(scene.work.among(Person, [*places])).meant(found["who"])
    bare = found["to"].casefold() in _BARE
    if not meant and not bare and found["who"][:1].isupper() and fold(found["who"]) != _BOT:
        scene.say(scene.voice.para("thanks.unknown", None, name=Typed(found["who"])))
        return True
    if not meant or len(meant) > _MOST or (bare and len(meant) > 1):
        return False
    why = (found["why"] or "").strip()
    answers = {"text": why[:1].upper() + why[1:]} if 3 < len(why) <= 400 else {}
    subject = ",".join(str(places[each].id) for each in meant)
    begin(scene, Thank, subject=f"enrolment:{subject}", answers=answers)
    return True


def _others(scene: Scene) -> list[Enrolment]:
    if scene.programme is None:
        return []
    found = scene.work.find(Enrolment, programme_id=scene.programme.id)
    return [e for e in found if e.state in ("active", "paused") and e.person_id != scene.person.id]


def _places(scene: Scene, draft: Draft) -> list[Enrolment]:
    """Those who may be meant, as long as they take part."""
    ids = [int(each) for each in draft.subject.partition(":")[2].split(",")]
    return [each for each in scene.work.among(Enrolment, ids) if each.state != "left"]


def _meant(scene: Scene, draft: Draft) -> list[Enrolment]:
    """Whoever is thanked; several, or nobody, while that is not known."""
    here = _places(scene, draft)
    return [each for each in here if str(each.id) == draft.answers.get("who")] or here


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    people = {e.id: scene.work.get(Person, e.person_id).name for e in _places(scene, draft)}
    meant = _meant(scene, draft)
    name = people[meant[0].id] if len(meant) == 1 else ""
    return {"namesakes": people, "name": (Run(name, typed=True),)}


def _gone(scene: Scene, draft: Draft) -> bool:
    return scene.enrolment is None or not _meant(scene, draft)


def _finish(scene: Scene, draft: Draft, given: dict[str, Any]) -> None:
    """The other reads it at once; what everybody may read waits for their word."""
    work, mine = scene.work, scene.enrolment
    place = _meant(scene, draft)[0]
    person = work.get(Person, place.person_id)
    if mine is None or scene.programme is None:
        return
    share = given["share"] == "yes" and channel_of(work, scene.programme, "community") is not None
    thanks = work.add(
        Thanks(
            programme_id=scene.programme.id,
            by_id=mine.id,
            to_id=place.id,
            text=given["text"],
            state="asked" if share else "sent",
            at=work.now,
        )
    )
    work.change(draft, answers={})
    theirs = scene.voice_for(person)
    parts: list[Part] = [
        theirs.para("thanks.from", None, name=Typed(scene.person.name)),
        Para((Run(thanks.text, typed=True),), "quote"),
    ]
    if share:
        parts.append(theirs.para("thanks.may-i"))
        parts.append(
            Buttons(
                (
                    theirs.button("thanks.button.share", f"thanks:{thanks.id}:yes", "primary"),
                    theirs.button("thanks.button.keep", f"thanks:{thanks.id}:no"),
                )
            )
        )
    told = scene.tell(person, *parts)
    key = "thanks.unreachable" if not told else "thanks.asked" if share else "thanks.given"
    scene.say(scene.voice.para(key, None, name=Typed(person.name)))


dialogue(Dialogue(Thank, _finish, _facts, _gone, lapsed="thanks.over"))


@action("thanks")
def _shared(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """The other's word: only with both is it told to everybody."""
    work = scene.work
    thanks = work.lock(Thanks, int(words[0]))
    now = scene.within(work.get(Programme, thanks.programme_id))
    mine = place_of(work, now.person, work.get(Programme, thanks.programme_id))
    if mine is None or mine.id != thanks.to_id or words[1] not in ("yes", "no"):
        raise LookupError("not theirs")
    if thanks.state != "asked":
        now.say(now.voice.para("thanks.over"))
        return UNSETTLED
    if words[1] == "no":
        work.change(thanks, state="kept")
        now.say(now.voice.para("thanks.kept"))
        return NOTHING
    work.change(thanks, state="shared", at=work.now)
    by = work.get(Person, work.get(Enrolment, thanks.by_id).person_id)
    _tell_everybody(now, thanks, by)
    now.say(now.voice.para("thanks.shared"))
    return NOTHING


def _tell_everybody(scene: Scene, thanks: Thanks, by: Person) -> None:
    if scene.programme is None or by.erased_at is not None:
        return
    channel = channel_of(scene.work, scene.programme, "community")
    if channel is None:
        return
    voice = voice_in(scene.programme)
    names = {"by": Typed(by.name), "to": Typed(scene.person.name)}
    parts = (
        voice.para("thanks.everybody", None, **names),
        Para((Run(thanks.text, typed=True),), "quote"),
    )
    data = to_data(Message(parts))
    outbox.post(scene.work, f"thanks/{thanks.id}", channel.id, data, kind="hold")
