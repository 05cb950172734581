"""Putting the pieces together: a database, a clock, a courier, a ticker, platforms; and stopping.

On SIGINT or SIGTERM intake stops first, then nothing more is taken from the outbox, what is on its
way arrives, and the database closes last. A second signal does not wait.
"""

import asyncio
import gc
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from adapters.cli.failure import Failure
from adapters.runner import Clock, Courier, DrivenClock, Platform, SystemClock, Ticker
from adapters.runner.core import forget_the_gone, in_trouble, load, tell_of_trouble, tick
from adapters.runner.ending import Ending
from bot.recognition.issuer import NOBODY, Issuer, issuing
from bot.understanding.recognise import give_up_learning, learn
from storage import schema
from storage.database import Database
from storage.nouns import Address, Happened, Programme
from storage.trouble import AWAY, trouble_of
from storage.work import Work

if TYPE_CHECKING:
    from adapters.runner.vitals import Vitals

_LOOKED_AT = 10  # of each kind in one transaction of the clock, for which whoever writes waits
_DRAIN = 20.0  # seconds for messages on their way, when stopping leaves as many


@contextmanager
def opened(url: str, *, durable: bool = False, kept: bool = True) -> Iterator[Database]:
    """A database that this program can work with, made when there is nothing there."""
    database = connected(url, durable=durable, kept=kept)
    try:
        with explained(database.place):
            with database.reading(SystemClock().now()) as work:
                empty = schema.revision(work.connection) is None
            if empty:
                database.upgrade()
            database.require_current()
        yield database
    finally:
        database.close()


def connected(url: str, *, durable: bool = False, **given: Any) -> Database:
    """A database, whatever its schema. Raises UnknownDatabase or Failure."""
    with explained("given"):
        return Database(url, durable=durable, **given)


def warm_up() -> None:
    """Loads meanwhile what the first message needs, so that it waits for less."""
    # In the loop's own threads: asyncio.run waits for them, and never stops half-way.
    asyncio.get_running_loop().run_in_executor(None, _warm_up)


def _warm_up() -> None:
    load()
    learn()
    gc.freeze()  # as `settle` does: what was learned stays


def settle() -> None:
    """What is loaded by now is searched for garbage no more, and what comes later seldom.

    Nearly everything here dies without the collector, which took a twentieth of the work. What
    imports leave behind is a few hundred kilobytes, not worth the tenth of a second of a search.
    Everything stands still meanwhile, half a millisecond for each thousand: so little at a time.
    """
    gc.enable()
    gc.freeze()
    gc.set_threshold(5_000, 10, 100)


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Says of any trouble with a database which one it is, and which setting names it."""
    try:
        yield
    except (Failure, schema.SchemaProblem, ValueError):
        raise
    except Exception as error:
        trouble = trouble_of(error)
        if trouble is not None and trouble is not AWAY:
            raise Failure(f"The database {place} cannot be used. {trouble.sentence}") from error
        if isinstance(error, OSError) and error.filename:
            what = f"The folder {error.filename} cannot be used ({error.strerror})"
            which = "BINOME_DATA_FOLDER, BINOME_DATABASE_URL or --database"
            raise Failure(f"{what}: check {which}.") from error
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        advice = "check BINOME_DATABASE_URL or --database, and that it runs."
        raise Failure(f"The database {place} cannot be opened ({reason}): {advice}") from error


def last_moment(work: Work) -> datetime | None:
    """When something last happened: a change follows what somebody did, or a moment that came."""
    moments = [
        *(each.changed_at for each in work.find(Programme)),
        *(each.heard_at for each in work.find(Address) if each.heard_at is not None),
        *(each.at for each in work.find(Happened)),
    ]
    return max(moments, default=None)


# ---------------------------------------------------------------- the playground


def playground(database: Database, start: datetime, port: int) -> None:
    """Serves the playground from a moment on, until told to stop."""
    with database.serving():
        asyncio.run(until_told(_playground(database, DrivenClock(start), port)))


async def _playground(database: Database, clock: DrivenClock, port: int) -> None:
    from adapters.web.app import HOST, WORLD, make_app, serve
    from adapters.web.platform import WebPlatform

    platform = WebPlatform(database, clock)
    courier = Courier(database, [platform], clock)
    app = make_app(database, clock, courier, platform, url=f"http://{HOST}:{port}")
    await app[WORLD].tick()  # what waits already, such as the first messages
    try:
        await serve(app, port, ready=_ready)
    except OSError as error:
        raise _taken(port) from error


def _ready(url: str) -> None:
    print(f"The playground is at {url} (Ctrl-C stops it).", flush=True)
    warm_up()  # once the page can be seen, which it would delay


def require_free(port: int) -> None:
    """Raises Failure when another program listens on that port; found out before long work."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            raise _taken(port) from error


def _taken(port: int) -> Failure:
    advice = "stop the other program, or choose another with --port or BINOME_PORT."
    return Failure(f"Port {port} of this machine cannot be used: {advice}")


# ---------------------------------------------------------------- live platforms


@asynccontextmanager
async def delivering(
    database: Database,
    clock: Clock,
    platforms: Iterable[Platform],
    *,
    vitals: "Vitals | None" = None,
    ending: Ending | None = None,
) -> AsyncIterator[Courier]:
    """Messages leave, while whoever asked takes in events."""
    ending, told = ending or Ending(), _told_of(vitals)
    courier = Courier(database, platforms, clock, **told, drain=_DRAIN)
    running = asyncio.create_task(courier.run())
    try:
        yield courier
    finally:
        courier.stop(ending.left(_DRAIN))
        await running


@asynccontextmanager
async def ticking(
    database: Database,
    clock: Clock,
    kick: Callable[[], None],
    *,
    retention_days: int = 0,
    vitals: "Vitals | None" = None,
    issuer: Issuer = NOBODY,
) -> AsyncIterator[None]:
    """Time passes; `kick` is told of messages that it brings."""
    kept_for = timedelta(days=retention_days)

    def forget(work: Work) -> int:
        return forget_the_gone(work, kept_for) if kept_for else 0

    ticker = await asyncio.to_thread(  # loading APScheduler would keep the loop from people
        Ticker,
        database,
        clock,
        issuing(partial(tick, most=_LOOKED_AT), issuer),
        kick=kick,
        forget=forget,
        alive=partial(vitals.beat, "clock") if vitals else _nobody,
        watch=(in_trouble, tell_of_trouble),
    )
    ticker.start()
    try:
        yield
    finally:
        await ticker.stop()


def _told_of(vitals: "Vitals | None") -> dict[str, Any]:
    if vitals is None:
        return {}
    return {"alive": partial(vitals.beat, "courier"), "delivered": vitals.delivered}


def _nobody() -> None:
    """Hears that time goes on where nobody asks."""


async def until_told(work: Coroutine[Any, Any, None]) -> bool:
    """Runs `work` until SIGINT or SIGTERM cancels it; True when it came to its own end."""
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)
    numbers = (signal.SIGINT, signal.SIGTERM)

    def stop() -> None:
        for number in numbers:
            loop.remove_signal_handler(number)
        task.cancel()

    for number in numbers:
        with suppress(NotImplementedError):  # on Windows, Ctrl-C cancels by itself
            loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        return False
    finally:
        give_up_learning()
    return True


__all__ = [
    "connected",
    "delivering",
    "explained",
    "last_moment",
    "opened",
    "playground",
    "require_free",
    "settle",
    "ticking",
    "until_told",
    "warm_up",
]
