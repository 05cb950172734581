"""The page of guests as a part of what is served, when BINOME_GUESTS says so."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from adapters.cli.failure import MISUSED, Failure

if TYPE_CHECKING:
    from adapters.cli.serve import Opening, Part, Reached
    from adapters.cli.settings import Settings
    from adapters.runner import Clock
    from adapters.runner.organisers import Handle
    from storage.database import Database

_HERE = ("127.0.0.1", "::1", "localhost")  # where nothing is read on the way


def address(settings: "Settings") -> str:
    """Where guests' links begin. Raises Failure without a public address."""
    url = settings.public_url
    if not url:
        what = "BINOME_GUESTS needs BINOME_PUBLIC_URL, the address that guests' links begin with."
        raise Failure(what, MISUSED)
    if not url.startswith("https://") and urlsplit(url).hostname not in _HERE:
        what = "BINOME_PUBLIC_URL must begin with https:// where there are guests: a link is a key."
        raise Failure(f"{what} It is {url}.", MISUSED)
    return url


def address_on(settings: "Settings", database: str | None) -> str:
    """Where links made by hand on a database open: where it is served, else the playground."""
    if database and settings.guests:
        return address(settings)
    return f"http://127.0.0.1:{settings.port}"


def opening(settings: "Settings") -> "Opening":
    """Guests as one part of what is served. Raises Failure without a public address."""
    url = address(settings)

    @asynccontextmanager
    async def part(database: "Database", clock: "Clock", handle: "Handle") -> AsyncIterator["Part"]:
        from adapters.cli.serve import Part
        from adapters.web.platform import WebPlatform

        platform = WebPlatform(database, clock)
        begin = _begin(database, clock, handle, url)
        yield Part("the guests’ page", "by personal links", platform, [], begin)

    return part


def _begin(
    database: "Database", clock: "Clock", handle: "Handle", url: str
) -> Callable[[Callable[[], None]], AbstractAsyncContextManager["Reached"]]:
    @asynccontextmanager
    async def begin(kick: Callable[[], None]) -> AsyncIterator["Reached"]:
        from adapters.cli.serve import Reached
        from adapters.web.guests.door import Door

        yield Reached(doors=Door(database, clock, handle, url, kick).doors())

    return begin
