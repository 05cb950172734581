"""What Teams sends, from an activity to its answer: what must last is committed before Teams hears.

    read  →  who it is  →  handled in one transaction, in a thread  →  the answer

Teams wants the answer to a card within five seconds, and sends a message again after fifteen. What
takes longer is answered in words first; the work goes on, and its end is told in the conversation.
What may come after the answer never changes what was committed, and no failure in it reaches Teams.
"""

import asyncio
import hashlib
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import structlog

from adapters.runner.channels import lose
from adapters.runner.clock import Clock
from adapters.runner.core import voice_at
from adapters.runner.happened import ChannelJoined, ChannelLost, ChannelRenamed
from adapters.runner.openings import opening_of
from adapters.runner.turns import Turns
from adapters.teams import PLATFORM, channels
from adapters.teams.actions import Used
from adapters.teams.answering import (
    Done,
    card_after,
    card_for_all,
    card_that_asked,
    form_activity,
    with_card,
    with_error,
    with_words,
    words_activity,
)
from adapters.teams.connector import Connector, Failed
from adapters.teams.links import Links
from adapters.teams.profile import Profiles
from adapters.teams.read import Happened, used_in
from adapters.teams.render.pieces import activity as message_with
from adapters.teams.routes import sealed, sealed_again
from adapters.teams.ways import with_ways
from bot.event import Command, Event, Left, Sender, Submitted
from bot.message import NOTHING, Answered, Message, Reply, from_data
from bot.texts import Voice, language_of
from storage.database import Database
from storage.nouns import Address, Outgoing
from storage.vault import Vault
from storage.work import Work

_log = structlog.get_logger()
Json = dict[str, Any]
Activity = Mapping[str, Any]
Handle = Callable[[Event, Work], Reply]
_FOR_A_CARD, _FOR_WORDS = 3.0, 10.0  # seconds before whoever waits is told that it takes longer


class Receiving:
    """Takes in everything that Teams sends."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        handle: Handle,
        kick: Callable[[], None],
        vault: Vault,
        profiles: Profiles,
        connector: Connector,
        links: Links,
        patience: tuple[float, float] = (_FOR_A_CARD, _FOR_WORDS),
    ) -> None:
        self._database, self._clock, self._handle, self._kick = database, clock, handle, kick
        self._vault, self._profiles = vault, profiles
        self._connector, self._links, self._patience = connector, links, patience
        self._turns = Turns(database, clock, "teams", kick)
        self._after: set[asyncio.Task[None]] = set()
        self._now = 0  # answers under way

    async def answer(self, activity: Activity, happened: Happened | None) -> Json | None:
        """The answer to an activity that was let in: the body that an invoke is given.

        Raises whatever kept a message from being handled, after telling its author.
        """
        self._now += 1
        try:
            match happened:
                case None:
                    return None
                case ChannelJoined() | ChannelRenamed() | ChannelLost():
                    await self._turns.take(partial(self._follow, happened))
                    return None
                case _:
                    return await self._act(await self._whole(happened, activity), activity)
        finally:
            self._now -= 1

    async def drain(self) -> None:
        """Waits for the answers under way, and for what goes on after them."""
        while self._after or self._now:
            await asyncio.wait({*self._after, asyncio.create_task(asyncio.sleep(0.01))})

    def _follow(self, happened: ChannelJoined | ChannelRenamed | ChannelLost, work: Work) -> None:
        match happened:
            case ChannelJoined(tenant=tenant, channel=channel):
                channels.keep(work, tenant, channel, self._vault)
            case ChannelRenamed(tenant=tenant, channel=channel):
                channels.rename(work, tenant, channel)
            case ChannelLost(tenant=tenant, user=user):
                lose(work, PLATFORM, tenant, user)

    async def _whole(self, event: Event, activity: Activity) -> Event:
        """The event with whom it is from."""
        sender = event.sender
        if not isinstance(event, Left):
            sender = await self._profiles.of(sender, activity)
        event = replace(event, key=_hidden(event.key), sender=sender)
        if isinstance(event, Command) and event.channel is not None:
            way = sealed(event.channel.route, self._vault)
            event = replace(event, channel=replace(event.channel, route=way))
        return event

    # ------------------------------------------------------------ the core

    async def _act(self, event: Event, activity: Activity) -> Json | None:
        used, invoked = used_in(activity), activity.get("type") == "invoke"
        work = self._turns.take(partial(self._happen, event, activity, used), opening_of(event))
        finished, _ = await asyncio.wait({work}, timeout=self._patience[0 if invoked else 1])
        voice = _voice_for(event.sender)
        if not finished:
            self.later(self._belated(work, event, activity, used, voice))
            if invoked:
                return with_words(voice.words("teams.on-it"))
            self.later(self._say(activity, voice.words("teams.on-it")))
            return None
        if work.exception() is not None and invoked:
            _log.error("what was used on a card could not be handled", exc_info=work.exception())
            return with_error(voice.words("teams.broken"))
        if work.exception() is not None:
            self.later(self._say(activity, voice.words("teams.broken")))
        done = work.result()
        self._follow_up(event, activity, used, done, answered=invoked)
        if not invoked or used is None:
            return None
        after = card_after(used, done, self._links.to)
        # The same card again, in a channel, would look as if nothing had happened.
        aside = after is not None and used.draft is None and _is_shared(activity)
        if aside and card_for_all(used, done, self._links.to) is None:
            return with_words(done.voice.words("teams.answered"))
        if after is not None:
            return with_card(after)
        if done.reply.settles:
            return with_words(done.voice.words("teams.noted"))
        told = "teams.below" if event.sender.route else "teams.answered"
        return with_words(done.voice.words(told))

    async def _belated(
        self,
        work: "asyncio.Future[Done]",
        event: Event,
        activity: Activity,
        used: Used | None,
        voice: Voice,
    ) -> None:
        """Ends what was answered before it was done."""
        try:
            done = await work
        except Exception:
            _log.exception("what a person did could not be handled")
            await self._say(activity, voice.words("teams.broken"))
            return
        self._follow_up(event, activity, used, done, answered=False)

    def _follow_up(
        self, event: Event, activity: Activity, used: Used | None, done: Done, *, answered: bool
    ) -> None:
        """What comes after the answer: a form, the card that was used, where the answer is."""
        if done.reply.form is not None and not isinstance(event, Submitted):
            self.later(self._write(activity, form_activity(done.reply.form, done.voice)))
        if used is not None and not answered:
            self.later(self._redraw(activity, card_after(used, done, self._links.to)))
        elif used is not None and _is_shared(activity):
            # The card in the answer is for whoever used it; the others keep theirs until this.
            self.later(self._redraw(activity, card_for_all(used, done, self._links.to)))
        if done.reply.answered is not None:
            self.later(self._settle_asked(event.sender, activity, done.reply.answered))
        if isinstance(event, Command) and event.channel is not None:
            self.later(self._say(activity, done.voice.words("teams.answered")))

    def _happen(self, event: Event, activity: Activity, used: Used | None, work: Work) -> Done:
        if isinstance(event, Left) and _address(work, event.sender) is None:
            return Done(NOTHING, Voice())
        reply = self._handle(self._reachable(work, event, activity), work)
        address = _address(work, event.sender)
        voice = voice_at(work, address) if address else _voice_for(event.sender)
        return Done(reply, voice, self._shown(work, activity, address, used))

    def _reachable(self, work: Work, event: Event, activity: Activity) -> Event:
        """The event with the way to whoever it is from, which cannot be read at rest.

        Whoever speaks in a channel before they ever did in private has one that is to be opened.
        """
        sender, found = event.sender, _address(work, event.sender)
        kept = found.route if found is not None else {}
        if not sender.route and kept:
            return event
        way = sealed_again(sender.route or _stranger(activity, sender), kept, self._vault)
        return replace(event, sender=replace(sender, route=way))

    def _shown(
        self, work: Work, activity: Activity, address: Address | None, used: Used | None
    ) -> Message | None:
        """The message of the card that was used, if it was sent to them or to where they are."""
        if used is None or not used.of.isdecimal():
            return None
        sent = work.first(Outgoing, id=int(used.of))
        if sent is None or not sent.payload:
            return None
        if address is None or sent.address_id != address.id:
            place = work.first(Address, id=sent.address_id, person_id=None)
            here = str((activity.get("conversation") or {}).get("id") or "").partition(";")[0]
            if place is None or place.user != here:
                return None
            address = place
        return with_ways(work, address, from_data(sent.payload), voice_at(work, address))

    # ------------------------------------------------------------ after the answer

    async def _say(self, activity: Activity, told: str) -> None:
        await self._write(activity, words_activity(told, activity))

    async def _write(self, activity: Activity, said: Json) -> None:
        whole = {**said, "from": activity.get("recipient"), "recipient": activity.get("from")}
        await self._connector.send(activity["serviceUrl"], activity["conversation"]["id"], whole)

    async def _settle_asked(self, sender: Sender, activity: Activity, answer: Answered) -> None:
        """Redraws the card whose question words have answered, when it is not far."""

        def read() -> tuple[str, Json] | None:
            with self._database.reading(self._clock.now()) as work:
                return card_that_asked(work, _address(work, sender), answer, self._links.to)

        found = await asyncio.to_thread(read)
        if found is not None:
            await self._put(activity, *found)

    async def _redraw(self, activity: Activity, after: Json | None) -> None:
        """Puts the card after what was used on it in its place."""
        there = activity.get("replyToId")
        if after is not None and isinstance(there, str):
            await self._put(activity, there, after)

    async def _put(self, activity: Activity, there: str, after: Json) -> None:
        """Puts a card in the place of one that is there."""
        said = {**message_with(after, after["fallbackText"]), "id": there}
        service, conversation = activity["serviceUrl"], activity["conversation"]["id"]
        await self._connector.update(service, conversation, there, said)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something after the answer; a failure of it is noted, and harms nobody."""
        task = asyncio.create_task(_safely(work))
        self._after.add(task)
        task.add_done_callback(self._after.discard)


def _stranger(activity: Activity, sender: Sender) -> Json:
    """All it takes to open a conversation with whoever speaks in a channel."""
    account, bot = activity["from"], activity.get("recipient") or {}
    return {
        "serviceUrl": activity["serviceUrl"],
        "channelId": activity.get("channelId"),
        "bot": {"id": bot.get("id"), "name": bot.get("name")},
        "user": {"id": account["id"], "aadObjectId": account.get("aadObjectId")},
        "tenant": sender.tenant,
    }


def _is_shared(activity: Activity) -> bool:
    """Whether several people read what was used."""
    return (activity.get("conversation") or {}).get("conversationType") in ("channel", "groupChat")


def _hidden(key: str) -> str:
    """The key of an event, without the conversation that it names."""
    return f"{PLATFORM}:{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def _address(work: Work, sender: Sender) -> Address | None:
    return work.first(Address, platform=PLATFORM, tenant=sender.tenant, user=sender.user)


def _voice_for(sender: Sender) -> Voice:
    return Voice(language_of(sender.locale) if sender.locale else "fr")


async def _safely(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Failed as failure:
        error = getattr(failure, "code", None) or getattr(failure, "reason", "")
        _log.warning("Teams did not take what follows an answer", error=error)
    except Exception:
        _log.exception("what follows an answer failed")


__all__ = ["Handle", "Receiving"]
