"""The courier and the pace of workspaces: a 429 stops one of them, and loses or doubles nothing."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.runner import (
    Courier,
    Delivered,
    DrivenClock,
    Outcome,
    SystemClock,
    TryLater,
    Uncertain,
)
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Outgoing, Pace
from storage.pace import Rate
from tests.runner.fakes import FakePlatform
from tests.runner.test_courier import kept, post, states, until_sent
from tests.storage.ready import NOW
from tests.storage.test_outbox_machine import assert_paced

RATE = Rate(per_minute=300, burst=50)


def crowd(database: Database, tenant: str, count: int, platform: str = "slack") -> None:
    """So many people of a workspace, with a reminder each."""
    with database.work(NOW) as work:
        for number in range(count):
            user = f"{tenant}-{number}"
            place = work.add(Address(platform=platform, tenant=tenant, user=user))
            outbox.post(work, user, place.id, {"text": user})


class Server:
    """A platform that counts what reaches each of its workspaces, and may ask one to wait."""

    name = "slack"

    def __init__(self, clock: DrivenClock, rate: Rate | None = RATE) -> None:
        self.clock, self.rate = clock, rate
        self.arrived: list[tuple[datetime, str, str]] = []
        self.refuses_at: set[int] = set()  # the how-manieth request of a workspace
        self.asked: Counter[str] = Counter()
        self.told: dict[str, datetime] = {}
        self.too_soon: list[str] = []
        self.everyone = True

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        now, tenant = self.clock.now(), address.tenant
        self.asked[tenant] += 1
        mine = self.asked[tenant]
        if self.told.get(tenant, now) > now:
            self.too_soon.append(message.key)
        await asyncio.sleep(0)
        if mine in self.refuses_at:
            self.told[tenant] = now + timedelta(seconds=30)
            return TryLater(30.0, "ratelimited", everyone=self.everyone)
        self.arrived.append((now, tenant, message.key))
        return Delivered("r")

    def moments(self, tenant: str) -> list[datetime]:
        return [at for at, where, _ in self.arrived if where == tenant]


def play(database: Database, clock: DrivenClock, *couriers: Courier, step: float = 0.0) -> None:
    """Lets the couriers deliver everything, jumping from due to due, by `step` seconds or more."""
    rates = {"slack": RATE}

    async def whole() -> None:
        while True:
            while sum([await courier.once() for courier in couriers]):
                pass
            with database.reading(clock.now()) as work:
                due = outbox.next_due(work, None, rates)
            if due is None:
                return
            assert due > clock.now(), "what is due now would have been claimed"
            clock.set(max(due, clock.now() + timedelta(seconds=step)))

    asyncio.run(whole())


def test_a_429_amid_a_thousand_reminders_loses_and_doubles_none(database: Database) -> None:
    crowd(database, "T1", 1000)
    crowd(database, "T2", 30)
    clock = DrivenClock(NOW)
    slack = Server(clock)
    slack.refuses_at = {90, 500}
    play(database, clock, Courier(database, [slack], clock), step=3.7)
    assert Counter(key for _, _, key in slack.arrived) == Counter(
        [f"T1-{n}" for n in range(1000)] + [f"T2-{n}" for n in range(30)]
    )
    assert slack.too_soon == [], "nothing leaves before the time that was asked for"
    assert_paced(slack.moments("T1"), RATE)
    assert set(slack.moments("T2")) == {NOW}, "another workspace does not wait with it"
    messages = kept(database).values()
    assert {each.state for each in messages} == {"sent"}
    assert {each.attempts for each in messages} == {1}, "waiting with everybody is no failed try"


def test_after_the_wait_messages_leave_steadily_rather_than_all_at_once(
    database: Database,
) -> None:
    crowd(database, "T1", 70)
    clock = DrivenClock(NOW)
    slack = Server(clock)
    slack.refuses_at = {5}
    play(database, clock, Courier(database, [slack], clock, at_once=1))
    first, *rest = [at for at in slack.moments("T1") if at > NOW]
    assert first == NOW + timedelta(seconds=30)
    assert [at - first for at in rest] == [n * RATE.each for n in range(1, len(rest) + 1)]


def test_two_couriers_keep_one_pace(database: Database) -> None:
    crowd(database, "T1", 200)
    clock = DrivenClock(NOW)
    slack = Server(clock)
    slack.refuses_at = {60}
    play(database, clock, *(Courier(database, [slack], clock, batch=20) for _ in range(2)))
    assert len({key for _, _, key in slack.arrived}) == len(slack.arrived) == 200
    assert_paced(slack.moments("T1"), RATE)


def test_a_workspace_that_always_says_later_rests_alone(database: Database) -> None:
    crowd(database, "T1", 20)
    crowd(database, "T2", 20)
    clock = DrivenClock(NOW)
    slack = Server(clock)
    slack.refuses_at, slack.everyone = set(range(1, 6)), False
    courier = Courier(database, [slack], clock, batch=10, at_once=1)

    async def now() -> None:
        while await courier.once():
            pass

    slack.asked["T2"] = 100  # which is never refused
    asyncio.run(now())
    assert slack.asked["T1"] == 5
    assert len(slack.moments("T2")) == 20
    with database.reading(NOW) as work:
        assert work.find(Pace, tenant="T1")[0].busy_until > NOW + timedelta(seconds=30)
    play(database, clock, courier)
    assert set(states(database).values()) == {"sent"}


def test_without_a_rate_everybody_waits_all_the_same(database: Database) -> None:
    crowd(database, "T1", 20)
    clock = DrivenClock(NOW)
    slack = Server(clock, rate=None)
    slack.refuses_at = {3}
    courier = Courier(database, [slack], clock, at_once=1)
    play(database, clock, courier)
    assert slack.too_soon == []
    assert sorted(slack.moments("T1"))[:3] == [NOW, NOW, NOW + timedelta(seconds=30)]
    assert len(slack.arrived) == 20


def test_a_bucket_that_frees_is_not_waited_for_longer(database: Database) -> None:
    crowd(database, "T1", 6)
    slack = FakePlatform(rate=Rate(per_minute=1200, burst=1))
    courier = Courier(database, [slack], SystemClock(), look=60.0)

    async def run() -> None:
        running = asyncio.create_task(courier.run())
        await until_sent(database, 6)  # six looks would take minutes
        courier.stop()
        await running

    asyncio.run(run())
    assert len(slack.given) == 6


# ---------------------------------------------------------------- messages of several posts


class Parts:
    """A platform on which every message takes three posts; `answers` come between them."""

    name, rate = "slack", None

    def __init__(self, answers: list[Callable[[str], Outcome] | None]) -> None:
        self.posted: list[str] = []
        self.answers = answers

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        done = message.receipt.split()
        for part in ("one", "two", "three")[len(done) :]:
            answer = self.answers.pop(0)
            if answer is not None:
                return answer(" ".join(done))
            self.posted.append(part)
            done.append(part)
        return Delivered(" ".join(done))


def test_a_message_of_several_posts_goes_on_where_it_stopped(database: Database) -> None:
    post(database, "a")
    clock = DrivenClock(NOW)
    parts = Parts(
        [
            None,
            lambda done: TryLater(10.0, "ratelimited", everyone=True, arrived=done),
            lambda done: TryLater(None, "unavailable"),  # which says nothing of the first post
            None,
            lambda done: Uncertain("timeout", arrived=done),
            None,
        ]
    )
    play(database, clock, Courier(database, [parts], clock))
    assert parts.posted == ["one", "two", "three"]
    after = kept(database)["a"]
    assert (after.state, after.receipt, after.attempts) == ("sent", "one two three", 3)
