"""How a platform misbehaves: what becomes of a try to send, and of an event that it brings.

What happens to one try is drawn from its message and its number alone, so that a run can be played
again whatever order the tries come in.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Weather:
    """Shares of all tries, and of all events; `met` counts what became of them."""

    seed: int = 17
    limited: float = 0.30  # 429, with the seconds to wait
    cut: float = 0.05  # taken, then the connection is reset
    broken: float = 0.05  # a 5xx, in half of which nobody knows whether it was taken
    again: float = 0.10  # events that are told again
    mixed: bool = True  # events of different people overtake each other
    begun: bool = True
    met: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        self._numbers: Counter[str] = Counter()

    def fate(self, key: str, attempt: int) -> str:
        """What becomes of a try: `limited`, `cut`, `later` (503), `unsure` (500) or `well`."""
        if not self.begun:
            return "well"
        drawn = blake2b(f"{self.seed}/{key}/{attempt}".encode(), digest_size=4).digest()
        at = int.from_bytes(drawn) / 2**32
        fates = (
            ("limited", self.limited),
            ("cut", self.cut),
            ("later", self.broken / 2),
            ("unsure", self.broken / 2),
        )
        found = "well"
        for name, share in fates:
            at -= share
            if at < 0:
                found = name
                break
        self.met[found] += 1
        return found

    def next_fate(self, what: str) -> str:
        """What becomes of the next call of that kind."""
        self._numbers[what] += 1
        return self.fate(what, self._numbers[what])

    def seconds(self) -> int:
        """How long the platform asks to wait."""
        return self._dice.randint(1, 3)

    def told_again(self) -> str:
        """When an event is told again: `at once`, `soon`, `late`; empty when it is not."""
        if self._dice.random() >= self.again:
            return ""
        self.met["again"] += 1
        return self._dice.choice(("at once", "soon", "late"))

    def shuffled(self, events: Sequence[T], together: Callable[[T], object]) -> list[T]:
        """Events in another order; those that belong `together` keep theirs."""
        if not self.mixed:
            return [*events]
        places = [together(each) for each in events]
        mixed = self._dice.sample(places, len(places))
        waiting: dict[object, list[T]] = {}
        for place, event in zip(places, events, strict=True):
            waiting.setdefault(place, []).append(event)
        found = [waiting[place].pop(0) for place in mixed]
        overtaken = sum(one is not other for one, other in zip(found, events, strict=True))
        self.met["reordered"] += overtaken
        return found


def calm() -> Weather:
    """Nothing goes wrong."""
    return Weather(limited=0, cut=0, broken=0, again=0, mixed=False)
