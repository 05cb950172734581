"""The immediate answers: forms that open, mistakes under their field, a word to whoever waits.

What must last goes by the outbox, to the private conversation; none of this does.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Mapping
from typing import Any

import structlog

from adapters.runner.asked import Asked
from adapters.runner.clock import Clock
from adapters.runner.core import prompts
from adapters.slack import PLATFORM
from adapters.slack.api import Api, Failed, Refusal
from adapters.slack.keys import Keys
from adapters.slack.read import pressed_label
from adapters.slack.render.modal import errors, modal, shown_in
from adapters.slack.render.pieces import Post, pieces
from adapters.slack.render.settled import settled
from adapters.slack.render.text import plain_text
from bot.event import Command, Event, Pressed, Sender, Submitted
from bot.message import Answered, FormView, Reply
from bot.texts import Voice
from storage.database import Database
from storage.nouns import Address

_log = structlog.get_logger()
Body = Mapping[str, Any]
Said = Mapping[str, Any] | None


class Speaking:
    """Answers by the ways that an interaction brings along."""

    def __init__(self, api: Api, keys: Keys, database: Database, clock: Clock) -> None:
        self._api, self._keys, self._database, self._clock = api, keys, database, clock

    async def answer(
        self, event: Event, body: Body, reply: Reply, voice: Voice, conversation: str = ""
    ) -> Said:
        """What Slack is answered; a form is opened on the way."""
        if isinstance(event, Submitted):
            return _of_form(body, reply, voice)
        if reply.form is not None:
            if not await self._open(event.sender.tenant, body, reply.form, voice):
                return await self._say(event, body, voice.words("slack.form.late"))
            return None
        if isinstance(event, Command) and _elsewhere(body, conversation):
            return _whispered(voice.words("slack.answered"))
        return None

    def meanwhile(self, event: Event, body: Body, voice: Voice) -> Said:
        """What is answered before it is done."""
        told = voice.words("slack.on-it")
        if isinstance(event, Submitted):
            view = _notice(event, body, told)
            return {"response_action": "update", "view": view}
        return _whispered(told) if isinstance(event, Command) else None

    async def belated(self, event: Event, body: Body, reply: Reply, voice: Voice) -> None:
        """What is told after `meanwhile`, now that it is done."""
        key = await self._keys.of(event.sender.tenant)
        if isinstance(event, Submitted):
            view = (
                modal(reply.form, voice)
                if reply.form is not None
                else _notice(event, body, voice.words("slack.done"))
            )
            await self._api.call("views.update", key.token, external_id=_name(event.key), view=view)
        elif reply.form is not None and not await self._open(
            event.sender.tenant, body, reply.form, voice
        ):
            await self._say(event, body, voice.words("slack.form.late"))

    async def late(self, speaking: Awaitable[Said], body: Body) -> None:
        """Says what was found too late for the answer itself."""
        said = await speaking
        if said is not None and body.get("response_url"):
            await self._respond(body, said)

    def refused(self, voice: Voice) -> Said:
        """What a command that did not work is answered."""
        return _whispered(voice.words("slack.broken"))

    async def broken(self, event: Event, body: Body, voice: Voice) -> None:
        """Says that it did not work, to whoever did something and waits."""
        told = voice.words("slack.broken")
        said = await self._say(event, body, told)
        if said is not None:
            await self._respond(body, said)

    async def settle(self, event: Event, body: Body, reply: Reply, voice: Voice) -> None:
        """Takes away what can be pressed in a message whose question was answered.

        In a channel where nothing changes that way, says where the answer is.
        """
        message, url = body.get("message"), body.get("response_url")
        if not isinstance(event, Pressed) or not isinstance(message, Mapping) or not url:
            return
        before = message.get("blocks") or []
        after = before
        if reply.settles:
            after = settled(before, event.action, pressed_label(body), closes=reply.closes)
        if after != before:
            text = message.get("text") or "…"
            await self._respond(body, {"replace_original": True, "blocks": after, "text": text})
        elif reply.form is None and _is_shared(body):
            told = _whispered(voice.words("slack.answered"))
            await self._respond(body, {**told, "replace_original": False})

    async def settle_asked(self, tenant: str, answer: Answered, found: Asked, voice: Voice) -> None:
        """The same for the message whose question words have answered."""
        action = f"answer:{answer.draft}:{answer.field}"
        told = pieces(found.message, voice)
        for piece, receipt in zip(told, found.sent.receipt.split(), strict=False):
            after = settled(piece.blocks, action, answer.label) if isinstance(piece, Post) else []
            if isinstance(piece, Post) and after != [*piece.blocks]:
                channel, _, moment = receipt.rpartition(":")
                key = await self._keys.of(tenant)
                given = {"channel": channel, "ts": moment, "text": piece.text, "blocks": after}
                await self._api.call("chat.update", key.token, **given)
                return

    async def prompt(self, sender: Sender, body: Body) -> None:
        """Offers what to say first, in a conversation that was opened."""
        channel = (body.get("event") or {}).get("channel")
        offered = await asyncio.to_thread(self._offered, sender)
        if not channel or not offered:
            return
        key = await self._keys.of(sender.tenant)
        await self._api.call(
            "assistant.threads.setSuggestedPrompts", key.token, channel_id=channel, prompts=offered
        )

    def _offered(self, sender: Sender) -> list[dict[str, str]]:
        with self._database.reading(self._clock.now()) as work:
            address = work.first(Address, platform=PLATFORM, tenant=sender.tenant, user=sender.user)
            found = prompts(work, address) if address is not None else ()
        return [{"title": each.title, "message": each.message} for each in found]

    async def _open(self, tenant: str, body: Body, form: FormView, voice: Voice) -> bool:
        """Opens a form, over the one it was asked from when there is one; False when too late."""
        key = await self._keys.of(tenant)
        over = (body.get("view") or {}).get("type") == "modal"
        method = "views.push" if over else "views.open"
        trigger = str(body.get("trigger_id") or "")
        try:
            view = modal(form, voice)
            await self._api.call(method, key.token, trigger_id=trigger, view=view)
        except Failed as failure:
            error = failure.code if isinstance(failure, Refusal) else type(failure).__name__
            _log.warning("a form did not open", tenant=tenant, error=error)
            return False
        return True

    async def _say(self, event: Event, body: Body, told: str) -> Said:
        """A word by the answer to a command, else by the way that the interaction leaves."""
        if isinstance(event, Command):
            return _whispered(told)
        if body.get("response_url"):
            await self._respond(body, {**_whispered(told), "replace_original": False})
            return None
        key = await self._keys.of(event.sender.tenant)
        await self._api.call(
            "chat.postMessage",
            key.token,
            channel=event.sender.user,
            text=told,
            unfurl_links=False,
            unfurl_media=False,
        )
        return None

    async def _respond(self, body: Body, said: Mapping[str, Any]) -> None:
        await self._api.respond(str(body["response_url"]), said)


def _of_form(body: Body, reply: Reply, voice: Voice) -> Said:
    """Mistakes under their fields; questions that only now apply, in the form; else it closes."""
    view = modal(reply.form, voice) if reply.form is not None else None
    if reply.errors and reply.form is not None and view is not None:
        shown = shown_in(body.get("view") or {})
        unseen = set(shown_in(view)) - set(shown)
        if shown and not unseen & set(reply.errors):
            told = errors(reply.errors, reply.form, shown, voice)
            return {"response_action": "errors", "errors": told}
    if view is not None:
        return {"response_action": "update", "view": view}
    return {"response_action": "clear"}


def _elsewhere(body: Body, conversation: str) -> bool:
    """Whether a command was given in another place than the conversation with the bot.

    Until the bot has written to somebody nothing tells its conversation from their other ones.
    """
    if body.get("channel_name") == "directmessage" and not conversation:
        return False
    return body.get("channel_id") != conversation


def _is_shared(body: Body) -> bool:
    """Whether several people read the message that was used."""
    return (body.get("channel") or {}).get("name") not in (None, "directmessage")


def _whispered(told: str) -> dict[str, Any]:
    return {"response_type": "ephemeral", "text": told}


def _notice(event: Event, body: Body, told: str) -> dict[str, Any]:
    """The form's own view, with a sentence in place of its questions."""
    title = ((body.get("view") or {}).get("title") or {}).get("text") or "Binôme"
    return {
        "type": "modal",
        "callback_id": "notice",
        "external_id": _name(event.key),
        "title": plain_text(str(title)),
        "blocks": [{"type": "section", "text": plain_text(told)}],
    }


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
