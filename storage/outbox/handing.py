"""Handing out what is due where nothing can come between: the platform is this very work."""

from sqlalchemy import bindparam, case, update

from storage.nouns import Outgoing
from storage.outbox.claiming import Claimed, first_in_line, taken
from storage.outbox.line import ERASED, IS_FLEETING, OUT, VANISHING
from storage.outbox.settling import vanish
from storage.statement import Statement
from storage.work import Work

_HAND = Statement(
    update(OUT)
    .where(OUT.c.id == bindparam("is_id"))
    .values(
        state="sent",
        attempts=OUT.c.attempts + 1,
        retry_at=None,
        sent_at=bindparam("now"),
        receipt=bindparam("receipt_now"),
        error="",
        payload=case((IS_FLEETING, ERASED), else_=OUT.c.payload),
    ),
    {"is_id": OUT.c.id, "now": OUT.c.sent_at, "receipt_now": OUT.c.receipt},
)


def hand_out(work: Work, receipt: str, limit: int = 50) -> list[Claimed]:
    """Takes up to `limit` due messages, at most one per address, and notes that they arrived.

    With no lease, for a platform that shows them before this work ends.
    """
    rows = first_in_line(work, None, limit)
    if not rows:
        return []
    work.forget(Outgoing)
    given = [{"is_id": row[0], "now": work.now, "receipt_now": receipt} for row in rows]
    _HAND.run_all(work.connection, given)
    found = [taken(row, state="sent", sent_at=work.now, receipt=receipt) for row in rows]
    if any(each.outgoing.key.startswith(VANISHING) for each in found):
        vanish(work)
    return found
