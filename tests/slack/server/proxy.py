"""What the app takes for https://slack.com: it logs, spoils, completes and passes on to emulate."""

import asyncio
import base64
import json
import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from tests.slack.server import gaps
from tests.slack.server.calls import Call, Calls
from tests.slack.server.faults import Fault, Faults
from tests.slack.server.workspace import Grant, Workspace

_JSON_FIELDS = {"blocks", "view", "attachments", "metadata", "files", "prompts", "unfurls"}
_BIGGEST = 100 * 1024 * 1024


class Proxy:
    """An HTTP server, whose handlers all run in one event loop."""

    def __init__(self, calls: Calls, faults: Faults, app: dict[str, str]) -> None:
        self.calls = calls
        self.faults = faults
        self.app = app
        self.workspaces: dict[str, Workspace] = {}
        self.grants: dict[str, Grant] = {}
        self.refreshes: dict[str, Grant] = {}
        self.codes: dict[str, Workspace] = {}
        self.responses: dict[str, dict[str, Any]] = {}
        self.app_token = ""
        self.socket_url: Callable[[], str] | None = None
        self.url = ""
        self.http: aiohttp.ClientSession

    async def start(self) -> web.AppRunner:
        """Serve on loopback, at a port of the system's choice."""
        application = web.Application(client_max_size=_BIGGEST)
        application.router.add_route("*", "/api/{method}", self._api)
        application.router.add_route("*", "/response/{id}", self._response)
        application.router.add_post("/upload/{workspace}/{rest:.*}", self._upload)
        runner = web.AppRunner(application, access_log=None, handle_signals=False)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self.http = aiohttp.ClientSession()
        return runner

    def granted(self, workspace: Workspace, inner: str, scopes: tuple[str, ...]) -> Grant:
        """A new token for the app, and one to refresh it where tokens rotate."""
        kind = "xoxe.xoxb" if workspace.rotating else "xoxb"
        grant = Grant(f"{kind}-{workspace.id}-{secrets.token_hex(8)}", inner, workspace, scopes)
        if workspace.rotating:
            grant.refresh = f"xoxe-{secrets.token_hex(8)}"
            self.refreshes[grant.refresh] = grant
        self.grants[grant.token] = grant
        workspace.grants.append(grant)
        return grant

    def response_url(self, **known: Any) -> str:
        """Where the app may answer an interaction: its workspace, channel, user and message."""
        name = secrets.token_hex(8)
        self.responses[name] = {"uses": 0, **known}
        return f"{self.url}/response/{name}"

    async def pass_on(
        self, workspace: Workspace, method: str, args: dict[str, Any], token: str
    ) -> dict[str, Any]:
        """What emulate answers to a call, always asked by POST and in JSON."""
        async with self.http.post(
            f"{workspace.url}/api/{method}",
            json=workspace.into(args),
            headers={"Authorization": f"Bearer {token}"} if token else {},
        ) as got:
            if got.status == 404:
                return {"ok": False, "error": "unknown_method", "emulate": "lacks this method"}
            said = await got.text()
            port = workspace.url.rpartition(":")[2]
            for host in ("127.0.0.1", "localhost"):
                said = said.replace(f"http://{host}:{port}/", f"{self.url}/upload/{workspace.id}/")
            return dict(workspace.out_of(json.loads(said)))

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        token = _token(request, args)
        grant = self.grants.get(token)
        place = grant.workspace.id if grant else ""
        call = Call(method, args, place, request.method)

        async def work() -> dict[str, Any]:
            call.arrived = True
            if method in gaps.WITHOUT_TOKEN:
                return await gaps.WITHOUT_TOKEN[method](self, args, token)
            if not token:
                return {"ok": False, "error": "not_authed"}
            if grant is None:
                return {"ok": False, "error": "invalid_auth"}
            if grant.error:
                return {"ok": False, "error": grant.error}
            own = gaps.OWN.get(method)
            return await (own or gaps.plain)(self, grant, method, args)

        answered = await self._answered(request, call, work)
        if grant is not None:
            answered.headers["X-OAuth-Scopes"] = ",".join(grant.scopes)
        return answered

    async def _response(self, request: web.Request) -> web.StreamResponse:
        args = await _arguments(request)
        known = self.responses.get(request.match_info["id"])
        call = Call("response_url", args, known["workspace"].id if known else "", request.method)

        async def work() -> dict[str, Any]:
            call.arrived = True
            return await gaps.responded(self, known, args)

        return await self._answered(request, call, work)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        workspace = self.workspaces[request.match_info["workspace"]]
        body = await request.read()
        call = Call("upload", {"bytes": len(body)}, workspace.id, request.method)

        async def work() -> dict[str, Any]:
            call.arrived = True
            kind = request.headers.get("Content-Type", "application/octet-stream")
            async with self.http.post(
                f"{workspace.url}/{request.match_info['rest']}",
                data=body,
                headers={"Content-Type": kind},
            ) as got:
                return {"ok": got.status == 200, "text": await got.text()}

        return await self._answered(request, call, work)

    async def _answered(
        self, request: web.Request, call: Call, work: Callable[[], Any]
    ) -> web.StreamResponse:
        fault = self.faults.spoiling(call)
        try:
            if fault is not None:
                call.fault = fault.name
                early = await _spoilt(fault, call)
                if early is not None:
                    return early
                if fault.name == "refuses":
                    return _cut(request)
            call.answer = await work()
            if fault is not None and fault.name == "cuts":
                return _cut(request)
            call.status = 200
            return _written(call)
        finally:
            self.calls.add(call)


async def _spoilt(fault: Fault, call: Call) -> web.StreamResponse | None:
    """The answer of a fault that comes before the call is made; None: the call goes on."""
    if fault.name == "slow":
        ends = time.monotonic() + fault.seconds
        while time.monotonic() < ends and not fault.over:  # noqa: ASYNC110  # a thread lifts it
            await asyncio.sleep(0.01)
    if fault.name == "limited":
        call.status, call.answer = 429, {"ok": False, "error": "ratelimited"}
        call.retry_after = int(fault.seconds)
        after = {"Retry-After": str(call.retry_after)}
        return web.json_response(call.answer, status=429, headers=after)
    if fault.name == "breaks":
        call.status = fault.status
        return web.Response(
            status=fault.status, text="<html>Server Error</html>", content_type="text/html"
        )
    if fault.name == "fails":
        call.status, call.answer = 200, {"ok": False, "error": fault.error}
        return web.json_response(call.answer)
    return None


def _written(call: Call) -> web.StreamResponse:
    if call.method == "upload":
        return web.Response(status=200 if call.answer["ok"] else 400, text=call.answer["text"])
    if call.method == "response_url":
        if call.answer["ok"]:
            return web.Response(text="ok")
        call.status = 404
        return web.json_response(call.answer, status=404)
    return web.json_response(call.answer, headers={"X-Slack-Req-Id": f"{id(call):x}"})


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _token(request: web.Request, args: dict[str, Any]) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    given = args.pop("token", "")
    return token if kind == "Bearer" else str(given)


async def _arguments(request: web.Request) -> dict[str, Any]:
    """The arguments as values, however the client sent them."""
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        args |= await request.json()
    elif request.content_type == "multipart/form-data":
        args |= dict(await request.post())
    else:
        args |= dict(parse_qsl(await request.text(), keep_blank_values=True))
    for name in _JSON_FIELDS & args.keys():
        if isinstance(args[name], str):
            args[name] = json.loads(args[name])
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind == "Basic":
        client, _, secret = base64.b64decode(value).decode().partition(":")
        args |= {"client_id": client, "client_secret": secret}
    return args
