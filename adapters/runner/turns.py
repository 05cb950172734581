"""What people do, handled in the order it came; whoever waits shares one transaction.

A commit, and the way to a thread and back, cost as much as a short turn. So while one transaction
runs, what comes meanwhile gathers, and is done in the next one together; nobody is answered before
all of it is committed. A transaction in which anything fails is undone, and done again one by one,
so that nobody pays for another's trouble.

On PostgreSQL others keep writing, and would wait for all whose rows one transaction holds. There
only what is short shares, told by its `Opening`; whose conversation another transaction has is done
apart, so that nobody waits for it but its author.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from adapters.runner.clock import Clock
from storage.database import Database
from storage.opening import Opening, begin, put_off
from storage.work import Work

T = TypeVar("T")
_MOST = {"sqlite": 16, "postgresql": 8}  # in one transaction
# Seconds of one transaction, after which nobody else joins it: one that was begun and is put off
# costs PostgreSQL twice, so only what turned out to be long is a reason there.
_LONG_ENOUGH = {"sqlite": 0.02, "postgresql": 0.5}
_SHARED = 2  # transactions at once that several share: with more, fewer would share each


@dataclass(frozen=True, slots=True)
class _Turn:
    """One that waits: what is to be done, how it begins, and who is to be told."""

    act: Callable[[Work], Any]
    opening: Opening | None
    told: "asyncio.Future[Any]"


class _Busy(Exception):
    """Another transaction has this conversation now."""


class Turns:
    """Takes turns on a database; `name` is that of its threads, `done` hears of each commit."""

    def __init__(
        self, database: Database, clock: Clock, name: str, done: Callable[[], None]
    ) -> None:
        self._database, self._clock, self._done = database, clock, done
        # Threads of their own: in those that all share, readers would wait behind writers.
        self._hands = ThreadPoolExecutor(database.hands, thread_name_prefix=name)
        self._free, self._shared = database.hands, 0
        self._alike = database.kind == "sqlite"
        self._most, self._long = _MOST[database.kind], _LONG_ENOUGH[database.kind]
        self._waiting: deque[_Turn] = deque()

    def take(self, act: Callable[[Work], T], opening: Opening | None = None) -> "asyncio.Future[T]":
        """What `act` comes to, once it is committed; cancelling it changes nothing of that.

        An `opening` says how the act begins, and that it is short.
        """
        told: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Turn(act, opening, told))
        self._begin()
        return told

    def _begin(self) -> None:
        while self._free and self._waiting:
            shares = self._waiting[0].opening is not None
            if shares and self._shared == _SHARED:
                return
            some = self._next()
            self._free -= 1
            self._shared += shares
            hand = asyncio.get_running_loop().run_in_executor
            done = hand(self._hands, self._handle, some)
            done.add_done_callback(partial(self._tell, some))

    def _next(self) -> list[_Turn]:
        """Those of one transaction, in the order they came."""
        some = [self._waiting.popleft()]
        while self._waiting and len(some) < self._most:
            if not self._alike and None in (some[0].opening, self._waiting[0].opening):
                break
            some.append(self._waiting.popleft())
        return some

    def _tell(self, some: list[_Turn], done: "asyncio.Future[list[Any]]") -> None:
        failure = None if done.cancelled() else done.exception()
        found = [failure] * len(some) if failure or done.cancelled() else done.result()
        self._free += 1
        self._shared -= some[0].opening is not None
        apart = [
            replace(turn, opening=None)
            for turn, came in zip(some, found, strict=False)
            if isinstance(came, _Busy)
        ]
        # The next ones, in their order.
        self._waiting.extendleft(reversed([*apart, *some[len(found) :]]))
        self._begin()
        for turn, came in zip(some, found, strict=False):
            if turn.told.done() or isinstance(came, _Busy):
                continue  # whoever waited is gone, or waits on
            if isinstance(came, BaseException):
                turn.told.set_exception(came)
            else:
                turn.told.set_result(came)

    def _handle(self, some: Sequence[_Turn]) -> list[Any]:
        """What the first of them came to, as many as one transaction took: a value, or an error."""
        found: list[Any] | None = None
        if len(some) > 1:
            try:
                found = self._together(some)
            except Exception:
                found = None  # told by whoever meets it again
        if found is None:
            found = [self._alone(turn.act) for turn in some]
        self._done()
        return found

    def _alone(self, act: Callable[[Work], Any]) -> Any:
        try:
            return self._database.carry_out(self._clock.now(), act)
        except Exception as error:
            return error

    def _together(self, some: Sequence[_Turn]) -> list[Any]:
        found: list[Any] = []
        with self._database.work(self._clock.now()) as work:
            busy = frozenset() if self._alike else begin(work, _openings(some))
            began = time.monotonic()
            for turn in some:
                apart = turn.opening is not None and turn.opening.key in busy
                found.append(_Busy() if apart else turn.act(work))
                if time.monotonic() - began > self._long:
                    break
            put_off(work, _openings(some[len(found) :]))
        return found


def _openings(some: Sequence[_Turn]) -> list[Opening]:
    return [turn.opening for turn in some if turn.opening is not None]
