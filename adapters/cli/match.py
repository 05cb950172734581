"""`binome match`: pairs for a spreadsheet, without a programme."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.failure import MISUSED, Failure, unreadable

if TYPE_CHECKING:
    from matching.table import Table

_HELP = """Pair the people of two CSV files, with the reason for each pair.

You get one line for each pair, its score and what brought it together, then everybody left out, why
and what would help, then what another strategy would change. Nothing is kept. Required columns: id,
and needs for mentees, skills for mentors; several values in one cell are separated by |.
docs/matching.md explains every column and every strategy.
"""
_NOTES = 5  # told at once
_LONG = 4_000_000  # pairs, from which one is told how far the work is


class Strategy(StrEnum):
    """How pairs are chosen."""

    greedy = "greedy"
    everyone = "everyone"
    total = "total"
    fair = "fair"
    two_way = "two-way"


class Format(StrEnum):
    """What comes out."""

    text = "text"
    csv = "csv"
    json = "json"
    xlsx = "xlsx"


class Language(StrEnum):
    """In which language reasons are told."""

    en = "en"
    fr = "fr"


def add_to(app: typer.Typer) -> None:
    """Makes the command known."""
    app.command(
        help=_HELP,
        short_help="Pair the people of two CSV files.",
        epilog="Example: binome match --mentees mentees.csv --mentors mentors.csv --out pairs.xlsx",
    )(match)


def match(
    mentees_csv: Annotated[
        Path | None, typer.Argument(metavar="MENTEES.csv", help="Those who learn, as a CSV file.")
    ] = None,
    mentors_csv: Annotated[
        Path | None, typer.Argument(metavar="MENTORS.csv", help="Those who teach, as a CSV file.")
    ] = None,
    mentees: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The same as MENTEES.csv.")
    ] = None,
    mentors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The same as MENTORS.csv.")
    ] = None,
    strategy: Annotated[Strategy, typer.Option(help="How to choose.")] = Strategy.greedy,
    every_mentor: Annotated[
        bool, typer.Option("--every-mentor", help="Leave no mentor without anybody, if possible.")
    ] = False,
    synonyms: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Words of your organisation: CSV with word and means."),
    ] = None,
    seniority_gap: Annotated[
        int, typer.Option(min=0, metavar="YEARS", help="Bar people closer in seniority.")
    ] = 0,
    age_gap: Annotated[
        int, typer.Option(min=0, metavar="YEARS", help="Bar people closer in age.")
    ] = 0,
    format_: Annotated[
        Format | None, typer.Option("--format", help="What to write; text when nothing says.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell more: rank, common slots, rules that mattered.")
    ] = False,
    language: Annotated[Language, typer.Option(help="Of the reasons told.")] = Language.en,
    as_csv: Annotated[bool, typer.Option("--csv", help="The same as --format csv.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write there instead of here; .csv, .json or .xlsx says which."
        ),
    ] = None,
) -> None:
    """Reads, pairs, prints."""
    here, there = mentees or mentees_csv, mentors or mentors_csv
    if mentees and mentees_csv and not mentors:
        here, there = mentees, mentees_csv
    if here is None or there is None:
        raise Failure("Give both files: --mentees A.csv --mentors B.csv.", MISUSED)
    wanted = _wanted(format_, as_csv, as_json, out)
    if wanted is Format.xlsx and out is None:
        raise Failure("A workbook goes into a file: add --out pairs.xlsx.", MISUSED)

    from adapters.cli.pairings import Outcome
    from bot.texts import Voice
    from matching import table
    from matching.match import compared
    from matching.people import Rules
    from matching.synonyms import read_synonyms_csv

    try:
        people = table.read_people_csv(here, there, decoded=_text)
        own = read_synonyms_csv(synonyms, _text) if synonyms else {}
    except OSError as error:
        raise unreadable(str(error.filename), error) from None
    for file in _older_excel(here, there, synonyms):
        print(f"{file} was read as Windows-1252, the encoding of older Excel.", file=sys.stderr)
    for note in people.notes[:_NOTES]:
        print(note, file=sys.stderr)
    if (more := len(people.notes) - _NOTES) > 0:
        print(f"… and {more} more such cells.", file=sys.stderr)
    if strategy is Strategy.two_way and (missing := _without_returns(people, here, there)):
        print(f"An exchange needs what each gives back. Add {missing}.", file=sys.stderr)
    rules = Rules(
        strategy=strategy.value,
        every_mentor=every_mentor,
        synonyms=own,
        seniority_gap=seniority_gap,
        age_gap=age_gap,
        mentors_each=max(1, *(each.capacity for each in people.mentees)),
    )
    try:
        with _waiting(len(people.mentees) * len(people.mentors)) as done:
            found, others = compared(people.mentees, people.mentors, rules, done=done)
    except KeyboardInterrupt:
        print("Stopped: nothing was written.", file=sys.stderr)
        raise
    told = Outcome(people, found, others, Voice(language.value, people.zone), explain)
    match wanted:
        case Format.csv:
            # Excel takes a file for UTF-8 only when it begins with this mark.
            content = told.as_csv().encode("utf-8-sig" if out else "utf-8")
        case Format.json:
            content = f"{told.as_json()}\n".encode()
        case Format.xlsx:
            content = told.as_xlsx()
        case _:
            content = told.as_lines().encode()
    if out is None:
        print(content.decode(), end="")
        return
    _write(out, content)
    print(f"{out}: {len(found.proposals)} pairs, {len(found.unmatched)} left out.")


def _without_returns(people: "Table", mentees: Path, mentors: Path) -> str:
    """Which column an exchange lacks, where nobody of a side says what they give back."""
    sides = ((people.mentees, "skills", mentees), (people.mentors, "needs", mentors))
    return " and ".join(
        f"the column {column} to {file.name}"
        for side, column, file in sides
        if not any(each.returns for each in side)
    )


def _wanted(said: Format | None, as_csv: bool, as_json: bool, out: Path | None) -> Format:
    if as_csv and as_json:
        raise Failure("--csv and --json exclude each other: choose one.", MISUSED)
    if said is not None:
        return said
    if as_csv or as_json:
        return Format.csv if as_csv else Format.json
    endings = {f".{each.value}": each for each in Format}
    return endings.get(out.suffix.lower(), Format.text) if out else Format.text


def _write(out: Path, content: bytes) -> None:
    """Writes a whole file or none: who is interrupted finds what was there before."""
    draft = out.with_name(f"{out.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def _text(data: bytes) -> str | None:
    """What a file says, read as `people import` reads it."""
    from bot.people.decoding import decoded

    return decoded(data)[0]


def _older_excel(*files: Path | None) -> list[Path]:
    """Which of those files were read as older Excel writes them."""
    from bot.people.decoding import decoded

    return [file for file in files if file and decoded(file.read_bytes())[1] == "cp1252"]


@contextlib.contextmanager
def _waiting(pairs: int) -> Iterator[Callable[[float], None] | None]:
    """Shows how far the work is, when it is long and somebody looks."""
    if pairs < _LONG or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Comparing {pairs:,} pairs", total=1.0)
        yield lambda share: bar.update(task, completed=share)
