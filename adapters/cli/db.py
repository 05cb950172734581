"""`binome db`: the database's schema, its health, its backups."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.failure import FAILED, MISUSED, Failure
from adapters.cli.options import DatabaseUrl
from adapters.cli.state import State

if TYPE_CHECKING:
    from datetime import datetime

_BACKUPS = "backups"  # in the data folder

app = typer.Typer(
    help="Bring the database up to date, check it, back it up.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
# What to do about each kind of finding of `Database.check`.
ADVICE = {
    "unreachable": "check BINOME_DATABASE_URL, and that the database runs",
    "locked": "close whatever else has it open, or end the transaction that waits",
    "full": "free some space on its disk, or give it more",
    "unwritable": "look at the space and the state of its disk",
    "read-only": "give Binôme the right to write it, or look whether its disk was set to read-only",
    "crowded": "raise its limit of connections, or run fewer processes",
    "damaged": "stop Binôme and restore the last backup",
    "schema-newer": "install the newer Binôme that made it",
    "schema-older": "run `binome db upgrade`",
    "table-missing": "restore the last backup",
    "dangling": "restore the last backup, or ask for help with this line",
}


@app.command(
    short_help="Bring the database to this version, or make it.",
    help="Bring the database to this version's schema, or make it; SQLite is backed up first.",
    epilog="Example: binome db upgrade",
)
def upgrade(context: typer.Context, database: DatabaseUrl = None) -> None:
    """Migrates, and says where the backup is."""
    from adapters.cli.running import connected, explained

    state: State = context.obj
    settings = state.settings
    ground = connected(database or settings.database, durable=settings.durable)
    try:
        with ground.serving(), explained(ground.place):
            backup = ground.upgrade()
        print(f"{ground.place}: up to date.")
        if backup is not None:
            print(f"Backup of what was there: {backup}")
    finally:
        ground.close()


@app.command(
    short_help="Say what is wrong with it, and what to do.",
    help="Say what is wrong with the database, and what to do; nothing is changed.",
    epilog="Example: binome db check",
)
def check(context: typer.Context, database: DatabaseUrl = None) -> None:
    """Looks, and leaves with 1 when something is wrong."""
    from adapters.cli.running import connected

    state: State = context.obj
    settings = state.settings
    url = database or settings.database
    ground = connected(url, durable=settings.durable)
    try:
        if ground.file is not None and not _holds_anything(ground.file):
            advice = "`binome db upgrade` makes it."
            raise Failure(f"{ground.place} does not exist yet: {advice}", FAILED)
        problems = ground.check()
    finally:
        ground.close()
    if not problems:
        print(f"{ground.place}: nothing wrong.")
        return
    told = [f"{each}: {ADVICE[each.partition(':')[0]]}." for each in problems]
    raise Failure("\n".join([f"{ground.place} needs care.", *told]), FAILED)


@app.command(
    help="Copy everything to one file, while the bot works; whichever database it is, the file is"
    " the same kind, and can be restored into either. Sealed keys stay sealed.",
    short_help="Copy everything to one file, while the bot works.",
    epilog="Example: binome db backup --keep 14",
)
def backup(
    context: typer.Context,
    to: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A new file; else one in the data folder's backups."),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Delete all but the N newest there; without --to."),
    ] = None,
    database: DatabaseUrl = None,
) -> None:
    """Says where the backup is."""
    from adapters.cli.running import connected
    from adapters.runner import SystemClock
    from storage.backup import back_up, newest

    state: State = context.obj
    settings = state.settings
    if to is not None and keep is not None:
        raise Failure("--keep is for the data folder's backups: leave --to away.", MISUSED)
    now = SystemClock().now()
    folder = settings.data_folder / _BACKUPS
    file = to or _free(folder, now)
    ground = connected(database or settings.database)
    try:
        if ground.file is not None and not _holds_anything(ground.file):
            raise Failure(f"{ground.place} does not exist yet: there is nothing to back up.")
        rows = back_up(ground, file, now)
    finally:
        ground.close()
    print(f"Backup of {ground.place}, {rows} rows: {file}")
    if keep is not None:
        for old in newest(folder, keep, "binome-*.sqlite"):
            print(f"Deleted: {old}")


@app.command(
    help="Put a backup in the place of everything; Binôme must be stopped. Nothing is overwritten"
    " without --replace, and what was there is kept. Messages that waited when the backup was made"
    " may have left since: they wait for you in `binome messages`, unless you say --resume.",
    short_help="Put a backup in the place of everything.",
    epilog="Example: binome db restore binome-20261123T020000Z.sqlite --replace",
)
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `binome db backup` made.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the data that is there.")
    ] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Nothing left since the backup: send what waited in it."),
    ] = False,
    database: DatabaseUrl = None,
) -> None:
    """Says what was brought back, and where what was there is."""
    from adapters.cli.running import connected
    from adapters.runner import SystemClock
    from storage.restoring import restore as bring_back

    state: State = context.obj
    settings = state.settings
    now = SystemClock().now()
    ground = connected(database or settings.database, durable=settings.durable)
    folder = settings.data_folder / _BACKUPS if ground.file is None else ground.file.parent
    name = "database" if ground.file is None else ground.file.name
    keep = folder / f"{name}.before-restore-{_stamp(now)}"
    try:
        done = bring_back(ground, file, now, keep, replace=replace, resume=resume)
    finally:
        ground.close()
    print(f"{ground.place} holds the {done.rows} rows of {file}.")
    if done.kept is not None:
        print(f"What was there: {done.kept}")
    if done.held:
        plural = "message" if done.held == 1 else "messages"
        print(f"{done.held} {plural} may have left since: `binome messages` shows them.")
    print("Keep BINOME_SECRET_KEY as it was when the backup was made.")


@app.command(
    help="Seal everything with the first key of BINOME_SECRET_KEY; the others may then be taken"
    " away. The bot may go on meanwhile.",
    short_help="Seal everything with the newest key.",
    epilog="Example: binome db reseal",
)
def reseal(context: typer.Context, database: DatabaseUrl = None) -> None:
    """Says how much was sealed anew."""
    from adapters.cli.running import opened
    from adapters.runner import SystemClock
    from storage import resealing
    from storage.vault import Vault, keys_in

    state: State = context.obj
    settings = state.settings
    given = settings.secret_key.get_secret_value() if settings.secret_key else ""
    vault = Vault(keys_in(given))
    with opened(database or settings.database, durable=settings.durable) as ground:
        changed = resealing.reseal(ground, vault, SystemClock().now())
    print(f"{changed} sealed anew: the first key of BINOME_SECRET_KEY opens everything.")


def _free(folder: Path, now: "datetime") -> Path:
    """A name that no backup has; one of the same second is named by the next, to stay in order."""
    while (file := folder / f"binome-{_stamp(now)}.sqlite").exists():
        now += timedelta(seconds=1)
    return file


def _stamp(now: "datetime") -> str:
    return f"{now:%Y%m%dT%H%M%SZ}"


def _holds_anything(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0
