"""Where a process may be killed: named points, put around functions of the product from outside.

The product has no line for them: what is tested is what runs in production, a new point is one line
here, and a function that is renamed or no longer called is found by the tests, which know the names
that a story must go through.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import bot.commands.matching as matching
import bot.tick as ticking
from storage import inbox, outbox
from storage.database import Database
from storage.work import Work

Reach = Callable[[str], None]
Place = tuple[Any, str, str]  # an owner, the name of its function, and the point's own name

CORE: tuple[Place, ...] = (
    (inbox, "seen", "receive"),
    (Work, "add", "write"),
    (outbox, "post", "post"),
    (outbox, "claim", "claim"),
    (outbox, "sent_all", "ack"),
    (outbox, "recover", "recover"),
    (ticking, "next_look", "tick"),
    (matching, "run", "match"),
)


def commits(database: Database) -> Place:
    """The end of each transaction that writes."""
    return database._writer.dialect, "do_commit", "commit"


@contextmanager
def crash_points(reach: Reach, *places: Place) -> Iterator[None]:
    """Calls `reach` with a name before and after each step that could be the last."""
    with _patched(_around(reach, place) for place in places):
        yield


def _around(reach: Reach, place: Place) -> tuple[Any, str, Any]:
    owner, name, label = place
    real = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        reach(f"before {label}")
        result = real(*args, **kwargs)
        reach(f"after {label}")
        return result

    async def awaited(*args: Any, **kwargs: Any) -> Any:
        reach(f"before {label}")
        result = await real(*args, **kwargs)
        reach(f"after {label}")
        return result

    return owner, name, awaited if inspect.iscoroutinefunction(real) else wrapped


@contextmanager
def _patched(wanted: Iterable[tuple[Any, str, Any]]) -> Iterator[None]:
    before: list[tuple[Any, str, Any]] = []
    try:
        for owner, name, function in wanted:
            before.append((owner, name, getattr(owner, name)))
            setattr(owner, name, function)
        yield
    finally:
        for owner, name, function in reversed(before):
            setattr(owner, name, function)
