"""Replicas on one PostgreSQL, one killed every two seconds: nothing lost, in order, at the pace.

`python -m benchmarks replicas [--messages 100000] [--processes 4] [--postgres 18]`.
"""

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path

from adapters.runner import SystemClock
from storage.database import Database
from storage.pace import Rate
from tests.postgres import serving
from tests.replicas.fleet import Diary, faults_in, fill, fleet, storm
from tests.storage.ready import upgraded

_PLACES = 20
_RATE = Rate(per_minute=3_000, burst=50)  # of each workspace


def main() -> None:
    """Prints what a storm over so many reminders came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two kills")
    parser.add_argument("--postgres", default="16", choices=["16", "18"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(options.postgres) as server:
        url, diary = server.create(upgraded), Diary(Path(folder, "diary"), _RATE)
        database = Database(url)
        with database.work(SystemClock().now()) as work:
            fill(work, options.messages, _PLACES)
        database.close()
        with fleet(url, diary, options.processes) as made:
            seconds = storm(made, database, options.every, random.Random(17))
        database.close()
        sent = diary.read()
        found = faults_in(sent, options.messages, made.killed, _RATE)
    shares = Counter(each.process for each in sent)
    print(
        f"{options.messages:,} reminders for {_PLACES} workspaces, {options.processes} processes on"
        f" PostgreSQL {options.postgres}: {seconds:.0f} s, {options.messages / seconds:,.0f}/s"
    )
    print(f"{len(made.killed)} processes killed; {len(shares)} sent something")
    for name, many in found.items():
        print(f"{name:20}{many:6}")


if __name__ == "__main__":
    main()
