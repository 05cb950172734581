"""Whether a mentor's manager may be thanked for the time given, and what became of it."""

from sqlalchemy import UniqueConstraint

from storage.columns import one_of
from storage.nouns.noun import Noun, datetime, link, maybe_moment, moment

TOLD_BY = ("", "bot", "coordination")


class Commendation(Noun):
    """A mentor's private word on being thanked before their manager; no answer is no."""

    programme_id: int = link("programme.id", ondelete="CASCADE")
    enrolment_id: int = link("enrolment.id", index=False, ondelete="CASCADE")
    agreed: bool | None = None  # may change until it is told
    told_by: str = ""  # the bot, or a coordinator to whom the text was given
    asked_at: datetime = moment()
    answered_at: datetime | None = maybe_moment()
    told_from: datetime = moment()  # until when a mentor may think again
    told_at: datetime | None = maybe_moment()
    look_at: datetime | None = maybe_moment(index=True)


class CommendationRow(Commendation, table=True):
    __tablename__ = "commendation"
    __table_args__ = (UniqueConstraint("enrolment_id"), one_of("told_by", TOLD_BY))
