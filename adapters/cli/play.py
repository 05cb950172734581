"""`binome play`: the playground, with a programme to take part in."""

from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.state import State

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Database
    from storage.work import Work

_TEMPLATE = "pwn-digital-2016"
COORDINATOR = "Claire Marchetti"
_KEY, _EMAIL = "claire", "claire.marchetti@example.org"
_HELP = """Talk with the bot on a page in the browser, as anybody, and move time yourself.

You get a simulated chat platform on this machine only, at the address it prints: sign up as a
mentee or a mentor, give a coordinator's commands as Claire, let weeks pass in seconds. The first
time, a programme is made and sign-up opened. Everything is kept in the data folder; the next
time, the clock stands where something last happened.
"""


def add_to(app: typer.Typer) -> None:
    """Makes the command known."""
    app.command(
        help=_HELP,
        short_help="Talk with the bot in the browser.",
        epilog="Example: binome play --port 8421",
    )(play)


def play(
    context: typer.Context,
    port: Annotated[
        int | None, typer.Option(metavar="PORT", min=1, max=65535, help="The port of this machine.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Another database, such as that of a rehearsal; else your own SQLite file.",
        ),
    ] = None,
) -> None:
    """Serves the playground."""
    state: State = context.obj
    settings = state.settings
    port = port or settings.port

    from adapters.cli.running import opened, playground, require_free

    require_free(port)
    with opened(database or settings.sqlite("playground")) as ground:
        playground(ground, start_of(ground), port)


def start_of(database: "Database") -> "datetime":
    """The moment at which time was left, or now, in a world just made."""
    from adapters.cli.running import last_moment
    from adapters.runner.clock import SystemClock
    from storage.nouns import Person, Programme

    now = SystemClock().now()
    with database.work(now) as work:
        if work.first(Programme) is None and work.first(Person) is None:
            furnish(work)
        return last_moment(work) or now


def furnish(work: "Work") -> None:
    """A coordinator who makes a programme and opens it, as a real one would: by commands."""
    from adapters.web.places import PLATFORM, TENANT, open_channel
    from bot.event import Command, Sender
    from bot.handle import handle
    from bot.programme.template import load
    from storage.nouns import Address, Person, Programme

    plan = load(_TEMPLATE)
    claire = work.add(
        Person(
            name=COORDINATOR,
            email=_EMAIL,
            locale=plan.locale,
            zone=plan.zone,
            organiser=True,
            created_at=work.now,
        )
    )
    work.add(
        Address(person_id=claire.id, platform=PLATFORM, tenant=TENANT, user=_KEY, welcomed=True)
    )
    sender = Sender(PLATFORM, TENANT, _KEY, COORDINATOR, _EMAIL)
    handle(Command("play:create", sender, f"create {_TEMPLATE}"), work)
    programme = work.first(Programme)
    if programme is None:
        raise RuntimeError(f"the command `create {_TEMPLATE}` made no programme")
    channel = open_channel(work, programme.name)
    work.change(programme, community_id=channel.id)
    handle(Command("play:open", sender, "open"), work)
