"""Installing the bot in a workspace: what Bolt's OAuth flow asks for, on our own database."""

import asyncio
import logging
from collections.abc import Collection
from secrets import token_urlsafe
from urllib.parse import urljoin

import structlog
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.runner.clock import Clock
from adapters.slack.api import LOGGER, Api
from adapters.slack.installed import ManyKeys, tenant_in
from adapters.slack.methods import scopes
from storage import inbox
from storage.database import Database
from storage.vault import Vault
from storage.work import Work

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
_log = structlog.get_logger()
_STATE_SECONDS = 600
_PURPOSE = "slack install"


class Uninvited(BoltError):
    """This workspace may not install Binôme here. Whoever runs it can allow it, by adding its id to BINOME_SLACK_WORKSPACES: {tenant}."""  # noqa: E501  # a message is one line

    def __init__(self, tenant: str) -> None:
        super().__init__((type(self).__doc__ or "").format(tenant=tenant))


class Store(AsyncInstallationStore):
    """Where Bolt's flow puts an installation; tokens are read through the keys only."""

    def __init__(self, keys: ManyKeys, workspaces: Collection[str]) -> None:
        self._keys, self._workspaces = keys, workspaces

    @property
    def logger(self) -> logging.Logger:
        """Where Bolt's own warnings go."""
        return LOGGER

    async def async_save(self, installation: Installation) -> None:
        """Keeps it. Raises Uninvited when it is that of a workspace nobody named."""
        tenant = tenant_in(installation)
        if not {tenant, "*"} & {*self._workspaces}:
            _log.warning("a workspace that is not in the settings was refused", tenant=tenant)
            raise Uninvited(tenant)
        await self._keys.keep(installation)


class States(AsyncOAuthStateStore):
    """Says which installations began here: each state serves once, within ten minutes."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database, self._vault, self._clock = database, vault, clock

    @property
    def logger(self) -> logging.Logger:
        """Where Bolt's own warnings go."""
        return LOGGER

    async def async_issue(self, *_given: object, **_named: object) -> str:
        """A new state, which nobody else can make."""
        return self._vault.stamp(token_urlsafe(16), _PURPOSE, self._clock.now())

    async def async_consume(self, state: str) -> bool:
        """Whether it is ours, recent, and used for the first time."""
        now = self._clock.now()
        nonce = self._vault.stamped(state or "", _STATE_SECONDS, _PURPOSE, now)
        if nonce is None:
            return False

        def first(work: Work) -> bool:
            return not inbox.seen(work, f"slack:state:{nonce}")

        return await asyncio.to_thread(self._database.carry_out, now, first)


async def _refused(args: AsyncFailureArgs) -> BoltResponse:
    if not isinstance(args.error, Uninvited):
        return await args.default.failure(args)
    return BoltResponse(
        status=403, body=str(args.error), headers={"Content-Type": "text/plain; charset=utf-8"}
    )


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    return await args.default.success(args)


def flow(
    api: Api,
    keys: ManyKeys,
    states: States,
    client_id: str,
    client_secret: str,
    public_url: str,
    workspaces: Collection[str],
) -> AsyncOAuthFlow:
    """Bolt's installation pages, with nothing left for the environment to change.

    One Binôme is one circle of trust, so only the `workspaces` named may install it; "*" is any.
    """
    settings = AsyncOAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=sorted(scopes()),
        user_scopes=[],
        redirect_uri=f"{public_url}{REDIRECT}",
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        authorization_url=urljoin(api.client.base_url, "/oauth/v2/authorize"),
        installation_store=Store(keys, workspaces),
        callback_options=AsyncCallbackOptions(success=_installed, failure=_refused),
        installation_store_bot_only=True,
        state_store=states,
        state_expiration_seconds=_STATE_SECONDS,
        logger=LOGGER,
    )
    return AsyncOAuthFlow(client=api.client, logger=LOGGER, settings=settings)
