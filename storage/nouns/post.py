"""What comes in and what goes out: events seen, messages to deliver, files, a simulated chat."""

from typing import Any

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from storage.columns import one_of
from storage.nouns.noun import Noun, data, datetime, link, maybe_moment, moment
from storage.nouns.partial import where

OUTBOX_STATES = ("pending", "sending", "sent", "ambiguous", "dead")


class Received(Noun):
    """An event already handled; the same key never acts twice."""

    key: str = Field(unique=True)
    at: datetime = moment()


class Outgoing(Noun):
    """A message committed with the state that caused it, until a platform has it."""

    key: str = Field(unique=True)
    address_id: int = Field(foreign_key="address.id", ondelete="CASCADE")  # indexed below
    workspace: str = ""  # the platform and the tenant of that address, which share one pace
    kind: str = "resend"  # what to do when nobody knows whether it arrived: resend or hold
    due_at: datetime = moment()
    state: str = "pending"
    attempts: int = 0
    # Not before; `due_at` keeps the place in line.
    retry_at: datetime | None = maybe_moment()
    lease_until: datetime | None = maybe_moment()
    lease_token: str = ""
    sent_at: datetime | None = maybe_moment()
    receipt: str = ""  # the platform's own id of the message, or of the part that arrived
    error: str = ""
    payload: dict[str, Any] = data(dict)


class File(Noun):
    """Something to download, by a token that only its reader was given."""

    token: str = Field(unique=True)
    name: str
    media_type: str
    content: bytes = Field(sa_type=LargeBinary)
    person_id: int | None = link("person.id", default=None, nullable=True, ondelete="CASCADE")
    at: datetime = moment()


class Line(Noun):
    """One line of the simulated chat's own history, as a real platform keeps its own."""

    address_id: int = link("address.id", ondelete="CASCADE")
    author: str  # bot or person
    key: str = Field(unique=True)
    payload: dict[str, Any] = data(dict)
    at: datetime = moment()


class ReceivedRow(Received, table=True):
    __tablename__ = "received"


class OutgoingRow(Outgoing, table=True):
    __tablename__ = "outgoing"
    __table_args__ = (
        one_of("state", OUTBOX_STATES),
        one_of("kind", ("resend", "hold")),
        # What is due, in all and in each workspace, the line of one address, and what is on its
        # way: `storage.outbox` says how each is read. A database uses a partial index only where
        # the query repeats its words.
        Index("ix_outgoing_waiting", "due_at", "id", **where("state = 'pending'")),
        Index("ix_outgoing_paced", "workspace", "due_at", "id", **where("state = 'pending'")),
        Index("ix_outgoing_line", "address_id", "state", "due_at", "id"),
        Index("ix_outgoing_leased", "lease_until", **where("state = 'sending'")),
        # What became of messages: to be pruned, and to be told, among a million others.
        Index("ix_outgoing_arrived", "sent_at", **where("state = 'sent'")),
        Index("ix_outgoing_troubled", "id", **where("state IN ('ambiguous', 'dead')")),
    )


class FileRow(File, table=True):
    __tablename__ = "file"


class LineRow(Line, table=True):
    __tablename__ = "line"
