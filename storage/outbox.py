"""Messages committed with the state that caused them, handed out until a platform has each.

Rules:
- `post` happens once per key, however often it is called.
- The messages of one address wait in line: by due moment, then in the order they were posted, and
  only among those already due. One that is on its way, or that failed and waits for its next try,
  holds back the others of its address; nobody else waits for them.
- Whoever claims messages has them for the time of a lease, and proves it with a token. When a
  lease runs out nobody knows whether the message left: `resend` sends it again, `hold` leaves it
  to a human, as `ambiguous`.
- A workspace whose platform has a rate is written to no faster than `storage.pace` allows, and
  workspaces that wait share what may be claimed: a long line in one never starves another.
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

from storage import pace
from storage.looking import wake
from storage.nouns import Address, Draft, Outgoing, table_of
from storage.nouns.post import OUTBOX_STATES
from storage.pace import NO_RATES, Rates, platform_of, workspace
from storage.rows import made, read
from storage.shapes import inserting_once
from storage.statement import Row, Statement
from storage.work import Work

MOST_ATTEMPTS = 8
LEASE = timedelta(seconds=60)
FIRST_WAIT = 10.0  # seconds; each wait is four times the last …
LONGEST_WAIT = 3600.0  # … up to this
FLEETING = "fleeting/"  # begins the key of what is for its reader alone: erased once it arrived
DISCARDED = "discarded"  # the error of a dead message that nobody needs to see any more

_O = table_of(Outgoing)
_A = table_of(Address)
_SPLIT = len(_O.c)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message to deliver now, and where."""

    outgoing: Outgoing
    address: Address


def _is(table: Any, state: str) -> ColumnElement[bool]:
    return table.c.state == literal_column(f"'{state}'")  # type: ignore[no-any-return]


_FRESH = {
    "state": "pending",
    "attempts": 0,
    "retry_at": None,
    "lease_until": None,
    "lease_token": "",
    "sent_at": None,
    "receipt": "",
    "error": "",
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
    place = work.get(Address, address_id)
    row = {
        **_FRESH,
        "key": key,
        "address_id": address_id,
        "workspace": workspace(place.platform, place.tenant),
        "kind": kind,
        "due_at": due or work.now,
        "payload": payload,
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
def _claimable(platforms: int = 0, in_workspace: bool = False) -> Statement:
    """The first in line of each address, the oldest due first; each may be taken at once.

    Of so many platforms; of all when none is named.
    """
    takes: dict[str, Any] = {"now": _O.c.due_at}
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
    if platforms:
        names = [f"platform_{number}" for number in range(platforms)]
        chosen = chosen.where(_A.c.platform.in_([bindparam(name) for name in names]))
        takes |= dict.fromkeys(names, _A.c.platform)
    if in_workspace:
        chosen = chosen.where(_O.c.workspace == bindparam("workspace"))
        takes["workspace"] = _O.c.workspace
    return Statement(chosen, takes, [*_O.c, *_A.c])


def _waiting_workspaces(only_due: bool) -> Select[Any]:
    """The names of the workspaces for which something waits, without reading all that waits."""
    # Each name is found from the one before by one step in an index, in both databases.
    start = select(func.min(_O.c.workspace).label("name")).where(_is(_O, "pending"))
    names = start.cte("waiting", recursive=True)
    following = select(func.min(_before.c.workspace)).where(
        _is(_before, "pending"), _before.c.workspace > names.c.name
    )
    names = names.union_all(select(following.scalar_subquery()).where(names.c.name.is_not(None)))
    found = select(names.c.name).where(names.c.name.is_not(None))
    if not only_due:
        return found
    soonest = select(func.min(_O.c.due_at)).where(
        _is(_O, "pending"), _O.c.workspace == names.c.name
    )
    return found.where(soonest.scalar_subquery() <= bindparam("now"))


_WAITING, _WAITING_NOW = _waiting_workspaces(False), _waiting_workspaces(True)


def _names(work: Work, waiting: Select[Any], platforms: Sequence[str] | None) -> list[str]:
    found = work.connection.execute(waiting, {"now": work.now}).scalars()
    return [each for each in found if platforms is None or platform_of(each) in platforms]


def _first(work: Work, platforms: Sequence[str] | None, limit: int) -> Sequence[Row]:
    if platforms is not None and not platforms:
        return []
    names = {f"platform_{number}": name for number, name in enumerate(platforms or ())}
    wanted = {"now": work.now, "limit": limit, **names}
    return _claimable(len(names)).run(work.connection, wanted)


def _first_in_turn(
    work: Work, platforms: Sequence[str] | None, limit: int, rates: Rates
) -> Sequence[Row]:
    """The first in line, as many of each workspace as its pace allows, and taken from its pace."""
    names = _names(work, _WAITING_NOW, platforms)
    paces = pace.of(work, [n for n in names if platform_of(n) in rates], locked=True)
    room = dict.fromkeys(names, limit)
    for name, each in paces.items():
        room[name] = rates[each.platform].room(each.busy_until, work.now)
    # Whoever was served least lately comes first, and each has its share of the limit.
    served = {name: each.busy_until for name, each in paces.items()}
    free = sorted((n for n in names if room[n]), key=lambda n: (served.get(n, work.now), n))
    rows: list[Row] = []
    for place, name in enumerate(free):
        share = -(-(limit - len(rows)) // (len(free) - place))
        wanted = {"now": work.now, "limit": min(share, room[name]), "workspace": name}
        mine = _claimable(in_workspace=True).run(work.connection, wanted)
        if mine and name in paces:
            pace.take(work, paces[name], rates[paces[name].platform], len(mine))
        rows += mine
    return rows


_TAKE = Statement(
    update(_O)
    .where(_O.c.id == bindparam("is_id"))
    .values(
        state="sending",
        attempts=_O.c.attempts + 1,
        retry_at=None,
        lease_until=bindparam("until"),
        lease_token=bindparam("token"),
    ),
    {"is_id": _O.c.id, "until": _O.c.lease_until, "token": _O.c.lease_token},
)


def claim(
    work: Work,
    platforms: Sequence[str] | None = None,
    limit: int = 50,
    lease: timedelta = LEASE,
    rates: Rates = NO_RATES,
) -> list[Claimed]:
    """Takes up to `limit` due messages, at most one per address, for the time of a lease.

    With `rates`, no more than the pace of each workspace allows.
    """
    if rates:
        rows = _first_in_turn(work, platforms, limit, rates)
    else:
        rows = _first(work, platforms, limit)
    if not rows:
        return []
    token, until = uuid4().hex, work.now + lease
    work.forget(Outgoing)
    _TAKE.run_all(
        work.connection, [{"is_id": row[0], "token": token, "until": until} for row in rows]
    )
    return [_taken(row, token, until) for row in rows]


def _taken(row: Row, token: str, until: datetime) -> Claimed:
    """The message of a row, as it is once taken."""
    waiting, address = read(Outgoing, row[:_SPLIT]), read(Address, row[_SPLIT:])
    taken = {
        "state": "sending",
        "attempts": waiting.attempts + 1,
        "retry_at": None,
        "lease_until": until,
        "lease_token": token,
    }
    return Claimed(made(Outgoing, {**waiting.__dict__, **taken}), address)


# ---------------------------------------------------------------- what became of it

_FLEETING = func.substr(_O.c.key, 1, len(FLEETING)) == literal_column(f"'{FLEETING}'")
_ERASED = literal_column("'{}'", _O.c.payload.type)
_MINE = and_(_O.c.id == bindparam("is_id"), _O.c.lease_token == bindparam("token"))
# A receipt that comes after the lease ran out is still the truth, unless somebody took over.
_SENT = Statement(
    update(_O)
    .where(_MINE, ~_is(_O, "sent"))
    .values(
        state="sent",
        sent_at=bindparam("now"),
        receipt=bindparam("receipt_now"),
        retry_at=None,
        lease_until=None,
        error="",
        payload=case((_FLEETING, _ERASED), else_=_O.c.payload),
    ),
    {
        "is_id": _O.c.id,
        "token": _O.c.lease_token,
        "now": _O.c.sent_at,
        "receipt_now": _O.c.receipt,
    },
)
_LEAVE = (
    update(_O)
    .where(_MINE, _is(_O, "sending"))
    .values(
        state=bindparam("state_now"),
        attempts=bindparam("attempts_now"),
        retry_at=bindparam("at"),
        lease_until=None,
        receipt=bindparam("receipt_now"),
        error=bindparam("error_now"),
    )
)


_ERASE = update(_O).where(_O.c.id == bindparam("is_id")).values(payload=_ERASED)


def fleeting(draft: Draft) -> str:
    """The key of words that a draft held, for their reader alone.

    Once they can arrive no more they are erased, and that draft is looked at.
    """
    return f"{FLEETING}{draft.id}"


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
    return _SENT.run_all(work.connection, rows)


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
    return _write(work, _LEAVE, given) == 1


def _erase(work: Work, message: Outgoing) -> None:
    _write(work, _ERASE, {"is_id": message.id})
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
        error=case(
            (and_(_FLEETING, _O.c.attempts >= MOST_ATTEMPTS), DISCARDED),
            else_="nobody noted what became of it",
        ),
    )
)
_LOST = select(_O).where(_EXPIRED, _FLEETING, _O.c.attempts >= MOST_ATTEMPTS)
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
    .values(state="dead", retry_at=None, lease_token="", error=DISCARDED)
)
_PRUNE = delete(_O).where(
    or_(
        and_(_is(_O, "sent"), _O.c.sent_at < bindparam("before")),
        and_(_is(_O, "dead"), _O.c.error == DISCARDED, _O.c.due_at < bindparam("before")),
    )
)
_LATEST = (
    select(_O)
    .where(_O.c.address_id == bindparam("address"), _O.c.due_at <= bindparam("now"))
    .order_by(_O.c.due_at.desc(), _O.c.id.desc())
    .limit(1)
)
_LATELY = Statement(
    select(_O.c.sent_at, _O.c.receipt)
    .where(
        _O.c.address_id == bindparam("address"),
        _is(_O, "sent"),
        _O.c.sent_at > bindparam("since"),
    )
    .order_by(_O.c.sent_at, _O.c.id),
    {"address": _O.c.address_id, "since": _O.c.sent_at},
    [_O.c.sent_at, _O.c.receipt],
)
_COUNTS = select(_O.c.state, func.count()).group_by(_O.c.state)


def _next(*among: ColumnElement[bool]) -> list[Select[Any]]:
    # Two questions, so that each may follow an index to its first answer and stop there.
    return [
        select(moment.label("at")).where(_FIRST_IN_LINE, tried, *among).order_by(moment).limit(1)
        for moment, tried in (
            (_O.c.due_at, _O.c.retry_at.is_(None)),
            (_O.c.retry_at, _O.c.retry_at.is_not(None)),
        )
    ]


_NEXT = Statement(union_all(*(each.subquery().select() for each in _next())), {}, [_O.c.due_at])
_NEXT_THERE = _next(_O.c.workspace == bindparam("workspace"))


def recover(work: Work) -> int:
    """Takes back the messages whose lease ran out, and how many there were."""
    lost = work.connection.execute(_LOST, {"now": work.now}).all()
    found = _write(work, _RECOVER, {"now": work.now})
    for row in lost:
        _erase(work, Outgoing(**row._mapping))
    return found


def send_again(work: Work, outgoing_id: int) -> bool:
    """Puts a dead or ambiguous message back in line, as a coordinator asked."""
    return _write(work, _AGAIN, {"is_id": outgoing_id}) == 1


def discard(work: Work, outgoing_id: int) -> bool:
    """Gives up a message that is not on its way, as a coordinator asked."""
    return _write(work, _DISCARD, {"is_id": outgoing_id}) == 1


def next_due(
    work: Work, platforms: Sequence[str] | None = None, rates: Rates = NO_RATES
) -> datetime | None:
    """The earliest moment at which `claim` finds something, unless more is posted."""
    if platforms is None and not rates:
        return min((at for (at,) in _NEXT.run(work.connection, {})), default=None)
    names = _names(work, _WAITING, platforms)
    paces = pace.of(work, [n for n in names if platform_of(n) in rates])
    moments = []
    for name in names:
        there = paces.get(name)
        frees = rates[there.platform].frees_at(there.busy_until) if there else None
        for statement in _NEXT_THERE:
            at = work.connection.execute(statement, {"workspace": name}).scalar()
            if at is None:
                continue
            moments.append(max(at, frees or at))
            if frees is not None and at <= frees:
                break  # nothing leaves before; the second question would read all that waits
    return min(moments, default=None)


def next_room(work: Work, platforms: Sequence[str], rates: Rates) -> datetime | None:
    """The next moment at which a pace allows something that is due already."""
    names = [n for n in _names(work, _WAITING_NOW, platforms) if platform_of(n) in rates]
    found = pace.of(work, names).values()
    moments = [rates[each.platform].frees_at(each.busy_until) for each in found]
    return min((at for at in moments if at > work.now), default=None)


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


def prune(work: Work, before: datetime) -> int:
    """Deletes what arrived before that moment or was discarded, and how many messages it was."""
    return _write(work, _PRUNE, {"before": before})


def latest(work: Work, address_id: int) -> Outgoing | None:
    """The last message that was due at an address, whether it has arrived or not."""
    rows = work.connection.execute(_LATEST, {"address": address_id, "now": work.now}).all()
    return Outgoing(**rows[0]._mapping) if rows else None


def lately(work: Work, address_id: int, since: datetime) -> list[tuple[datetime, str]]:
    """When messages arrived at an address since that moment, and their receipts, in order."""
    rows = _LATELY.run(work.connection, {"address": address_id, "since": since})
    return [(at, receipt) for at, receipt in rows]


def counts(work: Work) -> dict[str, int]:
    """How many messages are in each state."""
    found = {row[0]: row[1] for row in work.connection.execute(_COUNTS)}
    return {state: found.get(state, 0) for state in OUTBOX_STATES}
