"""What a look at the bot finds, on whatever platform: nothing is changed."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import aiohttp

from adapters.runner.clock import Clock
from adapters.runner.http import HEALTH
from storage import outbox
from storage.database import Database
from storage.pace import Rate
from storage.signs import signs, unreachable

LATE = 15 * 60.0  # seconds after which what is due is late enough to be told
_DRIFT = 5.0  # seconds between two clocks that are as good as one
_ROOM = 2**28  # bytes free on a disk, and twice the database: a backup or an upgrade copies it


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at: `well` is None when the platform tells nobody."""

    well: bool | None
    what: str
    advice: str = ""


async def of_public_url(session: aiohttp.ClientSession, url: str, command: str) -> Finding:
    """Whether the program answers at its public address, as seen from here."""
    try:
        async with session.get(f"{url}{HEALTH}") as answer:
            status = answer.status
    except Exception as error:
        advice = f"start `{command}`, and see that the proxy hands requests on to it"
        return Finding(False, f"{url} ({type(error).__name__})", advice)
    if status != 200:
        advice = f"the proxy must hand on {HEALTH} and all the rest to `{command}`"
        return Finding(False, f"{url}{HEALTH} answers {status}", advice)
    return Finding(True, f"{url} answers, as seen from this machine")


def of_outbox(database: Database, clock: Clock, rate: Rate | None) -> Iterator[Finding]:
    """What waits to be sent, at which rate, and what never will be."""
    with database.reading(clock.now()) as work:
        counts, stuck = outbox.counts(work), len(outbox.stuck(work))
    waiting = counts["pending"] + counts["sending"]
    told = ""
    if waiting and rate is not None:
        minutes = waiting / rate.per_minute
        told = f" (at {rate.per_minute:g} a minute and workspace, {minutes:.0f} min)"
    yield Finding(True, f"{waiting} messages wait{told}")
    if stuck:
        advice = "`binome messages` lists them; `again` and `discard` settle them"
        yield Finding(False, f"{stuck} messages did not arrive", advice)


def of_signs(database: Database, clock: Clock) -> Iterator[Finding]:
    """Whether time goes on and messages leave, and who can be met nowhere."""
    with database.reading(clock.now()) as work:
        found, lost = signs(work), unreachable(work)
    running = "see that `binome serve` runs, and what it logs"
    yield _on_time(
        found.behind, "what is due is looked at", "what is due was not looked at", running
    )
    slow = f"{running}; a platform may ask to wait, as `binome messages` and /metrics tell"
    yield _on_time(found.waiting, "messages leave on time", "the oldest message has waited", slow)
    if found.drift > _DRIFT:
        what = f"this clock and the database's are {found.drift:.0f} s apart"
        yield Finding(False, what, "have both machines keep the time (NTP)")
    if lost:
        people = "1 person" if lost == 1 else f"{lost} people"
        yield Finding(None, f"{people} can be met nowhere; the coordinators were told")


def of_disk(database: Database) -> Iterator[Finding]:
    """Whether there is room for the database to grow, and to be copied; only of a file."""
    if database.file is None:
        return
    free = shutil.disk_usage(database.file.parent).free
    needed = max(_ROOM, 2 * database.file.stat().st_size)
    what = f"{free / 2**30:.1f} GiB are free beside the database"
    if free < needed:
        advice = f"make room: a backup and an upgrade need {needed / 2**30:.1f} GiB"
        yield Finding(False, what, advice)
    else:
        yield Finding(True, what)


def _on_time(seconds: float, well: str, late: str, advice: str) -> Finding:
    if seconds > LATE:
        return Finding(False, f"{late} for {seconds / 60:.0f} min", advice)
    return Finding(True, well)
