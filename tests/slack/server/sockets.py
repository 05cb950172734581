"""Slack's side of Socket Mode, as docs.slack.dev/apis/events-api/using-socket-mode tells it.

apps.connections.open gives an address that is good once; then hello, envelopes, acknowledgements,
pings, and `disconnect` before Slack replaces a connection. Both slack_sdk's client and npm's
@slack/socket-mode talk to it (tests/slack/test_socket_mode.py).
"""

import asyncio
import json
import secrets
import time
import uuid
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.slack.server.inbound import Delivery

if TYPE_CHECKING:
    from tests.slack.harness import Slack

_ACKED_WITHIN = 60.0  # seconds, where Slack waits for three: a busy machine is not a silent app
_CONNECTED_WITHIN = 60.0


class Sockets:
    """The connections of one app; what happens goes to one of them, in turn."""

    def __init__(self, slack: "Slack") -> None:
        self._slack = slack
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[dict[str, Any] | None]] = {}
        self._carried: dict[str, web.WebSocketResponse] = {}  # by which connection each went
        self._connected = asyncio.Event()
        self._port = 0
        self.hellos = 0
        self.pongs = 0
        self.strays: list[dict[str, Any]] = []

    async def start(self) -> web.AppRunner:
        """Listen on loopback."""
        app = web.Application()
        app.router.add_get("/link/", self._link)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1)
        app.on_shutdown.append(self._shut)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self._port = runner.addresses[0][1]
        return runner

    def new_url(self) -> str:
        """An address for one connection."""
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return f"ws://127.0.0.1:{self._port}/link/?ticket={ticket}&app_id={self._slack.app_id}"

    def send(self, kind: str, payload: dict[str, Any]) -> Delivery:
        """Hand over an envelope; status 408 when its connection ends before an answer."""
        return self._send(kind, payload, {})

    def waits_for_connections(self, number: int = 1) -> None:
        """Wait until the app has connected so many times in all."""

        async def wait() -> None:
            while self.hellos < number:
                self._connected.clear()
                await asyncio.wait_for(self._connected.wait(), _CONNECTED_WITHIN)

        self._slack.run(wait())

    def disconnects(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to be replaced, and close it: warning, refresh_requested."""

        async def close() -> None:
            told = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
            for socket in list(self._open):
                await socket.send_json(told)
                if reason != "warning":
                    await socket.close()

        self._slack.run(close())

    def drops(self) -> None:
        """Cut every connection without a word."""

        async def cut() -> None:
            for socket in list(self._open):
                transport = socket._req.transport if socket._req else None
                if transport is not None:
                    transport.abort()

        self._slack.run(cut())

    def pings(self) -> None:
        """Ping every connection, as Slack does all the time."""

        async def ping() -> None:
            for socket in self._open:
                await socket.ping(b"Ping from applink-1")

        self._slack.run(ping())

    def _send(self, kind: str, payload: dict[str, Any], retry: dict[str, Any]) -> Delivery:
        self.waits_for_connections()
        start = time.monotonic()
        acked = self._slack.run(self._handed(kind, payload, retry))
        took = time.monotonic() - start

        def again(headers: dict[str, str]) -> Delivery:
            number = int(headers["X-Slack-Retry-Num"])
            reason = headers["X-Slack-Retry-Reason"]
            return self._send(kind, payload, {"retry_attempt": number, "retry_reason": reason})

        status = 408 if acked is None else 200
        answer = (acked or {}).get("payload") or {}
        return Delivery(status, json.dumps(answer) if answer else "", payload, took, again)

    async def _handed(
        self, kind: str, payload: dict[str, Any], retry: dict[str, Any]
    ) -> dict[str, Any] | None:
        while not self._open:
            self._connected.clear()
            await asyncio.wait_for(self._connected.wait(), _CONNECTED_WITHIN)
        socket = self._open.pop(0)
        self._open.append(socket)
        name = str(uuid.uuid4())
        envelope: dict[str, Any] = {
            "envelope_id": name,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": 0, "retry_reason": "", **retry}
        self._waiting[name] = asyncio.get_running_loop().create_future()
        self._carried[name] = socket
        await socket.send_json(envelope)
        try:
            return await asyncio.wait_for(self._waiting[name], _ACKED_WITHIN)
        except TimeoutError:
            return None
        finally:
            del self._waiting[name], self._carried[name]

    async def _link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self._open.append(socket)
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self._open),
                "debug_info": {
                    "host": "applink-1",
                    "build_number": 1,
                    "approximate_connection_time": 18060,
                },
                "connection_info": {"app_id": self._slack.app_id},
            }
        )
        self.hellos += 1
        self._connected.set()
        try:
            async for frame in socket:
                if frame.type == WSMsgType.PING:
                    await socket.pong(frame.data)
                elif frame.type == WSMsgType.PONG:
                    self.pongs += 1
                elif frame.type == WSMsgType.TEXT:
                    self._acknowledged(json.loads(frame.data))
        finally:
            self._open.remove(socket)
            for name, carrier in self._carried.items():
                if carrier is socket and not self._waiting[name].done():
                    self._waiting[name].set_result(None)
        return socket

    def _acknowledged(self, told: dict[str, Any]) -> None:
        waiting = self._waiting.get(told.get("envelope_id", ""))
        if waiting is None or waiting.done():
            self.strays.append(told)  # late, or twice
        else:
            waiting.set_result(told)

    async def _shut(self, app: web.Application) -> None:
        for socket in list(self._open):
            await socket.close()
