"""Turns taken together: each fails alone, and nobody hears of theirs before it is kept."""

import asyncio
import time
from datetime import UTC, datetime

from adapters.runner import DrivenClock
from adapters.runner.turns import Turns
from storage.nouns import Person

NOW = datetime(2016, 1, 5, 10, tzinfo=UTC)


class Somebody(RuntimeError):
    """Something of theirs went wrong."""


def joins(name):
    return lambda work: work.add(Person(name=name, created_at=NOW)).name


def fails(name):
    def act(work):
        joins(name)(work)
        raise Somebody(name)

    return act


def names(database):
    with database.reading(NOW) as work:
        return sorted(each.name for each in work.find(Person))


def taken(database, acts, heard=lambda: None):
    """What each came to: a value or an error."""

    async def all_of_them():
        turns = Turns(database, DrivenClock(NOW), "test", heard)
        return await asyncio.gather(*map(turns.take, acts), return_exceptions=True)

    return asyncio.run(all_of_them())


def test_each_gets_its_own_answer(database):
    wanted = [f"P{n:02}" for n in range(40)]
    assert taken(database, map(joins, wanted)) == wanted
    assert names(database) == wanted


def test_one_that_fails_undoes_nothing_of_the_others(database):
    found = taken(database, [joins("Anne"), joins("Bruno"), fails("Chloé"), joins("Denis")])
    assert [str(each) for each in found] == ["Anne", "Bruno", "Chloé", "Denis"]
    assert isinstance(found[2], Somebody)
    assert names(database) == ["Anne", "Bruno", "Denis"]


def test_a_transaction_that_fails_as_a_whole_is_done_again_one_by_one(database):
    def breaks(work):
        work.connection.exec_driver_sql("ROLLBACK")  # as a database in trouble may
        raise Somebody

    found = taken(database, [joins("Anne"), joins("Bruno"), breaks, joins("Denis")])
    assert [found[0], found[1], found[3]] == ["Anne", "Bruno", "Denis"]
    assert isinstance(found[2], Exception)
    assert names(database) == ["Anne", "Bruno", "Denis"]


def test_nobody_hears_of_what_is_not_committed(database):
    seen = []

    async def each_looks():
        turns = Turns(database, DrivenClock(NOW), "test", lambda: None)

        async def one(name):
            await turns.take(joins(name))
            seen.append(name in await asyncio.to_thread(names, database))

        await asyncio.gather(*(one(f"P{n}") for n in range(20)))

    asyncio.run(each_looks())
    assert seen == [True] * 20


def test_whoever_waited_and_is_gone_holds_up_nobody(database):
    async def impatient():
        turns = Turns(database, DrivenClock(NOW), "test", lambda: None)
        first, gone, last = (turns.take(joins(name)) for name in ("Anne", "Bruno", "Denis"))
        gone.cancel()
        return await first, await last

    assert asyncio.run(impatient()) == ("Anne", "Denis")
    ends = time.monotonic() + 60
    while len(names(database)) < 3 and time.monotonic() < ends:
        time.sleep(0.01)  # nobody is told when that one is done
    assert names(database) == ["Anne", "Bruno", "Denis"]
