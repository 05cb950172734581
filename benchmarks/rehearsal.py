"""A whole programme at 40, 400 and 4,000 people: wall time, peak memory, and how they grow.

    python -m benchmarks.rehearsal [PEOPLE …]

Each size is played in a process of its own, so that its peak memory is its own.
"""

import json
import os
import subprocess
import sys
import tempfile

GOAL_SECONDS, GOAL_MIB = 180, 400


def played(people: int) -> dict[str, float]:
    """One rehearsal, by the command itself."""
    asked = ["rehearse", "pwn-digital-2016", "--people", str(people), "--json", "--out"]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as told:
        command = [sys.executable, "-m", "adapters.cli", *asked, folder]
        running = subprocess.Popen(command, stdout=told)  # noqa: S603  # our own command
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        assert running.returncode == 0
        told.seek(0)
        found: dict[str, float] = json.load(told)
    cpu = round(used.ru_utime + used.ru_stime, 1)
    return {**found, "cpu": cpu, "peak_mib": round(used.ru_maxrss / 1024)}


def main() -> None:
    """Prints one line per size, each beside the one before."""
    sizes = [int(word) for word in sys.argv[1:]] or [40, 400, 4000]
    before: dict[str, float] | None = None
    for people in sizes:
        now = played(people)
        line = f"{people:>6} people: {now['seconds']:7.1f} s ({now['cpu']} of CPU), "
        line += f"{now['peak_mib']:4} MiB, "
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
