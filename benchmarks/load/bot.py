"""The real bot in processes of its own, seen from outside: what it takes, and what it tells."""

import asyncio
import os
import re
import sys
import time
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.front import free_port
from benchmarks.load import processor
from benchmarks.slack import SECRET

_STARTS_WITHIN = 120.0  # seconds
_FIGURE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Running:
    """A process that serves: its number, its ports, and the seconds it took to be ready."""

    process: int
    port: int
    metrics: int
    ready_in: float

    @property
    def processor(self) -> float:
        """Seconds of processor that it took so far."""
        return processor.of(self.process)

    @property
    def memory(self) -> tuple[float, float]:
        """MiB that it holds, and that it ever held."""
        told = Path(f"/proc/{self.process}/status").read_text()
        now, most = (re.search(rf"{name}:\s+(\d+) kB", told) for name in ("VmRSS", "VmHWM"))
        assert now, told
        assert most, told
        return int(now[1]) / 1024, int(most[1]) / 1024

    def figures(self) -> dict[tuple[str, str], float]:
        """What it tells Prometheus, by name and labels."""
        told = _read(f"http://127.0.0.1:{self.metrics}/metrics").decode()
        return {(name, labels): float(value) for name, labels, value in _FIGURE.findall(told)}

    def stalls(self, earlier: dict[tuple[str, str], float]) -> dict[float, int]:
        """How often the event loop stood still since then, for at most so many seconds."""
        name = "binome_loop_stall_seconds_bucket"
        found = {
            float(labels.partition('"')[2].strip('"')): int(value - earlier[name, labels])
            for (each, labels), value in self.figures().items()
            if each == name
        }
        return dict(sorted(found.items()))


@asynccontextmanager
async def serving(url: str, api: str, **settings: str) -> AsyncIterator[Running]:
    """`binome serve` for Slack by HTTP on a database, from the moment it says that it is ready."""
    port, metrics = free_port(), free_port()
    token = {} if "BINOME_SLACK_CLIENT_ID" in settings else {"BINOME_SLACK_BOT_TOKEN": "xoxb-bench"}
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).with_name("binome")), "serve", "--port", str(port)),
        env={
            **os.environ,
            "BINOME_DATABASE_URL": url,
            "BINOME_SLACK_API_URL": api,
            "BINOME_SLACK_SIGNING_SECRET": SECRET,
            "BINOME_METRICS_PORT": str(metrics),
            **token,
            **settings,
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await asyncio.to_thread(_until_ready, port)
        yield Running(process.pid, port, metrics, time.perf_counter() - began)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _until_ready(port: int) -> None:
    began = time.perf_counter()
    while True:
        try:
            _read(f"http://127.0.0.1:{port}/readyz")
        except OSError:
            assert time.perf_counter() - began < _STARTS_WITHIN, "it did not start"
            time.sleep(0.005)
        else:
            return


def _read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310  # on 127.0.0.1
        return bytes(answer.read())
