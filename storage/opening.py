"""How turns begin on PostgreSQL: what several people's turns would each ask first, asked once.

Every turn keeps others from its conversation, refuses an event that came before, and reads who
speaks and what they are about. For all that are taken in one transaction this is half a dozen
statements, whatever their number; the turns then find it remembered. SQLite needs none of it: its
memory outlives a turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ARRAY, Integer, Text, and_, bindparam, func, select, text

from storage.nouns import Address, Draft, Enrolment, Noun, Person, Received, table_of
from storage.rows import read
from storage.statement import Statement
from storage.work import Work

N = TypeVar("N", bound=Noun)
_Place = tuple[str, str, str]
_PLACE = ("platform", "tenant", "user")


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of a turn before it is taken: the key of its event, and who speaks."""

    key: str
    platform: str
    tenant: str
    user: str

    @property
    def place(self) -> _Place:
        """Where they speak."""
        return self.platform, self.tenant, self.user


def conversation(platform: str, tenant: str, user: str) -> str:
    """The name under which everything that happens in a conversation waits for its turn."""
    return f"address:{platform}/{tenant}/{user}"


# Without waiting: nobody's turn may hold up those that only share its transaction.
_FREE = Statement(
    text(
        "SELECT name FROM unnest(CAST(:names AS text[])) AS name"
        " WHERE pg_try_advisory_xact_lock(hashtextextended(name, 0))"
    ),
    {"names": None},
    [table_of(Received).c.key],
)
_RECEIVE = Statement(
    text(
        "INSERT INTO received (key, at)"
        " SELECT key, :at FROM unnest(CAST(:keys AS text[])) AS key"
        " ON CONFLICT (key) DO NOTHING RETURNING key"
    ),
    {"keys": None, "at": table_of(Received).c.at},
    [table_of(Received).c.key],
)
_PUT_OFF = Statement(
    text("DELETE FROM received WHERE key = ANY(CAST(:keys AS text[]))"), {"keys": None}
)


def _addresses() -> Statement:
    table = table_of(Address)
    given = func.unnest(*(bindparam(f"{name}s", type_=ARRAY(Text)) for name in _PLACE))
    there = given.table_valued(*_PLACE, name="there").render_derived()
    same = and_(*(table.c[name] == there.c[name] for name in _PLACE))
    found = select(table).join(there, same).order_by(table.c.id)
    locked = found.with_for_update(of=table, key_share=True)
    return Statement(locked, dict.fromkeys(f"{name}s" for name in _PLACE), [*table.c])


def _among(noun: type[Noun], by: str, *, locked: bool = False) -> Statement:
    table = table_of(noun)
    among = func.any(bindparam("among", type_=ARRAY(Integer)))
    found = select(table).where(table.c[by] == among).order_by(table.c.id)
    statement = found.with_for_update(key_share=True) if locked else found
    return Statement(statement, {"among": None}, [*table.c])


_ADDRESSES, _PEOPLE = _addresses(), _among(Person, "id")
_ENROLMENTS, _DRAFTS = _among(Enrolment, "person_id"), _among(Draft, "id", locked=True)


def begin(work: Work, openings: Sequence[Opening]) -> frozenset[str]:
    """Has those turns begun whose conversation is free, so that what each asks first is known.

    Gives the keys of the events whose conversation another transaction has: they are not begun.
    """
    by_name = {conversation(*each.place): each.place for each in openings}
    rows = _FREE.run(work.connection, {"names": sorted(by_name)})
    places = sorted(by_name[row[0]] for row in rows)
    if places:
        work.is_alone([row[0] for row in rows])
        keys = sorted({each.key for each in openings if each.place in places})
        new = {row[0] for row in _RECEIVE.run(work.connection, {"keys": keys, "at": work.now})}
        work.received |= {key: key in new for key in keys}
        _remember(work, places)
    return frozenset(each.key for each in openings if each.place not in places)


def put_off(work: Work, openings: Sequence[Opening]) -> None:
    """Takes back the beginning of turns that are left to another transaction."""
    new = [each.key for each in openings if work.received.pop(each.key, False)]
    if new:
        _PUT_OFF.run(work.connection, {"keys": new})


def _remember(work: Work, places: Sequence[_Place]) -> None:
    memory = work.memory
    given = {
        f"{name}s": [*each] for name, each in zip(_PLACE, zip(*places, strict=True), strict=True)
    }
    addresses = _read(work, _ADDRESSES, Address, given)
    there = {(each.platform, each.tenant, each.user): each for each in addresses}
    for place in places:
        known = there.get(place)
        memory.keep_answer(Address, (_PLACE, 1), place, [known] if known else [])
    for address in addresses:
        memory.hold(address)
    people = sorted({each.person_id for each in addresses if each.person_id is not None})
    if not people:
        return
    memory.keep(Person, _read(work, _PEOPLE, Person, {"among": people}))
    by_person: dict[int, list[Enrolment]] = {each: [] for each in people}
    for each in _read(work, _ENROLMENTS, Enrolment, {"among": people}):
        by_person[each.person_id].append(each)
    for person, theirs in by_person.items():
        memory.keep_answer(Enrolment, (("person_id",), None), (person,), theirs)
    drafts = sorted({each.draft_id for each in addresses if each.draft_id is not None})
    if drafts:
        for draft in _read(work, _DRAFTS, Draft, {"among": drafts}):
            memory.hold(draft)


def _read(work: Work, statement: Statement, noun: type[N], given: dict[str, Any]) -> list[N]:
    return [read(noun, row) for row in statement.run(work.connection, given)]
