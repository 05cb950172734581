"""`binome manifest`: what to give to a platform so that it knows the app."""

import json
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.failure import MISUSED, Failure

_HELP = """Print the app's manifest, to be pasted where Slack makes an app.

At api.slack.com/apps: Create New App, From a manifest, choose the workspace, JSON. Without --url
the app speaks by Socket Mode, which needs no public address. To bring an app up to date, paste it
in the app's page App Manifest.
"""

_TEAMS_HELP = """Build the app's package, to be uploaded where Teams takes apps.

In Teams: Apps, Manage your apps, Upload an app; for everybody, the Teams admin center, Manage apps.
The domain is that of BINOME_PUBLIC_URL, without https://. To bring an app up to date, upload it
again.
"""

app = typer.Typer(
    help="Print what a platform is to be told of the app.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(
    help=_HELP,
    short_help="Print the manifest of the Slack app.",
    epilog="Example: binome manifest slack --url https://binome.example.org > manifest.json",
)
def slack(
    url: Annotated[
        str, typer.Option(metavar="URL", help="The public address; else Socket Mode is used.")
    ] = "",
    name: Annotated[
        str, typer.Option(metavar="NAME", help="How the app is called; else Binôme.")
    ] = "",
    language: Annotated[
        str, typer.Option(metavar="fr|en", help="The language of its menus.")
    ] = "fr",
) -> None:
    """Checks what was given, and prints."""
    from adapters.slack.manifest import LONGEST_NAME, manifest
    from bot.texts import LOCALES

    if language not in LOCALES:
        raise Failure(f"--language is one of {', '.join(LOCALES)}.", MISUSED)
    if len(name) > LONGEST_NAME:
        raise Failure(f"--name has at most {LONGEST_NAME} characters, says Slack.", MISUSED)
    if url and not url.startswith("https://"):
        raise Failure("--url begins with https://: Slack calls nothing else.", MISUSED)
    print(json.dumps(manifest(name, url.rstrip("/"), language), ensure_ascii=False, indent=2))


@app.command(
    help=_TEAMS_HELP,
    short_help="Build the package of the Teams app.",
    epilog="Example: binome manifest teams --app-id 00000000-0000-0000-0000-000000000000"
    " --domain binome.example.org -o binome.zip",
)
def teams(
    app_id: Annotated[
        str, typer.Option("--app-id", metavar="ID", help="The bot's Microsoft App ID.")
    ],
    domain: Annotated[
        str, typer.Option(metavar="DOMAIN", help="Where Teams reaches the bot, without https://.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The package to write.")
    ] = Path("binome.zip"),
    developer: Annotated[
        str, typer.Option(metavar="NAME", help="The organisation that answers for the app.")
    ] = "",
) -> None:
    """Checks what was given, and writes."""
    from adapters.teams.package import NameTooLong, WrongAppId, WrongDomain, package

    try:
        content = package(app_id, domain, developer)
    except (WrongAppId, WrongDomain, NameTooLong) as error:
        raise Failure(str(error), MISUSED) from None
    output.write_bytes(content)
    print(f"{output}: {len(content)} bytes, for the app {app_id}.")
