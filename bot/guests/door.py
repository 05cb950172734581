"""Where guests are let in: told to the core by whoever wires it, not by an event."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_DOOR = ContextVar("door", default="")  # empty where they are not


def door() -> str:
    """The public address of the guests' page; empty where guests are not let in."""
    return _DOOR.get()


@contextmanager
def opening(url: str) -> Iterator[None]:
    """Handles what is inside where guests are let in at that address."""
    before = _DOOR.set(url)
    try:
        yield
    finally:
        _DOOR.reset(before)


def open_to_guests(act: Callable[P, T], url: str) -> Callable[P, T]:
    """The same function, where guests are let in at that address."""

    @wraps(act)
    def acting(*args: P.args, **kwargs: P.kwargs) -> T:
        with opening(url):
            return act(*args, **kwargs)

    return acting
