"""How long a start takes: `binome --help`, and the playground until its page answers.

    python -m benchmarks.startup

Beside each, in the same run, what an empty interpreter costs on this machine.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

BINOME = str(Path(sys.executable).with_name("binome"))
GOAL_HELP = 0.3


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)  # noqa: S603  # constants below
    return time.perf_counter() - began


def _play(folder: str) -> float:
    """Seconds from the start of `binome play` to its first page."""
    environment = {**os.environ, "BINOME_DATA": folder}
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603  # the installed command, with constants
        [BINOME, "play", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as process:
        try:
            for line in process.stdout or ():
                found = re.search(r"http://127\.0\.0\.1:\d+/", line)
                if found:
                    url = found.group()  # on 127.0.0.1, as the pattern says
                    with urllib.request.urlopen(url, timeout=10) as page:  # noqa: S310  # http only
                        page.read()
                    return time.perf_counter() - began
        finally:
            process.terminate()
    raise SystemExit("binome play ended without an address")


def main() -> None:
    """Prints both starts beside an empty interpreter."""
    empty = median(_seconds([sys.executable, "-c", "pass"]) for _ in range(7))
    shown = median(_seconds([BINOME, "--help"]) for _ in range(7))
    print(f"python -c pass: {empty:.3f} s")
    print(f"binome --help:  {shown:.3f} s, {shown / empty:.1f} × empty (goal: {GOAL_HELP} s)")
    with tempfile.TemporaryDirectory() as folder:
        first = _play(folder)
        print(f"binome play, first start:  {first:.2f} s, {first / empty:.0f} × empty")
        again = _play(folder)
        print(f"binome play, second start: {again:.2f} s, {again / empty:.0f} × empty")


if __name__ == "__main__":
    main()
