"""A list of people kept whole or not at all, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.importing import Imported, NotImported, _ring, import_people
from bot.people.rows import Row
from bot.programme.making import make
from bot.programme.template import load
from storage.database import Database
from storage.nouns import Address, Enrolment, Person, Programme
from storage.work import Work

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def row(line: int, name: str, **given: str) -> Row:
    return Row(line=line, name=name, email=f"{name.lower()}@example.org", **given)


def of(name: str) -> str:
    return f"{name.lower()}@example.org"


ZOE = row(2, "Zoe", role="mentor", locale="en-GB", team="Data", manager=of("Ines"))
INES = row(3, "Ines", role="mentee", zone="Europe/London", platform="slack", tenant="T1", user="U1")


def brought(database: Database, *rows: Row, into: str = "") -> Imported:
    with database.work(NOW) as work:
        programme = work.first(Programme, name=into) if into else None
        return import_people(work, rows, programme)


def problems(database: Database, *rows: Row, into: str = "") -> list[tuple[int, str, str]]:
    with pytest.raises(NotImported) as refused:
        brought(database, *rows, into=into)
    return [(each.line, each.column, each.code) for each in refused.value.problems]


@contextmanager
def looking(database: Database) -> Iterator[Work]:
    with database.reading(NOW) as work:
        yield work


def person(work: Work, name: str) -> Person:
    found = work.first(Person, email=of(name))
    assert found is not None
    return found


def test_people_are_kept_with_their_manager_and_their_address(database):
    assert brought(database, ZOE, INES) == Imported(
        added=2, updated=0, unchanged=0, managed=1, unknown_managers=(), invited=0, gone=0
    )
    with looking(database) as work:
        zoe, ines = person(work, "Zoe"), person(work, "Ines")
        assert (zoe.locale, zoe.team, zoe.manager_id) == ("en", "Data", ines.id)
        assert (ines.zone, ines.locale) == ("Europe/London", "fr")
        (address,) = work.find(Address)
        assert (address.person_id, address.platform, address.tenant) == (ines.id, "slack", "T1")
        assert work.find(Enrolment) == []


def test_a_second_time_changes_nothing(database):
    brought(database, ZOE, INES)
    with looking(database) as work:
        before = work.find(Person), work.find(Address)
    again = brought(database, ZOE, INES)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 2)
    with looking(database) as work:
        assert (work.find(Person), work.find(Address)) == before


def test_what_changed_is_updated_and_what_is_left_empty_stays(database):
    brought(database, ZOE, INES)
    with database.work(NOW) as work:
        work.change(person(work, "Zoe"), locale="fr", locale_chosen=True)
    outcome = brought(database, row(2, "Zoe", team="Design", locale="en"), INES)
    assert (outcome.added, outcome.updated, outcome.unchanged) == (0, 1, 1)
    with looking(database) as work:
        zoe = person(work, "Zoe")
        assert (zoe.team, zoe.locale) == ("Design", "fr"), "her own choice of language stays"
        assert zoe.manager_id == person(work, "Ines").id


def test_a_manager_is_linked_once_known(database):
    assert brought(database, ZOE).unknown_managers == (of("Ines"),)
    assert brought(database, INES).added == 1
    outcome = brought(database, ZOE)
    assert (outcome.unknown_managers, outcome.managed, outcome.updated) == ((), 1, 1)


def test_a_ring_of_managers_through_people_already_known_is_refused(database):
    brought(database, ZOE, INES)
    ring = row(7, "Ines", manager=of("Max"))
    assert problems(database, ring, row(8, "Max", manager=of("Zoe"))) == [
        (7, "manager", "manager-cycle")
    ]
    with looking(database) as work:
        assert work.first(Person, email=of("Max")) is None, "nothing of the list was kept"


def test_somebody_else_s_address_is_refused(database):
    brought(database, INES)
    taken = row(4, "Max", platform="slack", user="U1")
    assert problems(database, taken) == [(4, "user", "address-taken")]
    elsewhere = row(4, "Max", platform="slack", tenant="T2", user="U1")
    assert brought(database, elsewhere).added == 1


def test_with_a_programme_people_are_invited_and_nothing_more(database):
    with database.work(NOW) as work:
        make(work, load("pwn-digital-2016"), "Test")
    assert brought(database, ZOE, INES, into="Test").invited == 2
    with database.work(NOW) as work:
        places = work.find(Enrolment)
        assert [(each.role, each.state, each.answers) for each in places] == [
            ("mentor", "invited", {}),
            ("mentee", "invited", {}),
        ]
        work.change(places[0], state="active")
        work.change(places[1], state="left")
    swapped = (row(2, "Zoe", role="mentee"), row(3, "Ines", role="mentor"))
    again = brought(database, *swapped, into="Test")
    assert (again.invited, again.gone) == (0, 1)
    with looking(database) as work:
        assert [(each.role, each.state) for each in work.find(Enrolment)] == [
            ("mentor", "active"),
            ("mentee", "left"),
        ], "who signed up or left decides for themselves"


def test_an_invitation_may_change_its_role_until_it_is_answered(database):
    with database.work(NOW) as work:
        make(work, load("pwn-digital-2016"), "Test")
    brought(database, ZOE, into="Test")
    assert brought(database, row(2, "Zoe", role="mentee"), into="Test").updated == 1
    with looking(database) as work:
        assert [each.role for each in work.find(Enrolment)] == ["mentee"]


def test_an_invitation_needs_a_role_of_the_programme(database):
    with database.work(NOW) as work:
        make(work, load("pwn-digital-2016"), "Test")
    rows = (row(2, "Zoe"), row(3, "Ines", role="both"))
    assert problems(database, *rows, into="Test") == [
        (2, "role", "missing-role"),
        (3, "role", "role-not-offered"),
    ]


@given(st.dictionaries(st.integers(0, 6), st.integers(0, 6)))
def test_a_ring_is_found_exactly_when_one_comes_back_to_oneself(managers):
    for start in range(7):
        above, at = set(), managers.get(start)
        while at is not None and at not in above:
            above.add(at)
            at = managers.get(at)
        assert bool(_ring(start, managers.get)) == (start in above)
