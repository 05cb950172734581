"""How long stopping may take: what kills a program that lingers gives it half a minute at most."""

import time

_WITHIN = 18.0  # seconds in all, which leaves a little to the database and to Python itself


class Ending:
    """The end of a process, once it has begun; each part of it takes what the others left."""

    def __init__(self) -> None:
        self._until: float | None = None

    @property
    def begun(self) -> bool:
        """Whether nothing new is to be taken on."""
        return self._until is not None

    def begin(self) -> None:
        """Starts the time that is left; once."""
        if self._until is None:
            self._until = time.monotonic() + _WITHIN

    def left(self, most: float) -> float:
        """The seconds that something may still take, `most` at most."""
        self.begin()
        return min(most, max((self._until or 0.0) - time.monotonic(), 0.1))
