"""How Slack reaches the bot: by a socket that the bot opens, or by HTTP behind a public address.

POST /slack/events           events, commands, interactions: all that Slack sends
GET  /slack/install          the beginning of an installation; Slack's consent follows
GET  /slack/oauth_redirect   its end
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.runner.http import STOPPING, within
from adapters.slack.api import LOGGER, Api
from adapters.slack.receiving import Receiving

if TYPE_CHECKING:
    from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

EVENTS = "/slack/events"
_Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


@asynccontextmanager
async def by_socket(
    api: Api, app: AsyncApp, receiving: Receiving, app_token: str
) -> AsyncIterator[str]:
    """Reached by a socket, opened again whenever it breaks; gives words for it."""
    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

    handler = AsyncSocketModeHandler(app, app_token, logger=LOGGER, web_client=api.client)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt types none of these
    try:
        yield "by a socket"
    finally:
        # What was taken in is answered while there still is a socket to answer by.
        await within(STOPPING, receiving.drain())
        await handler.close_async()  # type: ignore[no-untyped-call]  # nor this


def doors(app: AsyncApp, flow: "AsyncOAuthFlow | None") -> list[web.AbstractRouteDef]:
    """What the server does for Slack."""
    found: list[web.AbstractRouteDef] = [web.post(EVENTS, _door(app.async_dispatch))]
    if flow is not None:
        from adapters.slack.installing import INSTALL, REDIRECT

        found.append(web.get(INSTALL, _door(flow.handle_installation)))
        found.append(web.get(REDIRECT, _door(flow.handle_callback)))
    return found


def _door(dispatch: _Dispatch) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            asked = await to_bolt_request(request)
        except (UnicodeDecodeError, ValueError):
            return web.Response(status=400)
        return await to_aiohttp_response(await dispatch(asked))

    return answer
