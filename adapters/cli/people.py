"""`binome people`: bringing in a list of people, or one guest."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.failure import FAILED, MISUSED, Failure, unreadable
from adapters.cli.options import DatabaseUrl
from adapters.cli.state import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.people.importing import Imported
    from bot.people.problems import Problem

app = typer.Typer(
    help="Bring in a list of people, or one guest.", no_args_is_help=True, rich_markup_mode=None
)
_HELP = """Import people from a CSV file, all of them or, when anything is wrong, none.

The file needs a name and an e-mail; role, language, time zone, team, manager, platform, tenant and
user are understood too, under French or English headers, with any separator. Every problem is told
with its line, its column and what to do. Importing again updates people instead of adding them
twice, and links managers. With --programme people are also invited in their role: they take part
once they have signed up themselves.
"""


@app.command(
    "import",
    short_help="Import people from a CSV file.",
    help=_HELP,
    epilog="Example: binome people import people.csv --programme 'Mentorat 2027' --dry-run",
)
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A CSV file.")],
    programme: Annotated[
        str | None, typer.Option(metavar="NAME", help="Invite them to this programme.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, and keep nothing.")
    ] = False,
    database: DatabaseUrl = None,
) -> None:
    """Reads, checks, keeps, counts."""
    from bot.people.directory import read_people

    state: State = context.obj
    try:
        data = file.read_bytes()
    except OSError as error:
        raise unreadable(str(file), error) from None
    directory = read_people(data)
    _refuse_if(directory.problems, file)
    settings = state.settings

    from adapters.cli.programme import named
    from adapters.cli.running import opened
    from adapters.runner.clock import SystemClock
    from bot.people.importing import NotImported, import_people

    lines: list[str] = []
    with opened(database or settings.database, durable=settings.durable) as ground:
        try:
            with ground.work(SystemClock().now()) as work:
                into = named(work, programme) if programme else None
                if into is not None and into.state == "closed":
                    raise Failure(f"{into.name!r} is closed: it takes nobody in.", MISUSED)
                outcome = import_people(work, directory.people, into)
                lines += _summed_up(outcome, str(file), into.name if into else "")
                if dry_run:
                    raise _Trial
        except NotImported as refused:
            _refuse_if(refused.problems, file)
        except _Trial:
            lines.append("This was a trial: nothing was kept.")
    if directory.encoding == "cp1252":
        lines.append(f"{file} was read as Windows-1252, the encoding of older Excel files.")
    if directory.ignored:
        lines.append(f"Columns not understood, and not read: {', '.join(directory.ignored)}.")
    print("\n".join(lines))


@app.command(
    short_help="Invite somebody from outside by a link.",
    help="Invite somebody from outside by a personal link, and print the link, this once.\n\n"
    "For whoever has neither Slack nor Teams: BINOME_GUESTS and BINOME_PUBLIC_URL must be set, as"
    " where `binome serve` runs. Coordinators make, close and list the same links by chat, with"
    " `invite`. Whoever holds a link is that guest: hand it to them by a safe way.",
    epilog="Example: binome people invite 'Nadia Roy' nadia@example.org --programme 'Mentorat 2027'"
    " --role mentor",
)
def invite(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Their name, as pairs will read it.")],
    programme: Annotated[
        str, typer.Option(metavar="NAME", help="The programme they take part in.")
    ],
    email: Annotated[
        str | None, typer.Argument(metavar="[E-MAIL]", help="By which they are known.")
    ] = None,
    role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="mentee, mentor or both; else mentor.")
    ] = None,
    database: DatabaseUrl = None,
) -> None:
    """The link alone on its line, for a pipe."""
    from adapters.cli.guests import address
    from adapters.cli.programme import named
    from adapters.cli.running import opened
    from adapters.runner.clock import SystemClock
    from bot.forms.words import clean
    from bot.guests.door import opening
    from bot.guests.passes import NoGuest, link, usual_role
    from bot.guests.passes import invite as admit
    from bot.people.columns import READERS
    from bot.programme.template import plan_of

    state: State = context.obj
    settings = state.settings
    if not settings.guests:
        raise Failure("Guests are let in where BINOME_GUESTS is true: it is not here.", MISUSED)
    url, called = address(settings), clean(name)[:120]
    known = READERS["email"][0](email) if email else None
    if not called or (email and known is None):
        raise Failure(f"{(email or name)!r} is not {'an e-mail' if email else 'a name'}.", MISUSED)
    with (
        opened(database or settings.database, durable=settings.durable) as ground,
        ground.work(SystemClock().now()) as work,
    ):
        into = named(work, programme)
        if into.state == "closed":
            raise Failure(f"{into.name!r} is closed: it takes nobody in.", MISUSED)
        offered = plan_of(into.plan).signup.roles
        wanted = role or usual_role(offered)
        if wanted not in offered:
            roles = ", ".join(offered)
            raise Failure(f"{wanted!r} is not a role of {into.name!r}: {roles}.", MISUSED)
        try:
            made, secret = admit(work, into, called, known, wanted, None)
        except NoGuest:
            what = f"{called} has another way in, or coordinates: no link is made in their name."
            raise Failure(what, MISUSED) from None
        until = made.expires_at.date()
    note = f"{called} is invited to {into.name} as {wanted}; unopened, the link ends on {until}:"
    print(note, file=sys.stderr)
    with opening(url):
        print(link(secret))


class _Trial(Exception):
    """All is counted, and is now to be undone."""


def _refuse_if(problems: "Sequence[Problem]", file: Path) -> None:
    if problems:
        told = [in_words(problem, file.name) for problem in problems]
        count = "this place" if len(told) == 1 else f"these {len(told)} places"
        told.append(f"Nothing was imported: put {count} right, then run the command again.")
        raise Failure("\n".join(told), FAILED)


def in_words(problem: "Problem", file: str) -> str:
    """A problem as a sentence: where it is, what is wrong, what to do."""
    where = ", ".join(
        [
            file,
            *([f"line {problem.line}"] if problem.line else []),
            *([f"column {problem.column}"] if problem.column else []),
        ]
    )
    value = f"“{problem.value}”"
    return f"{where}: {SENTENCES[problem.code].format(value=value, see=problem.see)}"


# By code of `bot.people.problems` and `.importing`; `{value}` is what was typed, in quotes.
SENTENCES = {
    "empty-file": "there is nothing in it: export the list again.",
    "unreadable": "its encoding cannot be told for sure: save it again as “CSV UTF-8”.",
    "unbalanced-quote": "a quotation mark opens and never closes: remove it, or double it.",
    "missing-column": "this column is missing: add it, with its header on the first line.",
    "duplicate-column": "{value} names a column that is already there: keep one of the two.",
    "no-rows": "there are headers and nobody under them: add one line for each person.",
    "too-many-cells": "{value} is beyond the last header: put quotes around a text that holds"
    " the separator.",
    "missing-value": "it is empty: fill it in, or remove the line.",
    "too-long": "{value} is too long: shorten it.",
    "control-character": "{value} holds a character that cannot be seen: type it again.",
    "garbled": "{value} was damaged by an earlier export: export it again in UTF-8.",
    "bad-email": "{value} is not an e-mail address: write one such as zoe@example.org.",
    "duplicate-email": "{value} is already on line {see}: keep one line for each person.",
    "unknown-role": "{value} is not a role: write mentee, mentor or both.",
    "unknown-locale": "{value} is not a language of the bot: write fr or en.",
    "bad-hours": "{value} is not a number of hours: write one such as 4.",
    "bad-age": "{value} is no age: write years such as 42, or a range such as 35-44.",
    "bad-seniority": "{value} is no seniority: write years such as 7, or a range such as 6-10.",
    "unknown-zone": "{value} is not a time zone: write one such as Europe/Paris.",
    "unknown-platform": "{value} is not a platform: write slack or teams.",
    "incomplete-address": "{value} is a user of which platform? Add the column platform.",
    "two-addresses": "{value}: one line leads to two addresses; keep one.",
    "duplicate-address": "{value} is already on line {see}: an address is one person's.",
    "own-manager": "{value} would be their own manager: correct it, or leave it empty.",
    "manager-cycle": "{value} closes a ring of managers: correct one of them.",
    "address-taken": "{value} is already the address of somebody else: check who it is.",
    "missing-role": "it is empty, and an invitation to a programme needs it: write mentee or"
    " mentor.",
    "role-not-offered": "{value} is not a role of this programme: write mentee or mentor.",
}


def _summed_up(outcome: "Imported", file: str, programme: str) -> list[str]:
    total = outcome.added + outcome.updated + outcome.unchanged
    lines = [
        f"{file}: {total} people, {outcome.added} new, {outcome.updated} updated,"
        f" {outcome.unchanged} unchanged; {outcome.managed} linked to their manager."
    ]
    if programme:
        lines.append(f"{outcome.invited} newly invited to {programme}.")
    if outcome.gone:
        lines.append(f"{outcome.gone} had left {programme}, and were not invited again.")
    if outcome.unknown_managers:
        shown = ", ".join(outcome.unknown_managers[:5])
        more = len(outcome.unknown_managers) - 5
        rest = f" and {more} more" if more > 0 else ""
        lines.append(
            f"Managers who are not among the people: {shown}{rest}."
            " Import again once they are, so that nobody is paired within a reporting line."
        )
    return lines
