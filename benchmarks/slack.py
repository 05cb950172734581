"""How fast Slack is answered, by `binome slack --http` as an operator starts it.

    python -m benchmarks slack [POSTGRESQL_URL]

People sign up by talking: each signed message is checked, and handled in a transaction that is
committed before it is answered; meanwhile the program delivers what it says. The load comes from
this process, the program runs in its own, and both share the machine. Beside it, a bare aiohttp
server that checks the signature and answers: what the rest costs. Goal: 99 answers of 100 within
100 ms, at 200 messages a second.
"""

import asyncio
import hmac
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import web

from adapters.slack.methods import scopes
from benchmarks.load import Sender, Took, sending
from benchmarks.turns import TURNS, prepared
from storage.database import Database
from storage.nouns import Received

SECRET = "benchmark-signing-secret"  # noqa: S105  # nobody's
PATH = "/slack/events"
_TEAM, _BOT = "T0BENCH", "U0BOT"
_AT_ONCE = 240  # people
_RATES, _SECONDS = (50, 100, 200), 15.0
_STARTS_WITHIN = 60.0  # seconds


def messages() -> Iterator[bytes]:
    """Signed requests without end: people who each say their next word in turn, then others."""
    for turn in count():
        for place in range(_AT_ONCE):
            step = turn - place % len(TURNS)  # not all of them at the same question
            if step >= 0:
                generation, question = divmod(step, len(TURNS))
                yield _request(f"U{place}X{generation}", TURNS[question], f"{turn}X{place}")


def _request(user: str, text: str, number: str) -> bytes:
    now = time.time()
    body = json.dumps(
        {
            "token": "deprecated",
            "team_id": _TEAM,
            "context_team_id": _TEAM,
            "api_app_id": "A0BENCH",
            "type": "event_callback",
            "event_id": f"Ev{number}",
            "event_time": int(now),
            "authorizations": [
                {"team_id": _TEAM, "user_id": _BOT, "is_bot": True, "is_enterprise_install": False}
            ],
            "event": {
                "type": "message",
                "channel": f"D{user}",
                "channel_type": "im",
                "user": user,
                "text": text,
                "ts": f"{now:.6f}",
                "event_ts": f"{now:.6f}",
                "team": _TEAM,
                "client_msg_id": number,
                "blocks": [
                    {
                        "type": "rich_text",
                        "block_id": "abc",
                        "elements": [
                            {
                                "type": "rich_text_section",
                                "elements": [{"type": "text", "text": text}],
                            }
                        ],
                    }
                ],
            },
        }
    ).encode()
    stamp = str(int(now))
    signed = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, sha256).hexdigest()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\nAccept: */*\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signed}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


# ---------------------------------------------------------------- what is measured


def bare(port: int) -> None:
    """Serves the least that there can be: the signature checked, and an answer."""

    async def answer(request: web.Request) -> web.Response:
        body = await request.read()
        stamp = request.headers["X-Slack-Request-Timestamp"]
        signed = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, sha256).hexdigest()
        good = hmac.compare_digest(f"v0={signed}", request.headers["X-Slack-Signature"])
        return web.Response(status=200 if good and json.loads(body) else 401)

    app = web.Application()
    app.router.add_post(PATH, answer)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


@asynccontextmanager
async def slack() -> AsyncIterator[str]:
    """A Slack that takes everything at once; its address."""

    async def answer(request: web.Request) -> web.Response:
        form = await request.post() if request.content_type.endswith("urlencoded") else {}
        user = str(form.get("user", ""))
        told: dict[str, dict[str, Any]] = {
            "auth.test": {"team_id": _TEAM, "team": "Bench", "user_id": _BOT, "bot_id": "B0BOT"},
            "chat.postMessage": {"channel": "D0BENCH", "ts": f"{time.time():.6f}"},
            "users.conversations": {"channels": []},
            "users.info": {
                "user": {
                    "id": user,
                    "real_name": f"Personne {user}",
                    "tz": "Europe/Paris",
                    "locale": "fr-FR",
                    "profile": {"email": f"{user}@example.org"},
                }
            },
        }
        answered = {"ok": True, **told.get(request.match_info["method"], {})}
        return web.json_response(answered, headers={"X-OAuth-Scopes": ",".join(scopes())})

    app = web.Application()
    app.router.add_post("/api/{method}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def started(*words: str, **settings: str) -> AsyncIterator[Sender]:
    """A server in a process of its own, and connections to it."""
    port = _free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *words, str(port)),
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
    )
    try:
        await _until_there(port, process)
        async with sending("127.0.0.1", port) as sender:
            yield sender
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _until_there(port: int, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(_STARTS_WITHIN):
        while True:
            assert process.returncode is None, "it did not start"
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


async def measured(sender: Sender) -> dict[str, Took]:
    """At each pace, then flat out."""
    requests = messages()
    await sender.flat_out(requests, 5.0)  # what is compiled and remembered once
    found = {}
    for rate in _RATES:
        found[f"{rate} a second"] = await sender.steadily(requests, rate, _SECONDS)
    found["flat out"] = await sender.flat_out(requests, _SECONDS)
    return found


async def bot(url: str) -> dict[str, Took]:
    """The program as an operator starts it, on a programme whose sign-up is open."""
    database = prepared(url, datetime.now(UTC))
    database.close()
    async with (
        slack() as api,
        started(
            *("adapters.cli", "slack", "--http", "--port"),
            BINOME_DATABASE_URL=url,
            BINOME_SLACK_API_URL=api,
            BINOME_SLACK_BOT_TOKEN="xoxb-bench",  # noqa: S106  # nobody's
            BINOME_SLACK_SIGNING_SECRET=SECRET,
        ) as sender,
    ):
        found = await measured(sender)
    with Database(url).reading(datetime.now(UTC)) as work:
        assert len([*work.find(Received)]) == sender.answered, "some were answered and not handled"
    return found


async def floor() -> dict[str, Took]:
    """The bare server."""
    async with started("benchmarks.slack", "bare") as sender:
        return await measured(sender)


async def tables() -> None:
    """Prints one line per pace, for the bare server and each database."""
    print(f"{os.cpu_count()} cores; {os.getloadavg()[0]:.1f} at work before it began")
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{Path(folder) / 'slack.sqlite'}"}
        if len(sys.argv) > 1:
            urls["PostgreSQL"] = sys.argv[1]
        lowest = await floor()
        _print("a bare server", lowest, lowest)
        for name, url in urls.items():
            _print(name, await bot(url), lowest)


def _print(name: str, found: dict[str, Took], lowest: dict[str, Took]) -> None:
    print(f"{name:14} {'answered':>10} {'half in':>10} {'99 % in':>10} {'worst':>10}")
    for pace, took in found.items():
        times = "".join(f"{took.share(part):>8.1f} ms" for part in (0.5, 0.99, 1))
        print(f"  {pace:12} {took.a_second:>8.0f}/s{times}")
    fewer = lowest["flat out"].a_second / found["flat out"].a_second
    if fewer > 1:
        print(f"  the bare server answers × {fewer:.1f}")


def main() -> None:
    """Prints the tables, or serves the bare server."""
    if sys.argv[1:2] == ["bare"]:
        bare(int(sys.argv[2]))
    else:
        asyncio.run(tables())


if __name__ == "__main__":
    main()
