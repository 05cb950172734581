"""Answering a proposal: yes, no with a reason that stays private, or one question first."""

from typing import Any

from bot.conversation.leading import Dialogue, begin, dialogue
from bot.conversation.pressed import action
from bot.dialogues.asking import ACCEPT, QUESTION, Asked, Told
from bot.message import NOTHING, UNSETTLED, Buttons, Part, Reply
from bot.pairing import asked_letters as letters
from bot.pairing import enquiring
from bot.scene import Scene
from bot.texts import Typed
from storage import outbox
from storage.nouns import Draft, Enquiry, Enrolment, Person, Programme


def _enquiry(scene: Scene, draft: Draft) -> Enquiry:
    return scene.work.get(Enquiry, int(draft.subject.partition(":")[2]))


def _other(scene: Scene, enquiry: Enquiry) -> Person:
    return scene.work.get(Person, scene.work.get(Enrolment, enquiry.other_id).person_id)


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    enquiry = _enquiry(scene, draft)
    return letters.facts_of(enquiry, _other(scene, enquiry))


def _over(scene: Scene, draft: Draft) -> bool:
    return _enquiry(scene, draft).state != "open"


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    enquiry = _enquiry(scene, draft)
    scene.work.change(draft, answers={}, skipped=[])
    if answers["answer"] == ACCEPT:
        _accept(scene, enquiry)
    elif answers["answer"] == QUESTION:
        _ask(scene, draft, enquiry, str(answers["question"]))
    else:
        _decline(scene, enquiry, answers)


dialogue(Dialogue(Asked, _finish, _facts, _over, lapsed="enquiry.over"))


def _accept(scene: Scene, enquiry: Enquiry) -> None:
    """A yes: what follows depends on the other, and on who was faster."""
    name = Typed(_other(scene, enquiry).name)
    came = enquiring.accept(scene.work, enquiry)
    if came == "paired":
        scene.say(scene.voice.para("enquiry.paired", None, name=name))
    elif came == "waiting":
        scene.say(scene.voice.para("enquiry.waiting", None, name=name))
    elif came == "over":
        scene.say(scene.voice.para("enquiry.over"))
    else:
        scene.say(scene.voice.para("enquiry.thanks"))  # a letter says what happened, and what next


def _decline(scene: Scene, enquiry: Enquiry, answers: dict[str, Any]) -> None:
    """A no is thanked for, and what it says about the moment is easy to act on."""
    reason, words = str(answers["reason"]), str(answers.get("words", ""))
    scene.work.lock(Enquiry, enquiry.id)
    enquiry = scene.work.get(Enquiry, enquiry.id)
    if enquiry.state != "open":
        scene.say(scene.voice.para("enquiry.over"))
        return
    parts: list[Part] = [scene.voice.para("enquiry.declined")]
    if reason == "later":
        pause = scene.voice.button("enquiry.pause", "ask:pause")
        parts += [scene.voice.para("enquiry.later"), Buttons((pause,))]
    elif reason in ("hours", "full"):
        edit = scene.voice.button("signup.change-answers", "answers")
        parts += [scene.voice.para("enquiry.answers"), Buttons((edit,))]
    scene.say(*parts)
    enquiring.decline(scene.work, enquiry, reason, words)  # whom it proposes next comes after


# ---------------------------------------------------------------- one question first


def _ask(scene: Scene, draft: Draft, enquiry: Enquiry, text: str) -> None:
    """Passes the question on; it is kept nowhere once it arrived."""
    other = _other(scene, enquiry)
    voice = scene.voice_for(other)
    reply = voice.button("enquiry.reply", f"enquiry-reply:{enquiry.id}", "primary")
    parts: tuple[Part, ...] = (
        voice.para("enquiry.question-from", None, name=Typed(scene.person.name)),
        voice.hint("enquiry.question-how"),
        Buttons((reply,)),
    )
    name = Typed(other.name)
    if not letters.relay(scene.work, draft, other, parts, text):
        told = scene.voice.para("enquiry.unreachable", None, name=name)
        _again(scene, enquiry, told)
        return
    enquiry = enquiring.asks_first(scene.work, enquiry)
    scene.say(scene.voice.para("enquiry.asked", None, name=name, until=enquiry.until))


def _again(scene: Scene, enquiry: Enquiry, told: Part) -> None:
    """Asks for their word again, after something else was said."""
    if scene.programme is not None:
        letters.ask_with(scene.work, f"{scene.key}/again", scene.programme, enquiry, (told,))


@action("enquiry-reply")
def _reply(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    enquiry = scene.work.get(Enquiry, int(words[0]))
    if _other(scene, enquiry).id != scene.person.id:
        raise LookupError("somebody else's")
    now = scene.within(scene.work.get(Programme, enquiry.programme_id))
    if enquiry.state != "open" or enquiry.question != "asked":
        now.say(now.voice.para("enquiry.over"))
        return UNSETTLED
    begin(now, Told, subject=letters.subject_of(enquiry))
    return NOTHING


def _asker(scene: Scene, enquiry: Enquiry) -> Person:
    return scene.work.get(Person, scene.work.get(Enrolment, enquiry.enrolment_id).person_id)


def _reply_facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    return {"name": Typed(_asker(scene, _enquiry(scene, draft)).name)}


def _reply_over(scene: Scene, draft: Draft) -> bool:
    enquiry = _enquiry(scene, draft)
    return enquiry.state != "open" or enquiry.question != "asked"


def _replied(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    """The answer goes to whoever asked, who may now decide."""
    enquiry, text = _enquiry(scene, draft), str(answers["text"])
    scene.work.change(draft, answers={})
    enquiry = enquiring.answered(scene.work, enquiry)
    asker = _asker(scene, enquiry)
    voice = scene.voice_for(asker)
    parts = (
        voice.para("enquiry.reply-from", None, name=Typed(scene.person.name)),
        letters.quoted(text),
    )
    if scene.programme is not None:
        key = outbox.fleeting(draft)
        letters.ask_with(scene.work, key, scene.programme, enquiry, parts)
    scene.say(scene.voice.para("enquiry.replied", None, name=Typed(asker.name)))


dialogue(Dialogue(Told, _replied, _reply_facts, _reply_over, lapsed="enquiry.over"))


# ---------------------------------------------------------------- after a silence


@action("enquiry-still")
def _still(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """Whoever let a proposal lapse is still there: it comes again, if it still can."""
    enquiry = scene.work.get(Enquiry, int(words[0]))
    if _asker(scene, enquiry).id != scene.person.id:
        raise LookupError("somebody else's")
    now = scene.within(scene.work.get(Programme, enquiry.programme_id))
    if enquiring.revive(now.work, enquiry):
        now.say(now.voice.para("enquiry.still"))
        return NOTHING
    now.say(now.voice.para("enquiry.too-late"))
    return UNSETTLED
