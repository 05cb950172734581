"""`binome rehearse`: a whole programme in simulated time."""

import json
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from adapters.cli.failure import MISUSED, Failure
from adapters.cli.state import State

if TYPE_CHECKING:
    from adapters.rehearsal.play import Outcome
    from storage.database import Database

_HELP = """Play a whole programme, from first message to closing report, in seconds.

Simulated people sign up, are paired, plan, cancel and hold their sessions and answer polls, in the
programme's own calendar. You get its figures, the report a coordinator gets, and with --serve the
playground, where every conversation can be read and time goes on.

Files go to --out, or to rehearsals/TEMPLATE in the data folder; an earlier rehearsal there is
replaced.
"""


def add_to(app: typer.Typer) -> None:
    """Makes the command known."""
    app.command(
        help=_HELP,
        short_help="Play a whole programme in seconds.",
        epilog="Example: binome rehearse pwn-digital-2016 --people 40 --story --serve",
    )(rehearse)


def rehearse(
    context: typer.Context,
    template: Annotated[
        str,
        typer.Argument(
            metavar="TEMPLATE", help="A template's name; `binome template list` shows them."
        ),
    ],
    people: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=2, max=20_000, help="How many people; else the template's own."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Another number, another story.")] = 1,
    locale: Annotated[
        Literal["fr", "en"] | None,
        typer.Option(help="The language of the people and of the story."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="The folder for the report and the data.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    more: Annotated[
        bool,
        typer.Option(
            "--more", help="In the JSON too: invitations, requests, circles, messages a week."
        ),
    ] = False,
    story: Annotated[bool, typer.Option("--story", help="Tell what happened.")] = False,
    serve: Annotated[
        bool,
        typer.Option("--serve/--no-serve", help="Then open the playground on what was played."),
    ] = False,
    database: Annotated[
        str | None,
        typer.Option(metavar="URL", help="An empty database to play on; else a new SQLite file."),
    ] = None,
    port: Annotated[
        int | None, typer.Option(metavar="PORT", min=1, max=65535, help="The playground's port.")
    ] = None,
) -> None:
    """Plays, tells, serves."""
    from bot.programme.template import load
    from bot.understanding.recognise import recogniser

    state: State = context.obj
    settings = state.settings
    load(template)  # a wrong name is told before anything is made
    # It takes seconds, in a process of its own, and is needed as soon as somebody writes.
    Thread(target=recogniser, daemon=True).start()
    port = port or settings.port
    folder = (out or settings.data_folder / "rehearsals" / template).absolute()

    from adapters.cli.running import opened, playground, require_free, settle
    from adapters.rehearsal.play import Options
    from adapters.rehearsal.play import rehearse as play

    if serve:
        require_free(port)
    # A new one that is not served is for its figures alone.
    kept = serve or database is not None
    with opened(database or _fresh(folder), kept=kept) as ground:
        _require_empty(ground)
        with _waiting(template):
            history = None
            if serve:
                from adapters.web.history import Recorder

                history = Recorder()
            settle()
            outcome = play(Options(template, people, seed, locale, folder), ground, history)
        if story:
            _tell(outcome.story, to_stderr=as_json)
        if as_json:
            figures = outcome.as_dict() if more else outcome.in_short()
            print(json.dumps(figures, ensure_ascii=False, indent=2), flush=True)
        else:
            _sum_up(outcome, ground.place)
        if serve:
            playground(ground, outcome.ended_at, port)


def _fresh(folder: Path) -> str:
    """A new SQLite file in a folder, in the place of an earlier rehearsal's."""
    from adapters.cli.settings import sqlite_url
    from storage.serving import alone

    file = folder / "rehearsal.sqlite"
    folder.mkdir(parents=True, exist_ok=True)
    if file.exists():
        with alone(file):  # one that is being looked at is not taken away
            for each in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
                each.unlink(missing_ok=True)
    return sqlite_url(file)


def _require_empty(database: "Database") -> None:
    from adapters.runner.clock import SystemClock
    from storage.nouns import Person, Programme

    with database.reading(SystemClock().now()) as work:
        if work.first(Person) is not None or work.first(Programme) is not None:
            advice = "a rehearsal needs an empty one; leave --database out to have one made."
            raise Failure(f"The database {database.place} already holds people: {advice}", MISUSED)


def _waiting(template: str) -> AbstractContextManager[object]:
    """A sign of life, for somebody who looks at a terminal."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(f"Playing {template}…")


def _tell(lines: Iterable[str], *, to_stderr: bool) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=to_stderr, highlight=False, soft_wrap=not sys.stdout.isatty())
    for line in lines:
        if line.startswith("# "):
            console.print()
            console.print(Text(line.removeprefix("# "), style="bold cyan"))
        else:
            console.print(Text(line))
    console.print()


def _sum_up(outcome: "Outcome", place: str) -> None:
    sessions, polls = outcome.sessions, outcome.polls
    print(
        f"{outcome.template}: {outcome.people} people ({_some(outcome.mentees, 'mentee')},"
        f" {_some(outcome.mentors, 'mentor')}), {_some(outcome.pairs, 'pair')},"
        f" {outcome.unmatched} left out;"
        f" {_some(sessions['held'], 'session')} held of {sessions['planned']} planned;"
        f" {_some(polls['answered'], 'poll')} answered of {polls['sent']};"
        f" {_some(outcome.messages, 'message')} over {_some(outcome.days, 'day')}, of which each"
        f" person hears {outcome.weekly['mean']} a week unasked ({outcome.weekly['most']} at most,"
        f" and {outcome.weekly['waits']} of what can wait, for a cap of {outcome.weekly['cap']}),"
        f" in {outcome.seconds:.1f} s."
    )
    if outcome.report:
        print(f"Report: {outcome.report}")
    print(f"Database: {place}", flush=True)


def _some(count: int, noun: str) -> str:
    return f"{count} {noun if count == 1 else noun + 's'}"
