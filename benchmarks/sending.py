"""Requests at a steady pace over a few kept connections, each timed from the instant it was due.

A request that waits for a connection is late, and that counts: whoever sends waits for nobody.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

_CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Took:
    """How long answers took, in milliseconds, and how many requests a second were answered."""

    times: list[float]
    a_second: float

    def share(self, part: float) -> float:
        """The time within which that part of the answers came."""
        return sorted(self.times)[min(int(part * len(self.times)), len(self.times) - 1)]


class Sender:
    """Connections to one server, each with one request at a time."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self.answered = 0
        self._free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = (
            asyncio.Queue()
        )

    async def open(self) -> None:
        """Connects."""
        for _ in range(_CONNECTIONS):
            self._free.put_nowait(await asyncio.open_connection(self._host, self._port))

    async def close(self) -> None:
        """Leaves."""
        while not self._free.empty():
            self._free.get_nowait()[1].close()

    async def steadily(self, requests: Iterator[bytes], rate: float, seconds: float) -> Took:
        """Sends so many a second, whether or not the earlier ones were answered."""
        began, times = time.perf_counter(), list[float]()

        async def one(request: bytes, due: float) -> None:
            await self._send(request)
            times.append((time.perf_counter() - due) * 1000)

        under_way = []
        for n in range(int(rate * seconds)):
            due = began + n / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            under_way.append(asyncio.create_task(one(next(requests), due)))
        await asyncio.gather(*under_way)
        return Took(times, len(times) / (time.perf_counter() - began))

    async def flat_out(self, requests: Iterator[bytes], seconds: float) -> Took:
        """Sends on every connection as soon as its last answer came."""
        began, times = time.perf_counter(), list[float]()

        async def one() -> None:
            while time.perf_counter() - began < seconds:
                start = time.perf_counter()
                await self._send(next(requests))
                times.append((time.perf_counter() - start) * 1000)

        await asyncio.gather(*(one() for _ in range(_CONNECTIONS)))
        return Took(times, len(times) / (time.perf_counter() - began))

    async def _send(self, request: bytes) -> None:
        reader, writer = await self._free.get()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = next(
            (line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")),
            b"content-length: 0",
        )
        await reader.readexactly(int(length.partition(b":")[2]))
        self.answered += 1
        self._free.put_nowait((reader, writer))


@asynccontextmanager
async def sending(host: str, port: int) -> AsyncIterator[Sender]:
    """A sender for as long as it is needed."""
    made = Sender(host, port)
    await made.open()
    try:
        yield made
    finally:
        await made.close()
