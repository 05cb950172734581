"""The bot under load, as an operator starts it: what it holds, how soon and how much it answers.

    python -m benchmarks load [--only start,burst,turns,ack,peers] [--rows 1000000] [--due 100000]
                              [--seconds 10] [--postgres 16]

Every figure comes from `binome serve` in processes of its own, called over HTTP by this one with
signed requests, against a Slack on this machine that takes everything at once. Goals, with a
million things to come: ready within a second and 150 MiB. With 100,000 messages due at once: no
stall of 50 ms, 99 answers of 100 within 150 ms. 500 turns a second on SQLite and 300 on PostgreSQL,
on two cores; 99 answers of 100 within 100 ms at 200 turns a second.
"""

import argparse
import asyncio
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.load import burst, peers, start, stock, turns
from benchmarks.slack import slack
from benchmarks.turns import prepared
from tests.postgres import PostgresServer, serving

_PARTS = ("start", "burst", "turns", "ack", "peers")
_PEOPLE, _WORKSPACES = 100_000, 200
_AT_ONCE = 2  # processes on one PostgreSQL


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="benchmarks load", description=__doc__)
    parser.add_argument("--only", default=",".join(_PARTS), help="some of the parts")
    parser.add_argument("--rows", type=int, default=1_000_000, help="things to come")
    parser.add_argument("--due", type=int, default=100_000, help="messages due at once")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each stretch")
    parser.add_argument("--postgres", default="16", choices=["16", "18"])
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores; {os.getloadavg()[0]:.1f} at work before it began")
    with tempfile.TemporaryDirectory() as folder, serving(given.postgres) as server:
        os.environ["BINOME_DATA_FOLDER"] = folder  # what a start learns is kept there
        # As where it is installed: pip compiles, or else the first start does for the others.
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        asyncio.run(_measured(given, Path(folder), server))


async def _measured(given: argparse.Namespace, folder: Path, server: PostgresServer) -> None:
    heard: Counter[str] = Counter()
    async with slack(heard) as api:
        for part in given.only.split(","):
            print(f"{part}:", flush=True)
            for kind in ("SQLite", "PostgreSQL"):
                with _empty(kind, folder, server) as url:
                    await _one(part, kind, url, api, heard, given)


async def _one(
    part: str, kind: str, url: str, api: str, heard: Counter[str], given: argparse.Namespace
) -> None:
    now = datetime.now(UTC)
    processes = 1 if kind == "SQLite" else _AT_ONCE
    shown = kind if processes == 1 else f"{kind}, {processes} processes"
    database = prepared(url, now)
    match part:
        case "start":
            await start.starts(f"{kind}, empty", url, api)
            # Filling PostgreSQL takes minutes, and a start reads as little of it.
            ahead = given.rows if kind == "SQLite" else given.rows // 10
            people = min(_PEOPLE, ahead)
            stock.fill(database, now, people, _WORKSPACES, ahead=ahead, due=0)
            await start.starts(f"{kind}, {ahead:,} to come", url, api)
        case "burst":
            await burst.burst(
                f"{kind}, {given.due:,} due",
                url,
                api,
                heard,
                given.due,
                _WORKSPACES,
                given.seconds,
            )
        case "turns":
            await turns.flat_out(shown, url, api, given.seconds, processes=processes)
        case "ack":
            await turns.at_a_pace(shown, url, api, given.seconds, processes=processes)
        case "peers":
            await asyncio.to_thread(peers.beside, kind, url, database)
    database.close()


@contextmanager
def _empty(kind: str, folder: Path, server: PostgresServer) -> Iterator[str]:
    if kind == "PostgreSQL":
        url = server.create()
        yield url
        server.drop(url)
        return
    with tempfile.TemporaryDirectory(dir=folder) as place:
        yield f"sqlite:///{Path(place) / 'load.sqlite'}"
