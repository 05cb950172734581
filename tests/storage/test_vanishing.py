"""A message that must not even show that it was sent leaves no row, whatever became of it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import outbox
from storage.database import Database
from storage.nouns import Address, Outgoing
from storage.outbox import LEASE, VANISHING, Claimed
from storage.work import Work
from tests.client import START, _empty

__all__ = ["_empty"]


@pytest.fixture
def work(_empty: Path) -> Iterator[Work]:
    database = Database(f"sqlite:///{_empty}")
    with database.work(START) as work:
        yield work
        work.connection.rollback()
    database.close()


def claimed(work: Work) -> Claimed:
    """One such message on its way, beside another of the usual kind."""
    place = work.add(Address(platform="console", user="u"))
    other = work.add(Address(platform="console", user="v"))
    outbox.post(work, f"{VANISHING}event-1/1", place.id, {"parts": []})
    outbox.post(work, "event-2/1", other.id, {"parts": []})
    found = outbox.claim(work, None, limit=10)
    return next(each for each in found if each.outgoing.key.startswith(VANISHING))


@pytest.mark.parametrize(
    "end",
    [
        lambda work, one: outbox.sent(work, one, "receipt"),
        lambda work, one: outbox.refuse(work, one, "no"),
    ],
    ids=["arrived", "refused"],
)
def test_its_row_goes(work: Work, end: Callable[[Work, Claimed], bool]) -> None:
    assert end(work, claimed(work))
    assert [each.key for each in work.find(Outgoing)] == ["event-2/1"]


def test_it_waits_while_it_may_still_arrive(work: Work) -> None:
    one = claimed(work)
    assert outbox.retry(work, one, START + timedelta(minutes=1), "later")
    assert len(work.find(Outgoing)) == 2


def test_a_lease_that_ran_out_at_the_last_try_is_its_end(work: Work) -> None:
    one = claimed(work)
    work.change(one.outgoing, attempts=outbox.MOST_ATTEMPTS)
    work.now = START + LEASE + timedelta(seconds=1)
    outbox.recover(work)
    assert [each.key for each in work.find(Outgoing)] == ["event-2/1"]
