"""What the doctor says of the outbox: only what still waits for somebody's decision is wrong."""

from datetime import UTC, datetime

from adapters.runner.clock import DrivenClock
from adapters.runner.findings import of_outbox
from storage import outbox
from storage.nouns import Address
from storage.pace import Rate

NOW = datetime(2016, 1, 4, 9, tzinfo=UTC)


def told(database):
    return [
        (each.well, each.what, each.advice)
        for each in of_outbox(database, DrivenClock(NOW), Rate(300, 50))
    ]


def test_what_did_not_arrive_is_wrong_until_it_is_settled(database):
    with database.work(NOW) as work:
        place = work.add(Address(platform="slack", user="U1"))
        assert outbox.post(work, "k", place.id, {})
        (claimed,) = outbox.claim(work)
        outbox.refuse(work, claimed, "msg_too_long")
    waiting, lost = told(database)
    assert waiting == (True, "0 messages wait", "")
    assert lost[:2] == (False, "1 messages did not arrive")
    assert "binome messages" in lost[2]
    with database.work(NOW) as work:
        outbox.discard(work, claimed.outgoing.id)
    assert told(database) == [waiting]
