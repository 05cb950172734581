"""The rules of the game as people agreed to them: who signed which revision, and what it said."""

from typing import Any

from sqlalchemy import UniqueConstraint

from storage.columns import one_of
from storage.nouns.noun import Noun, data, datetime, link, moment

HOW = ("signup", "asked")


class Signature(Noun):
    """Somebody's agreement to one revision of a programme's charter."""

    programme_id: int = link("programme.id", ondelete="CASCADE")
    enrolment_id: int = link("enrolment.id", index=False, ondelete="CASCADE")
    revision: str
    role: str  # in which they agreed
    how: str  # while signing up, or asked in chat
    at: datetime = moment()


class Revision(Noun):
    """One revision of a programme's charter with its clauses, kept as long as the programme."""

    programme_id: int = link("programme.id", index=False, ondelete="CASCADE")
    revision: str
    charter: dict[str, Any] = data(dict)  # as in the plan
    at: datetime = moment()
    by: int | None = None  # the person who changed the clauses; nobody for the first


class SignatureRow(Signature, table=True):
    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("enrolment_id", "revision"), one_of("how", HOW))


class RevisionRow(Revision, table=True):
    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("programme_id", "revision"),)
