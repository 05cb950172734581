"""Reads a list of people from a CSV file as offices make them: any separator, French or English.

Every problem of the file is told at once, each with its line and column, so that one round of
corrections is enough. A file whose encoding is a guess is refused: a wrong guess spells people's
names wrong for the length of a programme.
"""

from dataclasses import dataclass

from bot.people.across import clashes, cycles
from bot.people.decoding import decoded
from bot.people.problems import Problem
from bot.people.rows import Row, row_of
from bot.people.table import columns_of, records_of, separated


@dataclass(frozen=True, slots=True)
class Directory:
    """The good rows, every problem in order, the encoding found, and the headers not understood."""

    people: tuple[Row, ...]
    problems: tuple[Problem, ...]
    encoding: str
    ignored: tuple[str, ...] = ()


def read_people(data: bytes) -> Directory:
    """The people of a CSV file, and all that is wrong with it; never raises."""
    text, encoding, broken_at = decoded(data)
    if text is None:
        return Directory((), (Problem(broken_at, "", "unreadable", ""),), "")
    separator, skipped, body = separated(text)
    records, problems = records_of(body, separator, skipped)
    if not records:
        return Directory((), (*problems, Problem(0, "", "empty-file", ""))[:1], encoding)
    (header_line, headers), *rows = records
    columns, ignored, header_problems = columns_of(headers, header_line)
    problems = [*header_problems, *problems]
    usable = not any(problem.code == "missing-column" for problem in problems)
    if not rows and not problems:
        problems.append(Problem(header_line, "", "no-rows", ""))
    people: list[Row] = []
    for line, cells in rows:
        row, found = row_of(line, cells, columns, len(headers))
        problems += found
        people.append(row)
    problems += [*clashes(people), *cycles(people)]
    wrong = {problem.line for problem in problems}
    return Directory(
        tuple(person for person in people if usable and person.line not in wrong),
        tuple(sorted(problems, key=lambda problem: problem.line)),
        encoding,
        ignored,
    )
