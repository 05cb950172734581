"""Microsoft as the bot sees it, on this machine: its keys, its login, its Bot Connector.

microsoft = Microsoft()                    # started by the fixture of tests/teams/bot.py
microsoft.token(aud=…, exp=…)              # a token as Teams sends it; headers={"kid": …}
microsoft.calls                            # what the bot asked of the connector, in order
microsoft.fails("send", 429, after="2")    # once; times=… for more; code="MessageWritesBlocked"
microsoft.cuts("send")                     # done, then the connection is cut
microsoft.slow("member", seconds)
microsoft.there["a:agnes"]                 # what a conversation holds: {id: activity}
"""

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

APP_ID = "11111111-2222-3333-4444-555555555555"
SECRET = "s3cret-of-the-app"
TENANT = "t-1"
ISSUER = "https://api.botframework.com"
Json = dict[str, Any]


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """A key of its own for each name."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that the connector got."""

    name: str  # send, create, begin, update, member, members
    conversation: str
    body: Json
    at: float
    status: int
    token: str
    cut: bool = False  # done, and never answered


@dataclass
class Fault:
    """What goes wrong with a call, so many times."""

    name: str
    status: int = 0
    code: str = ""
    after: str = ""  # Retry-After
    cut: bool = False
    seconds: float = 0.0
    times: int = 1
    where: str = ""  # only in that conversation


@dataclass
class Microsoft:
    """The server; everything in it is read and changed from the tests' own thread too."""

    url: str = ""
    calls: list[Asked] = field(default_factory=list)
    there: dict[str, dict[str, Json]] = field(default_factory=dict)
    members: dict[str, Json] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    granted: int = 0  # tokens that the login gave
    refused: set[str] = field(default_factory=set)  # tokens that the connector takes no more
    teams: dict[str, list[Json]] = field(default_factory=dict)  # the roster of each
    page: int = 2  # people of a page of a roster
    keys: dict[str, list[str]] = field(
        default_factory=lambda: {"key-1": ["msteams"], "key-web": ["webchat"], "key-none": []}
    )
    looked: int = 0  # times that the keys were fetched
    weather: Callable[[str, str, Json], Fault | None] | None = None  # of calls without a fault
    _ids: Iterator[int] = field(default_factory=lambda: count(1_700_000_000_000))

    # ------------------------------------------------------------ what tests say

    def token(
        self,
        *,
        key: str = "key-1",
        algorithm: str = "RS256",
        headers: Json | None = None,
        **claims: Any,
    ) -> str:
        """A token as Teams sends it, but for what is given."""
        now = int(time.time())
        whole = {
            "iss": ISSUER,
            "aud": APP_ID,
            "exp": now + 600,
            "nbf": now - 60,
            "serviceurl": self.service,
            **claims,
        }
        told = {name: value for name, value in whole.items() if value is not None}
        secret: Any = private_key(key) if algorithm == "RS256" else "x" * 40
        if algorithm == "none":
            secret = None
        kid = {"kid": key} if headers is None else headers
        return jwt.encode(told, secret, algorithm=algorithm, headers=kid)

    @property
    def service(self) -> str:
        """The address of the connector."""
        return f"{self.url}/emea/"

    def fails(self, name: str, status: int, **given: Any) -> None:
        """The connector refuses a call."""
        self.faults.append(Fault(name, status, **given))

    def cuts(self, name: str) -> None:
        """The connector does what it is asked, and its answer never arrives."""
        self.faults.append(Fault(name, cut=True))

    def slow(self, name: str, seconds: float) -> None:
        """The connector takes its time."""
        self.faults.append(Fault(name, seconds=seconds))

    def to(self, name: str, conversation: str = "") -> list[Asked]:
        """The calls of that name."""
        return [
            each
            for each in self.calls
            if each.name == name and conversation in ("", each.conversation)
        ]

    # ------------------------------------------------------------ the server

    async def start(self) -> web.AppRunner:
        """Listens on a port of this machine."""
        application = web.Application()
        application.router.add_get("/openid", self._openid)
        application.router.add_get("/keys", self._jwks)
        application.router.add_post("/{tenant}/oauth2/v2.0/token", self._login)
        application.router.add_get("/machine", self._machine)
        place = "/emea/v3/conversations"
        application.router.add_post(place, self._create)
        application.router.add_post(f"{place}/{{id}}/activities", self._send)
        application.router.add_put(f"{place}/{{id}}/activities/{{activity}}", self._update)
        application.router.add_get(f"{place}/{{id}}/members/{{user}}", self._member)
        application.router.add_get(f"{place}/{{id}}/pagedmembers", self._members)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    async def _openid(self, request: web.Request) -> web.Response:
        self.looked += 1
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _jwks(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": [self._jwk(kid, e) for kid, e in self.keys.items()]})

    def _jwk(self, kid: str, endorsements: list[str]) -> Json:
        found: Json = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private_key(kid).public_key()))
        return {**found, "kid": kid, "kty": "RSA", "endorsements": endorsements}

    async def _login(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form.get("client_secret") != SECRET or form.get("client_id") != APP_ID:
            return web.json_response({"error": "invalid_client"}, status=401)
        assert form["scope"] == "https://api.botframework.com/.default"
        return self._granted(3600)

    async def _machine(self, request: web.Request) -> web.Response:
        assert request.query["resource"] == "https://api.botframework.com"
        known = request.headers.get("Metadata") or request.headers.get("X-IDENTITY-HEADER")
        if not known:
            return web.json_response({"error": "bad_request"}, status=400)
        return self._granted("86400")

    def _granted(self, seconds: Any) -> web.Response:
        self.granted += 1
        return web.json_response(
            {"access_token": f"token-{self.granted}", "expires_in": seconds, "token_type": "Bearer"}
        )

    async def _create(self, request: web.Request) -> web.Response:
        body = await request.json()
        name = "begin" if body.get("isGroup") else "create"
        whom = body["channelData"]["channel"]["id"] if name == "begin" else body["members"][0]["id"]
        fault = await self._fault(request, name, whom, body)
        if isinstance(fault, web.Response):
            return fault
        if name == "begin":
            own = str(next(self._ids))
            thread = f"{whom};messageid={own}"
            self.there.setdefault(thread, {})[own] = body["activity"]
            return web.json_response({"id": thread, "activityId": own}, status=201)
        return web.json_response({"id": f"a:{whom}"}, status=201)

    async def _send(self, request: web.Request) -> web.StreamResponse:
        body, where = await request.json(), request.match_info["id"]
        fault = await self._fault(request, "send", where, body)
        if isinstance(fault, web.Response):
            return fault
        own = str(next(self._ids))
        self.there.setdefault(where, {})[own] = body
        if fault is not None and fault.cut:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"id": own}, status=201)

    async def _update(self, request: web.Request) -> web.Response:
        body, where = await request.json(), request.match_info["id"]
        fault = await self._fault(request, "update", where, body)
        if isinstance(fault, web.Response):
            return fault
        self.there[where][request.match_info["activity"]] = body
        return web.json_response({"id": request.match_info["activity"]})

    async def _member(self, request: web.Request) -> web.Response:
        user = request.match_info["user"]
        fault = await self._fault(request, "member", request.match_info["id"], {})
        if isinstance(fault, web.Response):
            return fault
        if user not in self.members:
            return web.json_response({"error": {"code": "MemberNotFound"}}, status=404)
        return web.json_response(self.members[user])

    async def _members(self, request: web.Request) -> web.Response:
        team = request.match_info["id"]
        fault = await self._fault(request, "members", team, {**request.query})
        if isinstance(fault, web.Response):
            return fault
        if team not in self.teams:
            return web.json_response({"error": {"code": "BotNotInConversationRoster"}}, status=403)
        first = int(request.query.get("continuationToken") or 0)
        next_one = first + self.page
        told: Json = {"members": self.teams[team][first:next_one]}
        if next_one < len(self.teams[team]):
            told["continuationToken"] = str(next_one)
        return web.json_response(told)

    async def _fault(
        self, request: web.Request, name: str, where: str, body: Json
    ) -> web.Response | Fault | None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        fault = next((f for f in self.faults if f.name == name and f.where in ("", where)), None)
        if fault is not None:
            fault.times -= 1
            if not fault.times:
                self.faults.remove(fault)
            await asyncio.sleep(fault.seconds)
        elif self.weather is not None:
            fault = self.weather(name, where, body)
        status = fault.status if fault is not None and fault.status else 201
        if token in self.refused:
            status = 401
        cut = fault is not None and fault.cut
        self.calls.append(Asked(name, where, body, time.monotonic(), status, token, cut))
        if status < 300:
            return fault
        headers: Mapping[str, str] = {"Retry-After": fault.after} if fault and fault.after else {}
        code = fault.code if fault and fault.code else f"Status{status}"
        told = {"error": {"code": code, "message": "no"}}
        return web.json_response(told, status=status, headers=headers)
