"""The pace of a workspace: no faster than its rate, whoever claims, and nobody starved."""

import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from storage import outbox, pace
from storage.database import Database
from storage.nouns import Address, Outgoing, Pace
from storage.outbox import Claimed
from storage.outbox.claiming import _claimable
from storage.outbox.waiting import WAITING_NOW
from storage.pace import Rate
from storage.work import Work
from tests.storage.ready import NOW

SECOND = timedelta(seconds=1)
RATE = Rate(per_minute=60, burst=5)
RATES = {"slack": RATE}


def waiting(work: Work, tenant: str, count: int, platform: str = "slack", since: int = 0) -> None:
    """So many people of a workspace, with a message each, due `since` seconds ago."""
    due = work.now - timedelta(seconds=since)
    for number in range(count):
        user = f"{tenant}-{number}"
        place = work.add(Address(platform=platform, tenant=tenant, user=user))
        outbox.post(work, f"{platform}/{user}", place.id, {"text": user}, due=due)


def tenants(claimed: list[Claimed]) -> list[str]:
    return [each.address.tenant for each in claimed]


def claim(work: Work, limit: int = 50) -> list[Claimed]:
    return outbox.claim(work, ["slack"], limit, rates=RATES)


# ---------------------------------------------------------------- the arithmetic


@given(
    per_minute=st.floats(0.5, 6000),
    burst=st.integers(1, 60),
    steps=st.lists(st.tuples(st.floats(0, 30), st.integers(1, 80)), max_size=30),
)
def test_no_stretch_of_time_holds_more_than_the_rate(per_minute, burst, steps) -> None:
    rate, now, busy = Rate(per_minute, burst), NOW, NOW
    left: list[datetime] = []
    for gap, wanted in steps:
        now += timedelta(seconds=gap)
        room = rate.room(busy, now)
        assert (room > 0) == (rate.frees_at(busy) <= now)
        taken = min(room, wanted)
        busy = max(busy, now) + taken * rate.each
        left += [now] * taken
    for first, start in enumerate(left):
        for last in range(first, len(left)):
            most = burst + (left[last] - start).total_seconds() * per_minute / 60
            assert last - first + 1 <= most + 1e-6


def test_after_a_silence_a_burst_may_leave_and_no_more() -> None:
    assert RATE.room(NOW - timedelta(days=9), NOW) == RATE.burst
    assert RATE.room(NOW + 5 * SECOND, NOW) == 0
    assert RATE.room(NOW + 4 * SECOND, NOW) == 1
    assert RATE.room(NOW + timedelta(hours=1), NOW) == 0


@pytest.mark.parametrize(("per_minute", "burst"), [(0, 5), (-1, 5), (60, 0)])
def test_a_rate_at_which_nothing_leaves_is_refused(per_minute, burst) -> None:
    with pytest.raises(ValueError, match="nothing would ever leave"):
        Rate(per_minute, burst)


# ---------------------------------------------------------------- claims


def test_a_workspace_is_written_to_no_faster_than_its_rate(database: Database) -> None:
    with database.work(NOW) as work:
        waiting(work, "T1", 12)
    now, left = NOW, list[datetime]()
    while len(left) < 12:
        with database.work(now) as work:
            left += [now] * len(claim(work))
            assert claim(work) == []
            due = outbox.next_due(work, ["slack"], RATES)
            assert outbox.next_room(work, ["slack"], RATES) == due
        assert due is None or due > now
        now = due or now
    assert left == [NOW] * 5 + [NOW + second * SECOND for second in range(1, 8)]


def test_a_workspace_that_waits_holds_up_no_other(database: Database) -> None:
    with database.work(NOW) as work:
        waiting(work, "long", 60, since=60)
        waiting(work, "short", 2)
        assert sorted(tenants(claim(work, limit=6))) == ["long"] * 3 + ["short"] * 2
        assert tenants(claim(work)) == ["long"] * 2
        assert claim(work) == []
        waiting(work, "new", 1)
        assert tenants(claim(work, limit=1)) == ["new"]


def test_with_room_for_one_workspaces_take_turns(database: Database) -> None:
    with database.work(NOW) as work:
        for tenant in ("T1", "T2", "T3"):
            waiting(work, tenant, 9)
        turns = [tenants(claim(work, limit=1))[0] for _ in range(9)]
    assert turns == ["T1", "T2", "T3"] * 3


def test_a_hold_stops_one_workspace_then_lets_it_go_on_slowly(database: Database) -> None:
    with database.work(NOW) as work:
        waiting(work, "T1", 9)
        waiting(work, "T2", 1)
        pace.hold(work, "slack", "T1", RATE, NOW + 30 * SECOND)
        pace.hold(work, "slack", "T1", RATE, NOW + 10 * SECOND)  # the longest counts
        assert tenants(claim(work)) == ["T2"]
        assert outbox.next_due(work, ["slack"], RATES) == NOW + 30 * SECOND
    with database.work(NOW + 29 * SECOND) as work:
        assert claim(work) == []
    for second, count in ((30, 1), (31, 1), (34, 3), (34, 0)):
        with database.work(NOW + second * SECOND) as work:
            assert len(claim(work)) == count


def test_platforms_without_a_rate_are_served_beside_those_that_have_one(
    database: Database,
) -> None:
    with database.work(NOW) as work:
        waiting(work, "T1", 9)
        waiting(work, "home", 9, platform="web")
        waiting(work, "T1", 3, platform="teams")
        both = outbox.claim(work, ["slack", "web"], 50, rates=RATES)
        assert sorted(tenants(both)) == ["T1"] * 5 + ["home"] * 9
        assert [each.tenant for each in work.find(Pace)] == ["T1"]
        rest = outbox.claim(work, None, 50, rates=RATES)
        assert {each.address.platform for each in rest} == {"teams"}
        assert outbox.next_due(work, ["web"], RATES) is None


def test_without_a_rate_nothing_more_is_asked(database: Database) -> None:
    said: list[str] = []
    with database.work(NOW) as work:
        waiting(work, "T1", 3)
        event.listen(
            work.connection,
            "before_cursor_execute",
            lambda _c, _k, statement, *_rest: said.append(statement),
        )
        assert len(outbox.claim(work, ["slack"])) == 3
    assert len(said) <= 2
    assert not any("pace" in each for each in said)


def test_a_tenant_may_have_any_name(database: Database) -> None:
    with database.work(NOW) as work:
        for tenant in ("", "a/b", "a", "é'%"):
            waiting(work, tenant, 6)
        found = tenants(claim(work))
    assert sorted(found) == sorted(["", "a/b", "a", "é'%"] * 5)


def test_two_processes_never_exceed_the_rate_together(database: Database) -> None:
    with database.work(NOW) as work:
        for tenant in ("T1", "T2"):
            waiting(work, tenant, 60)
    left: dict[datetime, list[str]] = {}
    noted = threading.Lock()

    def carry() -> None:
        for second in range(0, 20, 4):
            now = NOW + second * SECOND
            for _ in range(4):
                with database.work(now) as work:
                    some = tenants(claim(work, limit=3))
                with noted:
                    left.setdefault(now, []).extend(some)

    threads = [threading.Thread(target=carry) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = 0
    for now, found in sorted(left.items()):
        sent += found.count("T1")
        assert sent <= RATE.burst + (now - NOW).total_seconds()
    assert sent == RATE.burst + 16, "and none was left out"


def test_sqlite_finds_each_workspace_by_index(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/binome.sqlite")
    database.upgrade()
    with database.work(NOW) as work:
        said = []
        asked: tuple[tuple[Any, tuple[Any, ...]], ...] = (
            (
                _claimable(in_workspace=True)._statement,
                ("2026", "2026", "slack/T1", 50, 0),
            ),
            (WAITING_NOW, ("2026",)),
        )
        for statement, bound in asked:
            words = str(statement.compile(database._writer))
            plan = work.connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {words}", bound[: words.count("?")]
            )
            said += [row[3] for row in plan]
    assert "SEARCH outgoing USING INDEX ix_outgoing_paced (workspace=? AND due_at<?)" in said
    assert "SEARCH before USING INDEX ix_outgoing_paced (workspace>?)" in said
    assert not any("TEMP B-TREE" in each for each in said)
    assert not any("SCAN" in each and each != "SCAN waiting" for each in said), said
    database.close()


# ---------------------------------------------------------------- what is noted


def test_a_message_given_back_has_not_used_up_a_try(database: Database) -> None:
    with database.work(NOW) as work:
        waiting(work, "T1", 1)
        (claimed,) = claim(work)
        assert claimed.outgoing.attempts == 1
        assert outbox.give_back(work, claimed, NOW + 30 * SECOND, "ratelimited", "post-1")
        kept = work.get(Outgoing, claimed.outgoing.id)
        assert (kept.state, kept.attempts, kept.receipt) == ("pending", 0, "post-1")
        assert kept.retry_at == NOW + 30 * SECOND
        assert not outbox.give_back(work, claimed, NOW, "ratelimited")


def test_what_arrived_is_known_at_the_next_try_and_never_forgotten(database: Database) -> None:
    with database.work(NOW) as work:
        waiting(work, "T1", 1)
        (first,) = claim(work)
        outbox.retry(work, first, NOW, "unavailable", "post-1")
        (second,) = claim(work)
        assert second.outgoing.receipt == "post-1"
        outbox.uncertain(work, second, "timeout")
    with database.work(NOW + timedelta(minutes=5)) as work:
        (third,) = claim(work)
        assert third.outgoing.receipt == "post-1"
        outbox.refuse(work, third, "invalid_blocks", "post-1 post-2")
        assert outbox.send_again(work, third.outgoing.id)
        (last,) = claim(work)
        assert last.outgoing.receipt == "post-1 post-2"
        outbox.sent(work, last, "post-1 post-2 post-3")
        assert work.get(Outgoing, last.outgoing.id).receipt == "post-1 post-2 post-3"
