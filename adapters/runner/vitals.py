"""What a process tells of its own health, to whoever watches it.

GET /healthz   200 while its work goes on; 503 when a part of it has fallen silent: start it again
GET /readyz    200 while it can take in events: the database answers, in the right schema, and
               the last transaction was not refused by a full disk, a lock or the like
GET /metrics   figures for Prometheus, only on a port of its own (`BINOME_METRICS_PORT`)

Nothing here names anybody or holds a word that somebody wrote. A message that waits for long makes
nobody less ready: the age is there to be seen, and taking the process away would help nobody.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import asdict

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from adapters.runner.clock import Clock
from adapters.runner.ending import Ending
from adapters.runner.platform import Outcome, TryLater
from bot.event import Event
from bot.message import Reply
from storage import outbox
from storage.database import Database
from storage.schema import head
from storage.signs import signs, unreachable
from storage.trouble import trouble_of
from storage.work import Work

HEALTHY, READY, FIGURES = "/healthz", "/readyz", "/metrics"
_log = structlog.get_logger()
_Handle = Callable[[Event, Work], Reply]
_SILENT = 300.0  # seconds without a sign of life, long after any single step of work
_STEP = 0.1  # seconds between two looks at the event loop
_HELD_UP = 1.0  # seconds for which it stood still, worth a line in the log
_FRESH = 5.0  # seconds for which figures are good enough to be given again
_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Vitals:
    """Counts what happens in this process, and reads the rest from the database when asked."""

    def __init__(self, database: Database, clock: Clock, ending: Ending) -> None:
        self._database, self._clock, self._ending = database, clock, ending
        self._beats: dict[str, float] = {}
        self._read_at = 0.0
        self._reading = asyncio.Lock()
        self._open = False
        self.registry = mine = CollectorRegistry()
        self._turns = Histogram(
            "binome_turn_seconds",
            "What the core took to handle an event, without waiting for its turn.",
            ["platform"],
            buckets=_QUICK,
            registry=mine,
        )
        self._failed = Counter(
            "binome_failed_turns", "Events that could not be handled.", ["platform"], registry=mine
        )
        self._answers = Histogram(
            "binome_answer_seconds",
            "What a platform waited for its answer, by HTTP.",
            ["door"],
            buckets=_QUICK,
            registry=mine,
        )
        self._deliveries = Counter(
            "binome_deliveries",
            "Messages handed to a platform, by what became of them.",
            ["platform", "outcome"],
            registry=mine,
        )
        self._asked = Counter(
            "binome_asked_to_wait",
            "How often a platform asked a whole workspace to wait (429).",
            ["platform"],
            registry=mine,
        )
        self._stalls = Histogram(
            "binome_loop_stall_seconds",
            "For how long the event loop stood still.",
            buckets=_QUICK,
            registry=mine,
        )
        self._messages = Gauge(
            "binome_outbox_messages", "Messages in each state.", ["state"], registry=mine
        )
        self._lag = Gauge(
            "binome_outbox_lag_seconds", "How long the oldest due message waits.", registry=mine
        )
        self._behind = Gauge(
            "binome_clock_lag_seconds", "How long what is due was not looked at.", registry=mine
        )
        self._drift = Gauge(
            "binome_clock_drift_seconds",
            "How far the database's clock is from this machine's.",
            registry=mine,
        )
        self._lost = Gauge(
            "binome_unreachable_people", "People who can be met nowhere.", registry=mine
        )
        self._up = Gauge("binome_database_up", "1 while the database answers.", registry=mine)

    # ---------------------------------------------------------------- what is told to it

    def beat(self, part: str) -> None:
        """A part of the work says that it goes on; to be called from any thread."""
        self._beats[part] = time.monotonic()

    def opened(self) -> None:
        """Everything has begun, and events can be taken in."""
        self._open = True

    def delivered(self, platform: str, outcome: Outcome) -> None:
        """What became of a message."""
        self._deliveries.labels(platform, type(outcome).__name__.lower()).inc()
        if isinstance(outcome, TryLater) and outcome.everyone:
            self._asked.labels(platform).inc()

    def witnessing(self, handle: _Handle) -> _Handle:
        """The same core, each of whose turns is timed, and logged without a word of what was said.

        Every line that is logged meanwhile bears the key of the event, as its messages do.
        """

        def act(event: Event, work: Work) -> Reply:
            platform, began = event.sender.platform, time.perf_counter()
            with structlog.contextvars.bound_contextvars(request=event.key):
                try:
                    reply = handle(event, work)
                except Exception:
                    self._failed.labels(platform).inc()
                    raise
                took = time.perf_counter() - began
                self._turns.labels(platform).observe(took)
                _log.info(
                    "an event was handled",
                    kind=type(event).__name__.lower(),
                    platform=platform,
                    milliseconds=round(took * 1000, 1),
                )
                return reply

        return act

    def timing(self) -> Middleware:
        """For a server: times the answers at each of its doors, by the door's own path."""

        @web.middleware
        async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
            began = time.perf_counter()
            try:
                return await handler(request)
            finally:
                resource = request.match_info.route.resource
                door = resource.canonical if resource is not None else "none"
                if door not in (HEALTHY, READY, FIGURES):
                    self._answers.labels(door).observe(time.perf_counter() - began)

        return answer

    async def watch(self) -> None:
        """Sees whether the event loop stands still; to be run in the background."""
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_STEP)
            stood = max(time.perf_counter() - began - _STEP, 0.0)
            self._stalls.observe(stood)
            if stood > _HELD_UP:
                _log.warning("the event loop stood still", seconds=round(stood, 2))

    # ---------------------------------------------------------------- what it tells

    def doors(self, *, figures: bool) -> list[web.AbstractRouteDef]:
        """The pages, with the figures or without."""
        found: list[web.AbstractRouteDef] = [
            web.get(HEALTHY, self._healthy),
            web.get(READY, self._ready_plainly if not figures else self._ready),
        ]
        return [*found, web.get(FIGURES, self._figures)] if figures else found

    def silent(self) -> list[str]:
        """The parts of the work that gave no sign of life for long."""
        now = time.monotonic()
        return sorted(part for part, at in self._beats.items() if now - at > _SILENT)

    async def _healthy(self, _request: web.Request) -> web.StreamResponse:
        silent = self.silent()
        return web.json_response({"ok": not silent}, status=503 if silent else 200)

    async def _ready_plainly(self, _request: web.Request) -> web.StreamResponse:
        ready, _ = await self._readiness()
        return web.json_response({"ok": ready}, status=200 if ready else 503)

    async def _ready(self, _request: web.Request) -> web.StreamResponse:
        ready, told = await self._readiness()
        return web.json_response({"ok": ready, **told}, status=200 if ready else 503)

    async def _readiness(self) -> tuple[bool, dict[str, object]]:
        takes_in = self._open and not self._ending.begun
        told: dict[str, object] = {"stopping": self._ending.begun, "silent": self.silent()}
        try:
            found = await asyncio.to_thread(self._look)
        except Exception as error:
            trouble = trouble_of(error)
            name = type(error).__name__ if trouble is None else trouble.name
            _log.error("the database does not answer", error=name)
            return False, {**told, "database": name}
        trouble = self._database.trouble  # it can be read, and perhaps not written
        told |= {"database": "ok" if trouble is None else trouble.name, "schema": head(), **found}
        return takes_in and trouble is None, told

    def _look(self) -> dict[str, float]:
        self._database.require_current()
        with self._database.reading(self._clock.now()) as work:
            return {name: round(value, 3) for name, value in asdict(signs(work)).items()}

    async def _figures(self, _request: web.Request) -> web.StreamResponse:
        async with self._reading:  # whoever asks meanwhile is given the same
            if time.monotonic() - self._read_at > _FRESH:
                await asyncio.to_thread(self._read)
                self._read_at = time.monotonic()
        told = generate_latest(self.registry)
        return web.Response(body=told, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    def _read(self) -> None:
        try:
            with self._database.reading(self._clock.now()) as work:
                found, counts, lost = signs(work), outbox.counts(work), unreachable(work)
        except Exception as error:
            _log.error("the database does not answer", error=type(error).__name__)
            self._up.set(0)
            return
        self._up.set(1)
        self._lag.set(found.waiting)
        self._behind.set(found.behind)
        self._drift.set(found.drift)
        self._lost.set(lost)
        for state, count in counts.items():
            self._messages.labels(state).set(count)
