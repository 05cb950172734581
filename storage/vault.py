"""Seals what must not be read at rest, and stamps small texts that come back from outside.

Every key opens, the first one seals: to change keys, put the new one first, and take the old one
away once everything is sealed anew. What is sealed is never taken for a stamp, nor one stamp for
another: each purpose has keys of its own.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SHORTEST_KEY = 32  # characters
_FEWEST_DIFFERENT = 8  # of them: random digits and letters practically always have more
_NO_SALT = b"binome vault 1"  # a salt would have to be kept somewhere: keys are random instead


class NoGoodKey(ValueError):
    """BINOME_SECRET_KEY {problem}: give it at least 32 random characters, such as those that `openssl rand -hex 32` prints."""  # noqa: E501  # a message is one line

    def __init__(self, problem: str) -> None:
        super().__init__((type(self).__doc__ or "").format(problem=problem))


class CannotOpen(ValueError):
    """No key of BINOME_SECRET_KEY opens what was sealed: put the key it was sealed with back, after the present one and a comma."""  # noqa: E501  # a message is one line

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


def keys_in(setting: str | None) -> list[str]:
    """The keys of a setting, separated by commas, the newest first. Raises NoGoodKey."""
    keys = [key.strip() for key in (setting or "").split(",") if key.strip()]
    if not keys:
        raise NoGoodKey("is missing")
    return keys


class Vault:
    """Seals with the first of `keys` and opens with any; deriving takes about 50 ms a key.

    Raises NoGoodKey when a key is too short, or is not random.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise NoGoodKey("is missing")
        for place, key in enumerate(keys, start=1):
            which = "" if len(keys) == 1 else f", in its key {place},"
            if len(key) < SHORTEST_KEY:
                raise NoGoodKey(f"has{which} only {len(key)} characters")
            if len(set(key)) < _FEWEST_DIFFERENT:
                raise NoGoodKey(f"repeats{which} the same few characters")
        # Slow on purpose: a sentence that somebody chose is then not guessed by the billion.
        self._roots = [Scrypt(_NO_SALT, 32, n=2**14, r=8, p=1).derive(k.encode()) for k in keys]
        self._purposes: dict[str, MultiFernet] = {}
        self._newest = Fernet(_derived(self._roots[0], "seal"))

    def seal(self, data: dict[str, Any]) -> bytes:
        """The JSON values of `data`, unreadable without a key."""
        return self._for("seal").encrypt(json.dumps(data, separators=(",", ":")).encode())

    def open(self, sealed: bytes) -> dict[str, Any]:
        """What was sealed. Raises CannotOpen."""
        try:
            return cast(dict[str, Any], json.loads(self._for("seal").decrypt(sealed)))
        except InvalidToken:
            raise CannotOpen from None

    def renew(self, sealed: bytes) -> bytes:
        """The same, sealed with the newest key; unchanged when it was. Raises CannotOpen."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return self.seal(self.open(sealed))
        return sealed

    def stamp(self, text: str, purpose: str = "", now: datetime | None = None) -> str:
        """A token, fit for an address, that nobody else can make and that hides `text`."""
        made = self._for(f"stamp {purpose}").encrypt_at_time(text.encode(), _seconds(now))
        return made.decode()

    def stamped(
        self, token: str, seconds: int, purpose: str = "", now: datetime | None = None
    ) -> str | None:
        """The text of a token stamped for that purpose at most so many `seconds` ago."""
        try:
            box = self._for(f"stamp {purpose}")
            return box.decrypt_at_time(token.encode(), seconds, _seconds(now)).decode()
        except (InvalidToken, UnicodeError):  # it comes from outside, and may be anything
            return None

    def _for(self, purpose: str) -> MultiFernet:
        if purpose not in self._purposes:
            boxes = [Fernet(_derived(root, purpose)) for root in self._roots]
            self._purposes[purpose] = MultiFernet(boxes)
        return self._purposes[purpose]


def _derived(root: bytes, purpose: str) -> bytes:
    return urlsafe_b64encode(HKDF(SHA256(), 32, None, purpose.encode()).derive(root))


def _seconds(now: datetime | None) -> int:
    return int((now or datetime.now(UTC)).timestamp())
