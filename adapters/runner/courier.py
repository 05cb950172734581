"""The courier claims messages from the outbox, delivers them and notes what became of each.

The database is only touched in worker threads. Nothing is kept here that a crash could lose: what
was claimed and not noted comes back when its lease runs out.
"""

import asyncio
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import structlog

from adapters.runner.clock import Clock
from adapters.runner.platform import (
    Delivered,
    Outcome,
    Platform,
    Refused,
    TryLater,
    Uncertain,
    Unreachable,
)
from storage import outbox
from storage.database import Database
from storage.outbox import Claimed
from storage.work import Work

_log = structlog.get_logger()
_TIRED = 5  # refusals in a row after which a platform is left alone for a while
_Result = tuple[Claimed, Outcome]


class Courier:
    """Delivers what is due, a bounded number of messages at once and one at a time per address.

    `patience`, `look` and `drain` are in seconds: how long one delivery may take, how often to look
    for messages that other processes posted, and how long to wait for deliveries when stopping.
    """

    def __init__(
        self,
        database: Database,
        platforms: Iterable[Platform],
        clock: Clock,
        *,
        at_once: int = 20,
        batch: int = 50,
        patience: float = 20.0,
        look: float = 1.0,
        drain: float = 20.0,
    ) -> None:
        self._database = database
        self._platforms = {platform.name: platform for platform in platforms}
        self._clock = clock
        self._at_once, self._batch = at_once, batch
        self._patience, self._look, self._drain = patience, look, drain
        # The last of a batch waits for the others, and must still have its lease when it leaves.
        self._lease = timedelta(seconds=patience * (math.ceil(batch / at_once) + 1))
        self._refusals: Counter[str] = Counter()
        self._rests_until: dict[str, datetime] = {}
        self._finished: list[_Result] = []
        self._stopping = False
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def once(self) -> int:
        """Delivers one batch of what is due, and how many messages it held."""
        claimed = await asyncio.to_thread(self._claim, self._batch)
        turns = asyncio.Semaphore(self._at_once)

        async def in_turn(one: Claimed) -> _Result:
            async with turns:
                return one, await self._deliver(one)

        self._finished += await asyncio.gather(*map(in_turn, claimed))
        await self._note()
        return len(claimed)

    async def run(self) -> None:
        """Delivers until `stop`, then waits for what is on its way."""
        self._loop = asyncio.get_running_loop()
        flying: dict[asyncio.Task[Outcome], Claimed] = {}
        while not self._stopping:
            self._wake.clear()
            try:
                room = min(self._at_once - len(flying), self._batch)
                claimed = await asyncio.to_thread(self._claim, room) if room else []
            except Exception:  # the database may be away for a while: this must outlive it
                _log.exception("the outbox could not be read; trying again")
                claimed = []
            for one in claimed:
                flying[asyncio.create_task(self._deliver(one))] = one
            await self._wait(flying)
            await self._land(flying)
        await self._come_home(flying)

    def kick(self) -> None:
        """Says, from any thread, that something was posted and need not wait for the next look."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    def stop(self) -> None:
        """Asks, from any thread, to claim nothing more and to end once deliveries have."""
        self._stopping = True
        self.kick()

    async def _wait(self, flying: dict[asyncio.Task[Outcome], Claimed]) -> None:
        woken = asyncio.create_task(self._wake.wait())
        await asyncio.wait(
            {woken, *flying}, timeout=self._look, return_when=asyncio.FIRST_COMPLETED
        )
        woken.cancel()

    async def _land(self, flying: dict[asyncio.Task[Outcome], Claimed]) -> None:
        for task in [task for task in flying if task.done()]:
            outcome = Uncertain("stopped while sending") if task.cancelled() else task.result()
            self._finished.append((flying.pop(task), outcome))
        try:
            await self._note()
        except Exception:  # kept for the next time, while the leases last
            _log.exception("what became of messages could not be noted; trying again")

    async def _come_home(self, flying: dict[asyncio.Task[Outcome], Claimed]) -> None:
        if flying:
            await asyncio.wait(flying, timeout=self._drain)
        late = [task for task in flying if task.cancel()]
        if late:
            _log.warning("deliveries were cut short", count=len(late))
            await asyncio.wait(late)
        await self._land(flying)

    def _claim(self, room: int) -> list[Claimed]:
        now = self._clock.now()
        awake = [name for name in self._platforms if self._rests_until.get(name, now) <= now]
        with self._database.work(now) as work:
            return outbox.claim(work, awake, room, self._lease)

    async def _deliver(self, claimed: Claimed) -> Outcome:
        address, message = claimed.address, claimed.outgoing
        platform = self._platforms[address.platform]
        try:
            async with asyncio.timeout(self._patience):
                return await platform.deliver(address, message.payload, message.key)
        except TimeoutError:
            return Uncertain("no answer in time")
        except Exception as error:
            # Its text may hold what people wrote: neither logged nor kept.
            return Uncertain(type(error).__name__)

    async def _note(self) -> None:
        if not self._finished:
            return
        results = list(self._finished)
        await asyncio.to_thread(self._note_all, results)
        self._finished = self._finished[len(results) :]

    def _note_all(self, results: Sequence[_Result]) -> None:
        with self._database.work(self._clock.now()) as work:
            arrived = [(c, o.receipt) for c, o in results if isinstance(o, Delivered)]
            outbox.sent_all(work, arrived)
            for claimed, outcome in results:
                _note_failure(work, claimed, outcome)
        for claimed, outcome in results:
            self._mind(claimed, outcome)

    def _mind(self, claimed: Claimed, outcome: Outcome) -> None:
        """Leaves a platform alone for a while when it only ever says `later`."""
        name = claimed.address.platform
        if not isinstance(outcome, TryLater):
            self._refusals[name] = 0
            return
        self._refusals[name] += 1
        if self._refusals[name] >= _TIRED:
            self._refusals[name] = 0
            now = self._clock.now()
            self._rests_until[name] = outbox.next_try(claimed.outgoing, now, outcome.seconds)
            _log.warning("a platform is left alone for a while", platform=name)


def _note_failure(work: Work, claimed: Claimed, outcome: Outcome) -> None:
    message = claimed.outgoing
    match outcome:
        case Delivered():
            return
        case TryLater(seconds, error):
            outbox.retry(work, claimed, outbox.next_try(message, work.now, seconds), error)
        case Uncertain(error):
            outbox.uncertain(work, claimed, error)
        case Refused(error):
            outbox.refuse(work, claimed, error)
        case Unreachable(error):
            if outbox.refuse(work, claimed, error):
                work.change(claimed.address, reachable=False)
    _log.warning(
        "a message did not arrive",
        message=message.id,
        platform=claimed.address.platform,
        outcome=type(outcome).__name__,
        error=outcome.error,
        attempt=message.attempts,
    )
