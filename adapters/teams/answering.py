"""The immediate answers: the card after what was used on it, a form, a word to whoever waits.

What must last goes by the outbox, to the private conversation; none of this does. An Action.Execute
is answered with the card that takes the place of the old one; a Teams that only knows Action.Submit
has its card updated instead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.runner.asked import asked
from adapters.runner.core import voice_at
from adapters.teams.actions import Used
from adapters.teams.render.form import form_card, form_sent
from adapters.teams.render.pieces import CARD, activity, card, pages
from adapters.teams.render.settled import answered, settled
from adapters.teams.render.text import summary
from adapters.teams.ways import with_ways
from bot.message import Answered, FormView, Message, Reply, text_of
from bot.texts import Voice
from storage.nouns import Address
from storage.work import Work

Json = dict[str, Any]
Activity = Mapping[str, Any]
_WORDS = "application/vnd.microsoft.activity.message"
_ERROR = "application/vnd.microsoft.error"
BAD_REQUEST: Json = {
    "statusCode": 400,
    "type": _ERROR,
    "value": {"code": "BadRequest", "message": "This is no action of a card of ours."},
}


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an event: the core's answer, how they are spoken to, the card they used."""

    reply: Reply
    voice: Voice
    shown: Message | None = None  # what the card belongs to, when it was sent to them


def with_card(drawn: Json) -> Json:
    """The card that takes the place of the one that was used."""
    return {"statusCode": 200, "type": CARD, "value": drawn}


def with_words(told: str) -> Json:
    """A word beside a card that stays."""
    return {"statusCode": 200, "type": _WORDS, "value": told}


def with_error(told: str) -> Json:
    """What is shown when it did not work."""
    return {"statusCode": 500, "type": _ERROR, "value": {"code": "NotDone", "message": told}}


def card_after(used: Used, done: Done, link: Callable[[str], str]) -> Json | None:
    """The card once it was used; None when it stays as it is, or nothing is known of it."""
    voice = done.voice
    if not done.reply.settles and done.reply.form is None:
        return None
    if used.draft is not None:
        if done.reply.form is None:
            return form_sent(used.title, voice)
        wrong = done.reply.errors
        return form_card(done.reply.form, voice, wrong, used.fields if wrong else None)
    if done.shown is None:
        return None
    after = settled(done.shown, used, voice, link, closes=done.reply.closes)
    if after is not None:
        return after
    found = pages(done.shown, voice, link, used.of)
    if used.page >= len(found):
        return None
    told = summary(text_of(done.shown, voice.locale)) or "…"
    return card(found[used.page], told, voice, used.of, used.page)


def card_for_all(used: Used, done: Done, link: Callable[[str], str]) -> Json | None:
    """What everybody who reads the card sees from now on; None while it can still be used."""
    if done.shown is None or used.draft is not None or not done.reply.settles:
        return None
    return settled(done.shown, used, done.voice, link, closes=done.reply.closes)


def card_that_asked(
    work: Work, address: Address | None, answer: Answered, link: Callable[[str], str]
) -> tuple[str, Json] | None:
    """Which card asked what words have answered, in Teams' own words, and the card from now on."""
    found = asked(work, address, answer) if address is not None else None
    if address is None or found is None:
        return None
    voice, there = voice_at(work, address), found.sent.receipt.split()
    message = with_ways(work, address, found.message, voice)
    after = answered(message, found.part, answer.label, voice, link, str(found.sent.id))
    return None if after is None or after[0] >= len(there) else (there[after[0]], after[1])


def form_activity(form: FormView, voice: Voice) -> Json:
    """A form that opens, as a card of its own."""
    return activity(form_card(form, voice), summary(form.title) or "…")


def words_activity(told: str, of: Activity) -> Json:
    """A word in the conversation of an activity, in answer to it."""
    said = {"type": "message", "text": told, "textFormat": "plain"}
    return {**said, "replyToId": of["id"]} if isinstance(of.get("id"), str) else said
