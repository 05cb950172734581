"""Who somebody is, as their workspace knows them: asked at first contact, then followed.

Slack tells of every change (`user_change`), so a person met within a day is not asked about again.
When it does not answer in time, what came with the event must do, and it is asked again later.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.runner.clock import Clock
from adapters.slack import PLATFORM
from adapters.slack.api import Api, Failed
from adapters.slack.keys import Keys, NotInstalled
from bot.event import Sender
from storage.database import Database
from storage.nouns import Address

_log = structlog.get_logger()
_FRESH = timedelta(days=1)
_AGAIN = timedelta(minutes=1)  # after Slack did not answer
_PATIENCE = 0.8  # seconds: Slack wants its own answer within three
_REMEMBERED = 20_000  # people


@dataclass(frozen=True, slots=True)
class _Remembered:
    sender: Sender
    until: datetime


class Profiles:
    """Senders, with what Slack says of each."""

    def __init__(self, api: Api, keys: Keys, database: Database, clock: Clock) -> None:
        self._api, self._keys, self._database, self._clock = api, keys, database, clock
        self._known: OrderedDict[tuple[str, str], _Remembered] = OrderedDict()

    async def of(self, tenant: str, user: str, body: Mapping[str, Any]) -> Sender:
        """The sender of an event whose payload is `body`."""
        now = self._clock.now()
        known = self._known.get((tenant, user))
        if known is not None and known.until > now:
            return known.sender
        if await asyncio.to_thread(self._met, tenant, user, now):
            # Nothing said is nothing changed: what is known of them stands.
            return self._remember(Sender(PLATFORM, tenant, user, gathers=True), now + _FRESH)
        try:
            async with asyncio.timeout(_PATIENCE):
                key = await self._keys.of(tenant)
                answer = await self._api.call(
                    "users.info", key.token, user=user, include_locale=True
                )
        except (TimeoutError, NotInstalled, *Failed) as error:
            _log.warning("Slack did not say who somebody is", error=type(error).__name__)
            name = _name_in(body)
            return self._remember(Sender(PLATFORM, tenant, user, name, gathers=True), now + _AGAIN)
        return self.learn(tenant, answer.get("user") or {})

    def learn(self, tenant: str, profile: Mapping[str, Any]) -> Sender:
        """The sender of a profile, as `users.info` gives it, remembered for a day."""
        return self._remember(sender_of(tenant, profile), self._clock.now() + _FRESH)

    def _met(self, tenant: str, user: str, now: datetime) -> bool:
        with self._database.reading(now) as work:
            found = work.first(Address, platform=PLATFORM, tenant=tenant, user=user)
        if found is None or found.heard_at is None or not found.zone:
            return False  # without a zone, Slack never said who they are
        return found.heard_at > now - _FRESH

    def _remember(self, sender: Sender, until: datetime) -> Sender:
        place = (sender.tenant, sender.user)
        self._known[place] = _Remembered(sender, until)
        self._known.move_to_end(place)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return sender


def sender_of(tenant: str, user: Mapping[str, Any]) -> Sender:
    """The sender whom a user of Slack's is."""
    profile = user.get("profile") or {}
    names = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"))
    return Sender(
        platform=PLATFORM,
        tenant=tenant,
        user=str(user.get("id") or ""),
        name=next((str(name) for name in (*names, user.get("name")) if name), ""),
        email=str(profile.get("email") or ""),
        locale=str(user.get("locale") or ""),
        zone=str(user.get("tz") or ""),
        administers=_administers(user),
        gathers=True,
    )


def _administers(user: Mapping[str, Any]) -> bool | None:
    """Whether a user runs the workspace; None for whom Slack does not say, such as a stranger."""
    told = [user[name] for name in ("is_admin", "is_owner") if name in user]
    return any(told) if told else None


def is_somebody(user: Mapping[str, Any]) -> bool:
    """Whether a user of Slack's is a human with an open account."""
    return not (user.get("is_bot") or user.get("deleted") or user.get("id") == "USLACKBOT")


def _name_in(body: Mapping[str, Any]) -> str:
    user = body.get("user")
    nested = user if isinstance(user, Mapping) else {}
    return str(nested.get("name") or nested.get("username") or body.get("user_name") or "")
