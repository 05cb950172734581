"""A CSV file as offices make them: its separator, its records, and which column holds what."""

import csv
import io
import re

from bot.forms.words import fold
from bot.people.columns import COLUMNS
from bot.people.problems import Problem, shown

NAMES = frozenset({"name", "first", "last"})
Record = tuple[int, list[str]]  # the line that it starts on, and its cells


def separated(text: str) -> tuple[str, int, str]:
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


def records_of(body: str, separator: str, skipped: int) -> tuple[list[Record], list[Problem]]:
    """Every row that is not empty with the line it starts on, the header first."""
    records: list[Record] = []
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


def columns_of(
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
                ignored.append(shown(header))
        elif column in columns.values():
            problems.append(Problem(line, column, "duplicate-column", shown(header)))
        else:
            columns[place] = column
    present = set(columns.values())
    if not present & NAMES:
        problems.append(Problem(line, "name", "missing-column", ""))
    if "email" not in present:
        problems.append(Problem(line, "email", "missing-column", ""))
    return columns, tuple(ignored), problems
