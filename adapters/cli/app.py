"""The table of commands, and the way in and out of all of them.

Whatever a command needs is imported when it runs: `binome --help` loads none of it.
"""

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from adapters.cli import (
    console,
    db,
    doctor,
    kit,
    manifest,
    match,
    messages,
    people,
    play,
    programme,
    rehearse,
    serve,
    slack,
    teams,
    template,
)
from adapters.cli.failure import INTERRUPTED, told
from adapters.cli.state import State

_ABOUT = """Runs reverse-mentoring programmes by chat, and rehearses them.

In reverse mentoring the mentor is the junior, who teaches, and the mentee the senior, who learns.
"""
_EPILOG = """Settings come from BINOME_… variables and from the file .env; docs/settings.md lists
them. Exit codes: 0 done; 1 not done, or something checked is wrong (a sentence says what to do);
2 the command line or a setting is wrong; 130 interrupted. Example: binome rehearse
pwn-digital-2016 --story"""

app = typer.Typer(
    name="binome",
    help=_ABOUT,
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # its tables cost more time than all the rest of --help
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
rehearse.add_to(app)
play.add_to(app)
console.add_to(app)
serve.add_to(app)
slack.add_to(app)
teams.add_to(app)
app.add_typer(manifest.app, name="manifest")
app.add_typer(doctor.app, name="doctor")
app.add_typer(programme.app, name="programme")
app.add_typer(people.app, name="people")
match.add_to(app)
app.add_typer(template.app, name="template")
app.add_typer(kit.app, name="kit")
app.add_typer(db.app, name="db")
app.add_typer(messages.app, name="messages")


def _version(wanted: bool) -> None:
    if wanted:
        from bot import __version__

        print(f"binome {__version__}")
        raise typer.Exit


@app.callback()
def _every_command(
    context: typer.Context,
    debug: Annotated[
        bool,
        typer.Option("--debug", help="Show the whole trace of a failure, and log its every word."),
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", help="Say the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    state: State = context.obj
    state.debug = debug


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and leaves with its exit code."""
    # Pydantic would read what every installed package says of itself, to find plugins of its own.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    state = State()
    try:
        app(args=None if arguments is None else list(arguments), prog_name="binome", obj=state)
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:
        if state.shows_traces:
            raise
        sentence, code = told(error)
        # Several lines are a list of places in a file, each whole in itself.
        print(sentence if "\n" in sentence else f"binome: {sentence}", file=sys.stderr)
        raise SystemExit(code) from None
