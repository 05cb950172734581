"""How Teams reaches the bot: by HTTP, behind a public address.

POST /api/messages        activities: all that Teams sends; 401 before anything is read
GET  /files/<signed>      a file or a picture of a message, for as long as its link lasts
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

import structlog
from aiohttp import web

from adapters.runner.leaflets import language_asked
from adapters.teams.answering import BAD_REQUEST
from adapters.teams.links import PATH, Links
from adapters.teams.read import Malformed, read
from adapters.teams.receiving import Receiving
from adapters.teams.sdk import Door, Unauthorised
from bot.texts import Voice

MESSAGES = "/api/messages"
_log = structlog.get_logger()
_DEEPEST = 64  # levels of JSON; Teams sends some ten
_FILE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def doors(door: Door, receiving: Receiving, links: Links) -> list[web.AbstractRouteDef]:
    """What the server does for Teams."""
    return [
        web.post(MESSAGES, _messages(door, receiving)),
        web.get(f"{PATH}{{signed:[A-Za-z0-9_=-]{{1,1000}}}}", _file(links)),
    ]


def _messages(door: Door, receiving: Receiving) -> _Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            if "Origin" in request.headers:  # a page in somebody's browser, which Teams is not
                raise Unauthorised
            identity = await door.identity(request.headers.get("Authorization"))
            body = _parsed(await request.read())
            if body is None:
                return web.json_response(BAD_REQUEST, status=400)
            door.check(identity, body)
        except Unauthorised:
            return web.Response(status=401)
        happened = read(body)
        if isinstance(happened, Malformed):
            _log.warning("what came is no activity", lacking=happened.reason)
            return web.json_response(BAD_REQUEST, status=400)

        async def act(activity: Mapping[str, Any]) -> dict[str, Any] | None:
            return await receiving.answer(activity, happened)

        try:
            response = await door.turn(identity, body, act)
        except Exception:
            _log.exception("what Teams sent could not be handled", kind=body.get("type"))
            return web.Response(status=500)
        if response is None:
            return web.Response(status=200)
        return web.json_response(response.body, status=response.status)

    return answer


def _file(links: Links) -> _Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        found = await asyncio.to_thread(links.file, request.match_info["signed"])
        if found is None:
            voice = Voice(language_asked(request))
            return web.Response(
                status=404, text=voice.words("teams.link-over"), headers=_FILE_HEADERS
            )
        shown = "inline" if found.media_type.startswith("image/") else "attachment"
        name = f"{shown}; filename*=UTF-8''{quote(found.name)}"
        return web.Response(
            body=found.content,
            content_type=found.media_type,
            headers={**_FILE_HEADERS, "Content-Disposition": name},
        )

    return answer


def _parsed(raw: bytes) -> dict[str, Any] | None:
    """The JSON object of a body, or None when it is anything else."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and _is_shallow(found) else None


def _is_shallow(value: Any, left: int = _DEEPEST) -> bool:
    if left == 0:
        return False
    if isinstance(value, dict):
        return all(_is_shallow(each, left - 1) for each in value.values())
    return not isinstance(value, list) or all(_is_shallow(each, left - 1) for each in value)
