"""What one unit of work was told stands in the next, until anybody else writes."""

import sqlite3
from typing import Any

import pytest

from storage import outbox
from storage.database import Database
from storage.nouns import Address, File, Happened, Person
from storage.work import Work
from tests.storage.ready import NOW


@pytest.fixture
def file(database: Database) -> str:
    if database.file is None:
        pytest.skip("PostgreSQL has several writers, and remembers nothing between them")
    return str(database.file)


def zoe(database: Database) -> Person:
    with database.work(NOW) as work:
        return work.add(Person(name="Zoé", locale="fr", created_at=NOW))


def questions(work: Work, key: int) -> int:
    """How many statements it takes to get a person again."""
    asked: list[str] = []
    driver: Any = work.connection.connection.dbapi_connection
    driver.set_trace_callback(asked.append)
    work.get(Person, key)
    driver.set_trace_callback(None)
    return len(asked)


def test_what_was_read_is_not_asked_again(database: Database, file: str) -> None:
    key = zoe(database).id
    with database.work(NOW) as work:
        assert questions(work, key) == 1
    with database.work(NOW) as work:
        assert questions(work, key) == 0


def test_what_another_connection_wrote_is_seen(database: Database, file: str) -> None:
    key = zoe(database).id
    with database.work(NOW) as work:
        assert work.get(Person, key).team == ""
    other = sqlite3.connect(file)
    with other:
        other.execute("UPDATE person SET team = 'Achats'")
    other.close()
    with database.work(NOW) as work:
        assert work.get(Person, key).team == "Achats"


def test_what_this_connection_wrote_by_itself_is_seen(database: Database, file: str) -> None:
    key = zoe(database).id
    with database.work(NOW) as work:
        assert work.get(Person, key).team == ""
    with database._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET team = 'Achats'")
    with database.work(NOW) as work:
        assert work.get(Person, key).team == "Achats"


def fail() -> None:
    raise ZeroDivisionError


def change_and_fail(database: Database, key: int) -> None:
    with database.work(NOW) as work:
        work.change(work.get(Person, key), team="Achats")
        assert work.find(Person, team="Achats")
        fail()


def test_a_work_that_failed_leaves_nothing_that_was_undone(database: Database) -> None:
    key = zoe(database).id
    with pytest.raises(ZeroDivisionError):
        change_and_fail(database, key)
    with database.work(NOW) as work:
        assert work.get(Person, key).team == ""
        assert work.find(Person, team="Achats") == []


def add_and_fail(work: Work, key: int) -> None:
    with work.attempt():
        with work.attempt():
            work.change(work.get(Person, key), team="Achats")
        work.add(Happened(subject="a", name="x", at=NOW))
        assert len(work.find(Happened, subject="a")) == 1
        fail()


def remove_and_fail(work: Work, key: int) -> None:
    with work.attempt():
        work.remove(work.get(Person, key))
        assert work.first(Person, id=key) is None
        fail()


def test_a_part_that_failed_leaves_nothing_that_was_undone(database: Database) -> None:
    key = zoe(database).id
    with database.work(NOW) as work:
        assert work.find(Happened, subject="a") == []
        with pytest.raises(ZeroDivisionError):
            add_and_fail(work, key)
        assert work.get(Person, key).team == ""
        assert work.find(Happened, subject="a") == []
        with pytest.raises(ZeroDivisionError):
            remove_and_fail(work, key)
        assert work.get(Person, key).team == ""
    with database.work(NOW) as work:
        assert work.get(Person, key).team == ""


def test_a_part_that_failed_takes_nothing_else_along(database: Database, file: str) -> None:
    key = zoe(database).id
    with database.work(NOW) as work:
        work.get(Person, key)
        work.find(Happened, subject="a")
        with pytest.raises(ZeroDivisionError):
            happen_and_fail(work)
        assert questions(work, key) == 0


def happen_and_fail(work: Work) -> None:
    with work.attempt():
        work.add(Happened(subject="a", name="x", at=NOW))
        fail()


def test_files_and_what_was_to_leave_no_trace_stay_in_no_memory(
    database: Database, file: str
) -> None:
    key = zoe(database).id
    with database.work(NOW) as work:
        work.get(Person, key)
        work.add(File(token="t", name="a", media_type="b", content=b"c", at=NOW))
        assert work.first(File, token="t") is not None
    memory = database._recall._memory
    assert memory.noun(File, 1) is None
    assert memory.noun(Person, key) is not None
    with database.work(NOW) as work:
        work.leave_no_trace()
    assert database._recall._memory.noun(Person, key) is None


def test_what_is_handed_out_has_arrived(database: Database) -> None:
    person = zoe(database)
    with database.work(NOW) as work:
        place = Address(person_id=person.id, platform="web", tenant="t", user="zoe")
        place = work.add(place)
        for number in range(2):
            outbox.post(work, f"k{number}", place.id, {"text": "a"})
        outbox.post(work, f"{outbox.VANISHING}k", place.id, {"text": "b"})
        handed = [outbox.hand_out(work, "shown") for _ in range(4)]
        assert [[each.outgoing.key for each in some] for some in handed] == [
            ["k0"],
            ["k1"],
            [f"{outbox.VANISHING}k"],
            [],
        ]
        assert outbox.counts(work)["sent"] == 2
        ((first,), *_rest) = handed
    with database.reading(NOW) as work:
        assert work.first(type(first.outgoing), key="k0") == first.outgoing
