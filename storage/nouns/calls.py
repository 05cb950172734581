"""Sessions on request: what somebody asked for, and to whom it was put in turn."""

from typing import Any

from sqlmodel import Field

from storage.columns import one_of
from storage.nouns.noun import Noun, data, datetime, link, maybe_moment, moment

CALL_STATES = ("choosing", "asked", "met", "alone", "dropped")


class Call(Noun):
    """One session asked for: it is put to one mentor at a time until somebody takes it."""

    programme_id: int = link("programme.id", ondelete="CASCADE")
    enrolment_id: int = link("enrolment.id", ondelete="CASCADE")  # who asks
    subject: str  # in their own words
    point: str = ""  # the one precise point, where the plan asks for it
    minutes: int
    within_days: int  # how soon it is wanted
    state: str = "choosing"
    mentor_id: int | None = link("enrolment.id", default=None, nullable=True, ondelete="SET NULL")
    asked: list[int] = data(list)  # the enrolments it was put to, in turn
    declined: list[int] = data(list)  # those of them who said no
    slots: dict[str, Any] = data(dict)  # offered to each who was asked, by enrolment: ISO, in UTC
    asked_at: datetime | None = maybe_moment()
    session_id: int | None = Field(default=None, index=True)  # what became of it
    created_at: datetime = moment()
    closed_at: datetime | None = maybe_moment()
    look_at: datetime | None = maybe_moment(index=True)


class CallRow(Call, table=True):
    __tablename__ = "call"
    __table_args__ = (one_of("state", CALL_STATES),)
