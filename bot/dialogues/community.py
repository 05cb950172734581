"""Pressing under a post, and thanking somebody."""

import re
from typing import Any

from bot.channels import channel_of, voice_in
from bot.community.calendar import Planned, planned
from bot.conversation.leading import Dialogue, begin, dialogue
from bot.conversation.pressed import action
from bot.dialogues.choices import labelled
from bot.forms import Choose, Form, Text
from bot.message import NOTHING, UNSETTLED, Buttons, Message, Para, Part, Reply, Run, to_data
from bot.pairing.names import Names
from bot.scene import Scene, place_of
from bot.texts import Typed
from storage import outbox
from storage.nouns import Draft, Enrolment, Person, Posting, Programme, Reaction, Thanks

_THANKING = re.compile(
    r"""(?:(?:un\s+(?:grand|immense)\s+)?merci\s+(?:beaucoup\s+)?à
    |je\s+(?:voudrais\s+|veux\s+|souhaite\s+)?remerci(?:e|er)
    |remercie[rz]?|thank\s+you\s+to|thanks\s+to|i(?:'d|’d|\s+would)\s+like\s+to\s+thank|i\s+want\s+to\s+thank)\s+
    (?P<who>.+?)
    (?:\s*(?:,|:|\s(?=pour\b|d['’e]|for\b))\s*(?P<why>.*))?""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


@action("react")
def _react(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """An answer under a post: one each, which may be changed until the results."""
    work = scene.work
    posting, option = work.get(Posting, int(words[0])), int(words[1])
    now = scene.within(work.get(Programme, posting.programme_id))
    each = _planned(now, posting)
    place, voice = now.enrolment, now.voice
    if place is None or place.state == "left":
        now.say(voice.para("community.not-in"))
        return UNSETTLED
    if posting.state != "sent":
        now.say(voice.para("community.over"))
        return UNSETTLED
    challenge = each.post is not None and each.post.challenge
    if not 0 <= option < max(len(each.options(voice.locale)), 1):
        raise LookupError("no such option")
    known = work.first(Reaction, posting_id=posting.id, enrolment_id=place.id)
    if known is None:
        work.add(Reaction(posting_id=posting.id, enrolment_id=place.id, option=option))
    else:
        work.change(known, option=option)
    if challenge:
        now.say(voice.para("community.bravo" if known is None else "community.bravo-again"))
        return NOTHING
    label = Typed(each.options(voice.locale)[option])
    now.say(voice.para("community.counted", None, label=label))
    return NOTHING


def _planned(scene: Scene, posting: Posting) -> Planned:
    """The post behind a button. Raises LookupError when nothing can be pressed under it."""
    programme = scene.work.get(Programme, posting.programme_id)
    for each in planned(scene.work, programme):
        if each.key == posting.key and each.pressed:
            return each
    raise LookupError("nothing to press")


# ---------------------------------------------------------------- thank-yous


class Thank(Form, name="thanks"):
    """What for, and whether everybody may read it; the subject is who is thanked."""

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
    people = scene.work.among(Person, [*places])
    meant = Names.of(people).meant(found["who"])
    if len(meant) != 1:
        return False
    why = (found["why"] or "").strip()
    answers = {"text": why[:1].upper() + why[1:]} if 3 < len(why) <= 400 else {}
    begin(scene, Thank, subject=f"enrolment:{places[meant[0]].id}", answers=answers)
    return True


def _others(scene: Scene) -> list[Enrolment]:
    if scene.programme is None:
        return []
    found = scene.work.find(Enrolment, programme_id=scene.programme.id)
    return [e for e in found if e.state in ("active", "paused") and e.person_id != scene.person.id]


def _thanked(scene: Scene, draft: Draft) -> tuple[Enrolment, Person]:
    place = scene.work.get(Enrolment, int(draft.subject.partition(":")[2]))
    return place, scene.work.get(Person, place.person_id)


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    return {"name": (Run(_thanked(scene, draft)[1].name, typed=True),)}


def _gone(scene: Scene, draft: Draft) -> bool:
    return scene.enrolment is None or _thanked(scene, draft)[0].state == "left"


def _finish(scene: Scene, draft: Draft, given: dict[str, Any]) -> None:
    """The other reads it at once; what everybody may read waits for their word."""
    work, mine = scene.work, scene.enrolment
    place, person = _thanked(scene, draft)
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
