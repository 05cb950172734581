"""Events already seen: the same key never acts twice, whoever delivers it again."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from storage.nouns import Outgoing, Received, table_of
from storage.shapes import inserting_once
from storage.work import Work

_RECEIVED = table_of(Received)
# The first that came are the oldest: no index of its own is needed to find them.
_FORGET = delete(_RECEIVED).where(
    _RECEIVED.c.id.in_(select(_RECEIVED.c.id).order_by(_RECEIVED.c.id).limit(bindparam("most"))),
    _RECEIVED.c.at < bindparam("before"),
)
_PROOF = [f"proof/{number:0>90}" for number in range(300)]  # some ten pages of a database
_UNPROVE = delete(_RECEIVED).where(_RECEIVED.c.key.in_(_PROOF))
_NONE = delete(table_of(Outgoing)).where(table_of(Outgoing).c.id == 0)  # no message has this id


def seen(work: Work, key: str) -> bool:
    """Remembers `key`, and whether it was known before; a twin in another process waits for this one."""  # noqa: E501
    new = work.received.get(key)
    if new is not None:  # taken in with others (`storage/opening.py`); its twin may be among them
        work.received[key] = False
        return not new
    kept = inserting_once(Received, "key")
    work.forget(Received)
    return kept.make(work.connection, {"key": key, "at": work.now}) is None


def forget_before(work: Work, moment: datetime, most: int = 1000) -> int:
    """Forgets some keys seen before `moment`, when no platform tells them again; how many."""
    work.forget(Received)
    return work.connection.execute(_FORGET, {"before": moment, "most": most}).rowcount


def prove(work: Work) -> None:
    """Finds out whether the database takes something new; a work that adds nothing cannot say."""
    # All at once: whoever tries at the same moment waits for the end of this.
    work.connection.execute(insert(_RECEIVED), [{"key": key, "at": work.now} for key in _PROOF])
    work.connection.execute(_UNPROVE)
    work.connection.execute(_NONE)  # whoever says nothing meets no lock on what is to be said
