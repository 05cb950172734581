"""Reads a list of people from a CSV file as offices make them: any separator, French or English.

Every problem of the file is told at once, each with its line and column, so that one round of
corrections is enough. A file whose encoding is a guess is refused: a wrong guess spells people's
names wrong for the length of a programme.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.forms.words import fold
from bot.people.columns import COLUMNS, READERS, as_typed
from bot.people.decoding import decoded


@dataclass(frozen=True, slots=True)
class Row:
    """One person as typed, cleaned: e-mails in lower case, role, locale and zone in their codes.

    `role` is "mentee", "mentor" or "both"; `line` is where the row starts in the file.
    """

    line: int
    name: str
    email: str
    role: str | None = None
    locale: str | None = None
    zone: str | None = None
    team: str | None = None
    manager: str | None = None
    hours: str | None = None  # offered in all, where the programme counts them
    age: str | None = None  # its range, as `bot.people.generations` names it
    seniority: str | None = None  # likewise
    platform: str | None = None
    tenant: str | None = None
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place; line 0 and an empty column stand for the whole file or row.

    `column` is the field's name in Row, `value` what was typed, cut short, without any control
    character. `see` is the earlier line that this one clashes with.
    """

    line: int
    column: str
    code: str
    value: str
    see: int | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """The good rows, every problem in order, the encoding found, and the headers not understood."""

    people: tuple[Row, ...]
    problems: tuple[Problem, ...]
    encoding: str
    ignored: tuple[str, ...] = ()


# Every code a problem may carry; whoever words them for people checks against this.
CODES = frozenset(
    {
        "empty-file",
        "unreadable",  # neither UTF-8, nor UTF-16 with its mark, nor surely Windows-1252
        "unbalanced-quote",
        "missing-column",
        "duplicate-column",
        "no-rows",
        "too-many-cells",
        "missing-value",
        "too-long",
        "control-character",
        "garbled",  # "RenÃ©": damaged before it reached us
        "bad-email",
        "duplicate-email",
        "unknown-role",
        "unknown-locale",
        "unknown-zone",
        "bad-hours",
        "bad-age",
        "bad-seniority",
        "unknown-platform",
        "incomplete-address",  # a user, but on which platform?
        "two-addresses",
        "duplicate-address",
        "own-manager",
        "manager-cycle",
    }
)

_LONGEST = {"email": 254, "manager": 254, "user": 254, "slack": 254, "teams": 254}
_LONGEST_TEXT = 120
_ALLOWED_FORMATS = frozenset("\u200c\u200d\u200e\u200f")  # some scripts need them
_SHOWN = 60
_NAMES = frozenset({"name", "first", "last"})


def read_people(data: bytes) -> Directory:
    """The people of a CSV file, and all that is wrong with it; never raises."""
    text, encoding, broken_at = decoded(data)
    if text is None:
        return Directory((), (Problem(broken_at, "", "unreadable", ""),), "")
    separator, skipped, body = _separator(text)
    records, problems = _records(body, separator, skipped)
    if not records:
        return Directory((), (*problems, Problem(0, "", "empty-file", ""))[:1], encoding)
    (header_line, headers), *rows = records
    columns, ignored, header_problems = _columns(headers, header_line)
    problems = [*header_problems, *problems]
    usable = not any(problem.code == "missing-column" for problem in problems)
    if not rows and not problems:
        problems.append(Problem(header_line, "", "no-rows", ""))
    people: list[Row] = []
    for line, cells in rows:
        row, found = _row(line, cells, columns, len(headers))
        problems += found
        people.append(row)
    problems += [*_clashes(people), *_cycles(people)]
    wrong = {problem.line for problem in problems}
    return Directory(
        tuple(person for person in people if usable and person.line not in wrong),
        tuple(sorted(problems, key=lambda problem: problem.line)),
        encoding,
        ignored,
    )


# ------------------------------------------------------------------------------------------ table

_Record = tuple[int, list[str]]


def _separator(text: str) -> tuple[str, int, str]:
    """The separator, the lines before the header, and the text from the header on."""
    skipped = 0
    body = text
    while (first := re.match(r"[^\r\n]*(?:\r\n?|\n)", body)) and not first[0].strip(" \r\n\t;,"):
        body, skipped = body[first.end() :], skipped + 1
    # Excel reads and writes this line to say which separator follows.
    if declared := re.match(r"\"?sep=([;,\t])\"?[^\r\n]*(?:\r\n?|\n)", body, re.IGNORECASE):
        return declared[1], skipped + 1, body[declared.end() :]
    header = re.split(r"[\r\n]", body, maxsplit=1)[0]

    def understood(separator: str) -> tuple[int, int]:
        cells = header.split(separator)
        return sum(fold(cell) in COLUMNS for cell in cells), len(cells)

    return max(";,\t", key=understood), skipped, body


def _records(body: str, separator: str, skipped: int) -> tuple[list[_Record], list[Problem]]:
    """Every row that is not empty with the line it starts on, the header first."""
    records: list[_Record] = []
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    line = skipped + 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            code = "too-long" if "field larger" in str(error) else "unbalanced-quote"
            return records, [Problem(line, "", code, "")]
        if cells is None:
            return records, []
        if any(cell.strip() for cell in cells):
            records.append((line, cells))
        line = skipped + reader.line_num + 1


def _columns(
    headers: list[str], line: int
) -> tuple[dict[int, str], tuple[str, ...], list[Problem]]:
    """Which field each place of a row holds, the headers not understood, and what is wrong."""
    columns: dict[int, str] = {}
    ignored: list[str] = []
    problems: list[Problem] = []
    for place, header in enumerate(headers):
        column = COLUMNS.get(fold(header))
        if column is None:
            if header.strip():
                ignored.append(_shown(header))
        elif column in columns.values():
            problems.append(Problem(line, column, "duplicate-column", _shown(header)))
        else:
            columns[place] = column
    present = set(columns.values())
    if not present & _NAMES:
        problems.append(Problem(line, "name", "missing-column", ""))
    if "email" not in present:
        problems.append(Problem(line, "email", "missing-column", ""))
    return columns, tuple(ignored), problems


# ------------------------------------------------------------------------------------------- rows


def _row(
    line: int, cells: list[str], columns: dict[int, str], width: int
) -> tuple[Row, list[Problem]]:
    """The person of one row, fields that are wrong left out, and what is wrong."""
    problems: list[Problem] = []
    values: dict[str, str] = {}
    for place, cell in enumerate(cells):
        column, value = columns.get(place), cell.strip()
        if not value:
            continue
        if column is None:
            if place >= width:
                problems.append(Problem(line, "", "too-many-cells", _shown(value)))
            continue
        read, code = READERS.get(column, (as_typed, ""))
        wrong = _unfit(value, column)
        known = None if wrong else read(" ".join(value.split()))
        if known is None:
            problems.append(Problem(line, column, wrong or code, _shown(value)))
        else:
            values[column] = known
    present, told = set(columns.values()), {problem.column for problem in problems}
    surname = values.get("last") or (values.get("name") if "first" in values else None)
    name = " ".join(filter(None, (values.get("first"), surname))) or values.get("name", "")
    if not name and present & _NAMES and not told & _NAMES:
        problems.append(Problem(line, "name", "missing-value", ""))
    if "email" in present and "email" not in values and "email" not in told:
        problems.append(Problem(line, "email", "missing-value", ""))
    platform, user, wrong_address = _address(values, line)
    row = Row(
        line=line,
        name=name,
        email=values.get("email", ""),
        role=values.get("role"),
        locale=values.get("locale"),
        zone=values.get("zone"),
        team=values.get("team"),
        manager=values.get("manager"),
        hours=values.get("hours"),
        age=values.get("age"),
        seniority=values.get("seniority"),
        platform=platform,
        tenant=values.get("tenant"),
        user=user,
    )
    return row, [*problems, *wrong_address]


def _address(values: dict[str, str], line: int) -> tuple[str | None, str | None, list[Problem]]:
    """The platform and the user on it, from the column of a platform or from the general ones."""
    platform, user = values.get("platform"), values.get("user")
    named = {column: value for column, value in values.items() if column in ("slack", "teams")}
    if user and platform:
        named.setdefault(platform, user)
    elif user and len(named) != 1:
        return None, user, [Problem(line, "platform", "incomplete-address", _shown(user))]
    users = {*named.values(), *([user] if user else [])}
    if len(named) > 1 or len(users) > 1 or (platform and named and platform not in named):
        return None, None, [Problem(line, "user", "two-addresses", _shown(" ".join(sorted(users))))]
    for only_platform, only_user in named.items():
        return only_platform, only_user, []
    return platform, None, []


def _unfit(value: str, column: str) -> str | None:
    """Why a value cannot be kept, whatever its column."""
    if len(value) > _LONGEST.get(column, _LONGEST_TEXT):
        return "too-long"
    if any(map(_is_unseen, value)):
        return "control-character"
    return "garbled" if _GARBLED.search(value) else None


# UTF-8 once read as Windows-1252: an accented capital and what a second byte looks like.
_SECOND_BYTES = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
_GARBLED = re.compile(f"[ÃÂ][{_SECOND_BYTES}]|â€|ï»¿|ï¿½|\ufffd")


def _is_unseen(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category in _UNSEEN and letter not in _ALLOWED_FORMATS


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def _shown(value: str) -> str:
    safe = "".join("\ufffd" if _is_unseen(letter) else letter for letter in value.strip())
    return safe if len(safe) <= _SHOWN else f"{safe[: _SHOWN - 1]}…"


# -------------------------------------------------------------------------------- across the rows


def _clashes(people: list[Row]) -> Iterator[Problem]:
    """E-mails and addresses that an earlier row has already."""
    emails: dict[str, int] = {}
    addresses: dict[tuple[str, str | None, str], int] = {}
    for person in people:
        if person.email:
            first = emails.setdefault(person.email, person.line)
            if first != person.line:
                yield Problem(person.line, "email", "duplicate-email", _shown(person.email), first)
        if person.platform and person.user:
            address = (person.platform, person.tenant, person.user)
            first = addresses.setdefault(address, person.line)
            if first != person.line:
                yield Problem(person.line, "user", "duplicate-address", _shown(person.user), first)


def _cycles(people: list[Row]) -> Iterator[Problem]:
    """People who manage themselves, and each ring of managers once, at its first row."""
    rows = {person.email: person for person in reversed(people) if person.email}
    settled: set[str] = set()
    for email in sorted(rows, key=lambda email: rows[email].line):
        path: list[str] = []
        at: str | None = email
        while at in rows and at not in settled:
            settled.add(at)
            path.append(at)
            at = rows[at].manager
        if at in path:
            ring = [rows[member] for member in path[path.index(at) :]]
            first = min(ring, key=lambda person: person.line)
            code = "own-manager" if len(ring) == 1 else "manager-cycle"
            yield Problem(first.line, "manager", code, _shown(first.manager or ""))
