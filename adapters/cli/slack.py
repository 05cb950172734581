"""`binome slack`: the bot in Slack, by Socket Mode or behind a public address."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.cli.options import DatabaseUrl
from adapters.cli.serve import Opening, Part, Reached, run
from adapters.cli.state import State

if TYPE_CHECKING:
    from adapters.cli.entry import Entry
    from adapters.cli.settings import Settings
    from adapters.runner import Clock
    from adapters.runner.organisers import Handle
    from adapters.slack.api import Api
    from adapters.slack.app import Bot
    from adapters.slack.keys import Keys
    from storage.database import Database
    from storage.vault import Vault

_HELP = """Serve the bot in Slack, until Ctrl-C or SIGTERM stops it.

By default it opens a socket to Slack, and needs no public address: BINOME_SLACK_BOT_TOKEN and
BINOME_SLACK_APP_TOKEN are enough. With --http Slack calls it, behind BINOME_PUBLIC_URL: that needs
BINOME_SLACK_SIGNING_SECRET; with BINOME_SLACK_CLIENT_ID, BINOME_SLACK_CLIENT_SECRET and
BINOME_SECRET_KEY it can be installed in several workspaces, at /slack/install.
"""


def add_to(app: typer.Typer) -> None:
    """Makes the command known."""
    app.command(
        help=_HELP,
        short_help="Serve the bot in Slack.",
        epilog="Example: binome slack --http --port 3000",
    )(slack)


def slack(
    context: typer.Context,
    http: Annotated[
        bool, typer.Option("--http", help="Be called by Slack, instead of opening a socket.")
    ] = False,
    host: Annotated[
        str | None, typer.Option(metavar="HOST", help="With --http: listen there.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="PORT", min=1, max=65535, help="With --http: listen on that port."),
    ] = None,
    database: DatabaseUrl = None,
) -> None:
    """Serves until told to stop."""
    from adapters.cli.entry import entry_of

    state: State = context.obj
    settings = state.settings
    run(settings, [opening(entry_of(settings, http), settings)], host, port, database)


def opening(entry: "Entry", settings: "Settings") -> Opening:
    """Slack as one part of what is served. Raises NoGoodKey."""
    from adapters.cli.entry import vault_of

    vault = vault_of(entry)

    @asynccontextmanager
    async def part(database: "Database", clock: "Clock", handle: "Handle") -> AsyncIterator[Part]:
        from adapters.runner.organisers import granting, named_in
        from adapters.slack.api import connected

        async with connected(entry.api_url) as api:
            # While Slack thinks about the tokens, what serves it is loaded.
            loaded = asyncio.to_thread(import_module, "adapters.slack.app")
            (keys, where), _ = await asyncio.gather(_keys(database, api, entry, vault), loaded)
            from adapters.slack.app import assembled

            core = granting(handle, named_in(settings.organisers))
            bot = assembled(database, clock, api, keys, core)
            works = [bot.homes.run, bot.directory.run, bot.channels.run, *_upkeep(keys, vault)]
            yield Part("Slack", where, bot.platform, works, _begin(bot, entry, vault))

    return part


async def _keys(
    database: "Database", api: "Api", entry: "Entry", vault: "Vault | None"
) -> tuple["Keys", str]:
    from adapters.cli.entry import shown_to_slack
    from adapters.slack.keys import OneKey

    if vault is None:
        key = await shown_to_slack(api, entry)
        return OneKey(key), f"workspace {key.name or key.tenant}"
    from adapters.runner import SystemClock
    from adapters.slack.installed import ManyKeys
    from storage import installations

    clock = SystemClock()
    await asyncio.to_thread(
        database.carry_out, clock.now(), lambda work: installations.seal_anew(work, vault)
    )
    many = ManyKeys(database, vault, clock, api, entry.client_id, entry.client_secret)
    await many.renew()
    known = len(await many.all())
    return many, f"{known} workspace{'' if known == 1 else 's'}"


def _upkeep(keys: "Keys", vault: "Vault | None") -> list[Any]:
    if vault is None:
        return []
    from adapters.slack.installed import ManyKeys

    return [keys.keep_fresh] if isinstance(keys, ManyKeys) else []


def _begin(
    bot: "Bot", entry: "Entry", vault: "Vault | None"
) -> Callable[[Callable[[], None]], AbstractAsyncContextManager[Reached]]:
    @asynccontextmanager
    async def begin(kick: Callable[[], None]) -> AsyncIterator[Reached]:
        from adapters.runner.http import STOPPING, within
        from adapters.slack.app import bolt
        from adapters.slack.serving import by_socket, doors

        receiving = bot.receiving(kick)
        app = bolt(bot.api, receiving, entry.signing_secret)
        if not entry.http:
            async with by_socket(bot.api, app, receiving, entry.app_token) as words:
                yield Reached(words)
            return
        try:
            yield Reached(doors=doors(app, _flow(bot, entry, vault)))
        finally:
            await within(STOPPING, receiving.drain())

    return begin


def _flow(bot: "Bot", entry: "Entry", vault: "Vault | None") -> Any:
    """The pages by which the bot is installed, when it can be in several workspaces."""
    if vault is None:
        return None
    from adapters.slack.installed import ManyKeys
    from adapters.slack.installing import States, flow

    if not isinstance(bot.keys, ManyKeys):
        return None
    states = States(bot.database, vault, bot.clock)
    given = (entry.client_id, entry.client_secret, entry.public_url, entry.workspaces)
    return flow(bot.api, bot.keys, states, *given)
