"""Teams as the courier sees it: a message becomes cards, and each end has its name.

Someone is written to by the way that their own activities showed, or in a conversation that is
opened first. In a channel a message begins a thread, and its other cards follow there. A message of
several cards goes on where it stopped: its receipt names each that is there.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.runner.clock import Clock
from adapters.runner.core import voice_at
from adapters.runner.platform import Delivered, Outcome, TryLater, Unreachable
from adapters.teams import PLATFORM
from adapters.teams.connector import Connector, Failed
from adapters.teams.failures import outcome_of
from adapters.teams.links import Links
from adapters.teams.render.pieces import pieces
from adapters.teams.routes import NoWay, Place, opened, sealed, way_to
from adapters.teams.ways import with_ways
from bot.message import from_data
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Outgoing
from storage.pace import Rate
from storage.vault import CannotOpen, Vault
from storage.work import Work

_log = structlog.get_logger()
RATE = Rate(per_minute=3000, burst=50)  # for each tenant, as Microsoft says
# Posts in one conversation, and the seconds in which no more of them are allowed.
WINDOWS = ((7, 1), (8, 2), (60, 30), (1800, 3600))
_LONGEST = timedelta(seconds=max(seconds for _, seconds in WINDOWS))
_PATIENCE = 8.0  # seconds for a message of many cards; the courier waits for longer
_WAIT = 300.0  # seconds, while the operator puts a key back


class TeamsPlatform:
    """Delivers to people and channels."""

    name = PLATFORM
    rate: Rate | None = RATE

    def __init__(
        self, connector: Connector, vault: Vault, links: Links, database: Database, clock: Clock
    ) -> None:
        self._connector, self._vault, self._links = connector, vault, links
        self._database, self._clock = database, clock

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        """Sends what is not there yet of a message."""
        there = message.receipt.split()
        try:
            place = opened(address.route, self._vault)
        except NoWay:
            return Unreachable("no-way", message.receipt)
        except CannotOpen as error:
            _log.error("a way to somebody cannot be read", reason=str(error))
            return TryLater(_WAIT, "sealed", everyone=True, arrived=message.receipt)
        try:
            told, posts, thread = await asyncio.to_thread(self._drawn, address, message)
        except Exception as error:  # nothing has left: another try tells nobody twice
            return TryLater(None, type(error).__name__, arrived=message.receipt)
        began = self._clock.now()
        try:
            for piece in told[len(there) :]:
                now = self._clock.now()
                wait = rest(posts, now)
                if (now - began).total_seconds() + wait > _PATIENCE:
                    sent = " ".join(there)
                    return TryLater(wait, "its conversation rests", arrived=sent, patience=True)
                await asyncio.sleep(wait)
                if place.kind == "personal" and not place.conversation:
                    place = await self._begun(address, place)
                there.append(await self._send(place, piece, [thread] if thread else there))
                posts.append(self._clock.now())
        except Failed as failure:
            outcome = outcome_of(failure, " ".join(there))
            if isinstance(outcome, TryLater) and outcome.everyone:
                _log.error(
                    "Microsoft does not take what the bot writes with: check"
                    " BINOME_TEAMS_APP_ID, BINOME_TEAMS_APP_PASSWORD and that the first of"
                    " BINOME_TEAMS_TENANT_ID is the tenant where the app is registered",
                    error=outcome.error,
                )
            return outcome
        return Delivered(" ".join(there))

    async def _send(self, place: Place, piece: Mapping[str, Any], there: Sequence[str]) -> str:
        if place.kind != "channel":
            return await self._connector.send(
                place.service, place.conversation, letter(place, piece)
            )
        if there:  # a thread is named after what it begins with
            thread = replace(place, conversation=f"{place.conversation};messageid={there[0]}")
            told = letter(thread, piece)
            return await self._connector.send(place.service, thread.conversation, told)
        return await self._connector.begin(place.service, thread_of(place, piece))

    async def _begun(self, address: Address, place: Place) -> Place:
        """The conversation with somebody whom the bot never wrote to, kept for the next time."""
        wanted = {
            "isGroup": False,
            "bot": place.bot,
            "members": [place.user],
            "tenantId": place.tenant,
            "channelData": {"tenant": {"id": place.tenant}},
        }
        place = replace(place, conversation=await self._connector.create(place.service, wanted))
        route = sealed(way_to(place), self._vault)

        def keep(work: Work) -> None:
            found = work.first(Address, id=address.id)
            if found is not None:
                work.change(found, route=route)

        await asyncio.to_thread(self._database.carry_out, self._clock.now(), keep)
        return place

    def _drawn(
        self, address: Address, message: Outgoing
    ) -> tuple[tuple[dict[str, Any], ...], list[datetime], str]:
        """The cards of a message, when the bot wrote there lately, and the thread it goes on."""
        now = self._clock.now()
        with self._database.reading(now) as work:
            sent = outbox.lately(work, address.id, now - _LONGEST)
            posts = [at for at, receipt in sent for _ in receipt.split()]
            voice = voice_at(work, address)
            told = with_ways(work, address, from_data(message.payload), voice)
            thread = outbox.thread_of(work, message)
        return pieces(told, voice, self._links.to, str(message.id)), posts, thread


def rest(posts: Sequence[datetime], now: datetime) -> float:
    """The seconds before one more post is allowed after these, the oldest first."""
    waits = [0.0]
    for most, seconds in WINDOWS:
        if len(posts) >= most:
            free = posts[-most] + timedelta(seconds=seconds)
            waits.append((free - now).total_seconds())
    return max(waits)


def letter(place: Place, piece: Mapping[str, Any]) -> dict[str, Any]:
    """What is written, with where and by whom."""
    whole = {**piece, "from": place.bot, "conversation": {"id": place.conversation}}
    return {**whole, "recipient": place.user} if place.user else whole


def thread_of(place: Place, piece: Mapping[str, Any]) -> dict[str, Any]:
    """A thread that begins in a channel."""
    return {
        "isGroup": True,
        "bot": place.bot,
        "tenantId": place.tenant,
        "channelData": {"channel": {"id": place.conversation}, "tenant": {"id": place.tenant}},
        "activity": dict(piece),
    }
