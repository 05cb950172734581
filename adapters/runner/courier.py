"""The courier claims messages from the outbox, delivers them and notes what became of each.

The database is only touched in worker threads. Nothing is kept here that a crash could lose: what
was claimed and not noted comes back when its lease runs out.
"""

import asyncio
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
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
from storage import contact, outbox, pace
from storage.database import Database
from storage.outbox import Claimed
from storage.work import Work

_log = structlog.get_logger()
_TIRED = 5  # refusals in a row after which a workspace is left alone for a while
_SOONEST = 0.01  # seconds; clocks are no finer than that
# Seconds after a look that found nothing, so that a crowd of kicks is one look: as many times what
# it took, between two bounds. What keeps many messages waiting must not fill the day with looking.
_BREATH, _LONG_BREATH, _TIMES = 0.02, 0.2, 9
_Result = tuple[Claimed, Outcome]
_Workspace = tuple[str, str]  # platform and tenant


class Courier:
    """Delivers what is due, a bounded number of messages at once and one at a time per address.

    No workspace is written to faster than the rate of its platform, nor while it asked to wait.
    `patience`, `look` and `drain` are in seconds: how long one delivery may take, how often to look
    for messages that other processes posted, and how long to wait for deliveries when stopping.
    `alive` is told whenever the work goes on, and `delivered` what became of each message.
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
        alive: Callable[[], None] = lambda: None,
        delivered: Callable[[str, Outcome], None] = lambda _platform, _outcome: None,
    ) -> None:
        self._database = database
        self._platforms = {platform.name: platform for platform in platforms}
        self._clock = clock
        self._at_once, self._batch = at_once, batch
        self._patience, self._look, self._drain = patience, look, drain
        self._alive, self._delivered_as = alive, delivered
        # The last of a batch waits for the others, and must still have its lease when it leaves.
        self._lease = timedelta(seconds=patience * (math.ceil(batch / at_once) + 1))
        self._rates = {p.name: p.rate for p in self._platforms.values() if p.rate is not None}
        self._refusals: Counter[_Workspace] = Counter()
        # The database says it to everybody; this is for what is already in hand here.
        self._rests_until: dict[_Workspace, datetime] = {}
        self._next: datetime | None = None  # when a pace allows more
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
            self._alive()
            self._wake.clear()
            if 2 * len(flying) > self._at_once:  # a claim costs the same for one message as for ten
                await asyncio.wait(flying, timeout=_BREATH)
                await self._land(flying)
            room = min(self._at_once - len(flying), self._batch)
            began, took = self._loop.time(), 0.0
            try:
                claimed = await asyncio.to_thread(self._claim, room) if room else []
                took = self._loop.time() - began
            except Exception:  # the database may be away for a while: this must outlive it
                if self._database.trouble is None:  # which is told once, in a sentence
                    _log.exception("the outbox could not be read; trying again")
                claimed, self._next = [], None
            for one in claimed:
                flying[asyncio.create_task(self._deliver(one))] = one
            if room and not claimed:
                await self._breathe(flying, min(max(_TIMES * took, _BREATH), _LONG_BREATH))
            await self._wait(flying, self._until_next() if room else self._look)
            await self._land(flying)
        await self._come_home(flying)

    def kick(self) -> None:
        """Says, from any thread, that something was posted and need not wait for the next look."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    def stop(self, within: float | None = None) -> None:
        """Asks, from any thread, to claim nothing more and to end once deliveries have.

        With `within`, no more seconds than that are given to them.
        """
        if within is not None:
            self._drain = min(self._drain, within)
        self._stopping = True
        self.kick()

    async def _breathe(self, flying: dict[asyncio.Task[Outcome], Claimed], seconds: float) -> None:
        """A moment without looking, which the end of a delivery cuts short."""
        if flying:
            first = asyncio.FIRST_COMPLETED
            await asyncio.wait(flying, timeout=seconds, return_when=first)
        else:
            await asyncio.sleep(seconds)

    async def _wait(self, flying: dict[asyncio.Task[Outcome], Claimed], most: float) -> None:
        woken = asyncio.create_task(self._wake.wait())
        await asyncio.wait({woken, *flying}, timeout=most, return_when=asyncio.FIRST_COMPLETED)
        woken.cancel()

    def _until_next(self) -> float:
        """The seconds to wait when nothing is heard meanwhile."""
        if self._next is None:
            return self._look
        soon = (self._next - self._clock.now()).total_seconds()
        return min(max(soon, _SOONEST), self._look)

    async def _land(self, flying: dict[asyncio.Task[Outcome], Claimed]) -> None:
        for task in [task for task in flying if task.done()]:
            outcome = Uncertain("stopped while sending") if task.cancelled() else task.result()
            self._finished.append((flying.pop(task), outcome))
        try:
            await self._note()
        except Exception:  # kept for the next time, while the leases last
            if self._database.trouble is None:
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
        names, rates = list(self._platforms), self._rates
        with self._database.work(self._clock.now()) as work:
            claimed = outbox.claim(work, names, room, self._lease, rates)
            paced = bool(rates) and len(claimed) < room
            self._next = outbox.next_room(work, names, rates) if paced else None
        return claimed

    async def _deliver(self, claimed: Claimed) -> Outcome:
        place, now = _workspace(claimed), self._clock.now()
        if self._rests_until.get(place, now) > now:  # it asked to wait after this was claimed
            wait = (self._rests_until[place] - now).total_seconds()
            return TryLater(wait, "its workspace rests", everyone=True)
        outcome = await self._delivered(claimed)
        self._delivered_as(claimed.address.platform, outcome)
        self._mind(claimed, outcome)
        return outcome

    async def _delivered(self, claimed: Claimed) -> Outcome:
        try:
            async with asyncio.timeout(self._patience):
                platform = self._platforms[claimed.address.platform]
                return await platform.deliver(claimed.address, claimed.outgoing)
        except TimeoutError:
            return Uncertain("no answer in time")
        except Exception as error:
            # Its text may hold what people wrote: neither logged nor kept.
            return Uncertain(type(error).__name__)

    def _mind(self, claimed: Claimed, outcome: Outcome) -> None:
        """Leaves a workspace alone while its platform asks for that, or only ever says `later`."""
        place, now = _workspace(claimed), self._clock.now()
        if not isinstance(outcome, TryLater):
            self._refusals[place] = 0
            return
        self._refusals[place] += 1
        if not outcome.everyone and self._refusals[place] < _TIRED:
            return
        self._refusals[place] = 0
        until = _again_at(claimed, outcome, now)
        self._rests_until[place] = max(until, self._rests_until.get(place, until))
        _log.warning("a workspace is left alone for a while", platform=place[0], tenant=place[1])

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
            tired = {_workspace(c) for c, o in results if isinstance(o, TryLater)}
            for platform, tenant in sorted(tired):  # in one order for every process
                until, rate = self._rests_until.get((platform, tenant)), self._rates.get(platform)
                if until is not None and rate is not None and until > work.now:
                    pace.hold(work, platform, tenant, rate, until)


def _workspace(claimed: Claimed) -> _Workspace:
    return claimed.address.platform, claimed.address.tenant


def _again_at(claimed: Claimed, outcome: TryLater, now: datetime) -> datetime:
    if outcome.everyone and outcome.seconds is not None:
        return now + timedelta(seconds=outcome.seconds)  # the pace of the workspace spreads them
    return outbox.next_try(claimed.outgoing, now, outcome.seconds)


def _note_failure(work: Work, claimed: Claimed, outcome: Outcome) -> None:
    message = claimed.outgoing
    match outcome:
        case Delivered():
            return
        case TryLater(_, error, True, arrived):
            outbox.give_back(work, claimed, _again_at(claimed, outcome, work.now), error, arrived)
            return  # it waits with everybody else, which is told once for all of them
        case TryLater(_, error, False, arrived, True):
            outbox.give_back(work, claimed, _again_at(claimed, outcome, work.now), error, arrived)
        case TryLater(_, error, False, arrived):
            outbox.retry(work, claimed, _again_at(claimed, outcome, work.now), error, arrived)
        case Uncertain(error, arrived):
            outbox.uncertain(work, claimed, error, arrived)
        case Refused(error, arrived):
            outbox.refuse(work, claimed, error, arrived)
        case Unreachable(error, arrived):
            if outbox.refuse(work, claimed, error, arrived):
                contact.lost(work, claimed.address)
    _log.warning(
        "a message did not arrive",
        message=message.id,
        key=message.key,  # begins with the key of the event that caused it
        platform=claimed.address.platform,
        outcome=type(outcome).__name__,
        error=outcome.error,
        attempt=message.attempts,
    )
