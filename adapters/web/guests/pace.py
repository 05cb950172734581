"""How much one guest may ask of the server, and how many unknown links may be tried."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

_MOST_KNOWN = 10_000


class Buckets:
    """A bucket for each key, which holds `most` and fills again in `seconds`; `now` tells time."""

    def __init__(self, most: int, seconds: float, now: Callable[[], float]) -> None:
        self._most, self._rate, self._now = most, most / seconds, now
        self._taking = Lock()  # requests are answered in several threads
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable) -> bool:
        """Takes one; False when there is none left for that key."""
        with self._taking:
            return self._take(key, self._now())

    def _take(self, key: Hashable, now: float) -> bool:
        left, at = self._left.pop(key, (float(self._most), now))
        left = min(self._most, left + (now - at) * self._rate)
        self._left[key] = (max(0.0, left - 1), now)
        if len(self._left) > _MOST_KNOWN:
            self._left.popitem(last=False)
        return left >= 1
