"""One run of mentoring: the programme, who coordinates it, who is enrolled, what gathers them."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.columns import one_of
from storage.nouns.noun import Noun, data, date, datetime, link, maybe_moment, moment

STATES = (
    "draft",
    "signup",
    "matching",
    "reviewed",
    "kickoff",
    "running",
    "closing",
    "closed",
)
ROLES = ("mentee", "mentor", "both")
RIGHTS = ("reader", "coordinator", "owner")  # each may do what those before may
ENROLMENT_STATES = ("invited", "applied", "active", "paused", "left")


class Programme(Noun):
    """One run of mentoring, made from a template whose data it keeps for good in `plan`."""

    name: str
    slug: str = Field(unique=True)
    template: str
    plan: dict[str, Any] = data(dict)
    state: str = "draft"
    starts_on: date
    locale: str = "fr"
    tone: str = "vous"  # vous or tu, in French
    zone: str = "Europe/Paris"
    community_id: int | None = None  # the address of the channel that gathers participants
    coordinators_id: int | None = None  # the address of the channel where coordinators hear news
    round: int = 0  # how many times pairs were matched
    look_at: datetime | None = maybe_moment(index=True)  # when `due` may have news
    created_at: datetime = moment()
    changed_at: datetime = moment()  # when `state` last changed


class Coordination(Noun):
    """A person who may give a programme's commands, all of them or some."""

    programme_id: int = link("programme.id", index=False, ondelete="CASCADE")
    person_id: int = link("person.id", ondelete="CASCADE")
    rights: str = "owner"  # those of whoever makes a programme; others are given theirs
    weekly: bool = True  # reads on Mondays what the week brought


class Enrolment(Noun):
    """A person in a programme: their role and what they answered when signing up."""

    programme_id: int = link("programme.id", index=False, ondelete="CASCADE")
    person_id: int = link("person.id", ondelete="CASCADE")
    role: str
    state: str = "active"
    answers: dict[str, Any] = data(dict)
    paused_until: date | None = None
    offered: int = 0  # hours agreed with a mentor beforehand, where the plan counts them
    told: dict[str, Any] = data(dict)  # ranges of age and seniority in a list, until they sign up
    waited: int = 0  # matchings that left this person without a pair
    unmatched: str = ""  # why the last matching left them alone, by its code
    inducted_at: datetime | None = maybe_moment()  # when a mentor went through the induction
    joined_at: datetime = moment()
    left_at: datetime | None = maybe_moment()
    look_at: datetime | None = maybe_moment(index=True)


class Workshop(Noun):
    """A collective moment, such as the kick-off."""

    programme_id: int = link("programme.id", index=False, ondelete="CASCADE")
    key: str  # names the workshop in the template, or in the coordinator's own words
    title: str
    starts_at: datetime = moment()
    minutes: int = 120
    place: str = ""
    agenda: list[str] = data(list)
    state: str = "planned"
    sequence: int = 0  # raised whenever the invitation changes


class Attendance(Noun):
    """One person's answer to a workshop's invitation, and whether they came."""

    workshop_id: int = link("workshop.id", index=False, ondelete="CASCADE")
    enrolment_id: int = link("enrolment.id", ondelete="CASCADE")
    answer: str = ""  # yes, no or nothing yet
    attended: bool | None = None


class ProgrammeRow(Programme, table=True):
    __tablename__ = "programme"
    __table_args__ = (one_of("state", STATES), one_of("tone", ("vous", "tu")))


class CoordinationRow(Coordination, table=True):
    __tablename__ = "coordination"
    __table_args__ = (UniqueConstraint("programme_id", "person_id"), one_of("rights", RIGHTS))


class EnrolmentRow(Enrolment, table=True):
    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("programme_id", "person_id"),
        one_of("role", ROLES),
        one_of("state", ENROLMENT_STATES),
    )


class WorkshopRow(Workshop, table=True):
    __tablename__ = "workshop"
    __table_args__ = (
        UniqueConstraint("programme_id", "key"),
        one_of("state", ("planned", "held", "cancelled")),
    )


class AttendanceRow(Attendance, table=True):
    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("workshop_id", "enrolment_id"),
        one_of("answer", ("", "yes", "no")),
    )
