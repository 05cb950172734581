"""Messages committed with the state that caused them, handed out until a platform has each.

Rules:
- `post` happens once per key, however often it is called.
- The messages of one address wait in line: by due moment, then in the order they were posted, and
  only among those already due. One that is on its way, or that failed and waits for its next try,
  holds back the others of its address; nobody else waits for them.
- Whoever claims messages has them for the time of a lease, and proves it with a token. When a
  lease runs out nobody knows whether the message left: `resend` sends it again, `hold` leaves it
  to a human, as `ambiguous`.
- A message is tried at most `MOST_ATTEMPTS` times, over about three hours, then it is `dead`; a
  coordinator may send it again or discard it.

Conditions on `state` are written out rather than bound, or no partial index would serve them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4
from zlib import crc32

from sqlalchemy import (
    ColumnElement,
    Executable,
    Exists,
    Select,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from storage.nouns import Address, Outgoing, table_of
from storage.nouns.post import OUTBOX_STATES
from storage.shapes import inserting_once
from storage.work import Work

MOST_ATTEMPTS = 8
LEASE = timedelta(seconds=60)
FIRST_WAIT = 10.0  # seconds; each wait is four times the last …
LONGEST_WAIT = 3600.0  # … up to this

_O = table_of(Outgoing)
_A = table_of(Address)
_NAMES_O = tuple(column.name for column in _O.c)
_NAMES_A = tuple(column.name for column in _A.c)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message to deliver now, and where."""

    outgoing: Outgoing
    address: Address


def _is(table: Any, state: str) -> ColumnElement[bool]:
    return table.c.state == literal_column(f"'{state}'")  # type: ignore[no-any-return]


_FRESH = {
    "new_state": "pending",
    "new_attempts": 0,
    "new_retry_at": None,
    "new_lease_until": None,
    "new_lease_token": "",
    "new_sent_at": None,
    "new_receipt": "",
    "new_error": "",
}


def post(
    work: Work,
    key: str,
    address_id: int,
    payload: dict[str, Any],
    *,
    due: datetime | None = None,
    kind: str = "resend",
) -> bool:
    """Puts a message in the outbox, unless that key was posted before; says whether it did."""
    row = {
        **_FRESH,
        "new_key": key,
        "new_address_id": address_id,
        "new_kind": kind,
        "new_due_at": due or work.now,
        "new_payload": payload,
    }
    work.forget(Outgoing)
    return bool(inserting_once(Outgoing, "key").run(work.connection, row))


def _write(work: Work, statement: Executable, values: Any) -> int:
    """Runs a statement of this module; how many messages it changed."""
    work.forget(Outgoing)
    return work.connection.execute(statement, values).rowcount


# ---------------------------------------------------------------- claiming


def _any(*conditions: ColumnElement[bool]) -> Exists:
    # SELECT * would make SQLite open the table, where its index holds the whole answer.
    return select(literal_column("1")).where(*conditions).exists()


_before = _O.alias("before")
_away = _O.alias("away")
_FIRST_IN_LINE = and_(
    _is(_O, "pending"),
    ~_any(
        _is(_before, "pending"),
        _before.c.address_id == _O.c.address_id,
        tuple_(_before.c.due_at, _before.c.id) < tuple_(_O.c.due_at, _O.c.id),
    ),
    ~_any(_is(_away, "sending"), _away.c.address_id == _O.c.address_id),
)


@cache
def _claimable(on_platforms: bool) -> Select[Any]:
    """The first in line of each address, the oldest due first; each may be taken at once."""
    chosen = (
        select(*_O.c, *_A.c)
        .join(_A, _A.c.id == _O.c.address_id)
        .where(
            _FIRST_IN_LINE,
            _O.c.due_at <= bindparam("now"),
            or_(_O.c.retry_at.is_(None), _O.c.retry_at <= bindparam("now")),
        )
        .order_by(_O.c.due_at, _O.c.id)
        .limit(bindparam("limit"))
        # Another process takes other messages instead of waiting; SQLite leaves this out.
        .with_for_update(of=_O, skip_locked=True)
    )
    if on_platforms:
        chosen = chosen.where(_A.c.platform.in_(bindparam("platforms", expanding=True)))
    return chosen


_TAKE = (
    update(_O)
    .where(_O.c.id == bindparam("is_id"))
    .values(
        state="sending",
        attempts=_O.c.attempts + 1,
        retry_at=None,
        lease_until=bindparam("until"),
        lease_token=bindparam("token"),
    )
)


def claim(
    work: Work,
    platforms: Sequence[str] | None = None,
    limit: int = 50,
    lease: timedelta = LEASE,
) -> list[Claimed]:
    """Takes up to `limit` due messages, at most one per address, for the time of a lease."""
    wanted: dict[str, Any] = {"now": work.now, "limit": limit}
    if platforms is not None:
        wanted["platforms"] = list(platforms)
    rows = work.connection.execute(_claimable(platforms is not None), wanted).all()
    if not rows:
        return []
    token, until, split = uuid4().hex, work.now + lease, len(_NAMES_O)
    taken = [{"is_id": row[0], "token": token, "until": until} for row in rows]
    _write(work, _TAKE, taken)
    claimed = []
    for row in rows:
        values = dict(zip(_NAMES_O, row[:split], strict=True))
        values.update(
            state="sending",
            attempts=values["attempts"] + 1,
            retry_at=None,
            lease_until=until,
            lease_token=token,
        )
        address = Address(**dict(zip(_NAMES_A, row[split:], strict=True)))
        claimed.append(Claimed(Outgoing(**values), address))
    return claimed


# ---------------------------------------------------------------- what became of it

_MINE = and_(_O.c.id == bindparam("is_id"), _O.c.lease_token == bindparam("token"))
# A receipt that comes after the lease ran out is still the truth, unless somebody took over.
_SENT = (
    update(_O)
    .where(_MINE, ~_is(_O, "sent"))
    .values(
        state="sent",
        sent_at=bindparam("now"),
        receipt=bindparam("receipt_now"),
        retry_at=None,
        lease_until=None,
        error="",
    )
)
_LEAVE = (
    update(_O)
    .where(_MINE, _is(_O, "sending"))
    .values(
        state=bindparam("state_now"),
        retry_at=bindparam("at"),
        lease_until=None,
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
    return _write(work, _SENT, rows)


def sent(work: Work, claimed: Claimed, receipt: str) -> bool:
    """Notes that a message arrived, under the platform's own id; False when it was not ours."""
    return sent_all(work, [(claimed, receipt)]) == 1


def _leave(
    work: Work, claimed: Claimed, state: str, error: str, at: datetime | None = None
) -> bool:
    given = {
        "is_id": claimed.outgoing.id,
        "token": claimed.outgoing.lease_token,
        "state_now": state,
        "at": at,
        "error_now": error,
    }
    return _write(work, _LEAVE, given) == 1


def retry(work: Work, claimed: Claimed, at: datetime, error: str) -> bool:
    """Notes that a message did not leave, to be tried again at `at`; the last attempt ends it."""
    if claimed.outgoing.attempts >= MOST_ATTEMPTS:
        return _leave(work, claimed, "dead", error)
    return _leave(work, claimed, "pending", error, at)


def uncertain(work: Work, claimed: Claimed, error: str) -> bool:
    """Notes that nobody knows whether a message arrived: its kind says what to do."""
    if claimed.outgoing.kind == "hold":
        return _leave(work, claimed, "ambiguous", error)
    return retry(work, claimed, next_try(claimed.outgoing, work.now), error)


def refuse(work: Work, claimed: Claimed, error: str) -> bool:
    """Notes that the platform will never take this message."""
    return _leave(work, claimed, "dead", error)


def next_try(outgoing: Outgoing, now: datetime, asked: float | None = None) -> datetime:
    """When to try again: never before the seconds a platform asked for, and not all at once."""
    # A share of its own for each message and attempt, the same in every run: no thundering herd.
    share = crc32(f"{outgoing.key} {outgoing.attempts}".encode()) / 2**32
    if asked is not None:
        return now + timedelta(seconds=max(asked, 0.0) * (1 + share / 5) + share)
    grown = min(FIRST_WAIT * 4.0 ** max(outgoing.attempts - 1, 0), LONGEST_WAIT)
    return now + timedelta(seconds=grown * (0.75 + share / 2))


# ---------------------------------------------------------------- afterwards

_EXPIRED = and_(_is(_O, "sending"), _O.c.lease_until <= bindparam("now"))
_RECOVER = (
    update(_O)
    .where(_EXPIRED)
    .values(
        state=case(
            (_O.c.kind == "hold", "ambiguous"),
            (_O.c.attempts >= MOST_ATTEMPTS, "dead"),
            else_="pending",
        ),
        lease_until=None,
        error="nobody noted what became of it",
    )
)
_AGAIN = (
    update(_O)
    .where(_O.c.id == bindparam("is_id"), or_(_is(_O, "dead"), _is(_O, "ambiguous")))
    .values(state="pending", attempts=0, retry_at=None, lease_token="")
)
_DISCARD = (
    update(_O)
    .where(
        _O.c.id == bindparam("is_id"),
        or_(_is(_O, "pending"), _is(_O, "ambiguous"), _is(_O, "dead")),
    )
    .values(state="dead", retry_at=None, lease_token="", error="discarded")
)
_PRUNE = delete(_O).where(_is(_O, "sent"), _O.c.sent_at < bindparam("before"))
_COUNTS = select(_O.c.state, func.count()).group_by(_O.c.state)
# Two questions, so that each may follow an index to its first answer and stop there.
_NEXT = union_all(
    *(
        select(moment.label("at"))
        .where(_FIRST_IN_LINE, tried)
        .order_by(moment)
        .limit(1)
        .subquery()
        .select()
        for moment, tried in (
            (_O.c.due_at, _O.c.retry_at.is_(None)),
            (_O.c.retry_at, _O.c.retry_at.is_not(None)),
        )
    )
)


def recover(work: Work) -> int:
    """Takes back the messages whose lease ran out, and how many there were."""
    return _write(work, _RECOVER, {"now": work.now})


def send_again(work: Work, outgoing_id: int) -> bool:
    """Puts a dead or ambiguous message back in line, as a coordinator asked."""
    return _write(work, _AGAIN, {"is_id": outgoing_id}) == 1


def discard(work: Work, outgoing_id: int) -> bool:
    """Gives up a message that is not on its way, as a coordinator asked."""
    return _write(work, _DISCARD, {"is_id": outgoing_id}) == 1


def next_due(work: Work) -> datetime | None:
    """The earliest moment at which `claim` finds something, unless more is posted."""
    return min((at for (at,) in work.connection.execute(_NEXT)), default=None)


def prune(work: Work, before: datetime) -> int:
    """Deletes the messages that arrived before that moment, and how many there were."""
    return _write(work, _PRUNE, {"before": before})


def counts(work: Work) -> dict[str, int]:
    """How many messages are in each state."""
    found = {row[0]: row[1] for row in work.connection.execute(_COUNTS)}
    return {state: found.get(state, 0) for state in OUTBOX_STATES}
