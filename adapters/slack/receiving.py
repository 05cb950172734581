"""What Slack sends, from a body to its answer: all that must last is committed before Slack hears.

    read  →  who it is  →  handled in one transaction, in a thread  →  the answer

A transaction that failed is answered by 500: Slack tells an event again, under the same key. Slack
wants its answer within three seconds, so what a person did and takes long is answered in words
first; the work goes on, and its end is told by whatever way is left. What may come after the answer
never changes what was committed, and no failure in it reaches Slack.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog
from slack_bolt.response import BoltResponse

from adapters.runner.asked import Asked, asked
from adapters.runner.clock import Clock
from adapters.runner.core import voice_at, voice_of
from adapters.runner.happened import ChannelJoined, ChannelLost, ChannelRenamed
from adapters.runner.openings import opening_of
from adapters.runner.turns import Turns
from adapters.slack import PLATFORM
from adapters.slack.api import Failed
from adapters.slack.channels import Channels
from adapters.slack.directory import concerns
from adapters.slack.happened import Happened, Opened, Uninstalled
from adapters.slack.homes import Homes
from adapters.slack.keys import Keys, NotInstalled
from adapters.slack.profile import Profiles
from adapters.slack.read import event_from, profile_in, tenant_of
from adapters.slack.speaking import Speaking
from bot.event import Command, Event, Joined, Known, Left, Pressed, Said, Sender, Submitted
from bot.message import NOTHING, Reply
from bot.texts import Voice, language_of
from storage.database import Database
from storage.nouns import Address, Outgoing, Person
from storage.work import Work

_log = structlog.get_logger()
Body = Mapping[str, Any]
Handle = Callable[[Event, Work], Reply]
_PATIENCE = 2.0  # seconds before whoever waits is told that it takes longer
_OPENING = 0.8  # seconds more, for a form to open


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an event: the core's answer, whom it was given to, and where they read."""

    reply: Reply
    voice: Voice
    conversation: str = ""  # the private conversation with them, when it is known
    asked: Asked | None = None  # the message whose question their words have answered


class Receiving:
    """Takes in everything that Slack sends."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        handle: Handle,
        kick: Callable[[], None],
        keys: Keys,
        profiles: Profiles,
        homes: Homes,
        channels: Channels,
        speaking: Speaking,
        uninstalled: Callable[[Uninstalled, Body], Coroutine[Any, Any, None]],
        patience: float = _PATIENCE,
    ) -> None:
        self._database, self._clock, self._handle, self._kick = database, clock, handle, kick
        self._keys = keys
        self._profiles, self._homes, self._channels = profiles, homes, channels
        self._speaking, self._uninstalled, self._patience = speaking, uninstalled, patience
        self._turns = Turns(database, clock, "slack", kick)
        self._after: set[asyncio.Task[None]] = set()
        self._now = 0  # answers under way

    async def answer(self, body: Body) -> BoltResponse:
        """The answer to a body whose signature was checked."""
        self._now += 1
        try:
            return await self._answer(body)
        finally:
            self._now -= 1

    async def _answer(self, body: Body) -> BoltResponse:
        try:
            happened = await self._read(body)
            match happened:
                case None:
                    return _heard()
                case Said() | Command() | Pressed() | Submitted() | Known() | Left():
                    return await self._act(happened, body)
                case Opened():
                    return await self._opened(happened, body)
                case Uninstalled():
                    await self._uninstalled(happened, body)
                case ChannelJoined(tenant=tenant, channel=channel):
                    await self._channels.joined(tenant, channel)
                case ChannelRenamed(tenant=tenant, channel=channel):
                    await self._channels.renamed(tenant, channel)
                case ChannelLost(tenant=tenant, user=user):
                    await self._channels.lost(tenant, user)
        except NotInstalled:
            _log.warning("something came from a workspace without the bot", tenant=tenant_of(body))
        except Exception:
            _log.exception("what Slack sent could not be handled", kind=_kind(body))
            return _failed()
        return _heard()

    async def drain(self) -> None:
        """Waits for the answers under way, and for what goes on after them."""
        while self._after or self._now:
            await asyncio.wait({*self._after, asyncio.create_task(asyncio.sleep(0.01))})

    async def _read(self, body: Body) -> Happened | None:
        """What happened, by whom: people are only asked about when something did.

        Raises NotInstalled for a workspace that does not have the bot.
        """
        tenant = tenant_of(body)
        happened = event_from(body, lambda user: Sender(PLATFORM, tenant, user, gathers=True))
        if happened is None or isinstance(happened, Uninstalled):
            return happened
        await self._keys.of(tenant)
        if isinstance(happened, Known):
            profile = profile_in(body) or {}
            return Known(happened.key, self._profiles.learn(tenant, profile))
        if not isinstance(happened, Said | Command | Pressed | Submitted | Opened):
            return happened
        sender = await self._profiles.of(tenant, happened.sender.user, body)
        happened = replace(happened, sender=sender)
        if isinstance(happened, Command) and happened.channel is not None:
            channel = await self._channels.named(tenant, happened.channel)
            return replace(happened, channel=channel)
        return happened

    # ------------------------------------------------------------ the core

    async def _act(self, event: Event, body: Body) -> BoltResponse:
        work = self._turns.take(partial(self._happen, event), opening_of(event))
        if not isinstance(event, Command | Pressed | Submitted):
            done = await work  # nobody waits, and only the whole of it may be told as heard
            if done.asked is not None and done.reply.answered is not None:
                tenant, answer = event.sender.tenant, done.reply.answered
                self.later(self._speaking.settle_asked(tenant, answer, done.asked, done.voice))
            return _heard()
        finished, _ = await asyncio.wait({work}, timeout=self._patience)
        if not finished:
            voice = Voice(language_of(event.sender.locale) if event.sender.locale else "fr")
            self.later(self._belated(work, event, body, voice))
            return _answered(self._speaking.meanwhile(event, body, voice))
        if (failure := work.exception()) is not None:
            voice = Voice(_language(event.sender))
            if isinstance(event, Command):  # Slack tells none again: our words are all they get
                _log.error("a command could not be handled", exc_info=failure)
                return _answered(self._speaking.refused(voice))
            self.later(self._speaking.broken(event, body, voice))
        done = work.result()
        speaking = asyncio.create_task(
            self._speaking.answer(event, body, done.reply, done.voice, done.conversation)
        )
        said, _ = await asyncio.wait({speaking}, timeout=_OPENING)
        if not said:  # Slack is slow to open a form: it must not wait for us all the same
            self.later(self._speaking.late(speaking, body))
        self.later(self._speaking.settle(event, body, done.reply, done.voice))
        self._homes.changed(event.sender.tenant, event.sender.user)
        return _answered(speaking.result() if said else None)

    async def _belated(
        self, work: "asyncio.Future[Done]", event: Event, body: Body, voice: Voice
    ) -> None:
        """Ends what was answered before it was done."""
        try:
            done = await work
        except Exception:
            _log.exception("what a person did could not be handled", kind=_kind(body))
            await self._speaking.broken(event, body, voice)
            return
        await self._speaking.belated(event, body, done.reply, done.voice)
        await self._speaking.settle(event, body, done.reply, done.voice)
        self._homes.changed(event.sender.tenant, event.sender.user)

    def _happen(self, event: Event, work: Work) -> Done:
        if isinstance(event, Known | Left) and not concerns(work, event.sender):
            return Done(NOTHING, Voice())
        reply = self._handle(event, work)
        if not isinstance(event, Command | Pressed | Submitted):
            return _heard_in(work, event.sender, reply)  # nothing is answered at once
        return _done(work, event.sender, reply)

    async def _opened(self, opened: Opened, body: Body) -> BoltResponse:
        """Meets whoever comes for the first time, and shows them their place."""
        sender = opened.sender
        met, welcomed = await asyncio.to_thread(self._acquaintance, sender)
        if opened.tab == "home":
            if not met:
                await asyncio.to_thread(self._meet, Known(opened.key, sender))
            self._homes.opened(sender.tenant, sender.user)
        else:
            if not welcomed:
                await asyncio.to_thread(self._meet, Joined(opened.key, sender))
            self.later(self._speaking.prompt(sender, body))
        return _heard()

    def _acquaintance(self, sender: Sender) -> tuple[bool, bool]:
        """Whether they are met, and whether they need no welcome."""
        with self._database.reading(self._clock.now()) as work:
            found = _address(work, sender)
            if found is None:
                return False, False
            # Somebody erased is met again when they write, not when they look.
            return True, found.welcomed or found.person_id is None

    def _meet(self, event: Event) -> None:
        self._database.carry_out(self._clock.now(), lambda work: self._handle(event, work))
        self._kick()

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something after the answer; a failure of it is noted, and harms nobody."""
        task = asyncio.create_task(_safely(work))
        self._after.add(task)
        task.add_done_callback(self._after.discard)


def _heard_in(work: Work, sender: Sender, reply: Reply) -> Done:
    address = _address(work, sender) if reply.answered is not None else None
    if address is None or reply.answered is None:
        return Done(reply, Voice())
    found = asked(work, address, reply.answered)
    return Done(reply, voice_at(work, address) if found else Voice(), asked=found)


def _done(work: Work, sender: Sender, reply: Reply) -> Done:
    address = _address(work, sender)
    if address is None or address.person_id is None:
        return Done(reply, Voice(_language(sender)))
    sent = work.first(Outgoing, address_id=address.id, state="sent")
    place = sent.receipt.partition(":")[0] if sent else ""
    return Done(reply, voice_of(work.get(Person, address.person_id)), place)


def _address(work: Work, sender: Sender) -> Address | None:
    return work.first(Address, platform=PLATFORM, tenant=sender.tenant, user=sender.user)


def _language(sender: Sender) -> str:
    return language_of(sender.locale) if sender.locale else "fr"


async def _safely(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except (NotInstalled, *Failed) as failure:
        error = getattr(failure, "code", type(failure).__name__)
        _log.warning("Slack did not take what follows an answer", error=error)
    except Exception:
        _log.exception("what follows an answer failed")


def _kind(body: Body) -> str:
    event = body.get("event")
    if isinstance(event, Mapping):
        return str(event.get("type"))
    return str(body.get("type") or body.get("command"))


def _heard() -> BoltResponse:
    return BoltResponse(status=200, body="")


def _failed() -> BoltResponse:
    return BoltResponse(status=500, body="")


def _answered(said: Mapping[str, Any] | None) -> BoltResponse:
    return BoltResponse(status=200, body=dict(said) if said else "")
