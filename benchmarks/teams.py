"""How fast Teams is answered, by the server that `binome teams` starts.

    python -m benchmarks teams [POSTGRESQL_URL]

People sign up by talking: the token of each activity is checked against keys that were fetched, who
is new is looked up in the roster, and the turn is handled in a transaction that is committed before
it is answered; meanwhile the program delivers what it says. Only Microsoft's own addresses are
replaced, which no setting can. Beside it, a bare aiohttp server that checks the token and answers:
what the rest costs. Goal: 99 answers of 100 within 150 ms, at 100 activities a second.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from benchmarks.front import measured, require_all_handled, started, tables
from benchmarks.sending import Took
from benchmarks.turns import prepared

APP_ID, TENANT = "11111111-2222-3333-4444-555555555555", "t-bench"
PATH = "/api/messages"
_SECRET, _KEY = "benchmark-secret", "benchmark-key-of-more-than-32-characters"
_ISSUER = "https://api.botframework.com"
_private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_microsoft = ""  # where it is, once it is


@cache
def _token() -> str:
    """A token as Teams sends it, the same for an hour."""
    now = int(time.time())
    told = {"iss": _ISSUER, "aud": APP_ID, "exp": now + 3600, "nbf": now - 60}
    whole = {**told, "serviceurl": f"{_microsoft}/"}
    return jwt.encode(whole, _private, "RS256", {"kid": "bench"})


def _request(user: str, text: str, number: str) -> bytes:
    body = json.dumps(
        {
            "type": "message",
            "id": f"{number}",
            "timestamp": datetime.now(UTC).isoformat(),
            "localTimezone": "Europe/Paris",
            "locale": "fr-FR",
            "channelId": "msteams",
            "serviceUrl": f"{_microsoft}/",
            "from": {"id": f"29:{user}", "name": f"Personne {user}", "aadObjectId": user},
            "recipient": {"id": f"28:{APP_ID}", "name": "Binôme"},
            "conversation": {
                "id": f"a:{user}",
                "conversationType": "personal",
                "tenantId": TENANT,
            },
            "channelData": {"tenant": {"id": TENANT}},
            "entities": [{"type": "clientInfo", "locale": "fr-FR", "country": "FR"}],
            "text": text,
            "textFormat": "plain",
        }
    ).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"User-Agent: Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)\r\n"
        f"Authorization: Bearer {_token()}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


# ---------------------------------------------------------------- what is measured


@asynccontextmanager
async def microsoft() -> AsyncIterator[str]:
    """Keys, a login, and a Bot Connector that takes everything at once; their address."""
    ids = count()

    async def openid(request: web.Request) -> web.Response:
        return web.json_response({"issuer": _ISSUER, "jwks_uri": f"{_microsoft}/keys"})

    async def keys(request: web.Request) -> web.Response:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_private.public_key()))
        return web.json_response(
            {"keys": [{**public, "kid": "bench", "endorsements": ["msteams"]}]}
        )

    async def login(request: web.Request) -> web.Response:
        return web.json_response({"access_token": "token", "expires_in": 3600})

    async def send(request: web.Request) -> web.Response:
        return web.json_response({"id": str(next(ids))}, status=201)

    async def member(request: web.Request) -> web.Response:
        user = request.match_info["user"]
        email = f"{user.removeprefix('29:')}@example.org"
        return web.json_response({"id": user, "name": f"Personne {user}", "email": email})

    app = web.Application()
    app.router.add_get("/openid", openid)
    app.router.add_get("/keys", keys)
    app.router.add_post("/{tenant}/oauth2/v2.0/token", login)
    app.router.add_post("/v3/conversations/{id}/activities", send)
    app.router.add_get("/v3/conversations/{id}/members/{user}", member)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    global _microsoft  # noqa: PLW0603  # one for each run of this program
    _microsoft = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield _microsoft
    finally:
        await runner.cleanup()


def serve(at: str, url: str, port: int) -> None:
    """Serves as `binome teams` does, but for where Microsoft is."""
    from adapters.cli.serve import Part, run
    from adapters.cli.settings import Settings
    from adapters.cli.teams import begin
    from adapters.runner import Clock
    from adapters.runner.organisers import Handle
    from adapters.teams.app import assembled
    from adapters.teams.connector import session
    from adapters.teams.tokens import BySecret
    from storage.database import Database
    from storage.vault import Vault

    @asynccontextmanager
    async def part(database: Database, clock: Clock, core: Handle) -> AsyncIterator[Part]:
        way = BySecret(APP_ID, _SECRET, TENANT, at)
        async with session() as asked:
            bot = assembled(
                database,
                clock,
                asked,
                Vault([_KEY]),
                APP_ID,
                frozenset({TENANT}),
                way,
                "https://binome.example.org",
                core,
                open_id=f"{at}/openid",
            )
            yield Part("Teams", TENANT, bot.platform, bot.works, begin(bot))

    run(Settings(), [part], "127.0.0.1", port, url)


def bare(public: str, port: int) -> None:
    """Serves the least that there can be: the token checked, and an answer."""
    key: Any = serialization.load_pem_public_key(public.encode())

    async def answer(request: web.Request) -> web.Response:
        body = await request.read()
        token = request.headers["Authorization"].removeprefix("Bearer ")
        jwt.decode(token, key, ["RS256"], audience=APP_ID, issuer=_ISSUER)
        return web.Response(status=200 if json.loads(body) else 400)

    app = web.Application()
    app.router.add_post(PATH, answer)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


async def bot(url: str) -> dict[str, Took]:
    """The program on a programme whose sign-up is open."""
    prepared(url, datetime.now(UTC)).close()
    _token.cache_clear()
    async with microsoft() as at, started("benchmarks.teams", "serve", at, url) as sender:
        found = await measured(sender, _request)
    require_all_handled(url, sender)
    return found


async def floor() -> dict[str, Took]:
    """The bare server."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public = _private.public_key().public_bytes(serialization.Encoding.PEM, form).decode()
    async with started("benchmarks.teams", "bare", public) as sender:
        return await measured(sender, _request)


def main() -> None:
    """Prints the tables, or is one of the two servers."""
    servers: dict[str, Callable[[], None]] = {
        "serve": lambda: serve(sys.argv[2], sys.argv[3], int(sys.argv[4])),
        "bare": lambda: bare(sys.argv[2], int(sys.argv[3])),
    }
    named = sys.argv[1] if len(sys.argv) > 1 else ""
    if named in servers:
        servers[named]()
    else:
        asyncio.run(tables(bot, floor))


if __name__ == "__main__":
    main()
