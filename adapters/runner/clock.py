"""Where the time comes from: the machine, or whoever drives a rehearsal."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """The present moment, in UTC."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


class DrivenClock:
    """A time that moves only when told, so that six months play in seconds."""

    def __init__(self, start: datetime) -> None:
        self._lock = threading.Lock()
        self._now = _utc(start)

    def now(self) -> datetime:
        """The moment last set, in UTC."""
        with self._lock:
            return self._now

    def set(self, moment: datetime) -> datetime:
        """Moves to `moment`. Raises ValueError when that is in the past."""
        with self._lock:
            if _utc(moment) < self._now:
                raise ValueError(f"time does not go back, from {self._now} to {moment}")
            self._now = _utc(moment)
            return self._now

    def advance(self, by: timedelta) -> datetime:
        """Moves forward and returns the moment reached."""
        with self._lock:
            if by < timedelta(0):
                raise ValueError(f"time does not go back, by {by}")
            self._now += by
            return self._now


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {moment!r}")
    return moment.astimezone(UTC)
