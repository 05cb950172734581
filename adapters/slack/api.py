"""Slack's Web API over one shared session, with every way to fail told apart.

The SDK's own retries are off: a post that is sent again may be seen twice, so the outbox decides.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.methods import METHODS

URL = "https://slack.com/api/"
_LIMITS = aiohttp.ClientTimeout(total=10, connect=5)  # seconds; an upload has its own
_UPLOAD = aiohttp.ClientTimeout(total=60, connect=5)
# At `debug` the SDK logs what people write, and below `warning` the body of a forged request.
LOGGER = logging.getLogger("slack_bolt")
LOGGER.setLevel(logging.WARNING)


class Refusal(Exception):
    """Slack refused {method}: {code}."""

    def __init__(
        self,
        method: str,
        code: str,
        *,
        status: int = 200,
        seconds: float | None = None,
        needed: str = "",
    ) -> None:
        super().__init__((type(self).__doc__ or "").format(method=method, code=code))
        self.method, self.code, self.status = method, code, status
        self.seconds = seconds  # how long Slack asks to wait
        self.needed = needed  # the scopes it misses


class Unsent(Exception):
    """{method} never reached Slack: {reason}."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__((type(self).__doc__ or "").format(method=method, reason=reason))
        self.method, self.reason = method, reason


class Unheard(Exception):
    """Nobody knows what became of {method}: {reason}."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__((type(self).__doc__ or "").format(method=method, reason=reason))
        self.method, self.reason = method, reason


Failed = (Refusal, Unsent, Unheard)


class Api:
    """Calls the methods of the table, under any token."""

    def __init__(self, session: aiohttp.ClientSession, url: str = URL) -> None:
        self.session = session
        self.client = AsyncWebClient(
            token=None, base_url=url, session=session, retry_handlers=[], logger=LOGGER
        )

    async def call(self, method: str, token: str, /, **given: Any) -> Mapping[str, Any]:
        """What Slack answers. Raises Refusal, Unsent or Unheard."""
        answer, _ = await self.whole(method, token, **given)
        return answer

    async def whole(
        self, method: str, token: str, /, **given: Any
    ) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """What Slack answers, with the headers of its answer. Raises as `call` does."""
        wanted = {name: value for name, value in given.items() if value is not None}
        form = METHODS[method].form
        sent: Any = {"data": _flat(wanted)} if form else {"json": wanted}
        headers = {"Authorization": f"Bearer {token}"}
        try:
            answer = await self.client.api_call(method, headers=headers, **sent)
        except SlackApiError as error:
            raise _refusal(method, error) from None
        except aiohttp.ClientConnectorError as error:
            raise Unsent(method, type(error).__name__) from None
        except aiohttp.ConnectionTimeoutError as error:
            raise Unsent(method, type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise Unheard(method, type(error).__name__) from None
        data = answer.data
        return (data if isinstance(data, dict) else {}), answer.headers

    async def upload(self, url: str, content: bytes) -> None:
        """Puts a file where Slack said; nobody sees it until it is completed.

        Raises Refusal when Slack asks for patience, else Unsent.
        """
        try:
            async with self.session.post(url, data=content, timeout=_UPLOAD) as answer:
                if answer.status == 429:
                    wait = _seconds(answer.headers)
                    raise Refusal("upload", "ratelimited", status=429, seconds=wait)
                if answer.status != 200:
                    raise Unsent("upload", f"http_{answer.status}")
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise Unsent("upload", type(error).__name__) from None

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Answers an interaction by the address that came with it. Raises Refusal or Unheard."""
        try:
            async with self.session.post(url, json=body) as answer:
                if answer.status != 200:
                    raise Refusal("response_url", f"http_{answer.status}", status=answer.status)
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise Unheard("response_url", type(error).__name__) from None


@asynccontextmanager
async def connected(url: str = URL) -> AsyncIterator[Api]:
    """The API over a session of its own, closed at the end."""
    async with aiohttp.ClientSession(timeout=_LIMITS) as session:
        yield Api(session, url)
        await asyncio.sleep(0)  # lets the connections close


def _flat(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        if isinstance(value, str | int) and not isinstance(value, bool)
        else _json(value)
        for name, value in given.items()
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _refusal(method: str, error: SlackApiError) -> Refusal:
    answer = error.response
    status = int(getattr(answer, "status_code", 0) or getattr(answer, "status", 0) or 0)
    found = getattr(answer, "data", None)
    data = found if isinstance(found, dict) else {}
    return Refusal(
        method,
        str(data.get("error") or f"http_{status}"),
        status=status,
        seconds=_seconds(getattr(answer, "headers", None) or {}),
        needed=str(data.get("needed") or ""),
    )


def _seconds(headers: Mapping[str, str]) -> float | None:
    """How long Slack asks to wait."""
    asked = headers.get("Retry-After") or headers.get("retry-after")
    return float(asked) if asked and asked.isdecimal() else None
