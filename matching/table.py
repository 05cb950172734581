"""People from two CSV files, and their pairs as rows again: matching for a spreadsheet.

Only `id`, `name` and the texts (`needs` for mentees, `skills` for mentors) are required. Cells
with several values are separated by `|`. The ids are the file's own, of any form; `person`,
`managers`, `avoids` and `earlier` name people across the two files by the `person` column.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from matching.hours import hours_of_week
from matching.people import FORMATS, Candidate
from matching.proposals import Matching, Side

TEXTS: Mapping[Side, str] = {"mentee": "needs", "mentor": "skills"}
OPTIONAL = (
    *("topics", "languages", "halfdays", "zone", "capacity", "team", "format", "place"),
    *("person", "managers", "avoids", "earlier", "waiting", "language"),
)
COLUMNS = (
    "status",
    "mentee",
    "mentee_name",
    "mentor",
    "mentor_name",
    "score",
    "label",
    "because",
    "topics",
    "reason",
)


class TableError(ValueError):
    """A table cannot be read: the message names the file, the line and the column."""


@dataclass(frozen=True, slots=True)
class Table:
    """Both sides of a programme; `called` gives (side, candidate id) -> (id in the file, name)."""

    mentees: tuple[Candidate, ...]
    mentors: tuple[Candidate, ...]
    called: Mapping[tuple[Side, int], tuple[str, str]]


def read_people_csv(mentees: str | Path, mentors: str | Path, on: date | None = None) -> Table:
    """Read both files (UTF-8, comma or semicolon); half-days are of the week of `on`."""
    sides: list[tuple[Side, str, list[str]]] = []
    for side, path in (("mentee", Path(mentees)), ("mentor", Path(mentors))):
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        except UnicodeDecodeError:
            raise TableError(f"{path.name}: not in UTF-8; save it again as “CSV UTF-8”.") from None
        sides.append(("mentee" if side == "mentee" else "mentor", path.name, lines))
    return people_from(sides, on or datetime.now(UTC).date())


def people_from(sides: Iterable[tuple[Side, str, Iterable[str]]], on: date) -> Table:
    """Read people from (side, name of the source, lines of CSV) triples."""
    persons: dict[str, int] = {}
    people: dict[Side, list[Candidate]] = {"mentee": [], "mentor": []}
    called: dict[tuple[Side, int], tuple[str, str]] = {}
    for side, source, lines in sides:
        known: dict[str, int] = {}
        for line, cells in _rows(side, source, lines):
            row = _Row(source, line, cells)
            if row.need("id") in known:
                row.refuse(
                    "id", f"{row.need('id')!r} was already used on line {known[row.need('id')]}"
                )
            known[row.need("id")] = line
            candidate = _candidate(row, side, len(people[side]) + 1, persons, on)
            people[side].append(candidate)
            called[side, candidate.id] = (row.need("id"), row.need("name"))
    return Table(tuple(people["mentee"]), tuple(people["mentor"]), called)


def rows_of(matching: Matching, table: Table) -> list[dict[str, str | float]]:
    """Turn an outcome into rows: the proposals, then the people left out, each with its reason."""
    needs = {each.id: each.statements for each in table.mentees}
    skills = {each.id: each.statements for each in table.mentors}
    rows: list[dict[str, str | float]] = []
    for pair in matching.proposals:
        mentee, mentor = table.called["mentee", pair.mentee], table.called["mentor", pair.mentor]
        because = "; ".join(
            f"{needs[pair.mentee][each.need]} ↔ {skills[pair.mentor][each.skill]}"
            for each in pair.evidence
            if each.terms
        )
        values = (
            "paired",
            *mentee,
            *mentor,
            pair.score,
            pair.label,
            because,
            "|".join(pair.topics),
            "",
        )
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    for left in matching.unmatched:
        who = table.called[left.side, left.id]
        both = (*who, "", "") if left.side == "mentee" else ("", "", *who)
        rows.append(
            dict(zip(COLUMNS, ("unmatched", *both, "", "", "", "", left.reason), strict=True))
        )
    return rows


def as_csv(rows: Sequence[Mapping[str, str | float]]) -> str:
    """Write rows as CSV; a cell that a spreadsheet would take for a formula is made a text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _inert(value) for name, value in row.items()})
    return out.getvalue()


def as_json(rows: Sequence[Mapping[str, str | float]]) -> str:
    """Write rows as a JSON list."""
    return json.dumps(list(rows), ensure_ascii=False, indent=2)


def _inert(value: str | float) -> str | float:
    return (
        f"'{value}"
        if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
        else value
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a file, which knows where it stands when something is wrong."""

    source: str
    line: int
    cells: Mapping[str, str]

    def refuse(self, column: str, why: str) -> None:
        """Raise the error of one cell."""
        raise TableError(f"{self.source}, line {self.line}, column {column}: {why}.")

    def get(self, column: str) -> str:
        """Read an optional cell."""
        return self.cells.get(column, "")

    def need(self, column: str) -> str:
        """Read a cell that may not be empty."""
        if not self.get(column):
            self.refuse(column, "empty")
        return self.get(column)

    def several(self, column: str) -> tuple[str, ...]:
        """Read a cell of values separated by bars."""
        return tuple(value.strip() for value in self.get(column).split("|") if value.strip())

    def whole(self, column: str, otherwise: int) -> int:
        """Read a whole number from 0 on."""
        value = self.get(column)
        if not value:
            return otherwise
        if not (value.isascii() and value.isdigit()):
            self.refuse(column, f"{value!r} is not a whole number")
        return int(value)


def _rows(side: Side, source: str, lines: Iterable[str]) -> Iterable[tuple[int, dict[str, str]]]:
    """Give the line number and the cells of each line that is not blank; refuse a bad header."""
    lines = list(lines)
    header = lines[0] if lines else ""
    reader = csv.reader(lines, delimiter=";" if header.count(";") > header.count(",") else ",")
    names = [name.strip().casefold() for name in next(reader, [])]
    wanted = ("id", "name", TEXTS[side])
    if missing := [name for name in wanted if name not in names]:
        raise TableError(
            f"{source}, line 1: the column {missing[0]} is missing; expected {', '.join(wanted)}."
        )
    for name in names:
        if name not in (*wanted, *OPTIONAL):
            raise TableError(
                f"{source}, line 1, column {name or '(empty)'}: not known;"
                f" known are {', '.join((*wanted, *OPTIONAL))}."
            )
        if names.count(name) > 1:
            raise TableError(f"{source}, line 1, column {name}: given twice.")
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names):
            raise TableError(
                f"{source}, line {reader.line_num}, column {len(names) + 1}: one cell too many;"
                " put quotes around a text that holds the separator."
            )
        yield (
            reader.line_num,
            {name: cell.strip() for name, cell in zip(names, cells, strict=False)},
        )


def _candidate(row: _Row, side: Side, number: int, persons: dict[str, int], on: date) -> Candidate:
    """Read one person; `persons` numbers the keys of the person column, across both files."""

    def key(text: str) -> int:
        return persons.setdefault(text, len(persons) + 1)

    def keys(column: str) -> frozenset[int]:
        return frozenset(key(text) for text in row.several(column))

    row.need("name")
    row.need(TEXTS[side])
    form = row.get("format").casefold() or "either"
    if form not in FORMATS:
        row.refuse("format", f"{form!r} is not one of {', '.join(FORMATS)}")
    hours: frozenset[int] = frozenset()
    if halfdays := row.several("halfdays"):
        try:
            hours = hours_of_week(halfdays, row.get("zone") or "UTC", on)
        except ValueError as error:
            row.refuse("zone" if "zone" in str(error) else "halfdays", str(error).rstrip("."))
    return Candidate(
        id=number,
        statements=row.several(TEXTS[side]),
        topics=frozenset(row.several("topics")),
        languages=frozenset(row.several("languages")),
        hours=hours,
        capacity=row.whole("capacity", 1),
        team=row.get("team"),
        person=key(row.get("person")) if row.get("person") else 0,
        managers=keys("managers"),
        avoids=keys("avoids"),
        earlier=keys("earlier"),
        place=row.get("place"),
        format=form,
        waiting=row.whole("waiting", 0),
        language=row.get("language"),
    )
