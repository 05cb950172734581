"""Where the bot is installed, by whom it may act there, and how fast it may write."""

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from storage.nouns.noun import Noun, datetime, maybe_moment, moment


class Installation(Noun):
    """The bot in one workspace or tenant; what it holds the keys with is sealed."""

    platform: str
    tenant: str
    name: str = ""  # the workspace's own
    sealed: bytes = Field(sa_type=LargeBinary)  # all that the platform gave, unreadable at rest
    expires_at: datetime | None = maybe_moment()  # of the token, when it is to be renewed
    renewing_until: datetime | None = maybe_moment()  # one process renews it, and no other before
    installed_at: datetime = moment()
    revoked_at: datetime | None = maybe_moment()  # the bot was removed, or its token withdrawn


class Pace(Noun):
    """How far ahead the messages to one workspace are already spread out.

    `busy_until` is the moment at which a bucket of the workspace's rate is full again; a platform
    that asks for patience moves it on.
    """

    platform: str
    tenant: str
    busy_until: datetime = moment()


class InstallationRow(Installation, table=True):
    __tablename__ = "installation"
    __table_args__ = (UniqueConstraint("platform", "tenant"),)


class PaceRow(Pace, table=True):
    __tablename__ = "pace"
    __table_args__ = (UniqueConstraint("platform", "tenant"),)
