"""One person of a list: what each cell says, cleaned, and what is wrong with it."""

import re
from dataclasses import dataclass

from bot.people.columns import READERS, as_typed
from bot.people.problems import Problem, is_unseen, shown
from bot.people.table import NAMES

_LONGEST = {"email": 254, "manager": 254, "user": 254, "slack": 254, "teams": 254}
_LONGEST_TEXT = 120


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


def row_of(
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
                problems.append(Problem(line, "", "too-many-cells", shown(value)))
            continue
        read, code = READERS.get(column, (as_typed, ""))
        wrong = _unfit(value, column)
        known = None if wrong else read(" ".join(value.split()))
        if known is None:
            problems.append(Problem(line, column, wrong or code, shown(value)))
        else:
            values[column] = known
    present, told = set(columns.values()), {problem.column for problem in problems}
    surname = values.get("last") or (values.get("name") if "first" in values else None)
    name = " ".join(filter(None, (values.get("first"), surname))) or values.get("name", "")
    if not name and present & NAMES and not told & NAMES:
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
        return None, user, [Problem(line, "platform", "incomplete-address", shown(user))]
    users = {*named.values(), *([user] if user else [])}
    if len(named) > 1 or len(users) > 1 or (platform and named and platform not in named):
        return None, None, [Problem(line, "user", "two-addresses", shown(" ".join(sorted(users))))]
    for only_platform, only_user in named.items():
        return only_platform, only_user, []
    return platform, None, []


def _unfit(value: str, column: str) -> str | None:
    """Why a value cannot be kept, whatever its column."""
    if len(value) > _LONGEST.get(column, _LONGEST_TEXT):
        return "too-long"
    if any(map(is_unseen, value)):
        return "control-character"
    return "garbled" if _GARBLED.search(value) else None


# UTF-8 once read as Windows-1252: an accented capital and what a second byte looks like.
_SECOND_BYTES = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
_GARBLED = re.compile(f"[ÃÂ][{_SECOND_BYTES}]|â€|ï»¿|ï¿½|\ufffd")
