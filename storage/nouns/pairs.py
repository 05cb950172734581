"""Two people who learn together: the proposal, the pair it becomes, and the sessions they hold."""

from typing import Any

from sqlalchemy import UniqueConstraint

from storage.columns import one_of
from storage.nouns.noun import Noun, data, datetime, link, maybe_moment, moment

PROPOSAL_STATES = ("proposed", "approved", "rejected", "replaced")
PAIR_STATES = ("active", "completed", "ended")
SESSION_STATES = ("proposed", "planned", "held", "missed", "cancelled")


class Proposal(Noun):
    """A scored, explained candidate pair, waiting for a coordinator's word."""

    programme_id: int = link("programme.id", ondelete="CASCADE")
    round: int
    mentee_id: int = link("enrolment.id", ondelete="CASCADE")
    mentor_id: int = link("enrolment.id", ondelete="CASCADE")
    score: float
    label: str  # strong, good or fair
    why: dict[str, Any] = data(dict)  # evidence, common topics and common hours
    state: str = "proposed"
    locked: bool = False  # set by hand: a new matching keeps it
    decided_by: int | None = None
    decided_at: datetime | None = maybe_moment()


class Pair(Noun):
    """Two enrolled people whom a coordinator put together."""

    programme_id: int = link("programme.id", ondelete="CASCADE")
    mentee_id: int = link("enrolment.id", ondelete="CASCADE")
    mentor_id: int = link("enrolment.id", ondelete="CASCADE")
    proposal_id: int | None = None
    state: str = "active"
    reason: str = ""  # why it ended
    calls: int = 0  # sessions asked for one by one, where that is what made the pair; else 0
    course: dict[str, Any] = data(dict)  # modules, rhythm and sessions that both agreed on
    course_offered: dict[str, Any] = data(dict)  # the same, proposed by one and not yet answered
    started_at: datetime = moment()
    ended_at: datetime | None = maybe_moment()
    look_at: datetime | None = maybe_moment(index=True)


class Session(Noun):
    """One planned meeting of a pair."""

    pair_id: int = link("pair.id", index=False, ondelete="CASCADE")
    number: int
    state: str = "proposed"
    starts_at: datetime = moment()
    minutes: int
    place: str = ""
    proposed_by: int  # the enrolment that chose this moment
    sequence: int = 0  # raised whenever the calendar invitation changes
    moves: int = 0
    extra: bool = False  # on request, beyond the template's number
    about: str = ""  # what it was asked for, in the words of whoever asked
    created_at: datetime = moment()
    closed_at: datetime | None = maybe_moment()


class ProposalRow(Proposal, table=True):
    __tablename__ = "proposal"
    __table_args__ = (one_of("state", PROPOSAL_STATES),)


class PairRow(Pair, table=True):
    __tablename__ = "pair"
    __table_args__ = (one_of("state", PAIR_STATES),)


class SessionRow(Session, table=True):
    __tablename__ = "session"
    __table_args__ = (
        UniqueConstraint("pair_id", "number"),
        one_of("state", SESSION_STATES),
    )
