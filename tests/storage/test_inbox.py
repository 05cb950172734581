"""The same event never acts twice."""

import threading
from datetime import timedelta

from storage import inbox
from storage.database import Database
from storage.nouns import Received
from tests.storage.ready import NOW


def test_a_key_is_new_once(database: Database) -> None:
    with database.work(NOW) as work:
        assert [inbox.seen(work, key) for key in ("a", "b", "a")] == [False, False, True]
    with database.work(NOW) as work:
        assert inbox.seen(work, "b")


def test_an_event_undone_with_its_work_may_come_again(database: Database) -> None:
    def fail() -> None:
        with database.work(NOW) as work:
            assert not inbox.seen(work, "a")
            raise ZeroDivisionError

    for _ in range(2):
        try:
            fail()
        except ZeroDivisionError:
            continue
    with database.reading(NOW) as work:
        assert work.find(Received) == []


def test_twins_at_the_same_moment_act_once(database: Database) -> None:
    acted, together = [], threading.Barrier(4)

    def handle() -> None:
        for number in range(25):
            together.wait()
            with database.work(NOW) as work:
                if not inbox.seen(work, f"event-{number}"):
                    acted.append(number)

    threads = [threading.Thread(target=handle) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(acted) == list(range(25))


def test_old_keys_are_forgotten(database: Database) -> None:
    for days in range(5):
        with database.work(NOW + timedelta(days=days)) as work:
            inbox.seen(work, f"day-{days}")
    with database.work(NOW) as work:
        assert inbox.forget_before(work, NOW + timedelta(days=2)) == 2
        assert [each.key for each in work.find(Received)] == ["day-2", "day-3", "day-4"]
