"""Transactions that undo each other are made again; a tick does all that is due, however much."""

import threading
from contextlib import suppress
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from adapters.runner import Ticker
from bot.tick import tick
from storage.database import Database
from storage.nouns import Address, Enrolment, Person
from storage.work import Work, undone_by_another
from tests.client import START, Chat

PATIENT = 60.0  # seconds; a deadlock is noticed after one


def two(database: Database) -> tuple[Person, Person]:
    with database.work(START) as work:
        return work.add(Person(name="A", created_at=START)), work.add(
            Person(name="B", created_at=START)
        )


def test_two_that_wait_for_each_other_both_end_well(chat: Chat) -> None:
    database, people = chat.database, two(chat.database)
    met = threading.Barrier(2)
    tries: list[str] = []

    def act(one: Person, other: Person) -> None:
        def both(work: Work) -> None:
            tries.append(one.name)
            first = work.lock(Person, one.id)
            work.change(first, team=f"{first.team}{one.name}")
            if database.kind == "postgresql" and len(tries) <= 2:
                met.wait(PATIENT)
            second = work.lock(Person, other.id)
            work.change(second, team=f"{second.team}{one.name}")

        database.carry_out(START, both)

    threads = [threading.Thread(target=act, args=pair) for pair in (people, people[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENT)
    assert {"".join(sorted(each.team)) for each in chat.all(Person)} == {"AB"}
    assert len(tries) >= (3 if database.kind == "postgresql" else 2)


def test_what_is_truly_wrong_is_raised_after_a_few_tries(chat: Chat) -> None:
    tries: list[int] = []

    def twin(work: Work) -> None:
        tries.append(len(tries))
        for _ in range(2):
            work.add(Address(platform="slack", user="U1"))

    with pytest.raises(IntegrityError) as caught:
        chat.database.carry_out(START, twin)
    assert chat.all(Address) == []
    again = undone_by_another(caught.value)
    assert again is (chat.database.kind == "postgresql")
    assert len(tries) == (4 if again else 1)


def test_a_name_is_one_transactions_at_a_time(chat: Chat, another: Database) -> None:
    order: list[str] = []
    taken = threading.Event()

    def second() -> None:
        taken.wait(PATIENT)
        with another.work(START) as work:
            work.alone("address:U1")
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with chat.database.work(START) as work:
        work.alone("address:U1")
        taken.set()
        thread.join(0.2)
        order.append("first")
    thread.join(PATIENT)
    assert order == ["first", "second"]


def test_one_tick_does_all_that_is_due_however_much(chat: Chat) -> None:
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    until = date(2016, 1, 8)
    with chat.database.work(START) as work:
        people = [work.add(Person(name=f"P{n}", created_at=START)) for n in range(60)]
        work.add_all(
            [
                Enrolment(
                    programme_id=programme.id,
                    person_id=person.id,
                    role="mentee",
                    state="paused",
                    paused_until=until,
                    joined_at=START,
                    look_at=START,
                )
                for person in people
            ]
        )
    chat.jump(START + timedelta(days=4))
    Ticker(chat.database, chat.clock, tick).tick()
    assert {each.state for each in chat.all(Enrolment)} == {"active"}


def test_what_belongs_to_a_locked_noun_can_still_be_added(chat: Chat, another: Database) -> None:
    """Else a command on a programme would hold up everybody in it, and two ticks each other."""
    if chat.database.kind == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    programme = chat.programme()
    person, _ = two(chat.database)
    with chat.database.work(START) as work:
        work.lock(type(programme), programme.id)
        place = Enrolment(
            programme_id=programme.id, person_id=person.id, role="mentee", joined_at=START
        )
        with another.work(START) as other:
            other.connection.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
            other.add(place)
    assert len(chat.all(Enrolment)) == 1


def test_what_a_work_wrote_is_its_own_until_it_ends(chat: Chat, another: Database) -> None:
    """It need not be read again after waiting for somebody else, who may have written the rest."""
    if chat.database.kind == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    one, other = two(chat.database)
    with chat.database.work(START) as work:
        work.change(one, team="Achats")
        assert work.get(Person, other.id).team == ""
        with another.work(START) as elsewhere:
            elsewhere.change(other, team="Ventes")
        work.alone("address:U1")
        assert work.get(Person, one.id).team == "Achats"
        assert work.get(Person, other.id).team == "Ventes"
    assert [each.team for each in chat.all(Person)] == ["Achats", "Ventes"]


def test_a_change_tells_what_another_transaction_wrote_beside_it(
    chat: Chat, another: Database
) -> None:
    if chat.database.kind == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    one, _ = two(chat.database)
    with chat.database.work(START) as work:
        assert work.find(Person, email="a@example.org") == []
        assert work.get(Person, one.id).email is None
        with another.work(START) as elsewhere:
            elsewhere.change(one, email="a@example.org")
        work.change(one, team="Achats")
        now = work.get(Person, one.id)
        assert (now.team, now.email) == ("Achats", "a@example.org")
        assert work.find(Person, email="a@example.org") == [now]


def test_what_a_part_that_failed_had_locked_is_locked_again(chat: Chat, another: Database) -> None:
    if chat.database.kind == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    one, _ = two(chat.database)
    with chat.database.work(START) as work:
        with suppress(LookupError), work.attempt():
            work.alone("address:U1")
            work.lock(Person, one.id)
            raise LookupError
        with another.work(START) as elsewhere:
            elsewhere.alone("address:U1")
            elsewhere.change(one, team="Ventes")
        work.alone("address:U1")
        assert work.lock(Person, one.id).team == "Ventes"
