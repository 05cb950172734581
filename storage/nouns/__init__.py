"""The nouns of a programme, as frozen values; `table_of` knows the row that keeps each."""

from functools import cache

from sqlalchemy import Table
from sqlmodel import SQLModel

from storage.nouns import dialogue, pairs, people, post, programme, recognition, workspace
from storage.nouns.dialogue import Answer, Draft, Happened, Notice, Poll
from storage.nouns.noun import Noun
from storage.nouns.pairs import Pair, Proposal, Session
from storage.nouns.people import Address, Person
from storage.nouns.post import File, Line, Outgoing, Received
from storage.nouns.programme import (
    Attendance,
    Coordination,
    Enrolment,
    Programme,
    Workshop,
)
from storage.nouns.recognition import Certificate, SigningKey
from storage.nouns.workspace import Installation, Pace

_MODULES = (people, programme, pairs, dialogue, post, recognition, workspace)

for _table in SQLModel.metadata.tables.values():
    # SQLite alone gives the number of a deleted row again, and `session:17` would mean two things.
    _table.dialect_options["sqlite"]["autoincrement"] = True


@cache
def table_of(noun: type[Noun]) -> Table:
    """The table that keeps `noun`."""
    for module in _MODULES:
        row = getattr(module, f"{noun.__name__}Row", None)
        if row is not None:
            table: Table = row.__table__
            return table
    raise LookupError(f"no table keeps {noun.__name__}")


__all__ = [
    "Address",
    "Answer",
    "Attendance",
    "Certificate",
    "Coordination",
    "Draft",
    "Enrolment",
    "File",
    "Happened",
    "Installation",
    "Line",
    "Notice",
    "Noun",
    "Outgoing",
    "Pace",
    "Pair",
    "Person",
    "Poll",
    "Programme",
    "Proposal",
    "Received",
    "Session",
    "SigningKey",
    "Workshop",
    "table_of",
]
