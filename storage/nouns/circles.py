"""Circles: who is in each, when they meet, what they write, and what a committee asks of them."""

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.columns import one_of
from storage.nouns.noun import Noun, date, datetime, link, maybe_moment, moment

CIRCLE_STATES = ("proposed", "active", "dissolved")
MEETING_STATES = ("planned", "held", "missed", "cancelled")
QUESTION_STATES = (
    "open",
    "drafting",
    "reading",
    "sent",
    "answered",
    "followed",
    "lapsed",
    "withdrawn",
)


class Circle(Noun):
    """A group of people of one programme, made from a part of its plan."""

    programme_id: int = link("programme.id", index=False, ondelete="CASCADE")
    key: str  # names its part of the plan
    number: int  # among the circles of that part, from 1
    state: str = "proposed"
    created_at: datetime = moment()
    look_at: datetime | None = maybe_moment(index=True)


class Member(Noun):
    """A person's place in a circle."""

    circle_id: int = link("circle.id", index=False, ondelete="CASCADE")
    enrolment_id: int = link("enrolment.id", ondelete="CASCADE")


class Meeting(Noun):
    """One meeting of a circle."""

    circle_id: int = link("circle.id", index=False, ondelete="CASCADE")
    number: int
    state: str = "planned"
    starts_at: datetime = moment()
    minutes: int
    sequence: int = 0  # raised whenever the calendar invitation changes


class Presence(Noun):
    """One member's word about a meeting: whether they come, and whether they were there."""

    meeting_id: int = link("meeting.id", index=False, ondelete="CASCADE")
    enrolment_id: int = link("enrolment.id", ondelete="CASCADE")
    answer: str = ""  # yes, no or nothing yet
    attended: bool | None = None


class Contribution(Noun):
    """What a member wrote for their circle: minutes, an idea for a question, a last word."""

    circle_id: int = link("circle.id", ondelete="CASCADE")
    enrolment_id: int = link("enrolment.id", ondelete="CASCADE")
    about: str = Field(index=True)  # such as `meeting:5`, `question:3` or `last-word:3`
    text: str
    at: datetime = moment()


class Dilemma(Noun):
    """What somebody of a circle would like to be helped with. Nothing tells who, nor when."""

    circle_id: int = link("circle.id", ondelete="CASCADE")
    text: str
    meeting_id: int | None = None  # the meeting before which its circle received it
    votes: int = 0  # how many would like to begin with it


class Question(Noun):
    """What a committee asks a circle, or an expert shows it, and all that follows from it."""

    circle_id: int = link("circle.id", ondelete="CASCADE")
    kind: str = "question"  # or a challenge: something shown, to be challenged and improved
    state: str = "open"
    text: str
    asked_by: int | None = None  # the person who waits for the proposal, and answers it
    asked_at: datetime = moment()
    changed_at: datetime = moment()  # when `state` last changed
    editor_id: int | None = None  # the person who writes the proposal
    proposal: str = ""
    verdict: str = ""  # yes, partly or not-now
    reasons: str = ""
    next_on: date | None = None  # when the committee is asked what became of it
    became: str = ""


class Sponsor(Noun):
    """Somebody of the committee, named by a coordinator, who may question the circles."""

    programme_id: int = link("programme.id", index=False, ondelete="CASCADE")
    person_id: int = link("person.id", ondelete="CASCADE")


class CircleRow(Circle, table=True):
    __tablename__ = "circle"
    __table_args__ = (
        Index("ix_circle_programme", "programme_id", "key"),
        one_of("state", CIRCLE_STATES),
    )


class MemberRow(Member, table=True):
    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("circle_id", "enrolment_id"),)


class MeetingRow(Meeting, table=True):
    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("circle_id", "number"), one_of("state", MEETING_STATES))


class PresenceRow(Presence, table=True):
    __tablename__ = "presence"
    __table_args__ = (
        UniqueConstraint("meeting_id", "enrolment_id"),
        one_of("answer", ("", "yes", "no")),
    )


class ContributionRow(Contribution, table=True):
    __tablename__ = "contribution"


class DilemmaRow(Dilemma, table=True):
    __tablename__ = "dilemma"


class QuestionRow(Question, table=True):
    __tablename__ = "question"
    __table_args__ = (
        one_of("state", QUESTION_STATES),
        one_of("kind", ("question", "challenge")),
        one_of("verdict", ("", "yes", "partly", "not-now")),
    )


class SponsorRow(Sponsor, table=True):
    __tablename__ = "sponsor"
    __table_args__ = (UniqueConstraint("programme_id", "person_id"),)
