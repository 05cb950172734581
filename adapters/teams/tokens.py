"""The token by which the bot writes in Teams: asked for ahead of time, and kept until near its end.

Microsoft's login gives it for the app's secret; on a machine of Azure the machine itself does, for
its managed identity, and there is no secret at all.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp
import structlog

LOGIN = "https://login.microsoftonline.com"
MACHINE = "http://169.254.169.254/metadata/identity/oauth2/token"  # where Azure answers a machine
_RESOURCE = "https://api.botframework.com"
_log = structlog.get_logger()
_LIMITS = aiohttp.ClientTimeout(total=10, connect=5)  # seconds
_EARLY = 600.0  # seconds before its end, a token is renewed; it lasts an hour or a day
_EVERY = 60.0  # seconds between two looks


class NoToken(Exception):
    """Microsoft gives no token ({reason}): check BINOME_TEAMS_APP_ID, BINOME_TEAMS_APP_PASSWORD and BINOME_TEAMS_TENANT_ID."""  # noqa: E501  # a message is one line

    def __init__(self, reason: str, *, refused: bool) -> None:
        super().__init__((type(self).__doc__ or "").format(reason=reason))
        self.reason, self.refused = reason, refused


class Way(Protocol):
    """How a token is asked for."""

    async def ask(self, session: aiohttp.ClientSession) -> Mapping[str, Any]:
        """What is answered, with `access_token` and `expires_in`. Raises NoToken."""


@dataclass(frozen=True, slots=True)
class BySecret:
    """By the secret of the app, registered in one tenant."""

    app_id: str
    secret: str = field(repr=False)
    tenant: str
    login: str = LOGIN

    async def ask(self, session: aiohttp.ClientSession) -> Mapping[str, Any]:
        """What Microsoft's login answers. Raises NoToken."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.app_id,
            "client_secret": self.secret,
            "scope": f"{_RESOURCE}/.default",
        }
        url = f"{self.login}/{self.tenant}/oauth2/v2.0/token"
        return await _answer(session.post(url, data=form, timeout=_LIMITS, allow_redirects=False))


@dataclass(frozen=True, slots=True)
class ByMachine:
    """By the managed identity of the machine; `url` and `header` are the environment's, if any."""

    app_id: str
    url: str = MACHINE
    header: str = field(default="", repr=False)

    async def ask(self, session: aiohttp.ClientSession) -> Mapping[str, Any]:
        """What Azure answers. Raises NoToken."""
        known = {"X-IDENTITY-HEADER": self.header} if self.header else {"Metadata": "true"}
        version = "2019-08-01" if self.header else "2018-02-01"
        asked = {"api-version": version, "resource": _RESOURCE, "client_id": self.app_id}
        return await _answer(
            session.get(
                self.url, params=asked, headers=known, timeout=_LIMITS, allow_redirects=False
            )
        )


class Tokens:
    """The present token; without a way to ask for one there is none, on this machine alone."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        way: Way | None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session, self._way, self._now = session, way, now
        self._token, self._until = "", 0.0
        self._asking = asyncio.Lock()

    async def now(self) -> str:
        """A token that is good; empty when none is needed. Raises NoToken."""
        if self._way is None:
            return ""
        if self._now() >= self._until:
            async with self._asking:
                if self._now() >= self._until:
                    await self._renew(self._way)
        return self._token

    def spent(self, token: str) -> None:
        """Notes that a token is no longer taken."""
        if token == self._token:
            self._until = 0.0

    async def run(self) -> None:
        """Keeps the token fresh until cancelled."""
        while self._way is not None:
            if self._now() >= self._until - _EARLY:
                try:
                    await self._renew(self._way)
                except NoToken as failure:
                    _log.error("Microsoft gives no token to write with", error=failure.reason)
            await asyncio.sleep(_EVERY)

    async def _renew(self, way: Way) -> None:
        answer = await way.ask(self._session)
        self._token = str(answer["access_token"])
        self._until = self._now() + float(answer["expires_in"]) - _EVERY


async def _answer(asked: Any) -> Mapping[str, Any]:
    try:
        async with asked as answer:
            found = await answer.json(content_type=None)
            if answer.status == 200 and isinstance(found, dict) and found.get("access_token"):
                return found
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise NoToken(type(error).__name__, refused=False) from None
    code = str(found.get("error") or "") if isinstance(found, dict) else ""
    raise NoToken(code or f"http_{answer.status}", refused=answer.status in (400, 401, 403))
