from datetime import UTC, datetime, timedelta

import pytest

from adapters.runner.clock import Clock, DrivenClock, SystemClock
from tests.storage.ready import NOW


def test_the_machine_tells_its_time_in_utc() -> None:
    clock: Clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert abs(datetime.now(UTC) - clock.now()) < timedelta(seconds=1)


def test_a_driven_time_moves_only_when_told() -> None:
    clock = DrivenClock(NOW)
    assert clock.now() == clock.now() == NOW
    assert clock.advance(timedelta(hours=2)) == clock.now() == NOW + timedelta(hours=2)
    assert clock.set(NOW + timedelta(days=180)) == clock.now() == NOW + timedelta(days=180)


def test_time_does_not_go_back_nor_lose_its_zone() -> None:
    clock = DrivenClock(NOW)
    with pytest.raises(ValueError, match="does not go back"):
        clock.set(NOW - timedelta(seconds=1))
    with pytest.raises(ValueError, match="does not go back"):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="needs its time zone"):
        DrivenClock(NOW.replace(tzinfo=None))
