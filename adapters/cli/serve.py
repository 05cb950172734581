"""`binome serve`: every platform that has its settings, in one process with one clock.

Each platform is a part: what delivers, what goes on in the background, and how it is reached. Those
that are called share one HTTP server.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.cli.failure import MISUSED, Failure
from adapters.cli.options import DatabaseUrl
from adapters.cli.state import State

if TYPE_CHECKING:
    from aiohttp import web

    from adapters.cli.settings import Settings
    from adapters.runner import Clock, Platform
    from adapters.runner.organisers import Handle
    from storage.database import Database

_HELP = """Serve the bot on every platform that has its settings, until Ctrl-C or SIGTERM stops it.

Slack needs what `binome slack` needs: by a socket with BINOME_SLACK_APP_TOKEN, else by HTTP with
BINOME_SLACK_SIGNING_SECRET. Teams needs what `binome teams` needs. Those that are called share one
port, behind one BINOME_PUBLIC_URL.
"""


@dataclass(frozen=True, slots=True)
class Reached:
    """How a platform reaches the bot: in words, or by doors of the HTTP server."""

    words: str = ""
    doors: Sequence["web.AbstractRouteDef"] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One platform, ready to begin."""

    name: str  # as people write it
    where: str  # workspaces or tenants
    platform: "Platform"
    works: Sequence[Callable[[], Awaitable[None]]]  # to be done in the background
    begin: Callable[[Callable[[], None]], AbstractAsyncContextManager[Reached]]


Opening = Callable[["Database", "Clock", "Handle"], AbstractAsyncContextManager[Part]]


def add_to(app: typer.Typer) -> None:
    """Makes the command known."""
    app.command(
        help=_HELP,
        short_help="Serve the bot on every platform that has its settings.",
        epilog="Example: binome serve --port 3000",
    )(serve)


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(metavar="HOST", help="Listen there.")] = None,
    port: Annotated[
        int | None, typer.Option(metavar="PORT", min=1, max=65535, help="Listen on that port.")
    ] = None,
    database: DatabaseUrl = None,
) -> None:
    """Serves until told to stop."""
    # Reading the certificates that the system trusts needs no turn of Python's: it goes beside.
    Thread(target=import_module, args=("aiohttp",)).start()
    state: State = context.obj
    openings = configured(state.settings, host, port)
    if not openings and not state.settings.guests:
        advice = "docs/slack.md and docs/teams.md say what each needs."
        raise Failure(f"Neither Slack nor Teams has its settings: {advice}", MISUSED)
    run(state.settings, openings, host, port, database)


def served(settings: "Settings") -> tuple[str, str]:
    """How Slack and Teams are reached with these settings; empty for one that has none."""
    tokens = (settings.slack_bot_token, settings.slack_client_id, settings.slack_signing_secret)
    by_slack = ("http" if settings.slack_app_token is None else "socket") if any(tokens) else ""
    return by_slack, "http" if settings.teams_app_id or settings.teams_local else ""


def configured(settings: "Settings", host: str | None, port: int | None) -> list[Opening]:
    """What can begin with these settings. Raises Failure, naming what is missing of a platform."""
    from adapters.cli import entry, slack, teams

    found: list[Opening] = []
    by_slack, by_teams = served(settings)
    if by_slack:
        found.append(slack.opening(entry.entry_of(settings, by_slack == "http"), settings))
    if by_teams:
        found.append(teams.opening(teams.entry_of(settings, host, port), settings))
    return found


def run(
    settings: "Settings",
    openings: Sequence[Opening],
    host: str | None,
    port: int | None,
    database: str | None,
) -> None:
    """Serves some platforms on a database, and guests where they are let in, until told to stop."""
    gc.disable()  # what is loaded now stays: `settle` says from when on there may be garbage
    try:
        _run(settings, openings, (host, port), database)
    finally:
        gc.enable()


def _run(
    settings: "Settings",
    openings: Sequence[Opening],
    at: tuple[str | None, int | None],
    database: str | None,
) -> None:
    from adapters.cli import guests
    from adapters.cli.running import opened, until_told
    from bot.understanding.recognise import keep_in

    keep_in(settings.data_folder)
    if settings.guests:
        openings = [*openings, guests.opening(settings)]

    with (
        opened(database or settings.database, durable=settings.durable) as ground,
        ground.serving(),
    ):
        host, port = at
        place = (host or settings.http_host, port or settings.http_port)
        work = _serve(ground, openings, *place, settings)
        asyncio.run(until_told(work))


async def _serve(
    database: "Database",
    openings: Sequence[Opening],
    host: str,
    port: int,
    settings: "Settings",
) -> None:
    from adapters.cli.recognition import issuer_of
    from adapters.cli.running import delivering, settle, ticking, warm_up
    from adapters.runner import SystemClock, core
    from adapters.runner.ending import Ending
    from adapters.runner.http import listening, meanwhile, telling
    from adapters.runner.leaflets import Practice, leaflets
    from adapters.runner.vitals import Vitals
    from bot.guests.door import open_to_guests
    from bot.recognition.issuer import issuing
    from bot.understanding.recognise import is_learned, learn

    clock, ending, kept_for = SystemClock(), Ending(), settings.retention_days
    vitals = Vitals(database, clock, ending)
    who = await issuer_of(settings, database, clock)
    url = settings.public_url or ""
    handle = issuing(vitals.witnessing(core.handle), who)
    handle = open_to_guests(handle, url if settings.guests else "")
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        if settings.metrics_port is not None:  # the last to close: it tells that the rest does
            await enter(telling(vitals, host, settings.metrics_port))
        parts = [await enter(opening(database, clock, handle)) for opening in openings]
        platforms = [part.platform for part in parts]
        if not is_learned():
            # Platforms give up on an answer after seconds: nobody waits for what is learned anew.
            await asyncio.to_thread(learn)
        courier = await enter(delivering(database, clock, platforms, vitals=vitals, ending=ending))
        ways = [await enter(part.begin(courier.kick)) for part in parts]
        works = [work for part in parts for work in part.works]
        await enter(meanwhile(vitals.watch, *works))
        doors: list[Any] = [door for way in ways for door in way.doors]
        if doors:
            doors += leaflets(Practice(kept_for, settings.contact or ""))
        if who.signs:  # what is signed can be checked, even where no platform calls
            from adapters.runner.badges import badges

            doors += badges(database, clock, who)
        at = await enter(listening(database, doors, host, port, vitals)) if doors else ""
        for part, way in zip(parts, ways, strict=True):
            how = way.words or at
            print(f"Binôme is in {part.name}: {part.where}, {how} (Ctrl-C stops it).", flush=True)
        vitals.opened()
        try:
            await asyncio.to_thread(core.load)
            settle()
            warm_up()
            more: dict[str, Any] = {"retention_days": kept_for, "vitals": vitals, "issuer": who}
            await enter(ticking(database, clock, courier.kick, **more))
            await asyncio.Event().wait()
        finally:
            ending.begin()  # whoever asks hears so before anything closes
