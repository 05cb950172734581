"""In whose name certificates are made out: told to the core by whoever wires it, not by an event.

Without a public address nobody could check a badge, so none is made: the certificate is all there
is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:  # what signs is loaded where something is to be signed
    from storage.signing import Signer

P = ParamSpec("P")
T = TypeVar("T")
BADGES = "/badges"


@dataclass(frozen=True, slots=True)
class Issuer:
    """The organisation's name, the address at which it is reached, and its signature."""

    name: str = ""
    public_url: str = ""
    signer: "Signer | None" = None

    def at(self, *path: str) -> str:
        """An address of its own, for ever."""
        return "/".join((f"{self.public_url}{BADGES}", *path))

    @property
    def signs(self) -> bool:
        """Whether it can make badges that anybody can check."""
        return bool(self.signer and self.public_url)


NOBODY = Issuer()
_ISSUER = ContextVar("issuer", default=NOBODY)


def issuer() -> Issuer:
    """In whose name the present event is handled."""
    return _ISSUER.get()


@contextmanager
def in_the_name_of(who: Issuer) -> Iterator[None]:
    """Handles what is inside in somebody's name."""
    before = _ISSUER.set(who)
    try:
        yield
    finally:
        _ISSUER.reset(before)


def issuing(act: Callable[P, T], who: Issuer) -> Callable[P, T]:
    """The same function, in somebody's name."""

    @wraps(act)
    def acting(*args: P.args, **kwargs: P.kwargs) -> T:
        with in_the_name_of(who):
            return act(*args, **kwargs)

    return acting
