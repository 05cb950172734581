"""Events already seen: the same key never acts twice, whoever delivers it again."""

from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite

from storage.nouns import Received, table_of
from storage.work import Work

_RECEIVED = table_of(Received)
# Asking the id back tells whether a row was made: rowcount does not, with psycopg.
_KEEP = {
    "sqlite": sqlite.insert(_RECEIVED)
    .on_conflict_do_nothing(index_elements=["key"])
    .returning(_RECEIVED.c.id),
    "postgresql": postgresql.insert(_RECEIVED)
    .on_conflict_do_nothing(index_elements=["key"])
    .returning(_RECEIVED.c.id),
}
_FORGET = delete(_RECEIVED).where(_RECEIVED.c.at < bindparam("before"))


def seen(work: Work, key: str) -> bool:
    """Remembers `key`, and whether it was known before; a twin in another process waits for this one."""  # noqa: E501
    statement = _KEEP[work.connection.dialect.name]
    return work.connection.execute(statement, {"key": key, "at": work.now}).first() is None


def forget_before(work: Work, moment: datetime) -> int:
    """Forgets keys seen before `moment`, when no platform will deliver them again."""
    return work.connection.execute(_FORGET, {"before": moment}).rowcount
