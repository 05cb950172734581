"""The keys by which Microsoft signs what it sends, fetched in the background.

A key that is not known may be new: the list is fetched again for it, but not for every forgery.
"""

import asyncio
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers

OPEN_ID = "https://login.botframework.com/v1/.well-known/openidconfiguration"
_log = structlog.get_logger()
_LIMITS = aiohttp.ClientTimeout(total=5, connect=3)  # seconds
_EVERY = 12 * 3600.0  # seconds; Microsoft asks for a day at most
_SOON = 10.0  # seconds, after a failure
_AGAIN = 300.0  # seconds between two looks for a key that nobody knows
_UNENDORSED = ("",)  # a key without endorsements vouches for no channel


class UnknownKey(LookupError):
    """Nothing that Microsoft publishes is signed by that key."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, and the channels that it may speak for."""

    public_key: RSAPublicKey
    endorsements: tuple[str, ...]


class SigningKeys:
    """The keys of an OpenID document, as the SDK asks for them: `await get(kid)`."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str = OPEN_ID,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session, self._url, self._now = session, url, now
        self._keys: dict[str, SigningKey] = {}
        self._next = 0.0  # when a look for an unknown key is worth it
        self._looking = asyncio.Lock()

    async def run(self) -> None:
        """Keeps the keys fresh until cancelled."""
        while True:
            async with self._looking:
                done = await self.refresh()
            await asyncio.sleep(_EVERY if done else _SOON)

    async def get(self, kid: Any) -> SigningKey:
        """The key of that id. Raises UnknownKey."""
        if isinstance(kid, str) and kid not in self._keys:
            async with self._looking:  # or waits for the very first look
                if kid not in self._keys and self._now() >= self._next:
                    await self.refresh()
        if kid not in self._keys:
            raise UnknownKey
        return self._keys[kid]

    async def refresh(self) -> bool:
        """Fetches all keys; those known before stay when that fails, and False is returned."""
        try:
            document = await self._fetch(self._url)
            listed = (await self._fetch(str(document["jwks_uri"])))["keys"]
            self._keys = {str(each["kid"]): _key(each) for each in listed if each["kty"] == "RSA"}
        except (aiohttp.ClientError, TimeoutError, LookupError, TypeError, ValueError) as error:
            _log.error("Microsoft's signing keys cannot be had", error=type(error).__name__)
            self._next = self._now() + _SOON
            return False
        self._next = self._now() + _AGAIN
        return True

    async def _fetch(self, url: str) -> Mapping[str, Any]:
        async with self._session.get(url, timeout=_LIMITS) as answer:
            answer.raise_for_status()
            found: Mapping[str, Any] = await answer.json(content_type=None)
            return found


def _key(listed: Mapping[str, Any]) -> SigningKey:
    numbers = RSAPublicNumbers(_number(listed["e"]), _number(listed["n"]))
    return SigningKey(numbers.public_key(), tuple(listed.get("endorsements") or _UNENDORSED))


def _number(text: str) -> int:
    return int.from_bytes(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
