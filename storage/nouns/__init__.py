"""The nouns of a programme, as frozen values; `table_of` knows the row that keeps each."""

from functools import cache

from sqlalchemy import Table
from sqlmodel import SQLModel

from storage.nouns import (
    batch,
    calls,
    charter,
    circles,
    commendation,
    community,
    dialogue,
    enquiry,
    guests,
    pairs,
    people,
    post,
    programme,
    recognition,
    selection,
    workspace,
)
from storage.nouns.batch import Batch
from storage.nouns.calls import Call
from storage.nouns.charter import Revision, Signature
from storage.nouns.circles import (
    Circle,
    Contribution,
    Dilemma,
    Meeting,
    Member,
    Presence,
    Question,
    Sponsor,
)
from storage.nouns.commendation import Commendation
from storage.nouns.community import Posting, Reaction, Thanks
from storage.nouns.dialogue import Answer, Draft, Happened, Notice, Poll
from storage.nouns.enquiry import Enquiry
from storage.nouns.guests import Pass
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
from storage.nouns.selection import Application
from storage.nouns.workspace import Installation, Pace

_MODULES = (
    people,
    programme,
    circles,
    community,
    charter,
    pairs,
    enquiry,
    calls,
    guests,
    dialogue,
    batch,
    post,
    recognition,
    selection,
    commendation,
    workspace,
)

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
    "Application",
    "Attendance",
    "Batch",
    "Call",
    "Certificate",
    "Circle",
    "Commendation",
    "Contribution",
    "Coordination",
    "Dilemma",
    "Draft",
    "Enquiry",
    "Enrolment",
    "File",
    "Happened",
    "Installation",
    "Line",
    "Meeting",
    "Member",
    "Notice",
    "Noun",
    "Outgoing",
    "Pace",
    "Pair",
    "Pass",
    "Person",
    "Poll",
    "Posting",
    "Presence",
    "Programme",
    "Proposal",
    "Question",
    "Reaction",
    "Received",
    "Revision",
    "Session",
    "Signature",
    "SigningKey",
    "Sponsor",
    "Thanks",
    "Workshop",
    "table_of",
]
