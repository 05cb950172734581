"""The clock of the programme: it ticks, and all that is due is derived from facts at each tick.

APScheduler does that and nothing more. Nothing is stored as a timer, so a tick that was missed,
or made twice by two processes, changes nothing.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from adapters.runner.clock import Clock
from storage import inbox, outbox
from storage.database import Database
from storage.work import Work

_log = structlog.get_logger()
Watch = tuple[Callable[[Work], bool], Callable[[Work], int]]
_RECOVER_EVERY = 15.0  # seconds
_WATCH_EVERY = 120.0  # seconds
_PRUNE_EVERY = 6 * 3600.0  # seconds
# Platforms deliver an event again for hours at most; a sent message is of use to a support call.
_KEEP_RECEIVED = timedelta(days=14)
_KEEP_SENT = timedelta(days=30)


class Ticker:
    """Calls `tick` every so many seconds, takes back lost messages and clears old ones.

    `tick` does some of what is due and says how much; while that is `full`, there may be more.
    `kick` is told when messages may have been posted, `alive` whenever time goes on. `forget`
    takes some people out of what is kept and says how many, until there are none. `watch` sees
    whether messages are in trouble, and tells of it.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        tick: Callable[[Work], int],
        *,
        kick: Callable[[], None] = lambda: None,
        forget: Callable[[Work], int] = lambda _work: 0,
        every: float = 20.0,
        full: int = 1,
        alive: Callable[[], None] = lambda: None,
        watch: Watch | None = None,
    ) -> None:
        self._database, self._clock, self._tick, self._kick = database, clock, tick, kick
        self._every, self._full, self._forget = every, full, forget
        self._alive, self._stopping, self._watch = alive, False, watch
        self._running: set[asyncio.Future[None]] = set()
        # Imported late: platforms import this package, and few programs tick.
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Starts ticking, the first time at once; to be called in a running event loop."""
        jobs: list[tuple[Callable[[], object], float, float]] = [
            (self.tick, self._every, 0),
            (self.recover, _RECOVER_EVERY, 0),
            (self.prune, _PRUNE_EVERY, 0),
            # What waited while nothing ran is about to leave: that is no news.
            (self.watch, _WATCH_EVERY, _WATCH_EVERY),
        ]
        for function, seconds, first in jobs:
            self._scheduler.add_job(
                self._in_thread,
                "interval",
                args=[function],
                seconds=seconds,
                next_run_time=datetime.now(UTC) + timedelta(seconds=first),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._scheduler.start()

    async def stop(self) -> None:
        """Starts nothing more, and waits for the transaction that is running."""
        self._stopping = True
        self._scheduler.pause()
        # The scheduler would cancel what runs rather than wait for it: hence this first.
        if self._running:
            await asyncio.wait(set(self._running))
        self._scheduler.shutdown(wait=False)

    def tick(self) -> int:
        """Does all that is due now, one transaction per batch, and says how much that was."""
        done = 0
        while True:
            self._alive()
            some = self._database.carry_out(self._clock.now(), self._tick)
            done += some
            if some:
                self._kick()
                self._database.give_way()
            if some < self._full or self._stopping:
                return done  # the next process goes on from there

    def recover(self) -> int:
        """Takes back messages whose courier vanished."""
        with self._database.work(self._clock.now()) as work:
            lost = outbox.recover(work)
        if lost:
            _log.warning("messages were taken back from a courier that vanished", count=lost)
            self._kick()
        return lost

    def prune(self) -> int:
        """Clears what is too old to be of use."""
        now = self._clock.now()
        cleared = self._bit_by_bit(now, partial(outbox.prune, before=now - _KEEP_SENT))
        cleared += self._bit_by_bit(now, partial(inbox.forget_before, moment=now - _KEEP_RECEIVED))
        if gone := self._bit_by_bit(now, self._forget):
            _log.info("people who were gone for long were forgotten", count=gone)
        cleared += gone
        if cleared:
            self._database.checkpoint()  # so that the bytes are gone too
        return cleared

    def _bit_by_bit(self, now: datetime, clear: Callable[[Work], int]) -> int:
        """Clears until nothing is left, a bit in each transaction: nobody waits for all of it."""
        cleared = 0
        while not self._stopping and (some := self._database.carry_out(now, clear)):
            cleared += some
            self._database.give_way()
        return cleared

    def watch(self) -> int:
        """Tells of messages that are late or did not arrive, and to how many programmes."""
        if self._watch is None:
            return 0
        in_trouble, tell = self._watch
        with self._database.reading(self._clock.now()) as work:  # which keeps no writer waiting
            if not in_trouble(work):
                return 0
        told = self._database.carry_out(self._clock.now(), tell)
        if told:
            _log.warning("messages are in trouble; the coordinators are told", programmes=told)
            self._kick()
        return told

    async def _in_thread(self, function: Callable[[], object]) -> None:
        running = asyncio.ensure_future(asyncio.to_thread(self._safely, function))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        await asyncio.shield(running)

    def _safely(self, function: Callable[[], object]) -> None:
        try:
            function()
        except Exception:  # the next tick may well succeed, and must come
            if self._database.trouble is None:  # which is told once, in a sentence
                _log.exception("a tick failed; the next one tries again", job=function.__name__)
