"""What is being said: half-filled forms, polls and their answers, what has already happened."""

from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.columns import one_of
from storage.nouns.noun import Noun, data, date, datetime, link, maybe_moment, moment


class Draft(Noun):
    """A form somebody is filling in; only answers are kept, the next question is derived."""

    person_id: int = link("person.id", index=False, ondelete="CASCADE")
    programme_id: int | None = link("programme.id", default=None, nullable=True, ondelete="CASCADE")
    form: str
    subject: str = ""  # what it is about, such as `session:17`
    answers: dict[str, Any] = data(dict)
    skipped: list[str] = data(list)  # optional fields left empty on purpose
    at: str = ""  # the field being asked again, when the person went back to it
    state: str = "open"
    created_at: datetime = moment()
    changed_at: datetime = moment()
    look_at: datetime | None = maybe_moment(index=True)  # when a reminder may be due


class Poll(Noun):
    """A few questions sent to one person, whether answered or not."""

    programme_id: int = link("programme.id", ondelete="CASCADE")
    enrolment_id: int = link("enrolment.id", index=False, ondelete="CASCADE")
    form: str
    subject: str = ""
    state: str = "sent"
    sent_at: datetime = moment()
    answered_at: datetime | None = maybe_moment()


class Answer(Noun):
    """What a poll brought back; nobody is named when the poll is anonymous."""

    programme_id: int = Field(foreign_key="programme.id", ondelete="CASCADE")  # indexed below
    form: str
    role: str
    enrolment_id: int | None = link(
        "enrolment.id", default=None, nullable=True, ondelete="SET NULL"
    )
    subject: str = ""
    answers: dict[str, Any] = data(dict)
    on: date


class Happened(Noun):
    """Something derived from the facts that was done once and must never be done again."""

    subject: str  # such as `pair:17`
    name: str  # such as `session-2-day-before`
    at: datetime = moment()
    note: str = ""  # `late` when it was skipped


class Notice(Noun):
    """Something the bot noticed and told the coordinators, with what they can do."""

    programme_id: int = link("programme.id", ondelete="CASCADE")
    subject: str = Field(index=True)
    kind: str
    facts: dict[str, Any] = data(dict)
    state: str = "open"
    at: datetime = moment()
    handled_by: int | None = None  # the person who dealt with it
    handled_at: datetime | None = maybe_moment()


class DraftRow(Draft, table=True):
    __tablename__ = "draft"
    __table_args__ = (
        # One person's forms; of one kind, on one subject, without reading a whole programme's.
        Index("ix_draft_person_form", "person_id", "form", "subject"),
        one_of("state", ("open", "done", "cancelled")),
    )


class PollRow(Poll, table=True):
    __tablename__ = "poll"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "form", "subject"),
        one_of("state", ("sent", "answered", "expired")),
    )


class AnswerRow(Answer, table=True):
    __tablename__ = "answer"
    # Each anonymous answer asks how many its role gave before: counted without reading them.
    __table_args__ = (Index("ix_answer_role", "programme_id", "form", "role"),)


class HappenedRow(Happened, table=True):
    __tablename__ = "happened"
    __table_args__ = (UniqueConstraint("subject", "name"),)


class NoticeRow(Notice, table=True):
    __tablename__ = "notice"
    __table_args__ = (one_of("state", ("open", "handled")),)
