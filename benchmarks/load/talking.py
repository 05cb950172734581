"""People who talk with the bot over HTTP as Slack does, and what each of their turns costs it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlalchemy import text

from benchmarks import slack
from benchmarks.front import talk
from benchmarks.load import processor
from benchmarks.load.bot import Running, serving
from benchmarks.sending import Sender, Took, sending
from storage.database import Database

_WARM = 4.0  # seconds: what is compiled and remembered once
_Talk = Callable[[Sender, Iterator[bytes]], Coroutine[Any, Any, Took]]


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of talk: the answers, the processor each turn took, and every stall of a loop."""

    took: Took
    each: float  # milliseconds of processor, of the bot
    database: float  # of PostgreSQL
    around: float  # of those who talk, and of the platform they talk on
    stalls: dict[float, int]  # by how many seconds at most


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who talk with some processes of the bot, each of which has its own part of them."""

    url: str
    bots: Sequence[Running]
    senders: Sequence[Sender]
    words: Sequence[Iterator[bytes]]

    @property
    def answered(self) -> int:
        """How many turns were answered."""
        return sum(each.answered for each in self.senders)

    async def flat_out(self, seconds: float) -> Spell:
        """Each speaks as soon as they were answered."""
        return await self._spell(lambda sender, words: sender.flat_out(words, seconds))

    async def steadily(self, rate: float, seconds: float) -> Spell:
        """So many turns a second in all, whether or not the earlier ones were answered."""
        each = rate / len(self.bots)
        return await self._spell(lambda sender, words: sender.steadily(words, each, seconds))

    async def _spell(self, talking: _Talk) -> Spell:
        before = [await asyncio.to_thread(bot.figures) for bot in self.bots]
        began, first = self._processor(), self.answered
        pairs = zip(self.senders, self.words, strict=True)
        took = await asyncio.gather(*(talking(*pair) for pair in pairs))
        turns = max(self.answered - first, 1)
        each, database, around = (
            (now - then) * 1000 / turns for now, then in zip(self._processor(), began, strict=True)
        )
        stalls = [
            await asyncio.to_thread(bot.stalls, told)
            for bot, told in zip(self.bots, before, strict=True)
        ]
        return Spell(
            Took([time for each in took for time in each.times], sum(t.a_second for t in took)),
            each,
            database,
            around,
            {most: sum(stall[most] for stall in stalls) for most in stalls[0]},
        )

    def _processor(self) -> tuple[float, float, float]:
        bots = sum(bot.processor for bot in self.bots)
        return bots, processor.of_database(self.url), processor.here()


@asynccontextmanager
async def talking(
    url: str,
    api: str,
    *,
    processes: int = 1,
    workspaces: Sequence[str] = (),
    settings: Mapping[str, str] = MappingProxyType({}),
) -> AsyncIterator[Crowd]:
    """A crowd that has talked for a moment, with so many processes on one database.

    At the end, nothing may have been answered without being kept.
    """
    places = workspaces or (slack.TEAM,)
    kept = await asyncio.to_thread(_received, url)
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        bots = [await enter(serving(url, api, **settings)) for _ in range(processes)]
        senders = [await enter(sending("127.0.0.1", bot.port)) for bot in bots]
        words = [talk(partial(_request, f"P{bot.process}", places)) for bot in bots]
        crowd = Crowd(url, bots, senders, words)
        await crowd.flat_out(_WARM)
        yield crowd
        answered = crowd.answered
    found = await asyncio.to_thread(_received, url) - kept
    assert found == answered, f"{answered} were answered, {found} kept"


def _request(process: str, places: Sequence[str], user: str, text: str, number: str) -> bytes:
    """One turn; whoever is the same for one process always writes from the same workspace."""
    place = places[sum(user.encode()) % len(places)]
    return slack.request(f"{user}{process}", text, f"{number}{process}", place)


def _received(url: str) -> int:
    database = Database(url)
    with database.reading(datetime.now(UTC)) as work:
        found = int(work.connection.execute(text("SELECT count(*) FROM received")).scalar_one())
    database.close()
    return found
