"""The tokens of every workspace where the bot was installed: sealed, renewed in time, wiped.

A token that expires is renewed long before, by whichever process comes first, so that what is sent
on schedule finds it fresh; one found expired all the same is renewed before it is used.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from adapters.runner.clock import Clock
from adapters.slack import PLATFORM
from adapters.slack.api import Api
from adapters.slack.keys import Key, NotInstalled
from storage import installations
from storage import nouns as kept
from storage.database import Database
from storage.vault import Vault
from storage.work import Work

_log = structlog.get_logger()
_EARLY = timedelta(hours=2)  # before a token ends, of the twelve hours that it lasts
_EVERY = 60.0  # seconds
_REMEMBERED = timedelta(minutes=1)  # another process may renew or remove it meanwhile
# Slack's words for a refresh token that will never work again.
_LOST = frozenset({"invalid_refresh_token", "token_revoked", "account_inactive", "invalid_auth"})


class ManyKeys:
    """The tokens of every workspace where the bot was installed, sealed in the database."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        clock: Clock,
        api: Api,
        client_id: str,
        client_secret: str,
    ) -> None:
        self._database, self._vault, self._clock = database, vault, clock
        self._rotator = AsyncTokenRotator(
            client_id=client_id, client_secret=client_secret, client=api.client
        )
        self._renewing = asyncio.Lock()
        self._known: dict[str, tuple[Key, datetime]] = {}

    async def of(self, tenant: str) -> Key:
        """The key of a workspace, renewed when it is about to expire. Raises NotInstalled."""
        now = self._clock.now()
        key, until = self._known.get(tenant, (None, now))
        if key is not None and until > now:
            return key
        data, expires_at = await self._find(tenant)
        if expires_at is not None and expires_at <= now:
            await self.renew()
            data, expires_at = await self._find(tenant)
        key = _key(tenant, data)
        until = now + _REMEMBERED
        self._known[tenant] = (key, min(until, expires_at) if expires_at else until)
        return key

    async def all(self) -> list[Key]:
        """Every workspace where the bot is."""

        def tenants(work: Work) -> list[str]:
            found = work.find(kept.Installation, platform=PLATFORM, revoked_at=None)
            return [each.tenant for each in found]

        found = []
        for tenant in await asyncio.to_thread(self._read, tenants):
            with suppress(NotInstalled):  # removed meanwhile
                found.append(await self.of(tenant))
        return found

    async def spent(self, key: Key, code: str) -> bool:
        """Looks whether there is a newer token; else the workspace has removed the bot."""
        self.forget(key.tenant)
        try:
            if (await self.of(key.tenant)).token != key.token:
                return False
        except NotInstalled:
            return True
        await self.revoke(key.tenant)
        _log.warning("a workspace no longer takes the bot's token", tenant=key.tenant, error=code)
        return True

    def forget(self, tenant: str) -> None:
        """Reads the key of that workspace again before it is next used."""
        self._known.pop(tenant, None)

    async def keep(self, installation: Installation) -> None:
        """Keeps what an installation gave, sealed."""
        tenant = tenant_in(installation)
        name = installation.enterprise_name if _org(installation) else installation.team_name
        data = _data(installation)
        expires_at = _moment(installation.bot_token_expires_at)

        def act(work: Work) -> None:
            installations.keep(
                work, self._vault, PLATFORM, tenant, name or tenant, data, expires_at
            )

        await asyncio.to_thread(self._database.carry_out, self._clock.now(), act)
        self.forget(tenant)
        _log.info("the bot was installed", tenant=tenant, org_wide=_org(installation))

    async def revoke(self, tenant: str, before: datetime | None = None) -> bool:
        """Forgets a workspace that removed the bot; not one that installed it again since."""

        def act(work: Work) -> bool:
            found = work.first(kept.Installation, platform=PLATFORM, tenant=tenant)
            if found is not None and before is not None and _since(found.installed_at, before):
                return False
            return installations.revoke(work, PLATFORM, tenant)

        gone = await asyncio.to_thread(self._database.carry_out, self._clock.now(), act)
        self.forget(tenant)
        return gone

    async def renew(self) -> int:
        """Renews what is about to expire and nobody else renews, and how many that were."""
        async with self._renewing:
            now, renewed = self._clock.now(), 0
            due = await asyncio.to_thread(
                self._database.carry_out,
                now,
                lambda work: [
                    (each.tenant, self._vault.open(each.sealed))
                    for each in installations.due_for_renewal(work, now + _EARLY)
                    if each.platform == PLATFORM
                ],
            )
            for tenant, data in due:
                renewed += await self._renew_one(tenant, data)
            return renewed

    async def keep_fresh(self) -> None:
        """Renews from time to time, until cancelled."""
        while True:
            try:
                await self.renew()
            except Exception:  # the database or Slack may be away for a while
                _log.exception("tokens could not be renewed; trying again")
            await asyncio.sleep(_EVERY)

    async def _renew_one(self, tenant: str, data: dict[str, Any]) -> bool:
        try:
            fresh = await self._rotator.perform_bot_token_rotation(
                bot=Bot(**data["bot"]), minutes_before_expiration=10**9
            )
        except SlackTokenRotationError as error:
            code = _code(error)
            _log.error("a token could not be renewed", tenant=tenant, error=code)
            if code in _LOST:
                await self.revoke(tenant)
            return False
        if fresh is None:
            return False
        new = {**data, "bot": _plain(fresh)}
        expires_at = _moment(fresh.bot_token_expires_at)

        def act(work: Work) -> bool:
            return installations.renewed(work, self._vault, PLATFORM, tenant, new, expires_at)

        done = await asyncio.to_thread(self._database.carry_out, self._clock.now(), act)
        self.forget(tenant)
        return done

    async def _find(self, tenant: str) -> tuple[dict[str, Any], datetime | None]:
        def look(work: Work) -> tuple[dict[str, Any], datetime | None]:
            data = installations.find(work, self._vault, PLATFORM, tenant)
            if data is None:
                raise NotInstalled(tenant)
            row = work.first(kept.Installation, platform=PLATFORM, tenant=tenant)
            return data, row.expires_at if row else None

        return await asyncio.to_thread(self._read, look)

    def _read(self, look: Callable[[Work], Any]) -> Any:
        with self._database.reading(self._clock.now()) as work:
            return look(work)


def _key(tenant: str, data: dict[str, Any]) -> Key:
    bot = data["bot"]
    return Key(
        token=bot["bot_token"],
        tenant=tenant,
        bot_user=bot["bot_user_id"] or "",
        bot_id=bot["bot_id"] or "",
        name=bot["enterprise_name" if bot["is_enterprise_install"] else "team_name"] or "",
        org_wide=bool(bot["is_enterprise_install"]),
        scopes=frozenset((bot["bot_scopes"] or "").split(",")),
    )


def _org(installation: Installation) -> bool:
    return bool(installation.is_enterprise_install)


def tenant_in(installation: Installation) -> str:
    """The workspace that an installation is of, or the organisation."""
    found = installation.enterprise_id if _org(installation) else installation.team_id
    return str(found or "")


def _data(installation: Installation) -> dict[str, Any]:
    """What is kept of an installation: the bot's part; no person's token is ever asked for."""
    return {"bot": _plain(installation.to_bot()), "installer": installation.user_id or ""}


def _plain(bot: Bot) -> dict[str, Any]:
    """As JSON values; the SDK reads seconds back from text, whatever it then wants of them."""
    return {
        name: str(int(value.timestamp())) if isinstance(value, datetime) else value
        for name, value in bot.to_dict().items()
    }


def _since(installed_at: datetime, removed_at: datetime) -> bool:
    """Whether it was installed after a removal, of which Slack only tells the second."""
    return installed_at.replace(microsecond=0) > removed_at


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _code(error: SlackTokenRotationError) -> str:
    data = getattr(error.api_error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""
