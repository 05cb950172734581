"""The one HTTP server of a process: the doors of every platform that is called, and `/health`."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

from storage.database import Database

HEALTH = "/health"
STOPPING = 10.0  # seconds for what is being answered
_log = structlog.get_logger()
_MOST_BODY = 1024**2  # bytes: four times the largest form of any platform


class PortTaken(OSError):
    """{host}:{port} cannot be listened on: stop the other program, or choose another with --port or BINOME_HTTP_PORT."""  # noqa: E501  # a message is one line

    def __init__(self, host: str, port: int) -> None:
        super().__init__((type(self).__doc__ or "").format(host=host, port=port))


@asynccontextmanager
async def listening(
    database: Database, doors: Iterable[web.AbstractRouteDef], host: str, port: int
) -> AsyncIterator[str]:
    """Reached at an address of this machine; gives words for it. Raises PortTaken."""
    runner = web.AppRunner(pages(database, doors), access_log=None, shutdown_timeout=STOPPING)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise PortTaken(host, port) from error
        yield f"at http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def pages(database: Database, doors: Iterable[web.AbstractRouteDef]) -> web.Application:
    """The server: 200 at `/health` while the database answers, and what the platforms add."""
    application = web.Application(client_max_size=_MOST_BODY)
    application.router.add_get(HEALTH, _health(database))
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
