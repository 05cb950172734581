"""How fast Slack is answered, by `binome slack --http` as an operator starts it.

    python -m benchmarks slack [POSTGRESQL_URL]

People sign up by talking: each signed message is checked, and handled in a transaction that is
committed before it is answered; meanwhile the program delivers what it says. Beside it, a bare
aiohttp server that checks the signature and answers: what the rest costs. Goal: 99 answers of 100
within 100 ms, at 200 messages a second.
"""

import asyncio
import hmac
import json
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from aiohttp import web

from adapters.slack.methods import scopes
from benchmarks.front import measured, require_all_handled, started, tables
from benchmarks.sending import Took
from benchmarks.turns import prepared

SECRET = "benchmark-signing-secret"  # noqa: S105  # nobody's
PATH = "/slack/events"
TEAM, BOT = "T0BENCH", "U0BOT"


def request(user: str, text: str, number: str, team: str = TEAM) -> bytes:
    """What Slack sends when somebody writes to the bot, signed."""
    now = time.time()
    body = json.dumps(
        {
            "token": "deprecated",
            "team_id": team,
            "context_team_id": team,
            "api_app_id": "A0BENCH",
            "type": "event_callback",
            "event_id": f"Ev{number}",
            "event_time": int(now),
            "authorizations": [
                {"team_id": team, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}
            ],
            "event": {
                "type": "message",
                "channel": f"D{user}",
                "channel_type": "im",
                "user": user,
                "text": text,
                "ts": f"{now:.6f}",
                "event_ts": f"{now:.6f}",
                "team": team,
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

    async def answer(asked: web.Request) -> web.Response:
        body = await asked.read()
        stamp = asked.headers["X-Slack-Request-Timestamp"]
        signed = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, sha256).hexdigest()
        good = hmac.compare_digest(f"v0={signed}", asked.headers["X-Slack-Signature"])
        return web.Response(status=200 if good and json.loads(body) else 401)

    app = web.Application()
    app.router.add_post(PATH, answer)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


@asynccontextmanager
async def slack(heard: Counter[str] | None = None) -> AsyncIterator[str]:
    """A Slack that takes everything at once, and counts it by method; its address."""
    heard = Counter() if heard is None else heard

    async def answer(asked: web.Request) -> web.Response:
        form = await asked.post() if asked.content_type.endswith("urlencoded") else {}
        heard[asked.match_info["method"]] += 1
        user = str(form.get("user", ""))
        told: dict[str, dict[str, Any]] = {
            "auth.test": {"team_id": TEAM, "team": "Bench", "user_id": BOT, "bot_id": "B0BOT"},
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
        answered = {"ok": True, **told.get(asked.match_info["method"], {})}
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
        found = await measured(sender, request)
    require_all_handled(url, sender)
    return found


async def floor() -> dict[str, Took]:
    """The bare server."""
    async with started("benchmarks.slack", "bare") as sender:
        return await measured(sender, request)


def main() -> None:
    """Prints the tables, or serves the bare server."""
    if sys.argv[1:2] == ["bare"]:
        bare(int(sys.argv[2]))
    else:
        asyncio.run(tables(bot, floor))


if __name__ == "__main__":
    main()
