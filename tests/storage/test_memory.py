"""What a unit of work remembers is always what the database would answer."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from storage import memory as remembering
from storage.database import Database
from storage.memory import Memory
from storage.nouns import Address, Happened, Noun, Person
from storage.work import Work
from tests.storage.ready import NOW


def asked(database: Database, noun: type[Noun], **equal: Any) -> list[Any]:
    """The answer of a work that remembers nothing."""
    with database.reading(NOW) as work:
        return work.find(noun, **equal)


def person(work: Work, **fields: Any) -> Person:
    return work.add(Person(name="Zoé", locale="fr", created_at=NOW, **fields))


def test_what_is_added_belongs_to_answers_already_given(database: Database) -> None:
    with database.work(NOW) as work:
        assert work.find(Person, locale="fr") == []
        assert work.first(Person, locale="en") is None
        added = person(work)
        assert work.find(Person, locale="fr") == [added]
        assert work.first(Person, locale="en") is None
        assert work.first(Person, id=added.id + 1) is None
        following = person(work)
        assert work.get(Person, following.id) == following


def test_a_change_moves_a_noun_from_one_answer_to_another(database: Database) -> None:
    with database.work(NOW) as work:
        added = person(work)
        assert work.find(Person, locale="fr") == [added]
        assert work.find(Person, locale="en") == []
        moved = work.change(added, locale="en")
        assert work.find(Person, locale="fr") == []
        assert work.find(Person, locale="en") == [moved]
        assert work.get(Person, added.id) == moved


def test_an_old_copy_changes_what_is_there_now(database: Database) -> None:
    with database.work(NOW) as work:
        old = person(work)
        work.change(old, locale="en")
        assert [each.team for each in work.find(Person, locale="en")] == [""]
        work.change(old, team="Achats")  # the copy still says `fr`
        assert [each.team for each in work.find(Person, locale="en")] == ["Achats"]
        now = work.get(Person, old.id)
        assert (now.locale, now.team) == ("en", "Achats")
    assert asked(database, Person) == [now]


def test_what_was_changed_is_as_the_database_tells_it(database: Database) -> None:
    late = datetime(2016, 2, 9, 14, tzinfo=ZoneInfo("Europe/Paris"))
    with database.work(NOW) as work:
        added = person(work)
        assert work.find(Person, name="Zoé") == [added]
        for _ in range(2):  # the second time, nothing is left to write
            work.change(added, erased_at=late)
        place = work.add(Address(person_id=added.id, platform="web", user="zoe"))
        assert work.get(Address, place.id) == place
        work.change(place, route={"to": ("a", "b")})
        people, places = work.find(Person, name="Zoé"), work.find(Address)
        assert (work.get(Person, added.id), work.get(Address, place.id)) == (*people, *places)
    assert (people, places) == (asked(database, Person), asked(database, Address))
    assert people[0].erased_at is not None
    assert people[0].erased_at.tzinfo is UTC


def test_other_answers_stand_and_what_is_undone_is_forgotten(database: Database) -> None:
    with database.work(NOW) as work:
        one, other = person(work), person(work, email="other@example.org")
        known = work.get(Person, other.id)
        work.change(one, team="Achats")
        assert work.get(Person, other.id) is known
        try:
            with work.attempt():
                work.change(other, team="Ventes")
                assert work.get(Person, other.id).team == "Ventes"
                raise LookupError
        except LookupError:
            pass
        assert work.get(Person, other.id) == other


def test_what_goes_with_a_noun_is_forgotten_with_it(database: Database) -> None:
    with database.work(NOW) as work:
        owner = person(work)
        report = person(work, manager_id=owner.id)
        place = work.add(Address(person_id=owner.id, platform="web", user="zoe"))
        assert work.find(Address, person_id=owner.id) == [place]
        assert work.get(Person, report.id).manager_id == owner.id
        work.remove(place)
        work.remove(owner)
        assert work.find(Address, person_id=owner.id) == []
        assert work.get(Person, report.id).manager_id is None


def test_the_same_instant_elsewhere_is_the_same_question(database: Database) -> None:
    with database.work(NOW) as work:
        assert work.find(Happened, at=NOW + timedelta(0)) == []
        work.add(Happened(subject="pair:1", name="x", at=NOW))
        assert len(work.find(Happened, at=NOW)) == 1


def test_too_many_answers_are_forgotten_and_the_nouns_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remembering, "_MOST_ANSWERS", 2)
    memory, zoe = Memory(), Person(id=1, name="Zoé", locale="fr", created_at=NOW)
    by_team = (("team",), None)
    memory.keep_answer(Person, by_team, ("",), [zoe])
    memory.keep_answer(Person, by_team, ("A",), [])
    memory.rest()
    assert memory.answer(Person, by_team, ("",)) == [zoe]
    memory.keep_answer(Person, by_team, ("B",), [])
    memory.rest()
    assert memory.answer(Person, by_team, ("",)) is None
    assert memory.noun(Person, 1) == zoe


def test_too_many_nouns_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_MOST", 1)
    memory = Memory()
    memory.keep(Person, [Person(id=1, name="Zoé", locale="fr", created_at=NOW)])
    memory.rest()
    assert memory.noun(Person, 1) is not None
    memory.keep(Person, [Person(id=2, name="Léo", locale="fr", created_at=NOW)])
    memory.rest()
    assert memory.noun(Person, 1) is None
