"""People from two CSV files: matching for a spreadsheet. docs/matching.md explains every column.

Only `id` and the texts (`needs` for mentees, `skills` for mentors) are required columns. Cells with
several values are separated by `|`. Ids are the file's own, of any form. A cell that names people
(`manager`, `exclude`, `declined`, `earlier`) does so by id, by name, or by the column `person`.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from matching.hours import DAYS, hours_of_week
from matching.people import FORMATS, Candidate
from matching.proposals import Side
from matching.rules import tidy
from matching.stems import folded

Decoded = Callable[[bytes], str | None]  # what a file says; None when its encoding is not known
TEXTS: Mapping[Side, str] = {"mentee": "needs", "mentor": "skills"}
BACK: Mapping[Side, str] = {"mentee": "skills", "mentor": "needs"}  # two-way programmes
SAME = {"halfdays": "availability", "managers": "manager", "avoids": "exclude"}  # older names
OPTIONAL = (
    *("name", "topics", "languages", "availability", "zone", "capacity", "team", "department"),
    *("format", "place", "person", "manager", "exclude", "declined", "earlier", "waiting"),
    *("language", "seniority", "born"),
)

_WORKBOOK = b"PK\x03\x04"  # how .xlsx and .ods files begin
_SEPARATORS = (",", ";", "\t")
_DAYS = (
    *("monday lundi lun", "tuesday mardi mar", "wednesday mercredi mer", "thursday jeudi jeu"),
    *("friday vendredi ven", "saturday samedi sam", "sunday dimanche dim"),
)
_PARTS = {"am": "morning matin", "pm": "afternoon apres-midi", "eve": "evening soir"}


class TableError(ValueError):
    """A table cannot be read: the message names the file, the line and the column."""


@dataclass(frozen=True, slots=True)
class Table:
    """Both sides of a programme; `called` gives (side, candidate id) -> (id in the file, name)."""

    mentees: tuple[Candidate, ...]
    mentors: tuple[Candidate, ...]
    called: Mapping[tuple[Side, int], tuple[str, str]]
    on: date  # half-days are of the week of this day
    zone: str = "UTC"  # where most people are
    notes: tuple[str, ...] = ()  # what was read in one way and may have been meant in another


def utf8(data: bytes) -> str | None:
    """Text in UTF-8, with or without its mark; None when it is in another encoding."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def read_people_csv(
    mentees: str | Path, mentors: str | Path, on: date | None = None, decoded: Decoded = utf8
) -> Table:
    """Read both files (comma or semicolon); half-days are of the week of `on`."""
    sides: list[tuple[Side, str, list[str]]] = []
    for side, path in (("mentee", Path(mentees)), ("mentor", Path(mentors))):
        content = path.read_bytes()
        if content.startswith(_WORKBOOK):
            raise TableError(f"{path.name}: a workbook; save it as “CSV UTF-8” first.")
        text = decoded(content)
        if text is None:
            raise TableError(f"{path.name}: not in UTF-8; save it again as “CSV UTF-8”.")
        lines = text.splitlines(keepends=True)
        sides.append(("mentee" if side == "mentee" else "mentor", path.name, lines))
    return people_from(sides, on or datetime.now(UTC).date())


def people_from(sides: Iterable[tuple[Side, str, Iterable[str]]], on: date) -> Table:
    """Read people from (side, name of the source, lines of CSV) triples."""
    read: list[tuple[Side, _Row, Candidate]] = []
    called: dict[tuple[Side, int], tuple[str, str]] = {}
    for side, source, lines in sides:
        known: dict[str, int] = {}
        for line, cells in _rows(side, source, lines):
            row = _Row(source, line, cells)
            own = row.need("id")
            if own in known:
                row.refuse("id", f"{own!r} was already used on line {known[own]}")
            known[own] = line
            candidate = _candidate(row, side, len(known), on)
            read.append((side, row, candidate))
            called[side, candidate.id] = (own, row.get("name") or own)
        if not known:
            raise TableError(f"{source}: there is nobody under the header.")
    people, notes = _who_is_who(read)
    mentees, mentors = ([one for each, one in people if each == side] for side in TEXTS)
    zones = Counter(row.get("zone") for _, row, _ in read if row.get("zone"))
    zone = max(zones, key=lambda each: (zones[each], each), default="UTC")
    return Table(tuple(mentees), tuple(mentors), called, on, zone, notes)


def _who_is_who(
    read: Sequence[tuple[Side, "_Row", Candidate]],
) -> tuple[list[tuple[Side, Candidate]], tuple[str, ...]]:
    """Number the people across both files, and understand the cells that name them."""
    numbers: dict[tuple[str, ...], int] = {}
    meant: dict[str, set[int]] = {}
    persons = []
    for side, row, _ in read:
        own, name = row.get("id"), tidy(row.get("name"))
        # One id in both files is one person when the name says so too.
        key = (row.get("person"),) if row.get("person") else (own, name or side)
        persons.append(numbers.setdefault(key, len(numbers) + 1))
        for text in (row.get("person"), own, row.get("name")):
            if text:
                meant.setdefault(tidy(text), set()).add(persons[-1])
    superiors: dict[int, set[int]] = {}
    known = frozenset(meant)
    notes = [
        f"{row.source}, line {row.line}, column {column}: {text!r} is in neither file."
        for _, row, _ in read
        for column in ("manager", "exclude")
        for text in row.several(column)
        if tidy(text) not in known
    ]

    def named(row: _Row, column: str) -> set[int]:
        return {
            person
            for text in row.several(column)
            for person in meant.setdefault(tidy(text), {-len(meant) - 1})  # somebody elsewhere
        }

    for (_, row, _), person in zip(read, persons, strict=True):
        superiors.setdefault(person, set()).update(named(row, "manager"))
    found: list[tuple[Side, Candidate]] = []
    for (side, row, candidate), person in zip(read, persons, strict=True):
        avoids, declined, earlier = (
            frozenset(named(row, column) - {person})
            for column in ("exclude", "declined", "earlier")
        )
        placed = replace(
            candidate,
            person=person,
            managers=frozenset(_above(person, superiors)),
            avoids=avoids,
            declined=declined,
            earlier=earlier,
        )
        found.append((side, placed))
    return found, tuple(notes)


def _above(person: int, superiors: Mapping[int, set[int]]) -> set[int]:
    """Every superior of somebody, at any depth; a loop in the file does no harm."""
    found: set[int] = set()
    further = set(superiors.get(person, ()))
    while further:
        found |= further
        further = {up for one in further for up in superiors.get(one, ())} - found
    return found - {person}


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
        said = self.number(column)
        return otherwise if said is None else said

    def number(self, column: str) -> int | None:
        """Read a whole number from 0 on; None when the cell is empty."""
        value = self.get(column)
        if not value:
            return None
        if not (value.isascii() and value.isdigit()):
            self.refuse(column, f"{value!r} is not a whole number")
        return int(value)


def _rows(side: Side, source: str, lines: Iterable[str]) -> Iterable[tuple[int, dict[str, str]]]:
    """Give the line number and the cells of each line that is not blank; refuse a bad header."""
    lines = list(lines)
    if not any(line.strip() for line in lines):
        raise TableError(f"{source}: the file is empty.")
    separator = max(_SEPARATORS, key=lines[0].count)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    names = [name.strip().casefold() for name in next(reader, [])]
    names = [SAME.get(name, name) for name in names]
    wanted = ("id", TEXTS[side])
    if missing := [name for name in wanted if name not in names]:
        raise TableError(
            f"{source}, line 1: the column {missing[0]} is missing; expected {', '.join(wanted)}."
        )
    for name in names:
        if name not in (*wanted, *OPTIONAL, BACK[side]):
            raise TableError(
                f"{source}, line 1, column {name or '(empty)'}: not known;"
                f" known are {', '.join((*wanted, *OPTIONAL, BACK[side]))}."
            )
        if names.count(name) > 1:
            raise TableError(f"{source}, line 1, column {name}: given twice.")
    for cells in _cells(source, reader):
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


def _cells(source: str, reader: Any) -> Iterable[list[str]]:
    """The cells of each line; a quote that is never closed would swallow all the lines after it."""
    try:
        yield from reader
    except csv.Error as error:
        raise TableError(f"{source}, line {reader.line_num}: a quote is amiss ({error}).") from None


def _candidate(row: _Row, side: Side, number: int, on: date) -> Candidate:
    """Read one person, but for the cells that name others."""
    row.need(TEXTS[side])
    form = row.get("format").casefold() or "either"
    if form not in FORMATS:
        row.refuse("format", f"{form!r} is not one of {', '.join(FORMATS)}")
    hours: frozenset[int] = frozenset()
    if said := row.several("availability"):
        try:
            hours = hours_of_week(halfday_codes(said), row.get("zone") or "UTC", on)
        except ValueError as error:
            row.refuse("zone" if "zone" in str(error) else "availability", str(error).rstrip("."))
    return Candidate(
        id=number,
        statements=row.several(TEXTS[side]),
        topics=frozenset(row.several("topics")),
        languages=frozenset(row.several("languages")),
        hours=hours,
        capacity=row.whole("capacity", 1),
        team=row.get("team"),
        place=row.get("place"),
        format=form,
        waiting=row.whole("waiting", 0),
        language=row.get("language"),
        department=row.get("department"),
        seniority=row.number("seniority"),
        born=row.number("born"),
        returns=row.several(BACK[side]),
    )


def halfday_codes(said: Iterable[str]) -> frozenset[str]:
    """Turn `tue-am`, `mardi matin`, `Thursday evening` or `friday` (all day) into codes.

    What is not understood is left as it is, for `hours_of_week` to refuse.
    """
    days = {
        word: code for code, line in zip(DAYS, _DAYS, strict=True) for word in (code, *line.split())
    }
    parts = {word: code for code, line in _PARTS.items() for word in (code, *line.split())}
    found: set[str] = set()
    for text in said:
        words = folded(text).replace("apres midi", "apres-midi").split()
        if len(words) == 1 and "-" in words[0] and words[0] not in parts:
            words = words[0].split("-", 1)
        day = days.get(words[0].rstrip("s"), days.get(words[0], "")) if words else ""
        if day and len(words) == 1:
            found.update(f"{day}-{part}" for part in ("am", "pm"))
        elif day and len(words) == 2 and words[1] in parts:
            found.add(f"{day}-{parts[words[1]]}")
        else:
            found.add(text)
    return frozenset(found)
