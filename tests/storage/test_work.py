"""The verbs of a unit of work."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.nouns import Address, Happened, Person, table_of
from storage.nouns.noun import Noun
from tests.storage.ready import NOW, somewhere


def test_a_noun_is_kept_with_its_id_and_found_again(database: Database) -> None:
    with database.work(NOW) as work:
        kept = work.add(Person(name="Zoé", email="zoe@example.org", created_at=NOW))
        assert kept.id > 0
    with database.reading(NOW) as work:
        assert work.get(Person, kept.id) == kept
        assert work.first(Person, email="zoe@example.org") == kept
        assert work.find(Person, name="Zoé", locale="fr") == [kept]
        assert work.first(Person, name="Léa") is None
        with pytest.raises(LookupError, match="no person has the id 99"):
            work.get(Person, 99)


def test_nothing_is_a_value_to_look_for(database: Database) -> None:
    with database.work(NOW) as work:
        somewhere(work)
        channel = work.add(Address(platform="slack", user="C1"))
        assert work.find(Address, person_id=None) == [channel]
        assert work.first(Address, platform="slack", person_id=None) == channel


def test_a_change_gives_the_noun_as_it_is_now(database: Database) -> None:
    with database.work(NOW) as work:
        address = somewhere(work)
        changed = work.change(address, reachable=False, heard_at=NOW)
        assert changed == work.get(Address, address.id)
        assert (address.reachable, changed.reachable) == (True, False)
        assert work.change(changed) == changed


def test_a_noun_is_frozen() -> None:
    person = Person(name="Zoé", created_at=NOW)
    with pytest.raises(ValueError, match="frozen"):
        person.name = "Léa"


def test_many_are_kept_and_found_at_once(database: Database) -> None:
    many = [Happened(subject=f"pair:{n}", name="x", at=NOW) for n in range(2000)]
    with database.work(NOW) as work:
        work.add_all(many)
        work.add_all([])
        every = work.find(Happened)
        assert [each.subject for each in every] == [each.subject for each in many]
        wanted = [each.id for each in every[::2]]
        assert work.among(Happened, [*wanted, *wanted]) == every[::2]
        assert work.among(Happened, []) == []
        assert work.among(Happened, ["pair:3", "pair:1"], by="subject") == [every[1], every[3]]


def test_a_failure_undoes_the_whole_work(database: Database) -> None:
    def twice() -> None:
        with database.work(NOW) as work:
            work.add(Happened(subject="pair:1", name="x", at=NOW))
            work.add(Happened(subject="pair:1", name="x", at=NOW))

    with pytest.raises(IntegrityError):
        twice()
    with database.reading(NOW) as work:
        assert work.find(Happened) == []


def test_a_locked_noun_waits_for_whoever_has_it(database: Database) -> None:
    with database.work(NOW) as work:
        address = somewhere(work)
    counted = threading.Barrier(2)

    def add_one() -> None:
        counted.wait()
        for _ in range(20):
            with database.work(NOW) as work:
                held = work.lock(Address, address.id)
                work.change(held, draft_id=(held.draft_id or 0) + 1)

    threads = [threading.Thread(target=add_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading(NOW + timedelta(days=1)) as work:
        assert work.get(Address, address.id).draft_id == 40


def test_only_what_exists_can_be_locked(database: Database) -> None:
    with database.work(NOW) as work:
        address = somewhere(work)
        work.remove(address)
        with pytest.raises(LookupError, match="no address has the id"):
            work.lock(Address, address.id)


def test_every_noun_has_a_table() -> None:
    class Nothing(Noun):
        """No table keeps this."""

    assert table_of(Person).name == "person"
    with pytest.raises(LookupError, match="no table keeps Nothing"):
        table_of(Nothing)
