"""`binome doctor`: what is wrong, and what to do; nothing is changed.

Without a platform it looks at the database, the time, the messages, the disk, and at every platform
that has its settings.
"""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.checkup import (
    no_platform,
    of_database,
    of_health,
    of_messages,
    of_slack,
    of_teams,
)
from adapters.cli.failure import FAILED
from adapters.cli.options import DatabaseUrl
from adapters.cli.serve import served
from adapters.cli.state import State

if TYPE_CHECKING:
    from adapters.runner.findings import Finding

_ALL_HELP = """Check everything: the database, the time, what waits, the disk, and every platform.

You get a line for each, with what to do. It leaves with 1 when something is wrong. Nothing is sent
and nothing is changed. After a name, only that platform is looked at.
"""
_HELP = """Check what the bot needs in Slack: settings, tokens, scopes, channels, database.

You get a line for each, with what to do. It leaves with 1 when something is wrong. Nothing is sent
and nothing is changed.
"""
_TEAMS_HELP = """Check what the bot needs in Teams: settings, token, keys, public address, database.

You get a line for each, with what to do. It leaves with 1 when something is wrong. Nothing is sent
and nothing is changed.
"""
_SIGNS = {True: "✓", False: "✗", None: "?"}

app = typer.Typer(
    help=_ALL_HELP,
    short_help="Check everything, and say what to do.",
    epilog="Example: binome doctor",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@app.callback()
def everything(
    context: typer.Context,
    database: DatabaseUrl = None,
) -> None:
    """Looks at everything, prints it, and leaves with 1 when something is wrong."""
    if context.invoked_subcommand is not None:
        return
    state: State = context.obj
    settings = state.settings
    url = database or settings.database
    found = [*of_database(url), *of_health(url)]
    by_slack, by_teams = served(settings)
    if by_slack:
        found += _named("Slack", asyncio.run(of_slack(settings, by_slack == "http", url)))
    if by_teams:
        found += _named("Teams", asyncio.run(of_teams(settings, url)))
    if not by_slack and not by_teams:
        found.append(no_platform())
    _told([*found, *of_messages(url)])


@app.command(
    help=_HELP,
    short_help="Check the bot in Slack.",
    epilog="Example: binome doctor slack --http",
)
def slack(
    context: typer.Context,
    http: Annotated[
        bool, typer.Option("--http", help="Check what `binome slack --http` needs.")
    ] = False,
    database: DatabaseUrl = None,
) -> None:
    """Looks at everything, prints it, and leaves with 1 when something is wrong."""
    state: State = context.obj
    settings = state.settings
    url = database or settings.database
    found = [*of_database(url), *asyncio.run(of_slack(settings, http, url))]
    _told([*found, *of_messages(url, "slack")])


@app.command(
    help=_TEAMS_HELP,
    short_help="Check the bot in Microsoft Teams.",
    epilog="Example: binome doctor teams",
)
def teams(
    context: typer.Context,
    database: DatabaseUrl = None,
) -> None:
    """Looks at everything, prints it, and leaves with 1 when something is wrong."""
    state: State = context.obj
    settings = state.settings
    url = database or settings.database
    found = [*of_database(url), *asyncio.run(of_teams(settings, url))]
    _told([*found, *of_messages(url, "teams")])


def _told(found: "list[Finding]") -> None:
    for each in found:
        advice = f": {each.advice}." if each.advice else ""
        print(f"{_SIGNS[each.well]} {each.what}{advice}")
    if any(each.well is False for each in found):
        raise typer.Exit(FAILED)


def _named(platform: str, found: "list[Finding]") -> "list[Finding]":
    return [replace(each, what=f"{platform}: {each.what}") for each in found]
