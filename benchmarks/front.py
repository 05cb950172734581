"""A platform's front as an operator starts it, under a load of people who sign up by talking.

The load comes from this process, the program runs in its own, and both share the machine.
"""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from benchmarks.sending import Sender, Took, sending
from benchmarks.turns import TURNS
from storage.database import Database
from storage.nouns import Received

_AT_ONCE = 240  # people
_RATES, _SECONDS = (50, 100, 200), 15.0
_STARTS_WITHIN = 60.0  # seconds
Request = Callable[[str, str, str], bytes]  # of somebody, their words, and a number of its own
Measure = Callable[[str], Awaitable[dict[str, Took]]]


def talk(request: Request) -> Iterator[bytes]:
    """Requests without end: people who each say their next word in turn, then others."""
    for turn in count():
        for place in range(_AT_ONCE):
            step = turn - place % len(TURNS)  # not all of them at the same question
            if step >= 0:
                generation, question = divmod(step, len(TURNS))
                yield request(f"U{place}X{generation}", TURNS[question], f"{turn}X{place}")


@asynccontextmanager
async def started(*words: str, **settings: str) -> AsyncIterator[Sender]:
    """A server in a process of its own, and connections to it; its port is the last word."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *words, str(port)),
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
    )
    try:
        await _until_there(port, process)
        async with sending("127.0.0.1", port) as sender:
            yield sender
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _until_there(port: int, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(_STARTS_WITHIN):
        while True:
            assert process.returncode is None, "it did not start"
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


async def measured(sender: Sender, request: Request) -> dict[str, Took]:
    """At each pace, then flat out."""
    requests = talk(request)
    await sender.flat_out(requests, 5.0)  # what is compiled and remembered once
    found = {}
    for rate in _RATES:
        found[f"{rate} a second"] = await sender.steadily(requests, rate, _SECONDS)
    found["flat out"] = await sender.flat_out(requests, _SECONDS)
    return found


def require_all_handled(url: str, sender: Sender) -> None:
    """Nothing was answered without being kept."""
    with Database(url).reading(datetime.now(UTC)) as work:
        assert len([*work.find(Received)]) == sender.answered, "some were answered and not handled"


async def tables(bot: Measure, floor: Callable[[], Awaitable[dict[str, Took]]]) -> None:
    """Prints one line per pace, for the bare server and each database."""
    print(f"{os.cpu_count()} cores; {os.getloadavg()[0]:.1f} at work before it began")
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{Path(folder) / 'front.sqlite'}"}
        if len(sys.argv) > 1:
            urls["PostgreSQL"] = sys.argv[1]
        lowest = await floor()
        _print("a bare server", lowest, lowest)
        for name, url in urls.items():
            _print(name, await bot(url), lowest)


def _print(name: str, found: dict[str, Took], lowest: dict[str, Took]) -> None:
    print(f"{name:14} {'answered':>10} {'half in':>10} {'99 % in':>10} {'worst':>10}")
    for pace, took in found.items():
        times = "".join(f"{took.share(part):>8.1f} ms" for part in (0.5, 0.99, 1))
        print(f"  {pace:12} {took.a_second:>8.0f}/s{times}")
    fewer = lowest["flat out"].a_second / found["flat out"].a_second
    if fewer > 1:
        print(f"  the bare server answers × {fewer:.1f}")
