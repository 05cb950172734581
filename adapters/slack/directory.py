"""Finding in a workspace the people who were imported: by e-mail, without disturbing anybody.

A few are looked up one by one; many, by reading the whole list, page by page, as slowly as Slack
wants. Whoever is found is `Known`: their address is kept, and nothing is said to them yet.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import structlog

from adapters.runner.clock import Clock
from adapters.slack import PLATFORM
from adapters.slack.api import Api, Failed, Refusal
from adapters.slack.keys import Key, Keys
from adapters.slack.profile import is_somebody, sender_of
from bot.event import Event, Known, Sender
from bot.message import Reply
from storage.database import Database
from storage.nouns import Address, Person
from storage.work import Work

_log = structlog.get_logger()
_FEW = 30  # people, whom it is quicker to look up one by one
_ONE, _PAGE = 1.5, 3.5  # seconds between two look-ups, between two pages
_USERS = 200  # of a page
_LOOK, _DAY = 300.0, 86_400.0  # seconds
_AGAIN = 5  # tries of a page that Slack asked to wait for


class Directory:
    """Looks for the people imported since the last time, and once a day for those not found."""

    def __init__(
        self,
        api: Api,
        keys: Keys,
        database: Database,
        clock: Clock,
        handle: Callable[[Event, Work], Reply],
        *,
        pace: float = 1.0,
    ) -> None:
        self._api, self._keys, self._database, self._clock = api, keys, database, clock
        self._handle, self._pace = handle, pace
        self._tried: set[tuple[str, str]] = set()  # tenant and e-mail

    async def run(self) -> None:
        """Looks from time to time, until cancelled."""
        started = asyncio.get_running_loop().time()
        while True:
            try:
                await self.look()
            except Exception:  # the database or Slack may be away for a while
                _log.exception("people could not be looked for; trying again")
            await asyncio.sleep(_LOOK)
            if asyncio.get_running_loop().time() - started > _DAY:
                started += _DAY
                self._tried.clear()

    async def look(self) -> int:
        """Looks for everybody who is new, in every workspace, and how many were found."""
        found = 0
        for key in await self._keys.all():
            try:
                found += await self._look_in(key)
            except Failed as failure:
                error = getattr(failure, "code", type(failure).__name__)
                _log.warning("people could not be looked for", tenant=key.tenant, error=error)
        return found

    async def _look_in(self, key: Key) -> int:
        missing = await asyncio.to_thread(self._missing, key.tenant)
        wanted = {email for email in missing if (key.tenant, email) not in self._tried}
        if not wanted:
            return 0
        # Of a whole organisation Slack gives no list.
        one_by_one = len(wanted) <= _FEW or key.org_wide
        everybody = self._one_by_one(key, wanted) if one_by_one else self._pages(key)
        found = 0
        async for user in everybody:
            sender = sender_of(key.tenant, user)
            if sender.email.strip().lower() in wanted and is_somebody(user):
                await asyncio.to_thread(self._keep, sender)
                found += 1
        self._tried |= {(key.tenant, email) for email in wanted}
        _log.info("people were looked for", tenant=key.tenant, wanted=len(wanted), found=found)
        return found

    def _missing(self, tenant: str) -> set[str]:
        with self._database.reading(self._clock.now()) as work:
            here = {each.person_id for each in work.find(Address, platform=PLATFORM, tenant=tenant)}
            people = work.find(Person, erased_at=None)
            return {each.email for each in people if each.email and each.id not in here}

    def _keep(self, sender: Sender) -> None:
        # The same person found again on another day is another event, which changes nothing.
        now = self._clock.now()
        event = Known(f"slack:{sender.tenant}:{sender.user}:known:{now:%Y-%m-%d}", sender)
        self._database.carry_out(now, lambda work: self._handle(event, work))

    async def _one_by_one(self, key: Key, emails: set[str]) -> AsyncIterator[Mapping[str, Any]]:
        for email in sorted(emails):
            try:
                answer = await self._patiently("users.lookupByEmail", key, email=email)
                yield answer["user"]
            except Refusal as refusal:
                if refusal.code != "users_not_found":
                    raise
            await asyncio.sleep(_ONE * self._pace)

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
            await asyncio.sleep(_PAGE * self._pace)

    async def _patiently(self, method: str, key: Key, **given: Any) -> Mapping[str, Any]:
        """What Slack answers, after the waits it asks for."""
        for _ in range(_AGAIN):
            try:
                return await self._api.call(method, key.token, **given)
            except Refusal as refusal:
                if refusal.status != 429:
                    raise
                await asyncio.sleep((refusal.seconds or _PAGE) * self._pace)
        return await self._api.call(method, key.token, **given)


def concerns(work: Work, sender: Sender) -> bool:
    """Whether somebody is met: of everybody else, and of those erased, nothing is kept."""
    found = work.first(Address, platform=PLATFORM, tenant=sender.tenant, user=sender.user)
    if found is not None and found.person_id is not None:
        return True
    email = sender.email.strip().lower()
    return bool(email) and work.first(Person, email=email, erased_at=None) is not None
