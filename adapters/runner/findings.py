"""What a look at the bot finds, on whatever platform: nothing is changed."""

from collections.abc import Iterator
from dataclasses import dataclass

import aiohttp

from adapters.runner.clock import Clock
from adapters.runner.http import HEALTH
from storage import outbox
from storage.database import Database
from storage.pace import Rate


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


def of_outbox(database: Database, clock: Clock, rate: Rate) -> Iterator[Finding]:
    """What waits to be sent, and what never will be."""
    with database.reading(clock.now()) as work:
        counts, stuck = outbox.counts(work), len(outbox.stuck(work))
    waiting = counts["pending"] + counts["sending"]
    minutes = waiting / rate.per_minute
    told = f" (at {rate.per_minute:g} a minute and workspace, {minutes:.0f} min)" if waiting else ""
    yield Finding(True, f"{waiting} messages wait{told}")
    if stuck:
        advice = "`binome messages` lists them; `again` and `discard` settle them"
        yield Finding(False, f"{stuck} messages did not arrive", advice)
