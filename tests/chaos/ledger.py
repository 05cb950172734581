"""Everything that a database holds, told so that two runs of one story can be compared by rows.

Numbers that a database chose stand for whom or what they name; where they do not, as inside a key
or in a payload, they are left out. So are the columns of `APART`: how messages travelled, and what
is drawn by chance.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from bot.message import from_data, text_of
from bot.waves import WAVE
from storage import schema
from storage.work import Work

# How a message travelled, and how busy a workspace is: what bad weather may change, as it may the
# order in which people answer, which an anonymous answer keeps. And what is drawn by chance,
# sealed, or holds numbers inside.
_TRAVELS = {"state", "error", "attempts", "lease_until", "lease_token", "sent_at", "receipt"}
APART = {
    "outgoing": _TRAVELS | {"retry_at"},
    "pace": {"busy_until"},
    "address": {"route"},
    "file": {"token", "content"},
}
_SOFT = {  # numbers of rows that no link holds
    "proposed_by": "enrolment",
    "decided_by": "person",
    "handled_by": "person",
    "draft_id": "draft",
    "proposal_id": "proposal",
}
_EVENT = re.compile(r"\b(slack|teams):[^/]+")  # the key of one, which its platform made up
_USER = re.compile(r"\bU[0-9A-F]{8,10}\b")  # somebody's id in a Slack of the tests
_NAMED = re.compile(r"\b([a-z-]+):(\d+)")
_NUMBER = re.compile(r"\d+")
Names = dict[str, dict[int, str]]
Ledger = dict[str, Counter[int]]


def ledger(work: Work) -> Ledger:
    """How often each line is there, by table; of a line, its hash alone."""
    names = _names(work)
    return {
        table.name: Counter(hash(line) for line in lines(work, table, names))
        for table in schema.TABLES
    }


def differences(one: Work, other: Work, at_most: int = 5) -> dict[str, list[str]]:
    """By table, lines that only one of the two has: `-` of the first, `+` of the other."""
    mine, theirs = ledger(one), ledger(other)
    found: dict[str, list[str]] = {}
    for table in schema.TABLES:
        name = table.name
        for sign, work, only in (
            ("-", one, mine[name] - theirs[name]),
            ("+", other, theirs[name] - mine[name]),
        ):
            if only:
                told = (x for x in lines(work, table, _names(work)) if hash(x) in only)
                shown = [f"{sign} {line}" for line, _ in zip(told, range(at_most), strict=False)]
                more = only.total() - len(shown)
                found.setdefault(name, []).extend([*shown, *([f"… {more} more"] if more else [])])
    return found


def lines(work: Work, table: Table, names: Names) -> Iterator[str]:
    """Each row of a table, in words that do not depend on who came first."""
    apart = APART.get(table.name, set())
    columns = [each for each in table.c if each.name not in {"id", *apart}]
    rows = work.connection.execution_options(yield_per=2000).execute(select(*columns))
    tells = [_teller(each, names) for each in columns]
    for row in rows:
        told = (tell(value) for tell, value in zip(tells, row, strict=True))
        yield repr(tuple(zip((each.name for each in columns), told, strict=True)))


def _teller(column: Any, names: Names) -> Callable[[Any], Any]:
    """How the values of a column are told."""
    target = next((key.column.table.name for key in column.foreign_keys), _SOFT.get(column.name))
    if target is not None:
        return lambda value: value and names.get(target, {}).get(value, target)
    if (column.table.name, column.name) == ("outgoing", "payload"):
        return lambda payload: text_of(from_data(payload)) if payload else ""
    if (column.table.name, column.name) == ("answer", "answers"):
        return lambda given: _value({key: given[key] for key in given.keys() - {WAVE}})
    if column.name in {"subject", "key", "facts", "name", "user"}:
        return lambda value: _plain(value, names)
    return _value


def _value(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return value.isoformat() if isinstance(value, datetime) else value


def _plain(value: Any, names: Names) -> Any:
    told = _value(value)
    if not isinstance(told, str):
        return told

    def named(found: "re.Match[str]") -> str:
        return names.get(found[1], {}).get(int(found[2]), f"{found[1]}:#")

    return _NUMBER.sub("#", _NAMED.sub(named, _EVENT.sub(r"\1", _USER.sub("U", told))))


def _names(work: Work) -> Names:
    """What rows are called, by table and number; no name holds a number that a database chose."""
    found: Names = {}

    def name(table: str, tell: Callable[[Any], str]) -> None:
        rows = work.connection.execute(select(_TABLES[table]))
        found[table] = {row.id: tell(row) for row in rows}

    name("person", lambda row: f"{row.email or row.name}")
    name("programme", lambda row: row.slug)
    people = found["person"]
    name("address", lambda row: people.get(row.person_id) or f"{row.tenant}/{row.user}")
    name("enrolment", lambda row: f"{people.get(row.person_id)} as {row.role}")
    places = found["enrolment"]
    name("pair", lambda row: f"{places[row.mentee_id]} + {places[row.mentor_id]}")
    name("session", lambda row: f"{found['pair'][row.pair_id]} {row.number}")
    name("workshop", lambda row: row.key)
    name("draft", lambda row: f"{people[row.person_id]} {row.form}")
    name("poll", lambda row: f"{places[row.enrolment_id]} {row.form}")
    return found


_TABLES = {table.name: table for table in schema.TABLES}
