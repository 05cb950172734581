"""The outbox under every order of posts, claims, receipts, failures, crashes and pauses.

A plain-Python oracle says what each claim must find; the world remembers what really arrived.
"""

from collections import Counter
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from storage import outbox, pace
from storage.database import Database
from storage.nouns import Address, Outgoing, Pace
from storage.outbox import Claimed
from storage.pace import Rate
from storage.work import Work
from tests.storage.ready import NOW

ADDRESSES = {1: "A", 2: "A", 3: "B"}  # with the tenant of each
LEASE = timedelta(seconds=30)


def first_in_line(rows: list[Outgoing]) -> dict[int, Outgoing]:
    """Each address's next message: none while one of its messages is on its way."""
    lines: dict[int, Outgoing] = {}
    for row in sorted(rows, key=lambda row: (row.due_at, row.id)):
        if row.state == "pending":
            lines.setdefault(row.address_id, row)
    away = {row.address_id for row in rows if row.state == "sending"}
    return {address: row for address, row in lines.items() if address not in away}


def ready_at(row: Outgoing) -> datetime:
    """When a message may leave."""
    return max(row.due_at, row.retry_at or row.due_at)


class OutboxMachine(RuleBasedStateMachine):
    """Any number of couriers and posters on one outbox."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.posted: list[str] = []
        self.flying: list[Claimed] = []
        self.arrived: list[str] = []
        self.doubts: Counter[str] = Counter()  # times that nobody knew
        with self.database.work(NOW) as work:
            for noun in (Address, Pace):
                for each in work.find(noun):
                    work.remove(each)
            for user, tenant in ADDRESSES.items():
                work.add(Address(id=user, platform="slack", tenant=tenant, user=str(user)))

    def rows(self, work: Work) -> list[Outgoing]:
        return work.find(Outgoing)

    @rule(
        address=st.sampled_from(list(ADDRESSES)),
        late=st.sampled_from([-20, 0, 0, 0, 15]),
        kind=st.sampled_from(["resend", "resend", "hold"]),
    )
    def post(self, address: int, late: int, kind: str) -> None:
        key, due = f"m{len(self.posted)}", self.now + timedelta(seconds=late)
        with self.database.work(self.now) as work:
            assert outbox.post(work, key, address, {"text": key}, due=due, kind=kind)
        self.posted.append(key)

    @precondition(lambda self: self.posted)
    @rule(data=st.data())
    def post_again(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.posted))
        with self.database.work(self.now) as work:
            assert not outbox.post(work, key, 1, {})

    @rule(limit=st.integers(1, 4))
    def claim(self, limit: int) -> None:
        with self.database.work(self.now) as work:
            lines = first_in_line(self.rows(work)).values()
            ready = [row for row in lines if ready_at(row) <= self.now]
            wanted = sorted(ready, key=lambda row: (row.due_at, row.id))[:limit]
            claimed = outbox.claim(work, None, limit, LEASE)
        assert [each.outgoing.key for each in claimed] == [row.key for row in wanted]
        self.flying += claimed

    @precondition(lambda self: self.flying)
    @rule(data=st.data(), noted=st.booleans())
    def deliver(self, data: st.DataObject, noted: bool) -> None:
        claimed = self._land(data)
        self.arrived.append(claimed.outgoing.key)
        if not noted:  # the courier died in between
            self.doubts[claimed.outgoing.key] += 1
            return
        with self.database.work(self.now) as work:
            row = work.get(Outgoing, claimed.outgoing.id)
            # Late is well, unless somebody took over after the lease ran out.
            ours = row.lease_token == claimed.outgoing.lease_token and row.state != "sent"
            assert outbox.sent(work, claimed, "r") == ours
            assert ours or self.doubts[row.key] > 0

    @precondition(lambda self: self.flying)
    @rule(data=st.data(), asked=st.sampled_from([None, 0.0, 12.0]))
    def fail(self, data: st.DataObject, asked: float | None) -> None:
        claimed = self._land(data)
        with self.database.work(self.now) as work:
            at = outbox.next_try(claimed.outgoing, self.now, asked)
            ours = self._ours(work, claimed)
            assert outbox.retry(work, claimed, at, "ratelimited") == ours

    @precondition(lambda self: self.flying)
    @rule(data=st.data(), really=st.booleans())
    def time_out(self, data: st.DataObject, really: bool) -> None:
        claimed = self._land(data)
        if really:
            self.arrived.append(claimed.outgoing.key)
        self.doubts[claimed.outgoing.key] += 1
        with self.database.work(self.now) as work:
            ours = self._ours(work, claimed)
            assert outbox.uncertain(work, claimed, "timeout") == ours
            if ours and claimed.outgoing.kind == "hold":
                assert work.get(Outgoing, claimed.outgoing.id).state == "ambiguous"

    @precondition(lambda self: self.flying)
    @rule(data=st.data())
    def refuse(self, data: st.DataObject) -> None:
        claimed = self._land(data)
        with self.database.work(self.now) as work:
            ours = self._ours(work, claimed)
            assert outbox.refuse(work, claimed, "invalid") == ours

    @rule()
    def crash(self) -> None:
        self.flying.clear()

    @rule(seconds=st.sampled_from([1, 10, 40, 4000]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def recover(self) -> None:
        with self.database.work(self.now) as work:
            lost = [r for r in self.rows(work) if r.lease_until and r.lease_until <= self.now]
            assert outbox.recover(work) == len(lost)
            for row in lost:
                self.doubts[row.key] += 1
                held = work.get(Outgoing, row.id).state == "ambiguous"
                assert held == (row.kind == "hold")

    def _ours(self, work: Work, claimed: Claimed) -> bool:
        row = work.get(Outgoing, claimed.outgoing.id)
        return row.state == "sending" and row.lease_token == claimed.outgoing.lease_token

    def _land(self, data: st.DataObject) -> Claimed:
        return self.flying.pop(data.draw(st.integers(0, len(self.flying) - 1)))

    @invariant()
    def nothing_is_lost_and_no_two_couriers_have_the_same(self) -> None:
        with self.database.reading(self.now) as work:
            rows = self.rows(work)
            self.foresees(work, rows)
        assert [row.key for row in rows] == self.posted
        away = [row.address_id for row in rows if row.state == "sending"]
        assert len(away) == len(set(away))
        arrived = Counter(self.arrived)
        for row in rows:
            assert arrived[row.key] <= 1 + self.doubts[row.key]
            assert arrived[row.key] or row.state != "sent"
            assert row.state != "ambiguous" or row.kind == "hold"

    def foresees(self, work: Work, rows: list[Outgoing]) -> None:
        """The outbox says itself when it will have something."""
        soonest = min(map(ready_at, first_in_line(rows).values()), default=None)
        assert outbox.next_due(work) == soonest

    def teardown(self) -> None:
        """In the end everything has arrived, is in a human's hands, or was given up aloud."""
        self.flying.clear()
        for _ in range(20 * (len(self.posted) + 1)):
            self.now += LEASE
            self.recover()
            with self.database.work(self.now) as work:
                for claimed in outbox.claim(work):
                    self.arrived.append(claimed.outgoing.key)
                    assert outbox.sent(work, claimed, "r")
                due = outbox.next_due(work)
                if due is None:
                    break
                self.now = max(self.now, due)
        with self.database.reading(self.now) as work:
            states = {row.key: row.state for row in self.rows(work)}
        assert set(states.values()) <= {"sent", "ambiguous", "dead"}


class PacedMachine(OutboxMachine):
    """The same, with a rate: what is claimed is what the buckets of two workspaces allow."""

    RATE = Rate(per_minute=30, burst=2)

    def __init__(self) -> None:
        super().__init__()
        self.left: dict[str, list[datetime]] = {"A": [], "B": []}  # when, for each tenant
        self.held = dict.fromkeys("AB", NOW - timedelta(days=1))

    @property
    def rates(self) -> dict[str, Rate]:
        return {"slack": self.RATE}

    @rule(limit=st.integers(1, 4))
    def claim(self, limit: int) -> None:
        with self.database.work(self.now) as work:
            lines = first_in_line(self.rows(work)).values()
            ready = [row for row in lines if ready_at(row) <= self.now]
            foreseen = outbox.next_due(work, None, self.rates)
            claimed = outbox.claim(work, ["slack"], limit, LEASE, self.rates)
        assert len(claimed) <= limit
        assert bool(claimed) == (foreseen is not None and foreseen <= self.now)
        for tenant in "AB":
            mine = [each for each in claimed if each.address.tenant == tenant]
            line = sorted(ready, key=lambda row: (row.due_at, row.id))
            wanted = [row.key for row in line if ADDRESSES[row.address_id] == tenant]
            assert [each.outgoing.key for each in mine] == wanted[: len(mine)]
            assert not mine or self.now >= self.held[tenant]
            self.left[tenant] += [self.now] * len(mine)
            assert_paced(self.left[tenant], self.RATE)
        self.flying += claimed

    @rule(tenant=st.sampled_from("AB"), seconds=st.sampled_from([1, 5, 30]))
    def hold(self, tenant: str, seconds: int) -> None:
        until = self.now + timedelta(seconds=seconds)
        with self.database.work(self.now) as work:
            pace.hold(work, "slack", tenant, self.RATE, until)
        self.held[tenant] = max(self.held[tenant], until)

    def foresees(self, work: Work, rows: list[Outgoing]) -> None:
        super().foresees(work, rows)
        ready = [
            max(ready_at(row), self.held[ADDRESSES[row.address_id]])
            for row in first_in_line(rows).values()
        ]
        foreseen = outbox.next_due(work, ["slack"], self.rates)
        assert (foreseen is None) == (not ready)
        assert foreseen is None or foreseen >= min(ready)
        assert outbox.next_due(work, ["teams"], self.rates) is None


def assert_paced(left: list[datetime], rate: Rate) -> None:
    """In no stretch of time did more leave than the burst and what the rate allows."""
    for first, start in enumerate(left):
        for last in range(first, len(left)):
            most = rate.burst + (left[last] - start).total_seconds() * rate.per_minute / 60
            assert last - first + 1 <= most + 1e-6


def test_no_order_of_events_loses_or_doubles_a_message(database: Database) -> None:
    play(OutboxMachine, database)


def test_no_order_of_events_exceeds_a_rate(database: Database) -> None:
    play(PacedMachine, database)


def play(machine: type[OutboxMachine], database: Database) -> None:
    here = type("Machine", (machine,), {"database": database})
    few = settings(max_examples=100 if database.kind == "sqlite" else 25, stateful_step_count=30)
    run_state_machine_as_test(here, settings=few)
