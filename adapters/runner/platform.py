"""What the courier asks of a platform: deliver one message, and say honestly what became of it."""

from dataclasses import dataclass
from typing import Any, Protocol

from storage.nouns import Address


@dataclass(frozen=True, slots=True)
class Delivered:
    """The platform has the message, under an id of its own."""

    receipt: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """The message certainly did not arrive; `seconds` is how long the platform asked to wait."""

    seconds: float | None
    error: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nobody can be met at that address any more."""

    error: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The message left, and nobody knows whether it arrived: a time-out, a broken connection."""

    error: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform will never take this message, such as one that is badly formed."""

    error: str


Outcome = Delivered | TryLater | Unreachable | Uncertain | Refused


class Platform(Protocol):
    """A place where people are met; an `error` holds a code, never what people wrote."""

    @property
    def name(self) -> str:
        """The name that addresses carry, such as `slack`."""

    async def deliver(self, address: Address, payload: dict[str, Any], key: str) -> Outcome:
        """Sends one message; `key` is the same at every attempt, for platforms that know twins."""
