"""The ticker: it calls, and whatever happens it calls again."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from adapters.runner import DrivenClock, Ticker
from storage import inbox, outbox
from storage.database import Database
from storage.nouns import Happened, Outgoing, Received
from storage.work import Work
from tests.storage.ready import NOW, somewhere


def one_at_a_time(left: int) -> tuple[list[int], "Ticks"]:
    done: list[int] = []
    return done, Ticks(done, left)


class Ticks:
    """Something due `left` times in all, each batch kept in the database."""

    def __init__(self, done: list[int], left: int) -> None:
        self.done, self.left = done, left

    def __call__(self, work: Work) -> int:
        some = min(self.left, 10)
        for number in range(some):
            work.add(Happened(subject=f"{len(self.done)}-{number}", name="x", at=work.now))
        self.left -= some
        self.done.append(some)
        return some


def test_a_tick_goes_on_while_there_is_more_each_batch_on_its_own(database: Database) -> None:
    done, ticks = one_at_a_time(25)
    kicks: list[int] = []
    ticker = Ticker(database, DrivenClock(NOW), ticks, kick=lambda: kicks.append(1), full=10)
    assert ticker.tick() == 25
    assert done == [10, 10, 5]
    assert len(kicks) == 3
    assert ticker.tick() == 0
    assert len(kicks) == 3
    with database.reading(NOW) as work:
        assert len(work.find(Happened)) == 25


def test_lost_messages_are_taken_back_and_old_ones_cleared(database: Database) -> None:
    clock = DrivenClock(NOW)
    kicks: list[int] = []
    ticker = Ticker(database, clock, lambda _work: 0, kick=lambda: kicks.append(1))
    with database.work(NOW) as work:
        address = somewhere(work)
        outbox.post(work, "a", address.id, {})
        outbox.claim(work)
        inbox.seen(work, "e")
    assert ticker.recover() == 0
    clock.advance(timedelta(minutes=2))
    assert (ticker.recover(), len(kicks)) == (1, 1)
    with database.work(clock.now()) as work:
        (claimed,) = outbox.claim(work)
        outbox.sent(work, claimed, "r")
    clock.advance(timedelta(days=20))
    assert ticker.prune() == 1
    clock.advance(timedelta(days=20))
    assert ticker.prune() == 1
    with database.reading(NOW) as work:
        assert work.find(Outgoing) == []
        assert work.find(Received) == []


def test_much_is_cleared_bit_by_bit(database: Database) -> None:
    clock = DrivenClock(NOW)
    with database.work(NOW) as work:
        work.add_all([Received(key=f"e{n}", at=NOW) for n in range(2_500)])
    clock.advance(timedelta(days=20))
    with database.work(clock.now()) as work:
        inbox.seen(work, "new")
    assert Ticker(database, clock, lambda _work: 0).prune() == 2_500
    with database.reading(NOW) as work:
        assert [each.key for each in work.find(Received)] == ["new"]


def test_people_are_forgotten_until_there_are_none(database: Database) -> None:
    left = [3, 2, 0, 9]
    ticker = Ticker(database, DrivenClock(NOW), lambda _work: 0, forget=lambda _work: left.pop(0))
    assert ticker.prune() == 5
    assert left == [9]


async def until(condition: Callable[[], bool]) -> None:
    """Waits until something is so, which another thread brings about."""
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def test_it_ticks_steadily_and_survives_a_failure(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    ticks: list[int] = []

    def tick(_work: Work) -> int:
        ticks.append(len(ticks))
        if len(ticks) == 1:
            raise RuntimeError("a rule is broken")
        return 0

    async def play() -> None:
        ticker = Ticker(database, DrivenClock(NOW), tick, every=0.1)
        ticker.start()
        await until(lambda: len(ticks) >= 3)
        await ticker.stop()

    asyncio.run(play())
    told = capsys.readouterr().out
    assert "a tick failed; the next one tries again" in told
    assert "a rule is broken" in told


def test_a_pause_makes_one_tick_late_rather_than_many_or_none(database: Database) -> None:
    ticks: list[int] = []

    def tick(_work: Work) -> int:
        ticks.append(len(ticks))
        return 0

    async def play() -> None:
        ticker = Ticker(database, DrivenClock(NOW), tick, every=0.05)
        ticker.start()
        await until(lambda: len(ticks) >= 1)
        before = len(ticks)
        time.sleep(0.6)  # noqa: ASYNC251  # the event loop stalls: a dozen ticks are due at once
        goes_on = time.monotonic()
        await until(lambda: len(ticks) > before)
        await asyncio.sleep(0.04)
        came, due = len(ticks) - before, (time.monotonic() - goes_on) / 0.05
        await ticker.stop()
        assert came <= due + 3, "the late one, and those that are due since"

    asyncio.run(play())


def test_stopping_waits_for_the_tick_that_is_running(database: Database) -> None:
    steps: list[str] = []

    def tick(work: Work) -> int:
        steps.append("began")
        time.sleep(0.2)
        work.add(Happened(subject="pair:1", name="x", at=work.now))
        steps.append("ended")
        return 0

    async def play() -> None:
        ticker = Ticker(database, DrivenClock(NOW), tick, every=600)  # the first comes at once
        ticker.start()
        await until(lambda: bool(steps))
        await ticker.stop()

    asyncio.run(play())
    assert steps == ["began", "ended"]
    with database.reading(NOW) as work:
        assert len(work.find(Happened)) == 1


def test_stopping_leaves_what_is_still_due_to_the_next_process(database: Database) -> None:
    done, ticks = one_at_a_time(1_000_000)

    async def run() -> None:
        ticker = Ticker(database, DrivenClock(NOW), ticks, full=10)
        ticker.start()
        await until(lambda: bool(done))
        async with asyncio.timeout(60):
            await ticker.stop()

    asyncio.run(run())
    assert ticks.left > 0


def test_trouble_is_told_only_when_there_is_some(database: Database) -> None:
    seen: list[bool] = []

    def tell(work: Work) -> int:
        work.add(Happened(subject="s", name=f"{len(seen)}", at=work.now))
        return 1

    kicks: list[int] = []
    watch = (lambda _work: bool(seen), tell)
    ticker = Ticker(
        database, DrivenClock(NOW), lambda _work: 0, kick=lambda: kicks.append(1), watch=watch
    )
    assert ticker.watch() == 0
    seen.append(True)
    assert ticker.watch() == 1
    assert kicks == [1]
    with database.reading(NOW) as work:
        assert len(work.find(Happened)) == 1
