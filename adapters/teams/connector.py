"""The Bot Connector, by which the bot writes in Teams: every way to fail is told apart.

Nothing is sent again here: a post that is may be seen twice, so the outbox decides. Only a token
that is no longer taken is replaced at once, as nothing was done with it.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp

from adapters.teams.tokens import NoToken, Tokens

Json = dict[str, Any]
_LIMITS = aiohttp.ClientTimeout(total=15, connect=5)  # seconds
_AT_ONCE = 100  # connections
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of the connector; `sends` says that somebody sees it, each time it is done."""

    name: str
    method: str
    sends: bool = False


SEND = Call("send", "POST", sends=True)
CREATE = Call("create", "POST")  # of the same person, it gives the same conversation again
BEGIN = Call("begin", "POST", sends=True)
UPDATE = Call("update", "PUT")
MEMBER = Call("member", "GET")
MEMBERS = Call("members", "GET")
_PAGE = 500  # people, the most that Teams gives at once


class Refusal(Exception):
    """Teams refused to {call}: {code} ({status})."""

    def __init__(self, call: Call, status: int, code: str, seconds: float | None = None) -> None:
        told = (type(self).__doc__ or "").format(call=call.name, code=code, status=status)
        super().__init__(told)
        self.call, self.status, self.code = call, status, code
        self.seconds = seconds  # how long Teams asks to wait


class Unsent(Exception):
    """The wish to {call} never reached Teams: {reason}."""

    def __init__(self, call: Call, reason: str, *, refused: bool = False) -> None:
        super().__init__((type(self).__doc__ or "").format(call=call.name, reason=reason))
        self.call, self.reason = call, reason
        self.refused = refused  # by Microsoft's login, which knows us no more


class Unheard(Exception):
    """Nobody knows what became of the wish to {call}: {reason}."""

    def __init__(self, call: Call, reason: str) -> None:
        super().__init__((type(self).__doc__ or "").format(call=call.name, reason=reason))
        self.call, self.reason = call, reason


Failed = (Refusal, Unsent, Unheard)


class Connector:
    """Calls the connector of whichever region a conversation is in."""

    def __init__(self, session: aiohttp.ClientSession, tokens: Tokens) -> None:
        self._session, self._tokens = session, tokens

    async def send(self, service: str, conversation: str, activity: Mapping[str, Any]) -> str:
        """Writes in a conversation; gives the id of what is there. Raises as all of these do."""
        path = f"{_conversation(conversation)}/activities"
        return _id(await self._call(SEND, service, path, activity))

    async def update(
        self, service: str, conversation: str, there: str, activity: Mapping[str, Any]
    ) -> None:
        """Puts something else in the place of what was written."""
        path = f"{_conversation(conversation)}/activities/{quote(there, safe='')}"
        await self._call(UPDATE, service, path, activity)

    async def create(self, service: str, wanted: Mapping[str, Any]) -> str:
        """Opens a conversation; gives its id, the same for the same person."""
        return _id(await self._call(CREATE, service, "v3/conversations", wanted))

    async def begin(self, service: str, wanted: Mapping[str, Any]) -> str:
        """Begins a thread in a channel; gives the id of what it begins with."""
        told = await self._call(BEGIN, service, "v3/conversations", wanted)
        return str(told.get("activityId") or _id(told).rpartition(";messageid=")[2])

    async def member(self, service: str, conversation: str, user: str) -> Json:
        """Who somebody of a conversation is."""
        path = f"{_conversation(conversation)}/members/{quote(user, safe='')}"
        return await self._call(MEMBER, service, path, None)

    async def members(self, service: str, conversation: str, after: str = "") -> Json:
        """One page of who is in a conversation; `continuationToken` in it is the next `after`."""
        more = f"&continuationToken={quote(after, safe='')}" if after else ""
        path = f"{_conversation(conversation)}/pagedmembers?pageSize={_PAGE}{more}"
        return await self._call(MEMBERS, service, path, None)

    async def _call(
        self, call: Call, service: str, path: str, body: Mapping[str, Any] | None
    ) -> Json:
        token = await self._token(call)
        try:
            return await self._once(call, service, path, body, token)
        except Refusal as refusal:
            if refusal.status != 401 or not token:
                raise
            self._tokens.spent(token)
        return await self._once(call, service, path, body, await self._token(call))

    async def _token(self, call: Call) -> str:
        try:
            return await self._tokens.now()
        except NoToken as failure:
            raise Unsent(call, failure.reason, refused=failure.refused) from None

    async def _once(
        self, call: Call, service: str, path: str, body: Mapping[str, Any] | None, token: str
    ) -> Json:
        if not is_sure(service):
            raise Unsent(call, "not-https")
        url = f"{service.rstrip('/')}/{path}"
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            async with self._session.request(
                call.method, url, json=body, headers=headers, allow_redirects=False
            ) as answer:
                status, told = answer.status, await _json(answer)
                if 200 <= status < 300:
                    return told
                raise Refusal(call, status, _code(told, status), _seconds(answer.headers))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unsent(call, type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, ConnectionError, ValueError) as error:
            raise Unheard(call, type(error).__name__) from None


@asynccontextmanager
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """One for everything that is asked of Microsoft."""
    connections = aiohttp.TCPConnector(limit=_AT_ONCE)
    async with aiohttp.ClientSession(timeout=_LIMITS, connector=connections) as made:
        yield made
        await asyncio.sleep(0)  # lets the connections close


def is_sure(service: str) -> bool:
    """Whether what is sent there is read by nobody on the way."""
    return service.startswith("https://") or is_here(service)


def is_here(service: str) -> bool:
    """Whether an address is of this very machine."""
    try:
        return urlsplit(service).hostname in _HERE
    except ValueError:
        return False


def _conversation(conversation: str) -> str:
    return f"v3/conversations/{quote(conversation, safe='')}"


async def _json(answer: aiohttp.ClientResponse) -> Json:
    try:
        found = await answer.json(content_type=None)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _id(told: Json) -> str:
    return str(told.get("id") or "")


def _code(told: Json, status: int) -> str:
    error = told.get("error")
    code = error.get("code") if isinstance(error, dict) else error
    return str(code or f"http_{status}")[:80]


def _seconds(headers: Mapping[str, str]) -> float | None:
    asked = headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else None
