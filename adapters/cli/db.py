"""`binome db`: the database's schema and health."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.failure import FAILED, Failure
from adapters.cli.state import State

app = typer.Typer(
    help="Bring the database up to date, or check it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_Url = Annotated[
    str | None, typer.Option("--database", metavar="URL", help="Else BINOME_DATABASE_URL.")
]
# What to do about each kind of finding of `Database.check`.
ADVICE = {
    "unreachable": "check BINOME_DATABASE_URL, and that the database runs",
    "damaged": "stop Binôme and restore the last backup",
    "schema-newer": "install the newer Binôme that made it",
    "schema-older": "run `binome db upgrade`",
    "table-missing": "restore the last backup",
    "dangling": "restore the last backup, or ask for help with this line",
}


@app.command(
    help="Bring the database to this version's schema, or make it; SQLite is backed up first.",
    epilog="Example: binome db upgrade",
)
def upgrade(context: typer.Context, database: _Url = None) -> None:
    """Migrates, and says where the backup is."""
    from adapters.cli.running import connected, explained

    state: State = context.obj
    settings = state.settings
    ground = connected(database or settings.database, durable=settings.durable)
    try:
        with explained(ground.place), ground.serving():
            backup = ground.upgrade()
        print(f"{ground.place}: up to date.")
        if backup is not None:
            print(f"Backup of what was there: {backup}")
    finally:
        ground.close()


@app.command(
    help="Say what is wrong with the database, and what to do; nothing is changed.",
    epilog="Example: binome db check",
)
def check(context: typer.Context, database: _Url = None) -> None:
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


def _holds_anything(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0
