"""How soon the bot is ready, and what it holds, beside a million things to come."""

import asyncio
from collections.abc import Iterator
from itertools import count
from statistics import median

from benchmarks import slack
from benchmarks.load.bot import Running, serving
from benchmarks.sending import sending

_CALM = 4.0  # seconds after which a start is over: its first looks at the database too
_TIMES = 3
_NUMBERS: Iterator[int] = count()


async def starts(name: str, url: str, api: str) -> None:
    """Prints how soon it is ready, its memory, and how long its figures take to read.

    The first sentence comes at that instant, and waits for what is loaded only then.
    """
    ready, work, held, figures, first = [], [], [], [], []
    async with serving(url, api):
        pass  # the first start ever learns to understand people
    for _ in range(_TIMES):
        async with serving(url, api) as bot:
            ready.append(bot.ready_in)
            work.append(bot.processor)
            first.append(await _first_sentence(bot))
            await asyncio.sleep(_CALM)
            held.append(bot.memory[1])
            figures.append(await _figures(bot))
    print(
        f"  {name:34} ready in {median(ready):5.2f} s ({median(work):.2f} s of processor), a first"
        f" sentence in {median(first):.2f} s more, {max(held):4.0f} MiB at most,"
        f" /metrics in {median(figures) * 1000:.0f} ms",
        flush=True,
    )


async def _first_sentence(bot: Running) -> float:
    loop = asyncio.get_running_loop()
    async with sending("127.0.0.1", bot.port) as sender:
        began, number = loop.time(), next(_NUMBERS)
        words = iter([slack.request(f"U{number}", "je voudrais apprendre", f"first{number}")])
        await sender.steadily(words, 1, 1)
        return loop.time() - began


async def _figures(bot: Running) -> float:
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.to_thread(bot.figures)
    return loop.time() - began
