"""How soon the bot is ready, and what it holds, beside a million things to come."""

import asyncio
from statistics import median

from benchmarks.load.bot import Running, serving

_CALM = 4.0  # seconds after which a start is over: its first looks at the database too
_TIMES = 3


async def starts(name: str, url: str, api: str) -> None:
    """Prints how soon it is ready, its memory, and how long its figures take to read."""
    ready, work, held, figures = [], [], [], []
    async with serving(url, api):
        pass  # the first start ever learns to understand people
    for _ in range(_TIMES):
        async with serving(url, api) as bot:
            ready.append(bot.ready_in)
            work.append(bot.processor)
            await asyncio.sleep(_CALM)
            held.append(bot.memory[1])
            figures.append(await _figures(bot))
    print(
        f"  {name:34} ready in {median(ready):5.2f} s ({median(work):.2f} s of processor),"
        f" {max(held):4.0f} MiB at most, /metrics in {median(figures) * 1000:.0f} ms",
        flush=True,
    )


async def _figures(bot: Running) -> float:
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.to_thread(bot.figures)
    return loop.time() - began
