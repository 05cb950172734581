"""The courier: claims, delivers, notes, and loses nothing when told to stop."""

import asyncio
import threading
from datetime import timedelta

import pytest

from adapters.runner import (
    Courier,
    DrivenClock,
    Outcome,
    Refused,
    SystemClock,
    TryLater,
    Uncertain,
    Unreachable,
)
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Outgoing
from tests.runner.fakes import FakePlatform, yes
from tests.storage.ready import NOW, somewhere


def post(database: Database, *keys: str, user: str = "U1", platform: str = "slack") -> None:
    """Posts messages to one address, due at once by any clock."""
    with database.work(NOW) as work:
        to = work.first(Address, user=user) or somewhere(work, user, platform)
        for key in keys:
            outbox.post(work, key, to.id, {"text": key})


def kept(database: Database) -> dict[str, Outgoing]:
    with database.reading(NOW) as work:
        return {each.key: each for each in work.find(Outgoing)}


def states(database: Database) -> dict[str, str]:
    return {key: each.state for key, each in kept(database).items()}


def test_a_batch_is_delivered_and_noted(database: Database) -> None:
    post(database, "a", "b", user="U1")
    post(database, "c", user="U2")
    slack = FakePlatform()
    courier = Courier(database, [slack], DrivenClock(NOW))

    async def all_of_it() -> list[int]:
        return [await courier.once() for _ in range(3)]

    assert asyncio.run(all_of_it()) == [2, 1, 0]
    assert sorted(slack.given) == ["a", "b", "c"]
    assert {each.receipt for each in kept(database).values()} == {"r-a", "r-b", "r-c"}
    assert set(states(database).values()) == {"sent"}


def test_each_platform_has_its_own_messages(database: Database) -> None:
    post(database, "a", user="U1", platform="slack")
    post(database, "b", user="U2", platform="teams")
    post(database, "c", user="U3", platform="web")
    slack, teams = FakePlatform("slack"), FakePlatform("teams")
    assert asyncio.run(Courier(database, [slack, teams], DrivenClock(NOW)).once()) == 2
    assert (slack.given, teams.given) == (["a"], ["b"])
    assert states(database)["c"] == "pending"


def test_only_so_many_are_on_their_way_at_once(database: Database) -> None:
    for number in range(12):
        post(database, f"m{number}", user=f"U{number}")
    slack = FakePlatform(seconds=0.01)
    courier = Courier(database, [slack], DrivenClock(NOW), at_once=3)
    assert asyncio.run(courier.once()) == 12
    assert slack.most_at_once == 3


def test_every_answer_has_its_consequence(database: Database) -> None:
    answers: dict[str, Outcome] = {
        "later": TryLater(30.0, "ratelimited"),
        "gone": Unreachable("account_inactive"),
        "doubt": Uncertain("timeout"),
        "bad": Refused("invalid_blocks"),
    }
    for key in answers:
        post(database, key, user=key)
    slack = FakePlatform(answer=lambda key, _attempt: answers[key])
    asyncio.run(Courier(database, [slack], DrivenClock(NOW)).once())
    after = kept(database)
    assert states(database) == {
        "later": "pending", "gone": "dead", "doubt": "pending", "bad": "dead"
    }  # fmt: skip
    assert {key: each.error for key, each in after.items()} == {
        key: answer.error  # type: ignore[union-attr]  # none was delivered
        for key, answer in answers.items()
    }
    assert after["later"].retry_at is not None
    assert after["later"].retry_at >= NOW + timedelta(seconds=30)
    with database.reading(NOW) as work:
        unreachable = [each.user for each in work.find(Address) if not each.reachable]
    assert unreachable == ["gone"]


def test_a_platform_that_breaks_leaves_doubt_and_no_trace_of_words(database: Database) -> None:
    post(database, "a")

    def broken(_key: str, _attempt: int) -> Outcome:
        raise ConnectionResetError("while sending: je n’ose pas demander")

    asyncio.run(Courier(database, [FakePlatform(answer=broken)], DrivenClock(NOW)).once())
    after = kept(database)["a"]
    assert (after.state, after.error) == ("pending", "ConnectionResetError")


def test_a_platform_that_never_answers_is_not_waited_for(database: Database) -> None:
    post(database, "a")
    slow = FakePlatform(seconds=60)
    asyncio.run(Courier(database, [slow], DrivenClock(NOW), patience=0.05).once())
    assert kept(database)["a"].error == "no answer in time"


def test_a_platform_that_says_later_to_all_is_left_alone_for_a_while(database: Database) -> None:
    for number in range(20):
        post(database, f"m{number}", user=f"U{number}")
    post(database, "t", user="T1", platform="teams")
    clock = DrivenClock(NOW)
    slack = FakePlatform(answer=lambda _key, _attempt: TryLater(60.0, "ratelimited"))
    courier = Courier(database, [slack, FakePlatform("teams")], clock, batch=5)

    async def again_and_again() -> None:
        while await courier.once():
            pass

    asyncio.run(again_and_again())
    assert len(slack.given) == 5
    assert states(database)["t"] == "sent"
    clock.advance(timedelta(seconds=120))
    slack.answer = yes
    asyncio.run(again_and_again())
    assert set(states(database).values()) == {"sent"}


def test_a_driven_clock_may_jump_from_due_to_due(database: Database) -> None:
    clock = DrivenClock(NOW)
    post(database, "a", "b", "c")
    flaky = FakePlatform(
        answer=lambda key, attempt: yes(key, attempt) if attempt > 3 else TryLater(None, "503")
    )
    courier = Courier(database, [flaky], clock)

    async def play() -> None:
        while True:
            while await courier.once():
                pass
            with database.reading(clock.now()) as work:
                due = outbox.next_due(work)
            if due is None:
                return
            clock.set(due)

    asyncio.run(play())
    assert flaky.given == ["a"] * 4 + ["b"] * 4 + ["c"] * 4
    assert set(states(database).values()) == {"sent"}


# ---------------------------------------------------------------- running


async def until_sent(database: Database, count: int) -> None:
    """Waits until `count` messages arrived."""
    async with asyncio.timeout(60):
        while list(states(database).values()).count("sent") < count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def test_it_runs_in_order_until_stopped(database: Database) -> None:
    for user in range(5):
        post(database, *(f"{user}-{n}" for n in range(6)), user=f"U{user}")
    slack = FakePlatform(seconds=0.002)
    courier = Courier(database, [slack], SystemClock(), at_once=4)

    async def play() -> None:
        running = asyncio.create_task(courier.run())
        await until_sent(database, 30)
        courier.stop()
        await running

    asyncio.run(play())
    for user in range(5):
        mine = [key for key in slack.given if key.startswith(f"{user}-")]
        assert mine == [f"{user}-{n}" for n in range(6)]
    assert slack.most_at_once <= 4


def test_a_kick_from_any_thread_spares_the_wait(database: Database) -> None:
    slack = FakePlatform()
    courier = Courier(database, [slack], SystemClock(), look=600.0)

    async def play() -> None:
        running = asyncio.create_task(courier.run())
        await asyncio.sleep(0.1)

        def speak() -> None:
            post(database, "a")
            courier.kick()

        thread = threading.Thread(target=speak)
        thread.start()
        await until_sent(database, 1)
        thread.join()
        courier.stop()
        await running

    asyncio.run(play())


def test_a_slow_delivery_keeps_nobody_else_waiting(database: Database) -> None:
    post(database, "slow", user="U0")
    for user in range(1, 6):
        post(database, *(f"{user}-{n}" for n in range(3)), user=f"U{user}")

    class Uneven(FakePlatform):
        async def deliver(self, address: Address, message: Outgoing) -> Outcome:
            if message.key == "slow":
                await asyncio.sleep(600)
            return await super().deliver(address, message)

    courier = Courier(database, [Uneven()], SystemClock(), at_once=2, patience=600, drain=0.05)

    async def play() -> None:
        running = asyncio.create_task(courier.run())
        await until_sent(database, 15)
        courier.stop()
        await running

    asyncio.run(play())
    # Cut short at the end: nobody knows, so it is neither lost nor still held.
    assert (kept(database)["slow"].state, kept(database)["slow"].error) == (
        "pending", "stopped while sending"
    )  # fmt: skip


def test_stopping_waits_for_what_is_on_its_way(database: Database) -> None:
    for user in range(3):
        post(database, f"{user}-a", f"{user}-b", user=f"U{user}")
    slack = FakePlatform(seconds=0.3)
    courier = Courier(database, [slack], SystemClock())

    async def play() -> None:
        running = asyncio.create_task(courier.run())
        async with asyncio.timeout(60):
            while slack.at_once < 3:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        courier.stop()
        await running

    asyncio.run(play())
    assert sorted(key for key, state in states(database).items() if state == "sent") == [
        "0-a", "1-a", "2-a"
    ]  # fmt: skip
    assert list(states(database).values()).count("pending") == 3


def test_a_database_that_goes_away_for_a_while_is_outlived(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(database, "a", "b")
    slack = FakePlatform()
    courier = Courier(database, [slack], SystemClock(), look=0.01)
    work, calls = database.work, iter(range(1000))

    def sometimes(*args: object) -> object:
        if next(calls) % 3 != 2:
            raise OSError("the server closed the connection")
        return work(*args)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(database, "work", sometimes)

    async def play() -> None:
        running = asyncio.create_task(courier.run())
        await until_sent(database, 2)
        courier.stop()
        await running

    asyncio.run(play())
    assert slack.given == ["a", "b"]  # what had arrived was noted later, not sent again
