"""Turns that begin together: each is taken once, and waits for no conversation but its own."""

import asyncio
import threading

import pytest

from adapters.runner import DrivenClock
from adapters.runner.openings import opening_of
from adapters.runner.turns import Turns
from bot.event import Command, Said, Sender
from bot.handle import handle
from storage.database import Database
from storage.nouns import Address, Outgoing, Received
from storage.opening import conversation
from tests.runner.test_turns import NOW, Somebody

PATIENT = 60.0  # seconds


@pytest.fixture
def another(database):
    """The same database as another process has it."""
    opened = Database(database._url.render_as_string(hide_password=False))
    yield opened
    opened.close()


def sender(user):
    return Sender("slack", "T1", user, f"Personne {user}")


def said(user, number=1, text="Bonjour"):
    return Said(f"{user}/{number}", sender(user), text)


def turn(event):
    return lambda work: handle(event, work)


def all_of(database, noun):
    with database.reading(NOW) as work:
        return work.find(noun)


def taken(database, events, *, longest=None, acts=None):
    """What became of events that came at the same instant."""

    async def all_of_them():
        turns = Turns(database, DrivenClock(NOW), "test", lambda: None)
        if longest is not None:
            turns._long = longest
        given = [(acts or {}).get(each.key) or turn(each) for each in events]
        waiting = [turns.take(act, opening_of(e)) for act, e in zip(given, events, strict=True)]
        return await asyncio.gather(*waiting, return_exceptions=True)

    return asyncio.run(all_of_them())


def told(database):
    """How many messages each was sent."""
    users = {each.id: each.user for each in all_of(database, Address)}
    found = dict.fromkeys(users.values(), 0)
    for each in all_of(database, Outgoing):
        found[users[each.address_id]] += 1
    return found


def test_each_is_taken_once(database):
    people = [f"U{n}" for n in range(20)]
    for number in (1, 2):
        taken(database, [said(each, number) for each in people])
    assert sorted(each.user for each in all_of(database, Address)) == sorted(people)
    assert len(all_of(database, Received)) == 40
    once = told(database)
    taken(database, [said(each, 2) for each in people])  # Slack tells them again
    assert told(database) == once
    assert set(once.values()) == {2}


def test_a_twin_that_comes_with_it_does_nothing(database):
    taken(database, [said("U1"), said("U2"), said("U2"), said("U1"), said("U3")])
    assert set(told(database).values()) == {1}


def test_what_others_say_meanwhile_does_not_change_what_is_remembered(database):
    people = [f"U{n}" for n in range(12)]
    taken(database, [said(each) for each in people])
    taken(database, [said(each, 2, "Quitter") for each in people])
    asked = [said(each, 3, "Bonjour") for each in people]
    taken(database, [*asked, *(said(each, 4, "Aide") for each in people)])
    assert len(all_of(database, Received)) == 48
    assert len(set(told(database).values())) == 1


@pytest.mark.parametrize("longest", [0.0, None])
def test_what_is_put_off_is_taken_in_the_next_one(database, longest):
    people = [f"U{n}" for n in range(9)]
    taken(database, [said(each) for each in people], longest=longest)
    assert told(database) == dict.fromkeys(people, 1)
    assert len(all_of(database, Received)) == 9


def test_one_that_fails_undoes_nothing_of_the_others(database):
    def fails(work):
        turn(said("U2"))(work)
        raise Somebody

    events = [said(each) for each in ("U0", "U1", "U2", "U3", "U4")]
    found = taken(database, events, acts={"U2/1": fails})
    assert isinstance(found[2], Somebody)
    assert sorted(each.key for each in all_of(database, Received)) == [
        "U0/1", "U1/1", "U3/1", "U4/1"
    ]  # fmt: skip
    taken(database, [said("U2")])  # told again, it is as new
    assert set(told(database).values()) == {1}


def test_a_conversation_that_somebody_else_has_keeps_only_its_author_waiting(database, another):
    if database.kind == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    events = [said(each) for each in ("U0", "U1", "U2", "U3")]
    taken(database, events)
    begun, free = threading.Event(), threading.Event()

    def elsewhere():
        with another.work(NOW) as work:
            work.alone(conversation("slack", "T1", "U1"))
            begun.set()
            free.wait(PATIENT)

    async def meanwhile():
        turns = Turns(database, DrivenClock(NOW), "test", lambda: None)
        again = [said(each.sender.user, 2) for each in events]
        waiting = [turns.take(turn(each), opening_of(each)) for each in again]
        await asyncio.wait_for(asyncio.gather(waiting[0], *waiting[2:]), PATIENT)
        assert not waiting[1].done()
        free.set()
        await asyncio.wait_for(waiting[1], PATIENT)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    begun.wait(PATIENT)
    try:
        asyncio.run(meanwhile())
    finally:
        free.set()
        thread.join(PATIENT)
    assert told(database) == {"U0": 2, "U1": 2, "U2": 2, "U3": 2}


def test_commands_may_be_long_and_share_with_nobody():
    assert opening_of(said("U1")) is not None
    assert opening_of(said("U1", text="/binome status")) is None
    assert opening_of(said("U1", text="binome match")) is None
    assert opening_of(Command("c", sender("U1"), "match")) is None
