"""Seconds of processor that processes took so far, as Linux counts them."""

import os
import time
from pathlib import Path

from sqlalchemy import make_url

_TICK = os.sysconf("SC_CLK_TCK")


def of(process: int) -> float:
    """What a process took itself."""
    return sum(_times(process)[:2])


def of_database(url: str) -> float:
    """What the PostgreSQL of the tests took, all of its processes; nothing where there is none."""
    folder = make_url(url).query.get("host")
    if not isinstance(folder, str):
        return 0.0
    first = int((Path(folder) / "data" / "postmaster.pid").read_text().split("\n")[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    took = sum(_times(first))  # with those of its processes that are gone
    for each in children:
        try:
            took += of(int(each))
        except OSError:
            continue  # it went this very moment
    return took


def here() -> float:
    """What this process took, which also plays Slack."""
    return time.process_time()


def _times(process: int) -> tuple[float, ...]:
    """In user mode, in the kernel, and both again of children that ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return tuple(int(field) / _TICK for field in fields[11:15])
