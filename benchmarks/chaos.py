"""A crowd's whole programme, while its platforms refuse, cut, break, repeat and reorder.

`python -m benchmarks chaos [--people 10000] [--seed 17]`: played in calm and in bad weather, each
in a process of its own, then compared row by row. What goes wrong is what the adapters tell the
courier of it, in simulated time: an HTTP request for each of a million tries would take hours, and
`tests/chaos/test_fronts.py` makes them for a few people.
"""

import argparse
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing import get_context
from pathlib import Path

from tests.chaos.compared import End, differences, played
from tests.chaos.weather import Weather, calm


def main() -> None:
    """Prints what each run came to; fails if they end otherwise, or anything is lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=17)
    options = parser.parse_args()
    began = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool,
    ):
        weathers = {"calm": calm(), "rough": Weather(options.seed)}
        given = [(Path(folder, name), options.people, each) for name, each in weathers.items()]
        still, rough = pool.map(_play, *zip(*given, strict=True))
        _print("calm", still)
        _print("rough", rough)
        found = differences(still, rough)
        for table, lines in found.items():
            print(f"\n{table} differ:", *lines, sep="\n  ")
    told = ", ".join(f"{name} {number:,}" for name, number in sorted(rough.met.items()))
    print(f"\nwhat became of tries and events: {told}")
    print(f"in {time.perf_counter() - began:.0f} s")
    assert not found
    assert still.lost == rough.lost == still.misplaced == rough.misplaced == still.twice == 0
    assert rough.messages == still.messages
    assert 0 < rough.twice <= rough.cut
    print("the same end, row by row")


def _play(folder: Path, people: int, weather: Weather) -> End:
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):  # noqa: PTH123
        return played(folder, people, weather)


def _print(name: str, end: End) -> None:
    print(
        f"{name:6}{end.people:7,} people{end.messages:10,} messages{end.lost:4} lost"
        f"{end.misplaced:4} out of order{end.twice:8,} twice of {end.cut:,} reset"
        f"{end.asked:5} asked about{end.seconds:8.0f} s of CPU",
        flush=True,
    )


if __name__ == "__main__":
    main()
