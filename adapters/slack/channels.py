"""The channels in which the bot is, kept as addresses: those it may be asked to write in."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog

from adapters.runner.channels import known, lose
from adapters.runner.clock import Clock
from adapters.slack import PLATFORM
from adapters.slack.api import Api, Failed
from adapters.slack.keys import Key, Keys, NotInstalled
from bot.channels import is_channel
from bot.event import Channel
from storage.database import Database
from storage.nouns import Address
from storage.work import Work

_log = structlog.get_logger()
_DAY = 86_400.0  # seconds
_PAGE, _PAUSE = 200, 3.0  # seconds between two pages: Slack allows twenty a minute


class Channels:
    """Follows where the bot is."""

    def __init__(self, api: Api, keys: Keys, database: Database, clock: Clock) -> None:
        self._api, self._keys, self._database, self._clock = api, keys, database, clock
        self._known: dict[tuple[str, str], Channel] = {}

    async def named(self, tenant: str, channel: Channel) -> Channel:
        """The channel with its name, asked of Slack when the event did not say it."""
        if channel.name:
            return channel
        found = self._known.get((tenant, channel.user))
        if found is None:
            try:
                key = await self._keys.of(tenant)
                answer = await self._api.call("conversations.info", key.token, channel=channel.user)
            except (NotInstalled, *Failed) as failure:
                # Shown by its id, until the bot is there and knows better.
                return replace(channel, closed=getattr(failure, "code", "") == "channel_not_found")
            found = _shown(channel.user, answer.get("channel") or {})
            self._known[tenant, channel.user] = found
        return found

    async def joined(self, tenant: str, channel: Channel) -> None:
        """The bot may write there, under that name."""
        named = await self.named(tenant, channel)
        await asyncio.to_thread(self._do, lambda work: keep(work, tenant, named))

    async def renamed(self, tenant: str, channel: Channel) -> None:
        """The channel has another name; one where the bot never was is left alone."""
        self._known.pop((tenant, channel.user), None)

        def act(work: Work) -> None:
            if known(work, PLATFORM, tenant, channel.user) is not None:
                keep(work, tenant, channel)

        await asyncio.to_thread(self._do, act)

    async def lost(self, tenant: str, user: str) -> None:
        """The bot may not write there any more."""
        await asyncio.to_thread(self._do, lambda work: lose(work, PLATFORM, tenant, user))

    async def run(self) -> None:
        """Looks at the start and then once a day, until cancelled."""
        while True:
            try:
                await self.look()
            except Exception:  # the database or Slack may be away for a while
                _log.exception("the channels could not be looked at; trying again tomorrow")
            await asyncio.sleep(_DAY)

    async def look(self) -> None:
        """Asks Slack where the bot is, in every workspace: events may have been missed."""
        for key in await self._keys.all():
            if key.org_wide:
                continue  # Slack wants to know which of its workspaces; events must do
            try:
                found = {each["id"]: each async for each in member_of(self._api, key)}
            except Failed as failure:
                error = getattr(failure, "code", type(failure).__name__)
                _log.warning("the channels are not known", tenant=key.tenant, error=error)
                continue
            await asyncio.to_thread(
                self._do, lambda work, key=key, found=found: _settle(work, key.tenant, found)
            )

    def _do(self, act: Any) -> None:
        self._database.carry_out(self._clock.now(), act)


async def member_of(api: Api, key: Key) -> Any:
    """The channels in which the bot is, public or private, without the archived ones."""
    cursor = ""
    while True:
        answer = await api.call(
            "users.conversations",
            key.token,
            types="public_channel,private_channel",
            exclude_archived=True,
            limit=_PAGE,
            cursor=cursor or None,
        )
        for each in answer.get("channels") or ():
            yield each
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return
        await asyncio.sleep(_PAUSE)


def keep(work: Work, tenant: str, channel: Channel) -> None:
    """Makes a channel known, or brings it up to date."""
    found = known(work, PLATFORM, tenant, channel.user)
    # A new name says nothing of whether the channel is private, which is kept.
    route = {**(found.route if found else {}), **channel.route}
    route["name"] = channel.name or channel.user
    if found is None:
        work.add(Address(platform=PLATFORM, tenant=tenant, user=channel.user, route=route))
    elif found.person_id is None and (found.route != route or not found.reachable):
        work.change(found, route=route, reachable=True, unreachable_since=None)


def _settle(work: Work, tenant: str, found: Mapping[str, Mapping[str, Any]]) -> None:
    for user, each in found.items():
        keep(work, tenant, _shown(user, each))
    for address in work.find(Address, platform=PLATFORM, tenant=tenant, person_id=None):
        if is_channel(address) and address.user not in found:
            lose(work, PLATFORM, tenant, address.user)


def _shown(user: str, told: Mapping[str, Any]) -> Channel:
    """A channel as Slack describes it."""
    name = f"#{told.get('name') or user}"
    return Channel(
        user, name, {"name": name} | ({"private": True} if told.get("is_private") else {})
    )
