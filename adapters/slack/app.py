"""The pieces put together for one or many workspaces, and Bolt, which checks signatures.

Everything is given to Bolt: without that it reads SLACK_… variables of the environment, and some of
them change what it does. Its own authorisation is not used, as it would ask Slack at every event;
the key of a workspace is found by the same rule as its tenant (`read.tenant_of`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.runner.clock import Clock
from adapters.runner.core import handle
from adapters.runner.directory import Directory
from adapters.slack.api import LOGGER, Api
from adapters.slack.channels import Channels
from adapters.slack.delivery import SlackPlatform
from adapters.slack.directory import Workspaces
from adapters.slack.happened import Uninstalled
from adapters.slack.homes import Homes
from adapters.slack.keys import Key, Keys
from adapters.slack.profile import Profiles
from adapters.slack.receiving import Body, Handle, Receiving
from adapters.slack.speaking import Speaking
from storage.database import Database

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot in Slack, but for the way in which Slack reaches it."""

    database: Database
    clock: Clock
    api: Api
    keys: Keys
    handle: Handle
    profiles: Profiles
    homes: Homes
    channels: Channels
    directory: Directory[Key]
    speaking: Speaking
    platform: SlackPlatform

    def receiving(self, kick: Callable[[], None], **given: Any) -> Receiving:
        """What takes in events; `kick` wakes the courier."""
        return Receiving(
            self.database,
            self.clock,
            self.handle,
            kick,
            self.keys,
            self.profiles,
            self.homes,
            self.channels,
            self.speaking,
            self.uninstalled,
            **given,
        )

    async def uninstalled(self, event: Uninstalled, body: Body) -> None:
        """The bot was removed from a workspace, unless it was installed again since."""
        from adapters.slack.installed import ManyKeys  # with a vault: one workspace needs neither

        at = body.get("event_time")
        moment = datetime.fromtimestamp(at, UTC) if isinstance(at, int) else self.clock.now()
        if not isinstance(self.keys, ManyKeys):
            _log.error(
                "the app was removed from the workspace: install it again, put its new token in"
                " BINOME_SLACK_BOT_TOKEN, and start again"
            )
        elif await self.keys.revoke(event.tenant, moment):
            _log.info("the bot was removed from a workspace", tenant=event.tenant)


def assembled(
    database: Database,
    clock: Clock,
    api: Api,
    keys: Keys,
    handle: Handle = handle,
) -> Bot:
    """The bot, ready to be reached."""
    profiles = Profiles(api, keys, database, clock)
    homes = Homes(api, keys, database, clock)
    return Bot(
        database,
        clock,
        api,
        keys,
        handle,
        profiles,
        homes,
        Channels(api, keys, database, clock),
        Directory(Workspaces(api, keys), database, clock, handle),
        Speaking(api, keys, database, clock),
        SlackPlatform(api, keys, database, clock, homes.changed),
    )


def bolt(api: Api, receiving: Receiving, signing_secret: str = "") -> AsyncApp:
    """Bolt in front of everything: without a secret it is only for Socket Mode."""
    app = AsyncApp(
        name="binome",
        client=api.client,
        signing_secret=signing_secret,
        authorize=_anybody,
        logger=LOGGER,
        ignoring_self_events_enabled=False,  # `read` does, and keeps those that matter
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )

    app.use(_Everything(receiving))
    return app


class _Everything(AsyncMiddleware):
    """Hands every body on; as a function it would be given fifteen arguments at each event."""

    def __init__(self, receiving: Receiving) -> None:
        self._receiving = receiving

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[..., Any],  # noqa: A002  # Bolt's word
    ) -> BoltResponse:
        """The answer: nothing comes after it."""
        return await self._receiving.answer(req.body)


async def _anybody(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
