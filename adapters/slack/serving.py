"""How Slack reaches the bot: by a socket that the bot opens, or by HTTP behind a public address.

POST /slack/events           events, commands, interactions: all that Slack sends
GET  /slack/install          the beginning of an installation; Slack's consent follows
GET  /slack/oauth_redirect   its end
GET  /health                 200 while the database answers
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.api import LOGGER, Api
from adapters.slack.installing import INSTALL, REDIRECT
from adapters.slack.receiving import Receiving
from storage.database import Database

EVENTS, HEALTH = "/slack/events", "/health"
_log = structlog.get_logger()
_MOST_BODY = 1024**2  # bytes: four times the largest view
_STOPPING = 10.0  # seconds for what is being answered
_Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class PortTaken(OSError):
    """{host}:{port} cannot be listened on: stop the other program, or choose another with --port or BINOME_HTTP_PORT."""  # noqa: E501  # a message is one line

    def __init__(self, host: str, port: int) -> None:
        super().__init__((type(self).__doc__ or "").format(host=host, port=port))


@asynccontextmanager
async def by_socket(
    api: Api, app: AsyncApp, receiving: Receiving, app_token: str
) -> AsyncIterator[str]:
    """Reached by a socket, opened again whenever it breaks; gives words for it."""
    handler = AsyncSocketModeHandler(app, app_token, logger=LOGGER, web_client=api.client)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt types none of these
    try:
        yield "by a socket"
    finally:
        # What was taken in is answered while there still is a socket to answer by.
        await _within(_STOPPING, receiving.drain())
        await handler.close_async()  # type: ignore[no-untyped-call]  # nor this


@asynccontextmanager
async def by_http(
    database: Database,
    app: AsyncApp,
    receiving: Receiving,
    host: str,
    port: int,
    flow: AsyncOAuthFlow | None = None,
) -> AsyncIterator[str]:
    """Reached at an address of this machine; gives words for it. Raises PortTaken."""
    runner = web.AppRunner(pages(database, app, flow), access_log=None, shutdown_timeout=_STOPPING)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise PortTaken(host, port) from error
        yield f"at http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
        await _within(_STOPPING, receiving.drain())


def pages(database: Database, app: AsyncApp, flow: AsyncOAuthFlow | None) -> web.Application:
    """The doors of the server."""
    doors = web.Application(client_max_size=_MOST_BODY)
    doors.router.add_post(EVENTS, _door(app.async_dispatch))
    doors.router.add_get(HEALTH, _health(database))
    if flow is not None:
        doors.router.add_get(INSTALL, _door(flow.handle_installation))
        doors.router.add_get(REDIRECT, _door(flow.handle_callback))
    return doors


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


async def _ended(tasks: Iterable["asyncio.Future[None]"]) -> None:
    for found in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(found, Exception):
            _log.error("something in the background had failed", error=type(found).__name__)


async def _within(seconds: float, work: Awaitable[None]) -> None:
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        _log.warning("stopped before everything was answered")


def _door(dispatch: _Dispatch) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            asked = await to_bolt_request(request)
        except (UnicodeDecodeError, ValueError):
            return web.Response(status=400)
        return await to_aiohttp_response(await dispatch(asked))

    return answer


def _health(database: Database) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_request: web.Request) -> web.StreamResponse:
        try:
            await asyncio.to_thread(database.require_current)
        except Exception as error:
            _log.error("the database does not answer", error=type(error).__name__)
            return web.json_response({"ok": False, "database": False}, status=503)
        return web.json_response({"ok": True})

    return answer
