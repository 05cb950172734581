"""`binome console`: the bot in this terminal, in the same world as the playground."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from adapters.cli.failure import INTERRUPTED
from adapters.cli.play import COORDINATOR, start_of
from adapters.cli.state import State

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import timedelta
    from typing import TextIO

    from adapters.runner import Courier, DrivenClock
    from storage.database import Database
    from storage.work import Work

PARTICIPANT = "Camille Durand"
_HELP = """Talk with the bot in this terminal, as anybody.

You get the conversation of one person: type what they would write, a number to choose, a command
such as `/binome status` for a coordinator, `+1d` or `+3h` to let time pass; Ctrl-D ends. It is the
same world as `binome play`, which must not run at the same moment. Lines may come from a pipe, and
--transcript keeps the whole conversation in a file.
"""


def add_to(app: typer.Typer) -> None:
    """Makes the command known."""
    app.command(
        help=_HELP,
        short_help="Talk with the bot in this terminal.",
        epilog="Example: binome console --as 'Nadia Roux' --transcript nadia.txt",
    )(console)


def console(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help=f"Who talks; else {PARTICIPANT}."),
    ] = None,
    coordinator: Annotated[
        bool,
        typer.Option("--coordinator", help=f"They may give commands; else --as is {COORDINATOR}."),
    ] = False,
    locale: Annotated[
        Literal["fr", "en"] | None,
        typer.Option(help="The language they are greeted in; else their own, or fr."),
    ] = None,
    transcript: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what is said there too.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Another database; else that of `binome play`."),
    ] = None,
) -> None:
    """Holds one conversation."""
    state: State = context.obj
    settings = state.settings

    import asyncio

    from adapters.cli.guests import address_on
    from adapters.cli.running import opened, until_told
    from adapters.runner import DrivenClock

    guests_at = address_on(settings, database)
    called = " ".join((name or "").split()) or (COORDINATOR if coordinator else PARTICIPANT)
    with (
        opened(database or settings.sqlite("playground")) as ground,
        ground.serving(),
        _written_to(transcript) as written,
    ):
        clock = DrivenClock(start_of(ground))
        if coordinator:
            with ground.work(clock.now()) as work:
                entrust(work, called, locale or "fr")

        async def talk() -> None:
            if not await until_told(_talk(ground, clock, called, locale or "", written, guests_at)):
                _leave()

        asyncio.run(talk())


def entrust(work: "Work", name: str, locale: str) -> None:
    """Lets somebody give the commands of every programme."""
    from storage.nouns import Coordination, Person, Programme

    person = work.first(Person, name=name, erased_at=None)
    if person is None:
        person = work.add(Person(name=name, locale=locale, organiser=True, created_at=work.now))
    work.change(person, organiser=True)
    theirs = {each.programme_id for each in work.find(Coordination, person_id=person.id)}
    for programme in work.find(Programme):
        if programme.id not in theirs:
            work.add(Coordination(programme_id=programme.id, person_id=person.id))


async def _talk(
    database: "Database",
    clock: "DrivenClock",
    name: str,
    locale: str,
    written: "TextIO | None",
    guests_at: str,
) -> None:
    from adapters.cli.running import warm_up
    from adapters.console.talk import ConsolePlatform, Screen, Talk, typed_lines
    from adapters.runner import Courier
    from adapters.web.platform import WebPlatform
    from bot.guests.door import open_to_guests
    from bot.handle import handle

    warm_up()  # while the first line is being typed
    platform = ConsolePlatform(database, clock)
    # What others of this world receive meanwhile is on their page when they look.
    courier = Courier(database, [platform, WebPlatform(database, clock)], clock)
    screen = Screen(sys.stdout, written, echo=not sys.stdin.isatty())

    async def advance(by: "timedelta") -> None:
        await pass_time(database, clock, courier, by)

    core = open_to_guests(handle, guests_at)
    conversation = Talk(database, clock, courier, platform, core, screen, advance=advance)
    await conversation.run(name, typed_lines(sys.stdin), locale)


async def pass_time(
    database: "Database", clock: "DrivenClock", courier: "Courier", by: "timedelta"
) -> None:
    """Goes forward, stopping at every moment at which something is due."""
    import asyncio
    from datetime import timedelta

    from bot.tick import tick
    from storage import outbox
    from storage.looking import next_look

    end = clock.now() + by

    def step() -> None:
        now = clock.now()
        with database.reading(now) as work:
            found = (next_look(work), outbox.next_due(work))
        coming = [each for each in found if each is not None and each > now]
        clock.set(min([end, now + timedelta(hours=1), *coming]))
        for _ in range(200):
            with database.work(clock.now()) as work:
                outbox.recover(work)
                if not tick(work):
                    return

    while clock.now() < end:
        await asyncio.to_thread(step)
        while await courier.once():
            pass


def _written_to(file: Path | None) -> "AbstractContextManager[TextIO | None]":
    from contextlib import nullcontext

    return nullcontext() if file is None else file.open("w", encoding="utf-8")


def _leave() -> None:
    """Ends at once: a thread waits for a line that may never be typed, and would be waited for."""
    import os
    import subprocess
    from contextlib import suppress

    print(flush=True)
    with suppress(OSError):  # where there is no stty, there is nothing to put right
        subprocess.run(["stty", "sane"], check=False)  # noqa: S607
    os._exit(INTERRUPTED)
