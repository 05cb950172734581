"""The way in of somebody who is on none of the platforms: a personal link."""

from sqlmodel import Field

from storage.nouns.noun import Noun, datetime, link, maybe_moment, moment


class Pass(Noun):
    """A guest's personal link; whoever holds it is the guest, so only its digest is kept."""

    programme_id: int = link("programme.id", ondelete="CASCADE")
    person_id: int = link("person.id", ondelete="CASCADE")
    digest: str = Field(unique=True)  # SHA-256 of the secret, in hexadecimal
    made_by: int | None = None  # the person who invited them
    made_at: datetime = moment()
    expires_at: datetime = moment()
    opened_at: datetime | None = maybe_moment()  # the first time
    used_at: datetime | None = maybe_moment()  # the last time
    revoked_at: datetime | None = maybe_moment()


class PassRow(Pass, table=True):
    __tablename__ = "pass"
