"""`binome slack`: the bot in Slack, by Socket Mode or behind a public address."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.cli.state import State

if TYPE_CHECKING:
    from adapters.cli.entry import Entry
    from adapters.slack.api import Api
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
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Else BINOME_DATABASE_URL.")
    ] = None,
) -> None:
    """Serves until told to stop."""
    state: State = context.obj
    settings = state.settings

    from adapters.cli.entry import entry_of, vault_of
    from adapters.cli.running import opened, until_told

    entry = entry_of(settings, http, host, port)
    vault = vault_of(entry)
    with (
        opened(database or settings.database, durable=settings.durable) as ground,
        ground.serving(),
    ):
        asyncio.run(until_told(_serve(ground, entry, vault, settings.retention_days)))


# ---------------------------------------------------------------- serving


async def _serve(
    database: "Database", entry: "Entry", vault: "Vault | None", retention_days: int
) -> None:
    from adapters.cli.running import delivering
    from adapters.runner import SystemClock
    from adapters.runner.http import meanwhile
    from adapters.slack.api import connected
    from adapters.slack.app import assembled, bolt
    from bot.understanding.recognise import recogniser

    clock = SystemClock()
    async with connected(entry.api_url) as api:
        keys, where = await _keys(database, api, entry, vault)
        bot = assembled(database, clock, api, keys)
        works = [bot.homes.run, bot.directory.run, bot.channels.run]
        async with delivering(
            database, clock, [bot.platform], retention_days=retention_days
        ) as courier:
            # Slack gives up on an answer after three seconds: nobody waits for what is learned.
            await asyncio.to_thread(recogniser)
            receiving = bot.receiving(courier.kick)
            app = bolt(api, receiving, entry.signing_secret)
            async with (
                meanwhile(*works, *_upkeep(keys)),
                _reached(database, api, app, receiving, keys, entry, vault) as by,
            ):
                print(f"Binôme is in Slack: {where}, {by} (Ctrl-C stops it).", flush=True)
                await asyncio.Event().wait()


async def _keys(
    database: "Database", api: "Api", entry: "Entry", vault: "Vault | None"
) -> tuple["Keys", str]:
    from adapters.cli.entry import shown_to_slack
    from adapters.runner import SystemClock
    from adapters.slack.installed import ManyKeys
    from adapters.slack.keys import OneKey
    from storage import installations

    if vault is None:
        key = await shown_to_slack(api, entry)
        return OneKey(key), f"workspace {key.name or key.tenant}"
    clock = SystemClock()
    await asyncio.to_thread(
        database.carry_out, clock.now(), lambda work: installations.seal_anew(work, vault)
    )
    many = ManyKeys(database, vault, clock, api, entry.client_id, entry.client_secret)
    await many.renew()
    known = len(await many.all())
    return many, f"{known} workspace{'' if known == 1 else 's'}"


def _upkeep(keys: "Keys") -> list[Any]:
    from adapters.slack.installed import ManyKeys

    return [keys.keep_fresh] if isinstance(keys, ManyKeys) else []


def _reached(
    database: "Database",
    api: "Api",
    app: Any,
    receiving: Any,
    keys: "Keys",
    entry: "Entry",
    vault: "Vault | None",
) -> AbstractAsyncContextManager[str]:
    from adapters.runner import SystemClock
    from adapters.slack.installed import ManyKeys
    from adapters.slack.installing import States, flow
    from adapters.slack.serving import by_http, by_socket

    if not entry.http:
        return by_socket(api, app, receiving, entry.app_token)
    pages = None
    if vault is not None and isinstance(keys, ManyKeys):
        states = States(database, vault, SystemClock())
        pages = flow(api, keys, states, entry.client_id, entry.client_secret, entry.public_url)
    return by_http(database, app, receiving, entry.host, entry.port, pages)
