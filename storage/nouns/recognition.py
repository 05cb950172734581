"""What people are recognised by: their certificates, and the key that badges are signed with."""

from typing import Any

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from storage.nouns.noun import Noun, data, datetime, link, maybe_moment, moment


class Certificate(Noun):
    """That somebody took part to the end; `token` is where anybody may check it."""

    programme_id: int = link("programme.id", ondelete="CASCADE")
    enrolment_id: int = link("enrolment.id", ondelete="CASCADE")
    token: str = Field(unique=True)
    facts: dict[str, Any] = data(dict)  # as it says them; empty before it is made out, or erased
    files: list[str] = data(list)  # the tokens of the files it was given as
    issued_at: datetime = moment()
    given_at: datetime | None = maybe_moment()  # when its reader first received it
    revoked_at: datetime | None = maybe_moment()
    look_at: datetime | None = maybe_moment(index=True)  # when it is to be sent


class SigningKey(Noun):
    """A key of the organisation's; the newest signs, and every one of them still checks."""

    name: str = Field(unique=True)  # the last part of its public address
    public: bytes = Field(sa_type=LargeBinary)  # the 32 bytes of Ed25519
    sealed: bytes = Field(sa_type=LargeBinary)  # its secret, unreadable at rest
    made_at: datetime = moment()


class CertificateRow(Certificate, table=True):
    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("enrolment_id"),)


class SigningKeyRow(SigningKey, table=True):
    __tablename__ = "signing_key"
