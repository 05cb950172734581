"""The playground, served for real on loopback in a thread of its own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from adapters.runner.clock import DrivenClock
from adapters.runner.courier import Courier
from adapters.web.app import make_app, serve
from adapters.web.platform import WebPlatform
from adapters.web.world import Core
from storage.database import Database
from tests.web import scripted

START = datetime(2016, 2, 9, 8, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Site:
    """A playground that is being served."""

    url: str
    database: Database
    clock: DrivenClock
    places: dict[str, int]


@contextmanager
def served(
    folder: Path, core: Core, *, inhabited: bool = True, url: str = "", port: int = 0
) -> Iterator[Site]:
    """Serves a playground on the database of that folder until the block ends.

    At a port that was told, a page opened before meets the server started again.
    """
    database = Database(f"sqlite:///{folder / 'web.sqlite'}")
    database.upgrade()
    clock = DrivenClock(START)
    places: dict[str, int] = {}
    if inhabited:
        with database.work(START) as work:
            places = scripted.populate(work)
    ready = threading.Event()
    told: list[str] = []
    stops: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = []

    def tell(url: str) -> None:
        told.append(url)
        ready.set()

    async def run() -> None:
        platform = WebPlatform(database, clock)
        courier = Courier(database, [platform], clock)
        app = make_app(database, clock, courier, platform, core, beat=0.05, url=url)
        task = asyncio.create_task(serve(app, port, ready=tell))
        stops.append((asyncio.get_running_loop(), task))
        await asyncio.wait({task})
        if not task.cancelled():
            task.result()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    try:
        assert ready.wait(60), "the playground did not start"
        yield Site(told[0], database, clock, places)
    finally:
        loop, task = stops[0]
        loop.call_soon_threadsafe(task.cancel)
        thread.join(60)
        database.close()
        assert not thread.is_alive()
