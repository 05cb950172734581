"""Once messages were tried: what a human decides, what time erases, what can be seen."""

from datetime import UTC, datetime

from sqlalchemy import (
    bindparam,
    delete,
    func,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from storage.nouns import Address, Outgoing
from storage.nouns.post import OUTBOX_STATES
from storage.outbox.line import DISCARDED, IN_TROUBLE, OUT, is_, write
from storage.rows import read
from storage.statement import Statement
from storage.work import Work

_AGAIN = (
    update(OUT)
    .where(OUT.c.id == bindparam("is_id"), or_(is_(OUT, "dead"), is_(OUT, "ambiguous")))
    .values(state="pending", attempts=0, retry_at=None, lease_token="")
)
_DISCARD = (
    update(OUT)
    .where(
        OUT.c.id == bindparam("is_id"),
        or_(is_(OUT, "pending"), is_(OUT, "ambiguous"), is_(OUT, "dead")),
    )
    .values(state="dead", retry_at=None, lease_token="", error=DISCARDED)
)
_WITHDRAW = delete(OUT).where(
    OUT.c.id == bindparam("is_id"), is_(OUT, "pending"), OUT.c.attempts == 0
)
# Two statements, each with an index of its own, where one would read the whole table.
_PRUNE = tuple(
    delete(OUT).where(OUT.c.id.in_(old.limit(bindparam("most"))))
    for old in (
        select(OUT.c.id).where(is_(OUT, "sent"), OUT.c.sent_at < bindparam("before")),
        select(OUT.c.id).where(
            IN_TROUBLE,
            is_(OUT, "dead"),
            OUT.c.error == DISCARDED,
            OUT.c.due_at < bindparam("before"),
        ),
    )
)
_LATEST = Statement(
    select(OUT)
    .where(OUT.c.address_id == bindparam("address"), OUT.c.due_at <= bindparam("now"))
    .order_by(OUT.c.due_at.desc(), OUT.c.id.desc())
    .limit(1),
    {"address": OUT.c.address_id, "now": OUT.c.due_at},
    [*OUT.c],
)
_LAST_SENT = Statement(
    select(OUT)
    .where(OUT.c.address_id == bindparam("address"), is_(OUT, "sent"))
    .order_by(OUT.c.due_at.desc(), OUT.c.id.desc())
    .limit(bindparam("most")),
    {"address": OUT.c.address_id},
    [*OUT.c],
)
_LATELY = Statement(
    select(OUT.c.sent_at, OUT.c.receipt)
    .where(
        OUT.c.address_id == bindparam("address"),
        is_(OUT, "sent"),
        OUT.c.sent_at > bindparam("since"),
    )
    .order_by(OUT.c.sent_at, OUT.c.id),
    {"address": OUT.c.address_id, "since": OUT.c.sent_at},
    [OUT.c.sent_at, OUT.c.receipt],
)
# Each state by the small index that has it alone, which SQLite takes when its column is asked for.
_EVER = datetime.min.replace(tzinfo=UTC)
_COUNTS = union_all(
    *(
        select(literal_column(f"'{state}'").label("state"), func.count()).where(
            is_(OUT, state), moment > bindparam("ever")
        )
        for state, moment in (
            ("pending", OUT.c.due_at),
            ("sending", OUT.c.lease_until),
            ("sent", OUT.c.sent_at),
        )
    ),
    select(OUT.c.state, func.count()).where(IN_TROUBLE).group_by(OUT.c.state),
)


def send_again(work: Work, outgoing_id: int) -> bool:
    """Puts a dead or ambiguous message back in line, as a coordinator asked."""
    return write(work, _AGAIN, {"is_id": outgoing_id}) == 1


def discard(work: Work, outgoing_id: int) -> bool:
    """Gives up a message that is not on its way, as a coordinator asked."""
    return write(work, _DISCARD, {"is_id": outgoing_id}) == 1


def withdraw(work: Work, outgoing_id: int) -> bool:
    """Takes back a message that nobody has tried to send; it may be posted again."""
    return write(work, _WITHDRAW, {"is_id": outgoing_id}) == 1


def stuck(work: Work, *states: str) -> list[tuple[Outgoing, Address]]:
    """The messages that wait for a human, oldest first: given up, or perhaps arrived."""
    found = [
        each
        for state in states or ("ambiguous", "dead")
        for each in work.find(Outgoing, state=state)
        if each.error != DISCARDED
    ]
    places = {each.id: each for each in work.among(Address, [one.address_id for one in found])}
    found.sort(key=lambda each: (each.due_at, each.id))
    return [(each, places[each.address_id]) for each in found]


def prune(work: Work, before: datetime, most: int = 1000) -> int:
    """Deletes some of what arrived before that moment or was discarded; how many messages."""
    return sum(write(work, each, {"before": before, "most": most}) for each in _PRUNE)


def latest(work: Work, address_id: int) -> Outgoing | None:
    """The last message that was due at an address, whether it has arrived or not."""
    rows = _LATEST.run(work.connection, {"address": address_id, "now": work.now})
    return read(Outgoing, rows[0]) if rows else None


def last_sent(work: Work, address_id: int, most: int) -> list[Outgoing]:
    """The last messages that arrived at an address, the latest first."""
    given = {"address": address_id, "most": most}
    return [read(Outgoing, row) for row in _LAST_SENT.run(work.connection, given)]


def lately(work: Work, address_id: int, since: datetime) -> list[tuple[datetime, str]]:
    """When messages arrived at an address since that moment, and their receipts, in order."""
    rows = _LATELY.run(work.connection, {"address": address_id, "since": since})
    return [(at, receipt) for at, receipt in rows]


def counts(work: Work) -> dict[str, int]:
    """How many messages are in each state."""
    found = {row[0]: row[1] for row in work.connection.execute(_COUNTS, {"ever": _EVER})}
    return {state: found.get(state, 0) for state in OUTBOX_STATES}
