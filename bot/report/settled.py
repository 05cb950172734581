"""Which answers may be told of while others may still come.

Whoever compares two reports sees what changed between them. So before the end, answers count by
whole groups of the floor's size, in the order they came, and the latest whole group waits: from one
report to the next, the last one included, either nothing of a group changes or at least the floor's
number of answers does. A group is the smallest that is ever told apart.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Protocol, TypeVar


class Numbered(Protocol):
    """Something whose number says when it came."""

    @property
    def id(self) -> int: ...


A = TypeVar("A", bound=Numbered)


def settled(
    answers: Iterable[A],
    floor: int,
    group: Callable[[A], Hashable] = lambda _: None,
    came: Callable[[A], Any] = lambda answer: answer.id,
) -> list[A]:
    """Those among answers that may be told of although more may come.

    What counts is what is told: whoever left the question out is to be taken out before.
    """
    groups: dict[Hashable, list[A]] = defaultdict(list)
    for each in sorted(answers, key=came):
        groups[group(each)].append(each)
    return [each for some in groups.values() for each in some[: _told(len(some), floor)]]


def _told(count: int, floor: int) -> int:
    return max(count // floor - 1, 0) * floor
