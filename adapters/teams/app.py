"""The pieces put together for one app, registered in one tenant."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web

from adapters.runner.clock import Clock
from adapters.runner.directory import Directory
from adapters.teams.connector import Connector
from adapters.teams.delivery import TeamsPlatform
from adapters.teams.directory import Teams
from adapters.teams.links import Links
from adapters.teams.profile import Profiles
from adapters.teams.receiving import Handle, Receiving
from adapters.teams.routes import Place
from adapters.teams.sdk import Door
from adapters.teams.serving import doors
from adapters.teams.signing import OPEN_ID, SigningKeys
from adapters.teams.tokens import Tokens, Way
from bot.handle import handle
from storage.database import Database
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot in Teams, but for the server by which Teams reaches it."""

    database: Database
    clock: Clock
    vault: Vault
    handle: Handle
    door: Door
    connector: Connector
    links: Links
    profiles: Profiles
    directory: Directory[Place]
    platform: TeamsPlatform
    works: tuple[Callable[[], Awaitable[None]], ...]  # to be done in the background

    def receiving(self, kick: Callable[[], None], **given: Any) -> Receiving:
        """What takes in activities; `kick` wakes the courier."""
        return Receiving(
            self.database,
            self.clock,
            self.handle,
            kick,
            self.vault,
            self.profiles,
            self.connector,
            self.links,
            **given,
        )

    def doors(self, receiving: Receiving) -> list[web.AbstractRouteDef]:
        """What the server does for Teams."""
        return doors(self.door, receiving, self.links)


def assembled(
    database: Database,
    clock: Clock,
    session: aiohttp.ClientSession,
    vault: Vault,
    app_id: str,
    tenants: frozenset[str],
    way: Way | None,
    public_url: str,
    handle: Handle = handle,
    open_id: str = OPEN_ID,
) -> Bot:
    """The bot, ready to be reached.

    Without an app id anybody may speak and nothing is signed: for a client on this machine only.
    """
    keys = SigningKeys(session, open_id) if app_id else None
    tokens = Tokens(session, way)
    connector = Connector(session, tokens)
    links = Links(vault, public_url, database, clock)
    directory = Directory(Teams(connector, database, clock, vault), database, clock, handle)
    return Bot(
        database,
        clock,
        vault,
        handle,
        Door(app_id, tenants, keys),
        connector,
        links,
        Profiles(connector, database, clock),
        directory,
        TeamsPlatform(connector, vault, links, database, clock),
        (keys.run, tokens.run, directory.run) if keys else (directory.run,),
    )
