"""The one HTTP server of a process: the doors of every platform that is called, and `/health`."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

from adapters.runner.vitals import Vitals
from storage.database import Database

HEALTH = "/health"
STOPPING = 4.0  # seconds for what is being answered; `Ending` says what all of it may take
_log = structlog.get_logger()
_MOST_BODY = 1024**2  # bytes: four times the largest form of any platform


class PortTaken(OSError):
    """{host}:{port} cannot be listened on: stop the other program, or choose another with {how}."""

    def __init__(self, host: str, port: int, how: str = "--port or BINOME_HTTP_PORT") -> None:
        super().__init__((type(self).__doc__ or "").format(host=host, port=port, how=how))


@asynccontextmanager
async def listening(
    database: Database,
    doors: Iterable[web.AbstractRouteDef],
    host: str,
    port: int,
    vitals: Vitals | None = None,
) -> AsyncIterator[str]:
    """Reached at an address of this machine; gives words for it. Raises PortTaken."""
    application = pages(database, doors, vitals)
    async with _served(application, host, port, "--port or BINOME_HTTP_PORT") as at:
        yield at


@asynccontextmanager
async def telling(vitals: Vitals, host: str, port: int) -> AsyncIterator[None]:
    """The pages of a process's health, on a port of their own. Raises PortTaken."""
    application = web.Application()
    application.router.add_routes(vitals.doors(figures=True))
    async with _served(application, host, port, "BINOME_METRICS_PORT"):
        yield


@asynccontextmanager
async def _served(
    application: web.Application, host: str, port: int, how: str
) -> AsyncIterator[str]:
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=STOPPING)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise PortTaken(host, port, how) from error
        yield f"at http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def pages(
    database: Database, doors: Iterable[web.AbstractRouteDef], vitals: Vitals | None = None
) -> web.Application:
    """The server: 200 at `/health` while the database answers, and what the platforms add."""
    timing = [] if vitals is None else [vitals.timing()]
    application = web.Application(client_max_size=_MOST_BODY, middlewares=timing)
    application.router.add_get(HEALTH, _health(database))
    if vitals is not None:
        application.router.add_routes(vitals.doors(figures=False))
    application.router.add_routes(doors)
    return application


@asynccontextmanager
async def meanwhile(*works: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Does some work in the background, and ends it at the end."""
    tasks = [asyncio.ensure_future(work()) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await _ended(tasks)


async def within(seconds: float, work: Awaitable[None]) -> None:
    """Waits for what is being answered, and stops all the same when it takes too long."""
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        _log.warning("stopped before everything was answered")


async def _ended(tasks: Iterable["asyncio.Future[None]"]) -> None:
    for found in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(found, Exception):
            _log.error("something in the background had failed", error=type(found).__name__)


def _health(database: Database) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_request: web.Request) -> web.StreamResponse:
        try:
            await asyncio.to_thread(database.require_current)
        except Exception as error:
            _log.error("the database does not answer", error=type(error).__name__)
            return web.json_response({"ok": False, "database": False}, status=503)
        return web.json_response({"ok": True})

    return answer
