"""What a coordinator did for several people at once, and may take back for a few minutes."""

from typing import Any

from storage.nouns.noun import Noun, data, datetime, link, maybe_moment, moment


class Batch(Noun):
    """Messages that wait, or decisions just made, until it is too late to take them back."""

    programme_id: int = link("programme.id", ondelete="CASCADE")
    person_id: int = link("person.id", ondelete="CASCADE")  # who did it
    kind: str  # such as `remind-unplanned` or `approve`
    facts: dict[str, Any] = data(dict)  # `messages` or `proposals`: the ids it is about
    at: datetime = moment()
    until: datetime = moment()  # until then it can be taken back
    undone_at: datetime | None = maybe_moment()


class BatchRow(Batch, table=True):
    __tablename__ = "batch"
