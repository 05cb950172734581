"""The outbox: each message once, in line, until a platform has it."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import outbox
from storage.database import Database
from storage.nouns import Address, Outgoing
from storage.outbox import MOST_ATTEMPTS, Claimed
from storage.outbox.claiming import _claimable
from storage.work import Work
from tests.storage.ready import NOW, somewhere

SECOND = timedelta(seconds=1)


def posted(work: Work, *keys: str, address: Address | None = None, kind: str = "resend") -> None:
    """Posts messages that are due at once, to one address."""
    to = address or work.first(Address) or somewhere(work)
    for key in keys:
        assert outbox.post(work, key, to.id, {"text": key}, kind=kind)


def keys(claimed: list[Claimed]) -> list[str]:
    return [each.outgoing.key for each in claimed]


def state(work: Work, key: str) -> str:
    found = work.first(Outgoing, key=key)
    assert found is not None
    return found.state


def test_a_message_is_posted_once(database: Database) -> None:
    with database.work(NOW) as work:
        address = somewhere(work)
        assert outbox.post(work, "a", address.id, {"text": "Bonjour"})
        assert not outbox.post(work, "a", address.id, {"text": "Bonsoir"})
        (kept,) = work.find(Outgoing)
        assert (kept.payload, kept.due_at, kept.state) == ({"text": "Bonjour"}, NOW, "pending")


def test_a_message_is_claimed_delivered_and_noted(database: Database) -> None:
    with database.work(NOW) as work:
        posted(work, "a")
    with database.work(NOW) as work:
        (claimed,) = outbox.claim(work)
        assert claimed.outgoing == work.get(Outgoing, claimed.outgoing.id)
        assert claimed.address == work.get(Address, claimed.outgoing.address_id)
        assert (claimed.outgoing.state, claimed.outgoing.attempts) == ("sending", 1)
        assert outbox.claim(work) == []
    with database.work(NOW + SECOND) as work:
        assert outbox.sent(work, claimed, "1712345.678")
        kept = work.get(Outgoing, claimed.outgoing.id)
        assert (kept.state, kept.receipt, kept.sent_at) == ("sent", "1712345.678", NOW + SECOND)
        assert not outbox.sent(work, claimed, "again")


def test_nothing_leaves_before_it_is_due(database: Database) -> None:
    with database.work(NOW) as work:
        address = somewhere(work)
        outbox.post(work, "later", address.id, {}, due=NOW + SECOND)
        assert outbox.claim(work) == []
        assert outbox.next_due(work) == NOW + SECOND
    with database.work(NOW + SECOND) as work:
        assert keys(outbox.claim(work)) == ["later"]
        assert outbox.next_due(work) is None


def test_the_messages_of_one_address_wait_in_line(database: Database) -> None:
    with database.work(NOW) as work:
        ines, leo = somewhere(work, "U1"), somewhere(work, "U2")
        outbox.post(work, "i2", ines.id, {}, due=NOW - SECOND)
        outbox.post(work, "i1", ines.id, {}, due=NOW - 2 * SECOND)
        outbox.post(work, "i3", ines.id, {})
        posted(work, "l1", "l2", address=leo)
        first = outbox.claim(work)
        assert keys(first) == ["i1", "l1"]
        assert outbox.claim(work) == []
        outbox.sent(work, first[0], "")
        second = outbox.claim(work)
        assert keys(second) == ["i2"]
        outbox.sent_all(work, [(first[1], ""), (second[0], "")])
        assert keys(outbox.claim(work)) == ["i3", "l2"]


def test_a_message_that_failed_holds_back_its_own_address_only(database: Database) -> None:
    with database.work(NOW) as work:
        ines, leo = somewhere(work, "U1"), somewhere(work, "U2")
        posted(work, "i1", "i2", address=ines)
        (failed,) = outbox.claim(work)
        assert outbox.retry(work, failed, NOW + 5 * SECOND, "ratelimited")
        posted(work, "l1", address=leo)
        outbox.post(work, "i3", ines.id, {}, due=NOW + 2 * SECOND)
    with database.work(NOW + 3 * SECOND) as work:
        assert keys(outbox.claim(work)) == ["l1"]
        assert outbox.next_due(work) == NOW + 5 * SECOND
    with database.work(NOW + 5 * SECOND) as work:
        (again,) = outbox.claim(work)
        assert (again.outgoing.key, again.outgoing.attempts) == ("i1", 2)
        assert outbox.sent(work, again, "")
        assert keys(outbox.claim(work)) == ["i2"]


def test_only_the_platforms_asked_for_are_served(database: Database) -> None:
    with database.work(NOW) as work:
        for platform in ("slack", "teams", "web"):
            posted(work, platform, address=somewhere(work, platform, platform))
        assert outbox.claim(work, []) == []
        assert keys(outbox.claim(work, ["teams", "web"])) == ["teams", "web"]
        assert keys(outbox.claim(work, ["slack"])) == ["slack"]


def test_a_batch_has_a_size(database: Database) -> None:
    with database.work(NOW) as work:
        for number in range(7):
            posted(work, f"m{number}", address=somewhere(work, f"U{number}"))
        assert [len(outbox.claim(work, limit=3)) for _ in range(4)] == [3, 3, 1, 0]


# ---------------------------------------------------------------- leases


def test_a_lease_that_ran_out_sends_again_or_asks_a_human(database: Database) -> None:
    with database.work(NOW) as work:
        posted(work, "reminder", address=somewhere(work, "U1"))
        posted(work, "verdict", address=somewhere(work, "U2"), kind="hold")
        assert len(outbox.claim(work, lease=60 * SECOND)) == 2
    with database.work(NOW + 59 * SECOND) as work:
        assert outbox.recover(work) == 0
    with database.work(NOW + 60 * SECOND) as work:
        assert outbox.recover(work) == 2
        assert (state(work, "reminder"), state(work, "verdict")) == ("pending", "ambiguous")
        assert keys(outbox.claim(work)) == ["reminder"]


def test_a_late_receipt_is_still_the_truth_unless_somebody_took_over(database: Database) -> None:
    with database.work(NOW) as work:
        posted(work, "a", address=somewhere(work, "U1"))
        posted(work, "b", address=somewhere(work, "U2"))
        a, b = outbox.claim(work)
    with database.work(NOW + 60 * SECOND) as work:
        assert outbox.recover(work) == 2
        assert outbox.sent(work, a, "late")
        (taken,) = outbox.claim(work)
        assert taken.outgoing.key == "b"
        assert not outbox.sent(work, b, "too late")
        assert not outbox.retry(work, b, NOW, "too late")
        assert not outbox.refuse(work, b, "too late")
        assert outbox.sent(work, taken, "in time")
        assert outbox.counts(work)["sent"] == 2


def test_a_message_that_kills_its_courier_is_not_tried_for_ever(database: Database) -> None:
    now = NOW
    with database.work(now) as work:
        posted(work, "poison")
    for _ in range(MOST_ATTEMPTS):
        with database.work(now) as work:
            assert keys(outbox.claim(work)) == ["poison"]
        now += 61 * SECOND
        with database.work(now) as work:
            assert outbox.recover(work) == 1
    with database.work(now) as work:
        assert state(work, "poison") == "dead"
        assert outbox.claim(work) == []


def test_couriers_side_by_side_never_share_a_message_nor_an_address(database: Database) -> None:
    with database.work(NOW) as work:
        for user in range(20):
            posted(work, *(f"{user}-{n}" for n in range(5)), address=somewhere(work, f"U{user}"))
    seen: list[str] = []
    noted = threading.Lock()
    busy: set[int] = set()

    def carry() -> None:
        while True:
            with database.work(NOW) as work:
                claimed = outbox.claim(work, limit=4)
            with noted:
                ids = {each.address.id for each in claimed}
                assert len(ids) == len(claimed)
                assert not ids & busy
                busy.update(ids)
                seen.extend(keys(claimed))
            with noted:
                busy.difference_update(ids)
            with database.work(NOW) as work:
                assert outbox.sent_all(work, [(each, "") for each in claimed]) == len(claimed)
                if not claimed and outbox.counts(work)["pending"] == 0:
                    return

    threads = [threading.Thread(target=carry) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for user in range(20):
        mine = [key for key in seen if key.startswith(f"{user}-")]
        assert mine == [f"{user}-{n}" for n in range(5)]


# ---------------------------------------------------------------- failures


def test_an_uncertain_message_is_sent_again_or_held_for_a_human(database: Database) -> None:
    with database.work(NOW) as work:
        posted(work, "reminder", address=somewhere(work, "U1"))
        posted(work, "verdict", address=somewhere(work, "U2"), kind="hold")
        for claimed in outbox.claim(work):
            assert outbox.uncertain(work, claimed, "timeout")
        assert (state(work, "reminder"), state(work, "verdict")) == ("pending", "ambiguous")
        assert outbox.claim(work) == []  # the reminder waits a little first
        due = outbox.next_due(work)
    assert due is not None
    with database.work(due) as work:
        assert keys(outbox.claim(work)) == ["reminder"]


def test_the_last_attempt_ends_it_and_a_coordinator_may_begin_again(database: Database) -> None:
    now = NOW
    with database.work(now) as work:
        posted(work, "a", "b")
    for _ in range(MOST_ATTEMPTS):
        with database.work(now) as work:
            (claimed,) = outbox.claim(work)
            assert claimed.outgoing.key == "a"
            now = outbox.next_try(claimed.outgoing, now)
            assert outbox.retry(work, claimed, now, "unavailable")
    assert timedelta(hours=2) < now - NOW < timedelta(hours=4)
    with database.work(now) as work:
        assert state(work, "a") == "dead"
        first = work.find(Outgoing)[0]
        (after,) = outbox.claim(work)
        assert after.outgoing.key == "b"
        assert outbox.refuse(work, after, "invalid_blocks")
        assert outbox.counts(work) == {
            "pending": 0, "sending": 0, "sent": 0, "ambiguous": 0, "dead": 2
        }  # fmt: skip
        assert outbox.send_again(work, first.id)
        assert outbox.discard(work, after.outgoing.id)
        (again,) = outbox.claim(work)
        assert (again.outgoing.key, again.outgoing.attempts) == ("a", 1)
        assert not outbox.send_again(work, again.outgoing.id)
        assert not outbox.discard(work, again.outgoing.id)


@given(
    attempts=st.integers(0, MOST_ATTEMPTS),
    key=st.text(),
    asked=st.none() | st.floats(0, 86_400),
)
def test_the_next_try_is_patient_steady_and_spread(
    attempts: int, key: str, asked: float | None
) -> None:
    message = Outgoing(key=key, address_id=1, due_at=NOW, attempts=attempts)
    wait = (outbox.next_try(message, NOW, asked) - NOW).total_seconds()
    assert wait == (outbox.next_try(message, NOW, asked) - NOW).total_seconds()
    if asked is None:
        assert 7.5 <= wait <= 1.25 * 3600
    else:
        assert asked - 1e-5 <= wait <= asked * 1.2 + 1.001


def test_those_refused_together_do_not_come_back_together() -> None:
    messages = [Outgoing(key=f"m{n}", address_id=1, due_at=NOW, attempts=1) for n in range(100)]
    moments = {outbox.next_try(message, NOW, 30.0) for message in messages}
    assert len(moments) == 100
    assert max(moments) - min(moments) > 4 * SECOND


# ---------------------------------------------------------------- housekeeping


def test_what_arrived_long_ago_is_cleared(database: Database) -> None:
    with database.work(NOW) as work:
        posted(work, "old", address=somewhere(work, "U1"))
        posted(work, "held", address=somewhere(work, "U2"), kind="hold")
        old, held = outbox.claim(work)
        outbox.sent(work, old, "")
        outbox.uncertain(work, held, "timeout")
    with database.work(NOW + timedelta(days=30)) as work:
        posted(work, "new")
        assert outbox.prune(work, NOW) == 0
        assert outbox.prune(work, NOW + SECOND) == 1
        assert [each.key for each in work.find(Outgoing)] == ["held", "new"]


def test_what_was_given_up_is_shown_no_more_then_cleared(database: Database) -> None:
    with database.work(NOW) as work:
        posted(work, "bad", "worse")
        for _ in range(2):
            (claimed,) = outbox.claim(work)
            outbox.refuse(work, claimed, "invalid_blocks")
        bad, _worse = (each for each, _ in outbox.stuck(work))
        assert outbox.discard(work, bad.id)
        assert [each.key for each, _ in outbox.stuck(work)] == ["worse"]
        assert outbox.stuck(work, "ambiguous") == []
        assert outbox.prune(work, NOW) == 0
        assert outbox.prune(work, NOW + SECOND) == 1
        assert [each.key for each in work.find(Outgoing)] == ["worse"]


def test_a_message_to_nowhere_is_refused_at_once(database: Database) -> None:
    with pytest.raises(LookupError), database.work(NOW) as work:
        outbox.post(work, "a", 99, {})


def test_time_is_the_works_and_never_the_databases(database: Database) -> None:
    long_ago = datetime(1999, 12, 31, 23, 59, tzinfo=UTC)
    with database.work(long_ago) as work:
        posted(work, "a")
        (claimed,) = outbox.claim(work)
        assert claimed.outgoing.lease_until == long_ago + outbox.LEASE
        outbox.sent(work, claimed, "")
        assert work.get(Outgoing, claimed.outgoing.id).sent_at == long_ago


def test_sqlite_finds_its_way_by_index(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/binome.sqlite")
    database.upgrade()
    with database.work(NOW) as work:
        claiming = _claimable().words(work.connection.dialect)
        plan = work.connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {claiming}",
            ("2026-03-02", "2026-03-02", 50, 0)[: claiming.count("?")],
        )
        said = "\n".join(row[3] for row in plan)
    assert "SEARCH outgoing USING INDEX ix_outgoing_waiting (due_at<?)" in said, said
    line = "USING COVERING INDEX ix_outgoing_line (address_id=? AND state=?"
    assert said.count(line) == 2, said
    assert "SCAN" not in said, said
    assert "TEMP B-TREE" not in said, said
