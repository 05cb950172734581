"""Programmes at their real size: time, peak memory, and what one person hears in a week.

    python -m benchmarks.programmes [TEMPLATE …]

Each is played in a process of its own, so that its peak memory is its own.
"""

import json
import subprocess
import sys
from typing import Any

_AT_SCALE = ["at-scale", "from-the-top"]  # 1,500 people for 130 mentors, and 500 invited

_ONE = """
import json, resource, sys, tempfile
from pathlib import Path
from adapters.rehearsal.crowd import crowd_of
from adapters.rehearsal.play import Options, rehearse
from bot.programme.template import load
from storage.database import Database
name = sys.argv[1]
plan = load(name)
people = sum(crowd_of(plan).full)
with tempfile.TemporaryDirectory() as folder:
    database = Database(f"sqlite:///{Path(folder) / 'played.sqlite'}")
    database.upgrade()
    played = rehearse(Options(name, people, 1, None, Path(folder)), database)
    peak = resource.getrusage(resource.RUSAGE_SELF)
    cpu = round(peak.ru_utime + peak.ru_stime, 1)
    size = {"peak_mib": round(peak.ru_maxrss / 1024), "cpu": cpu}
    print(json.dumps({**played.as_dict(), **size}))
"""


def played(name: str) -> dict[str, Any]:
    """One rehearsal at full size, in its own process."""
    done = subprocess.run(  # noqa: S603  # this interpreter, on the constant program above
        [sys.executable, "-c", _ONE, name], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Prints a few lines for each template."""
    for name in sys.argv[1:] or _AT_SCALE:
        one = played(name)
        held, weekly = one["sessions"]["held"], one["weekly"]
        print(
            f"{name}: {one['people']} people ({one['mentees']} mentees, {one['mentors']} mentors),"
            f" {one['pairs']} pairs, {one['unmatched']} left out, {held} sessions held\n"
            f"    {one['seconds']:.1f} s ({one['cpu']:.1f} s of CPU), {one['peak_mib']} MiB,"
            f" {one['messages']} messages in {one['days']} days\n"
            f"    unasked, a person hears {weekly['mean']} a week, {weekly['most']} at most;"
            f" of what can wait {weekly['waits']} at most, for a cap of {weekly['cap']}",
            flush=True,
        )


if __name__ == "__main__":
    main()
