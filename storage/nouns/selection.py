"""Offering to teach where mentors are chosen: what coordinators made of it."""

from typing import Any

from storage.columns import one_of
from storage.nouns.noun import Noun, data, datetime, link, maybe_moment, moment

APPLICATION_STATES = ("waiting", "kept", "other")
OTHER_ROLES = ("", "mentee", "workshops")


class Application(Noun):
    """Somebody's offer to teach, which waits for a coordinator's word or has had it."""

    programme_id: int = link("programme.id", ondelete="CASCADE")
    enrolment_id: int = link("enrolment.id", unique=True, ondelete="CASCADE")
    state: str = "waiting"
    scores: dict[str, Any] = data(dict)  # 1 to 3 by criterion, for coordinators alone
    words: str = ""  # what the coordinator added to the decision, as typed
    wished: str = ""  # the other role that they would gladly take
    decided_by: int | None = None
    decided_at: datetime | None = maybe_moment()
    applied_at: datetime = moment()


class ApplicationRow(Application, table=True):
    __tablename__ = "application"
    __table_args__ = (one_of("state", APPLICATION_STATES), one_of("wished", OTHER_ROLES))
