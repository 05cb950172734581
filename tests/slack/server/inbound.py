"""How Slack reaches the app: signed requests over HTTP, or envelopes over a socket."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from tests.slack.server import web


@dataclass
class Delivery:
    """What became of a request to the app: its status, its body, and the way to send it again."""

    status: int
    body: str
    payload: dict[str, Any]
    took: float
    _again: Callable[[dict[str, str]], "Delivery"] = field(repr=False)
    person: Any = None

    @property
    def json(self) -> dict[str, Any]:
        """The body, when it is JSON."""
        return dict(json.loads(self.body)) if self.body.startswith("{") else {}

    @property
    def errors(self) -> dict[str, str]:
        """The mistakes under the fields of a form, by block_id."""
        return dict(self.json.get("errors", {}))

    def again(self, number: int = 1, reason: str = "http_timeout") -> "Delivery":
        """The same once more, as Slack does at once, after a minute and after five."""
        return self._again({"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason})


class Way(Protocol):
    """A way to the app. `kind` is Slack's: events_api, interactive or slash_commands."""

    def send(self, kind: str, payload: dict[str, Any]) -> Delivery:
        """Hand over a payload and wait for the answer."""


class Signed:
    """Real HTTP requests, signed as Slack signs them."""

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self._signs = SignatureVerifier(secret)

    def send(self, kind: str, payload: dict[str, Any]) -> Delivery:
        """One request; events are JSON, the rest are forms."""
        return self.post(kind, payload)

    def post(
        self,
        kind: str,
        payload: dict[str, Any],
        *,
        age: float = 0,
        signature: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Delivery:
        """One request, which may be stale (`age` in seconds) or forged (`signature`)."""
        body, content = encoded(kind, payload)
        stamp = str(int(time.time() - age))
        signed = signature or self._signs.generate_signature(timestamp=stamp, body=body) or ""
        sent = {
            "Content-Type": content,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signed,
            **(headers or {}),
        }
        start = time.monotonic()
        answer = web.request("POST", self.url, body.encode(), sent)
        took = time.monotonic() - start

        def again(more: dict[str, str]) -> Delivery:
            return self.post(kind, payload, headers={**(headers or {}), **more})

        return Delivery(answer.status, answer.text, payload, took, again)


def encoded(kind: str, payload: dict[str, Any]) -> tuple[str, str]:
    """A payload as Slack writes it over HTTP, with its content type."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields), "application/x-www-form-urlencoded"
