"""The community: its posts as they were changed or sent, what people pressed, their thank-yous."""

from typing import Any

from sqlalchemy import UniqueConstraint

from storage.columns import one_of
from storage.nouns.noun import Noun, data, datetime, link, maybe_moment, moment

POSTING_STATES = ("planned", "skipped", "sent", "told")
THANKS_STATES = ("sent", "asked", "shared", "kept")


class Posting(Noun):
    """A post that a coordinator changed or added, or that left: what differs from the plan's."""

    programme_id: int = link("programme.id", index=False, ondelete="CASCADE")
    key: str  # names the post in the plan, or a coordinator's own
    at: datetime | None = maybe_moment()  # when it goes out, if not as planned
    text: str = ""  # its words, if not those of the plan
    state: str = "planned"  # told: its results were posted too
    sent_at: datetime | None = maybe_moment()
    counts: list[Any] = data(list)  # once told, how many pressed each option, and nobody any more


class Reaction(Noun):
    """What somebody pressed under a post; it goes once the results are told."""

    posting_id: int = link("posting.id", index=False, ondelete="CASCADE")
    enrolment_id: int = link("enrolment.id", ondelete="CASCADE")
    option: int


class Thanks(Noun):
    """A thank-you from one participant to another, told to everybody only if both agree."""

    programme_id: int = link("programme.id", ondelete="CASCADE")
    by_id: int = link("enrolment.id", ondelete="CASCADE")
    to_id: int = link("enrolment.id", ondelete="CASCADE")
    text: str
    state: str = "sent"
    at: datetime = moment()


class PostingRow(Posting, table=True):
    __tablename__ = "posting"
    __table_args__ = (UniqueConstraint("programme_id", "key"), one_of("state", POSTING_STATES))


class ReactionRow(Reaction, table=True):
    __tablename__ = "reaction"
    __table_args__ = (UniqueConstraint("posting_id", "enrolment_id"),)


class ThanksRow(Thanks, table=True):
    __tablename__ = "thanks"
    __table_args__ = (one_of("state", THANKS_STATES),)
