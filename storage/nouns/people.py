"""Who takes part: a person, and the addresses at which the bot meets them."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.nouns.noun import Noun, data, datetime, link, maybe_moment, moment


class Person(Noun):
    """A human, whatever platform they write from."""

    name: str
    email: str | None = Field(default=None, unique=True)
    locale: str = "fr"
    locale_chosen: bool = False  # their own choice, which no platform profile overrides
    zone: str = "Europe/Paris"
    team: str = ""
    manager_id: int | None = link("person.id", default=None, nullable=True, ondelete="SET NULL")
    organiser: bool = False  # may create programmes
    created_at: datetime = moment()
    erased_at: datetime | None = maybe_moment()


class Address(Noun):
    """A place to write to: someone's direct messages, or a channel when `person_id` is empty."""

    person_id: int | None = link("person.id", default=None, nullable=True)
    platform: str  # slack, teams, web, console
    tenant: str = ""
    user: str  # the platform's own id of the person or channel
    route: dict[str, Any] = data(dict)  # opaque to all but the platform's adapter
    # What the platform last said, to follow it only when it changes.
    zone: str = ""
    locale: str = ""
    gathers: bool = False  # several people and the bot can talk together there
    administers: bool | None = None  # they run the workspace there; None where nothing says so
    reachable: bool = True
    unreachable_since: datetime | None = maybe_moment()
    # The programme spoken of now.
    programme_id: int | None = link(
        "programme.id", default=None, nullable=True, ondelete="SET NULL"
    )
    draft_id: int | None = None  # the form that typed text answers now
    welcomed: bool = False
    heard_at: datetime | None = maybe_moment()


class PersonRow(Person, table=True):
    __tablename__ = "person"


class AddressRow(Address, table=True):
    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("platform", "tenant", "user"),)
