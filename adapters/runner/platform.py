"""What the courier asks of a platform: deliver one message, and say honestly what became of it.

A message may take several posts. Whoever delivers only some of them says so in `arrived`, in words
of its own; they are in the message's `receipt` at the next try, which goes on from there.
"""

from dataclasses import dataclass
from typing import Protocol

from storage.nouns import Address, Outgoing
from storage.pace import Rate


@dataclass(frozen=True, slots=True)
class Delivered:
    """The platform has the message, under an id of its own."""

    receipt: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """The message certainly did not arrive; `seconds` is how long the platform asked to wait.

    When it asks that of `everyone` in the workspace, nothing leaves for it meanwhile. Such a try
    does not count, nor does one after which it was `patience` alone that it asked for.
    """

    seconds: float | None
    error: str
    everyone: bool = False
    arrived: str = ""
    patience: bool = False


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nobody can be met at that address any more."""

    error: str
    arrived: str = ""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The message left, and nobody knows whether it arrived: a time-out, a broken connection."""

    error: str
    arrived: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform will never take this message, such as one that is badly formed."""

    error: str
    arrived: str = ""


Outcome = Delivered | TryLater | Unreachable | Uncertain | Refused


class Platform(Protocol):
    """A place where people are met; an `error` holds a code, never what people wrote."""

    @property
    def name(self) -> str:
        """The name that addresses carry, such as `slack`."""

    @property
    def rate(self) -> Rate | None:
        """How fast each of its workspaces may be written to; None when that does not matter."""

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        """Sends one message; its `key` is the same at every try, for platforms that know twins."""
