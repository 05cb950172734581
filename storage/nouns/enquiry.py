"""A proposal put to the people it is about, before they become a pair."""

from sqlalchemy import Index

from storage.columns import one_of
from storage.nouns.noun import Noun, datetime, link, maybe_moment, moment

ENQUIRY_STATES = ("open", "accepted", "declined", "lapsed", "withdrawn")
QUESTION_STATES = ("", "asked", "answered")


class Enquiry(Noun):
    """A proposal put to one of its two people in private, and their word."""

    programme_id: int = link("programme.id", index=False, ondelete="CASCADE")
    proposal_id: int = link("proposal.id", ondelete="CASCADE")
    enrolment_id: int = link("enrolment.id", ondelete="CASCADE")  # who is asked
    other_id: int = link("enrolment.id", ondelete="CASCADE")  # about whom
    role: str  # of who is asked
    state: str = "open"
    question: str = ""  # whether they asked one first, and had an answer
    reason: str = ""  # of a no, by its code
    words: str = ""  # of a no, as typed, for the coordinators alone
    by: int | None = None  # the coordinator who answered in their name
    asked_at: datetime = moment()
    until: datetime = moment()
    closed_at: datetime | None = maybe_moment()
    look_at: datetime | None = maybe_moment(index=True)


class EnquiryRow(Enquiry, table=True):
    __tablename__ = "enquiry"
    __table_args__ = (
        Index("ix_enquiry_programme_state", "programme_id", "state"),
        one_of("role", ("mentee", "mentor")),
        one_of("state", ENQUIRY_STATES),
        one_of("question", QUESTION_STATES),
    )
