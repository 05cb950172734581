"""Keeps a list of people: all of it or none, and again without making anybody twice.

People are known by their e-mail. What a row leaves empty stays as it is; what a person chose for
themselves (their language) stays theirs. Nobody is enrolled without saying yes: with a programme,
people are invited in their role, and those who left are left alone.

A superior who is not in the list nor among the people known is not made up: the link is left open,
and importing again once they are known closes it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.forms.words import clean
from bot.people import generations
from bot.people.problems import Problem
from bot.people.rows import Row
from bot.programme.template import plan_of
from bot.texts import language_of
from storage.looking import wake
from storage.nouns import Address, Enrolment, Person, Programme
from storage.work import Work

# What only shows when a list meets the people already known; the other codes are in `problems`.
CODES = frozenset(
    {
        "address-taken",  # somebody else is met there
        "missing-role",  # an invitation needs one
        "role-not-offered",  # by the programme's template
        "manager-cycle",  # together with what was known
    }
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list came to; every person of it is either added, updated or unchanged."""

    added: int
    updated: int
    unchanged: int
    managed: int  # whose manager is known
    unknown_managers: tuple[str, ...]  # e-mails of nobody
    invited: int  # who were not in the programme before
    gone: int  # who left the programme, and were not invited again


class NotImported(ValueError):
    """The list clashes with the people already known: nothing of it may be kept."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(type(self).__doc__)
        self.problems = tuple(sorted(problems, key=lambda each: (each.line, each.column)))


def import_people(work: Work, rows: Sequence[Row], programme: Programme | None = None) -> Imported:
    """Keeps the people of a list that was read without a problem.

    Raises NotImported with everything that is wrong; the caller's transaction is then to be undone.
    """
    people = {each.email: each for each in work.among(Person, _emails(rows), by="email")}
    known = dict(people)
    addresses = _addresses(work, rows)
    problems = [*_taken(rows, known, addresses), *_roles(rows, programme)]
    if problems:
        raise NotImported(problems)
    for row in rows:
        people[row.email] = _kept(work, row, people.get(row.email), programme)
    _link(work, rows, people)
    problems += _cycles(work, rows, people)
    if problems:
        raise NotImported(problems)
    met = {row.email for row in rows if _meet(work, row, people[row.email], addresses)}
    invited, gone, changed = _invite(work, rows, people, programme)
    updated = {
        row.email
        for row in rows
        if row.email in known
        and (people[row.email] != known[row.email] or row.email in met | invited | changed)
    }
    added = len(rows) - sum(row.email in known for row in rows)
    unknown = {row.manager for row in rows if row.manager and row.manager not in people}
    return Imported(
        added=added,
        updated=len(updated),
        unchanged=len(rows) - added - len(updated),
        managed=sum(bool(row.manager) and row.manager in people for row in rows),
        unknown_managers=tuple(sorted(unknown)),
        invited=len(invited),
        gone=gone,
    )


def _emails(rows: Sequence[Row]) -> list[str]:
    return [each for row in rows for each in (row.email, row.manager) if each]


# ---------------------------------------------------------------- what clashes

_Places = dict[tuple[str, str], list[Address]]  # by platform and user; a tenant may not be given


def _addresses(work: Work, rows: Sequence[Row]) -> _Places:
    found: _Places = {}
    for address in work.among(Address, [row.user for row in rows if row.user], by="user"):
        found.setdefault((address.platform, address.user), []).append(address)
    return found


def _address_of(row: Row, addresses: _Places) -> Address | None:
    """The address that a row names, if it is known; without a tenant, any tenant's."""
    places = addresses.get((row.platform or "", row.user or ""), [])
    return next((each for each in places if row.tenant in (None, each.tenant)), None)


def _taken(
    rows: Sequence[Row], known: dict[str | None, Person], addresses: _Places
) -> Iterator[Problem]:
    for row in rows:
        address = _address_of(row, addresses)
        person = known.get(row.email)
        if address is not None and address.person_id != (person.id if person else None):
            yield Problem(row.line, "user", "address-taken", address.user)


def _roles(rows: Sequence[Row], programme: Programme | None) -> Iterator[Problem]:
    if programme is None:
        return
    offered = plan_of(programme.plan).signup.roles
    for row in rows:
        if row.role is None:
            yield Problem(row.line, "role", "missing-role", "")
        elif row.role not in offered:
            yield Problem(row.line, "role", "role-not-offered", row.role)


def _cycles(work: Work, rows: Sequence[Row], people: dict[str | None, Person]) -> Iterator[Problem]:
    """Rings of managers that close over people who are not in the list."""
    above = {each.id: each.manager_id for each in people.values()}

    def manager_of(person: int) -> int | None:
        if person not in above:
            above[person] = work.get(Person, person).manager_id
        return above[person]

    told: set[int] = set()
    for row in rows:
        start = people[row.email].id
        ring = _ring(start, manager_of)
        if row.manager and ring and not told & set(ring):
            told.update(ring)
            yield Problem(row.line, "manager", "manager-cycle", row.manager)


def _ring(start: int, manager_of: Callable[[int], int | None]) -> list[int]:
    """The people above `start`, if following them leads back to `start`."""
    path, at = [start], manager_of(start)
    while at is not None and at not in path:
        path.append(at)
        at = manager_of(at)
    return path if at == start else []


# ---------------------------------------------------------------- what is kept


def _kept(work: Work, row: Row, before: Person | None, programme: Programme | None) -> Person:
    given: dict[str, Any] = {"name": clean(row.name)[:120]}
    if row.locale and not (before and before.locale_chosen):
        given["locale"] = language_of(row.locale)
    if row.zone:
        given["zone"] = row.zone
    if row.team:
        given["team"] = clean(row.team)
    if before is None:
        usual = {"locale": programme.locale, "zone": programme.zone} if programme else {}
        return work.add(Person(email=row.email, created_at=work.now, **{**usual, **given}))
    return work.change(before, **_changes(before, given))


def _changes(before: Any, given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if getattr(before, name) != value}


def _link(work: Work, rows: Sequence[Row], people: dict[str | None, Person]) -> None:
    for row in rows:
        manager = people.get(row.manager) if row.manager else None
        if manager is not None:
            person = people[row.email]
            changed = _changes(person, {"manager_id": manager.id})
            people[row.email] = work.change(person, **changed)


def _meet(work: Work, row: Row, person: Person, addresses: _Places) -> bool:
    """Notes where a person is met, the first time; whether it was new."""
    if not (row.platform and row.user) or _address_of(row, addresses) is not None:
        return False
    wake(work, Enrolment, person_id=person.id, state="invited")  # it can be written to at last
    work.add(
        Address(person_id=person.id, platform=row.platform, tenant=row.tenant or "", user=row.user)
    )
    return True


def _invite(
    work: Work, rows: Sequence[Row], people: dict[str | None, Person], programme: Programme | None
) -> tuple[set[str], int, set[str]]:
    """Who is newly invited, how many had left, and whose invitation changed its role."""
    invited: set[str] = set()
    changed: set[str] = set()
    gone = 0
    if programme is None:
        return invited, gone, changed
    there = {each.person_id: each for each in work.find(Enrolment, programme_id=programme.id)}
    for row in rows:
        person, role, offered = people[row.email], row.role or "", int(row.hours or 0)
        ranges = {"age": row.age, "seniority": row.seniority}
        told = generations.told(
            programme.plan, {name: code for name, code in ranges.items() if code}
        )
        enrolment = there.get(person.id)
        if enrolment is None:
            work.add(
                Enrolment(
                    programme_id=programme.id,
                    person_id=person.id,
                    role=role,
                    offered=offered,
                    told=told,
                    state="invited",
                    joined_at=work.now,
                    look_at=work.now,
                )
            )
            invited.add(row.email)
        elif enrolment.state == "left":
            gone += 1
        else:
            new: dict[str, Any] = {"offered": offered} if row.hours else {}
            if enrolment.state == "invited":
                new["role"] = role
                new["told"] = {**enrolment.told, **told}
            new = _changes(enrolment, new)
            if new:
                work.change(enrolment, **new)
                changed.add(row.email)
    return invited, gone, changed
