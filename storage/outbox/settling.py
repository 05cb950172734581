"""What became of a message that was claimed; and taking back those of which nobody said."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zlib import crc32

from sqlalchemy import and_, bindparam, case, delete, or_, select, update

from storage.looking import wake
from storage.nouns import Draft, Outgoing
from storage.outbox.claiming import Claimed
from storage.outbox.line import (
    DISCARDED,
    ERASED,
    FLEETING,
    IS_FLEETING,
    IS_VANISHING,
    MOST_ATTEMPTS,
    OUT,
    VANISHING,
    is_,
    write,
)
from storage.statement import Statement
from storage.work import Work

_FIRST_WAIT = 10.0  # seconds; each wait is four times the last …
_LONGEST_WAIT = 3600.0  # … up to this

_MINE = and_(OUT.c.id == bindparam("is_id"), OUT.c.lease_token == bindparam("token"))
# A receipt that comes after the lease ran out is still the truth, unless somebody took over.
_SENT = Statement(
    update(OUT)
    .where(_MINE, ~is_(OUT, "sent"))
    .values(
        state="sent",
        sent_at=bindparam("now"),
        receipt=bindparam("receipt_now"),
        retry_at=None,
        lease_until=None,
        error="",
        payload=case((IS_FLEETING, ERASED), else_=OUT.c.payload),
    ),
    {
        "is_id": OUT.c.id,
        "token": OUT.c.lease_token,
        "now": OUT.c.sent_at,
        "receipt_now": OUT.c.receipt,
    },
)
_LEAVE = (
    update(OUT)
    .where(_MINE, is_(OUT, "sending"))
    .values(
        state=bindparam("state_now"),
        attempts=bindparam("attempts_now"),
        retry_at=bindparam("at"),
        lease_until=None,
        receipt=bindparam("receipt_now"),
        error=bindparam("error_now"),
    )
)


def sent_all(work: Work, receipts: Sequence[tuple[Claimed, str]]) -> int:
    """Notes that messages arrived, and how many of them were still ours to note."""
    if not receipts:
        return 0
    rows = [
        {
            "is_id": claimed.outgoing.id,
            "token": claimed.outgoing.lease_token,
            "now": work.now,
            "receipt_now": receipt,
        }
        for claimed, receipt in receipts
    ]
    work.forget(Outgoing)
    count = _SENT.run_all(work.connection, rows)
    if any(claimed.outgoing.key.startswith(VANISHING) for claimed, _ in receipts):
        vanish(work)
    return count


def sent(work: Work, claimed: Claimed, receipt: str) -> bool:
    """Notes that a message arrived, under the platform's own id; False when it was not ours."""
    return sent_all(work, [(claimed, receipt)]) == 1


def _leave(
    work: Work,
    claimed: Claimed,
    state: str,
    error: str,
    arrived: str,
    at: datetime | None = None,
    tried: int = 1,
) -> bool:
    message = claimed.outgoing
    if state in ("dead", "ambiguous") and message.key.startswith(FLEETING):
        state, error = "dead", DISCARDED  # nobody else is to see it, not even to send it again
        _erase(work, message)
    given = {
        "is_id": message.id,
        "token": message.lease_token,
        "state_now": state,
        "attempts_now": message.attempts - 1 + tried,
        "at": at,
        "receipt_now": arrived or message.receipt,
        "error_now": error,
    }
    left = write(work, _LEAVE, given) == 1
    if message.key.startswith(VANISHING):
        vanish(work)
    return left


def vanish(work: Work) -> None:
    """Deletes what was not to be kept, once it arrived or can arrive no more."""
    work.leave_no_trace()
    write(work, _VANISH, {})


def _erase(work: Work, message: Outgoing) -> None:
    write(work, _ERASE, {"is_id": message.id})
    wake(work, Draft, id=int(message.key.removeprefix(FLEETING)))


def retry(work: Work, claimed: Claimed, at: datetime, error: str, arrived: str = "") -> bool:
    """Notes that a message did not leave, to be tried again at `at`; the last attempt ends it.

    Here and below, `arrived` is the platform's own word for what part of it did, given back in
    `receipt` at the next try.
    """
    if claimed.outgoing.attempts >= MOST_ATTEMPTS:
        return _leave(work, claimed, "dead", error, arrived)
    return _leave(work, claimed, "pending", error, arrived, at)


def give_back(work: Work, claimed: Claimed, at: datetime, error: str, arrived: str = "") -> bool:
    """Notes that a message must wait until `at` through no fault of its own: no attempt counts."""
    return _leave(work, claimed, "pending", error, arrived, at, tried=0)


def uncertain(work: Work, claimed: Claimed, error: str, arrived: str = "") -> bool:
    """Notes that nobody knows whether a message arrived: its kind says what to do."""
    if claimed.outgoing.kind == "hold":
        return _leave(work, claimed, "ambiguous", error, arrived)
    return retry(work, claimed, next_try(claimed.outgoing, work.now), error, arrived)


def refuse(work: Work, claimed: Claimed, error: str, arrived: str = "") -> bool:
    """Notes that the platform will never take this message."""
    return _leave(work, claimed, "dead", error, arrived)


def next_try(outgoing: Outgoing, now: datetime, asked: float | None = None) -> datetime:
    """When to try again: never before the seconds a platform asked for, and not all at once."""
    # A share of its own for each message and attempt, the same in every run: no thundering herd.
    share = crc32(f"{outgoing.key} {outgoing.attempts}".encode()) / 2**32
    if asked is not None:
        return now + timedelta(seconds=max(asked, 0.0) * (1 + share / 5) + share)
    grown = min(_FIRST_WAIT * 4.0 ** max(outgoing.attempts - 1, 0), _LONGEST_WAIT)
    return now + timedelta(seconds=grown * (0.75 + share / 2))


_ERASE = update(OUT).where(OUT.c.id == bindparam("is_id")).values(payload=ERASED)
_VANISH = delete(OUT).where(
    IS_VANISHING, or_(is_(OUT, "sent"), is_(OUT, "dead"), is_(OUT, "ambiguous"))
)
_EXPIRED = and_(is_(OUT, "sending"), OUT.c.lease_until <= bindparam("now"))
_RECOVER = (
    update(OUT)
    .where(_EXPIRED)
    .values(
        state=case(
            (OUT.c.kind == "hold", "ambiguous"),
            (OUT.c.attempts >= MOST_ATTEMPTS, "dead"),
            else_="pending",
        ),
        lease_until=None,
        error=case(
            (and_(IS_FLEETING, OUT.c.attempts >= MOST_ATTEMPTS), DISCARDED),
            else_="nobody noted what became of it",
        ),
    )
)
_LOST = select(OUT).where(_EXPIRED, IS_FLEETING, OUT.c.attempts >= MOST_ATTEMPTS)


def recover(work: Work) -> int:
    """Takes back the messages whose lease ran out, and how many there were."""
    lost = work.connection.execute(_LOST, {"now": work.now}).all()
    found = write(work, _RECOVER, {"now": work.now})
    for row in lost:
        _erase(work, Outgoing(**row._mapping))
    if found:
        vanish(work)
    return found
