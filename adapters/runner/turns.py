"""What people do, handled in the order it came; whoever waits for SQLite shares one transaction.

A commit, and the way to a thread and back, cost as much as a short turn. So while one transaction
runs, what comes meanwhile gathers, and is done in the next one together: each in a part of its own,
which fails alone, and nobody is answered before all of it is committed. A transaction that fails as
a whole is done again one by one, so that nobody pays for another's trouble.

On PostgreSQL each has a transaction of its own: one that held the rows of many people would keep
other processes waiting.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from adapters.runner.clock import Clock
from storage.database import Database
from storage.trouble import trouble_of
from storage.work import Work

T = TypeVar("T")
Act = Callable[[Work], Any]
_MOST = 16  # in one transaction
_LONG_ENOUGH = 0.02  # seconds of one transaction, after which nobody else joins it
_Waiting = tuple[Act, "asyncio.Future[Any]"]


class Turns:
    """Takes turns on a database; `name` is that of its threads, `done` hears of each commit."""

    def __init__(
        self, database: Database, clock: Clock, name: str, done: Callable[[], None]
    ) -> None:
        self._database, self._clock, self._done = database, clock, done
        # Threads of their own: in those that all share, readers would wait behind writers.
        self._hands = ThreadPoolExecutor(database.hands, thread_name_prefix=name)
        self._free = database.hands
        self._most = _MOST if database.kind == "sqlite" else 1
        self._waiting: deque[_Waiting] = deque()

    def take(self, act: Callable[[Work], T]) -> "asyncio.Future[T]":
        """What `act` comes to, once it is committed; cancelling it changes nothing of that."""
        told: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((act, told))
        self._begin()
        return told

    def _begin(self) -> None:
        while self._free and self._waiting:
            some = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
            self._free -= 1
            hand = asyncio.get_running_loop().run_in_executor
            done = hand(self._hands, self._handle, [act for act, _ in some])
            done.add_done_callback(partial(self._tell, some))

    def _tell(self, some: list[_Waiting], done: "asyncio.Future[list[Any]]") -> None:
        failure = None if done.cancelled() else done.exception()
        found = [failure] * len(some) if failure or done.cancelled() else done.result()
        self._free += 1
        self._waiting.extendleft(reversed(some[len(found) :]))  # the next ones, in their order
        self._begin()
        for (_, told), came in zip(some, found, strict=False):
            if told.done():
                continue  # whoever waited is gone
            if isinstance(came, BaseException):
                told.set_exception(came)
            else:
                told.set_result(came)

    def _handle(self, acts: Sequence[Act]) -> list[Any]:
        """What the first of them came to, as many as one transaction took: a value, or an error."""
        found: list[Any] | None = None
        if len(acts) > 1:
            try:
                found = self._together(acts)
            except Exception:
                found = None  # told by whoever meets it again
        if found is None:
            found = [self._alone(act) for act in acts]
        self._done()
        return found

    def _alone(self, act: Act) -> Any:
        try:
            return self._database.carry_out(self._clock.now(), act)
        except Exception as error:
            return error

    def _together(self, acts: Sequence[Act]) -> list[Any]:
        found: list[Any] = []
        began = time.monotonic()
        with self._database.work(self._clock.now()) as work:
            for act in acts:
                found.append(_apart(work, act))
                if time.monotonic() - began > _LONG_ENOUGH:
                    break
        return found


def _apart(work: Work, act: Act) -> Any:
    """What an act came to in a part of its own. Raises what is everybody's trouble."""
    failure: Exception | None = None
    try:
        with work.attempt():
            try:
                return act(work)
            except Exception as error:
                failure = error
                raise
    except Exception as error:
        # One that is not its own is of the part, which could not be kept or undone.
        if error is not failure or trouble_of(error) is not None:
            raise
        return error
