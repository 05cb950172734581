"""Who is in a workspace, for those who were imported to be found there by e-mail.

A few are looked up one by one; many, by reading the whole list, page by page, as slowly as Slack
wants.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Any

from adapters.runner.directory import Place
from adapters.slack import PLATFORM
from adapters.slack.api import Api, Refusal
from adapters.slack.keys import Key, Keys
from adapters.slack.profile import is_somebody, sender_of
from bot.event import Sender
from storage.nouns import Address, Person
from storage.work import Work

_FEW = 30  # people, whom it is quicker to look up one by one
_ONE, _PAGE = 1.5, 3.5  # seconds between two look-ups, between two pages
_USERS = 200  # of a page
_AGAIN = 5  # tries of a page that Slack asked to wait for


class Workspaces:
    """The people of every workspace that has the bot."""

    platform = PLATFORM

    def __init__(self, api: Api, keys: Keys, *, pace: float = 1.0) -> None:
        self._api, self._keys, self.pace = api, keys, pace

    async def places(self) -> Sequence[Place[Key]]:
        """The workspaces."""
        return [Place(key.tenant, "", key) for key in await self._keys.all()]

    async def people(self, place: Place[Key], emails: Collection[str]) -> AsyncIterator[Sender]:
        """Everybody in a workspace, or those with these e-mails when they are few."""
        key = place.way
        # Of a whole organisation Slack gives no list.
        one_by_one = len(emails) <= _FEW or key.org_wide
        async for user in self._one_by_one(key, emails) if one_by_one else self._pages(key):
            if is_somebody(user):
                yield sender_of(place.tenant, user)

    async def _one_by_one(
        self, key: Key, emails: Collection[str]
    ) -> AsyncIterator[Mapping[str, Any]]:
        for email in sorted(emails):
            try:
                answer = await self._patiently("users.lookupByEmail", key, email=email)
                yield answer["user"]
            except Refusal as refusal:
                if refusal.code != "users_not_found":
                    raise
            await asyncio.sleep(_ONE * self.pace)

    async def _pages(self, key: Key) -> AsyncIterator[Mapping[str, Any]]:
        cursor = ""
        while True:
            answer = await self._patiently(
                "users.list", key, limit=_USERS, include_locale=True, cursor=cursor or None
            )
            for user in answer.get("members") or ():
                yield user
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return
            await asyncio.sleep(_PAGE * self.pace)

    async def _patiently(self, method: str, key: Key, **given: Any) -> Mapping[str, Any]:
        """What Slack answers, after the waits it asks for."""
        for _ in range(_AGAIN):
            try:
                return await self._api.call(method, key.token, **given)
            except Refusal as refusal:
                if refusal.status != 429:
                    raise
                await asyncio.sleep((refusal.seconds or _PAGE) * self.pace)
        return await self._api.call(method, key.token, **given)


def concerns(work: Work, sender: Sender) -> bool:
    """Whether somebody is met: of everybody else, and of those erased, nothing is kept."""
    found = work.first(Address, platform=PLATFORM, tenant=sender.tenant, user=sender.user)
    if found is not None and found.person_id is not None:
        return True
    email = sender.email.strip().lower()
    return bool(email) and work.first(Person, email=email, erased_at=None) is not None
