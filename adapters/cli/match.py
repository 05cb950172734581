"""`binome match`: pairs for a spreadsheet, without a programme."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.failure import MISUSED, Failure, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HELP = """Pair the people of two CSV files, with the reason for each pair.

You get one line for each pair, its score and what brought it together, then everybody left out and
why. Nothing is kept. Both files need the columns id and name; mentees need `needs`, mentors
`skills`. The columns topics, languages, halfdays, zone, capacity, team, format, place, person,
managers, avoids, earlier, waiting and language are understood too; several values in one cell are
separated by |.
"""

# Why somebody is left out, by matching's codes.
REASONS = {
    "excluded": "everybody is excluded by name",
    "reporting-line": "everybody left is in their reporting line",
    "same-team": "everybody left is in their team",
    "earlier": "already paired with everybody left",
    "no-common-language": "no common language with anybody",
    "no-common-hours": "no common hours with anybody",
    "place": "nobody can meet at their place",
    "no-common-subject": "no subject in common with anybody",
    "capacity": "those who would fit are all taken",
    "surplus": "not needed this time",
    "no-capacity": "takes nobody (capacity 0)",
    "no-candidates": "there is nobody on the other side",
}


def add_to(app: typer.Typer) -> None:
    """Makes the command known."""
    app.command(
        help=_HELP,
        short_help="Pair the people of two CSV files.",
        epilog="Example: binome match mentees.csv mentors.csv --csv --out pairs.csv",
    )(match)


def match(
    mentees: Annotated[
        Path, typer.Argument(metavar="MENTEES.csv", help="Those who learn, as a CSV file.")
    ],
    mentors: Annotated[
        Path, typer.Argument(metavar="MENTORS.csv", help="Those who teach, as a CSV file.")
    ],
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV, for a spreadsheet.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for a program.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write there instead of here; .csv or .json says which."),
    ] = None,
) -> None:
    """Reads, pairs, prints."""
    from matching import table
    from matching.match import match as pair

    if as_csv and as_json:
        raise Failure("--csv and --json exclude each other: choose one.", MISUSED)
    wanted = "csv" if as_csv else "json" if as_json else _wanted_by(out)
    try:
        people = table.read_people_csv(mentees, mentors)
    except OSError as error:
        raise unreadable(str(error.filename), error) from None
    rows = table.rows_of(pair(people.mentees, people.mentors), people)
    match wanted:
        case "csv":
            text = table.as_csv(rows)
        case "json":
            text = table.as_json(rows) + "\n"
        case _:
            text = _readable(rows)
    if out is None:
        print(text, end="")
        return
    # Excel takes a file for UTF-8 only when it begins with this mark.
    out.write_text(text, encoding="utf-8-sig" if wanted == "csv" else "utf-8")
    pairs = sum(row["status"] == "paired" for row in rows)
    print(f"{out}: {pairs} pairs, {len(rows) - pairs} left out.")


def _wanted_by(out: Path | None) -> str:
    if out is None:
        return ""
    return {".csv": "csv", ".json": "json"}.get(out.suffix.lower(), "")


def _readable(rows: "Sequence[Mapping[str, str | float]]") -> str:
    lines: list[str] = []
    for row in rows:
        if row["status"] == "paired":
            score = f"{float(row['score']):.2f}"
            lines.append(f"{row['mentee_name']} ↔ {row['mentor_name']} ({row['label']}, {score})")
            if row["because"]:
                lines.append(f"    {row['because']}")
        else:
            reason = REASONS[str(row["reason"])]
            lines.append(f"{row['mentee_name'] or row['mentor_name']}: left out, {reason}")
    return "".join(f"{line}\n" for line in lines)
