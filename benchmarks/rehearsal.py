"""A whole programme at 40, 400 and 4,000 people: wall time, peak memory, and how they grow.

    python -m benchmarks.rehearsal [PEOPLE …]

Each size is played in a process of its own, so that its peak memory is its own.
"""

import json
import subprocess
import sys

GOAL_SECONDS, GOAL_MIB = 180, 400

_ONE = """
import json, resource, sys, tempfile
from pathlib import Path
from adapters.rehearsal.play import Options, rehearse
from storage.database import Database
people = int(sys.argv[1])
with tempfile.TemporaryDirectory() as folder:
    database = Database(f"sqlite:///{Path(folder) / 'played.sqlite'}")
    database.upgrade()
    played = rehearse(Options("pwn-digital-2016", people, 1, None, Path(folder)), database)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**played.as_dict(), "peak_mib": round(peak)}))
"""


def played(people: int) -> dict[str, float]:
    """One rehearsal, in its own process."""
    done = subprocess.run(  # noqa: S603  # this interpreter, on the constant program above
        [sys.executable, "-c", _ONE, str(people)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Prints one line per size, each beside the one before."""
    sizes = [int(word) for word in sys.argv[1:]] or [40, 400, 4000]
    before: dict[str, float] | None = None
    for people in sizes:
        now = played(people)
        line = f"{people:>6} people: {now['seconds']:7.1f} s, {now['peak_mib']:4} MiB, "
        line += f"{now['messages']} messages, {now['pairs']} pairs"
        if before is not None:
            line += f"  (people × {people / before['people']:.1f}: "
            line += f"time × {now['seconds'] / before['seconds']:.1f}, "
            line += f"memory × {now['peak_mib'] / before['peak_mib']:.1f})"
        print(line, flush=True)
        before = now
    print(f"goals at 4,000 people: under {GOAL_SECONDS} s and {GOAL_MIB} MiB")


if __name__ == "__main__":
    main()
