"""A whole programme killed at every point it goes through, and an upgrade, on every database.

`python -m benchmarks storm [--share 0.1] [--only sqlite]`: all of it is more than 10,000 kills,
and a share of it as many less. Some of them are those of a bot to which Slack and Teams talk by
HTTP. It needs fork, and has two processes at work.
"""

import argparse
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from multiprocessing import get_context
from pathlib import Path

import pytest

from storage.database import Database
from tests.client import upgraded
from tests.crash.platforms import killed_in_slack, killed_in_teams
from tests.crash.storm import (
    Ground,
    Told,
    killed,
    on_postgresql,
    on_sqlite,
    portion,
    undisturbed,
)
from tests.crash.upgrade import killed as upgraded_under_kills
from tests.crash.upgrade import on_postgresql as on_a_server
from tests.crash.upgrade import on_sqlite as on_a_file
from tests.crash.upgrade import one_step_more
from tests.platforms.test_same_end import Fresh
from tests.postgres import serving
from tests.slack.harness import Slack
from tests.slack.server.npm import Emulators

_PORTIONS = 9  # about 600 kills each
# Every portion on SQLite, and on each PostgreSQL what makes it 10,000 kills together.
_PLAYED = {"sqlite": _PORTIONS, "postgresql 16": 5, "postgresql 18": 5}
_ABROAD = {"slack": 8, "teams": 8}  # stories, of about 40 kills each
_POINTS = 60  # at most, until the next kill there


def main() -> None:
    """Prints how it goes on, a line for each database, then where the kills were."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of all the kills")
    parser.add_argument("--only", choices=[*_PLAYED, *_ABROAD], help="one of them")
    parser.add_argument("--seed", type=int, default=17)
    options = parser.parse_args()
    names = [options.only] if options.only else [*_PLAYED, *_ABROAD]
    databases = [name for name in names if name in _PLAYED]
    wanted = [each for name in databases for each in _chosen(name, options.share, options.seed)]
    began, told = time.perf_counter(), {name: Told() for name in names}
    # Spawned: a process that is to be forked and killed must have no thread of this one.
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        begun = [pool.submit(upgrade, name) for name in databases]
        begun += [pool.submit(abroad, *each) for each in _stories(names, options)]
        begun += [pool.submit(storm, *each) for each in wanted]
        for done in as_completed(begun):
            name, found = done.result()
            told[name].add(found)
            print(f"{name}: {found.kills.total()} kills", flush=True)
    _print(told)
    print(f"in {time.perf_counter() - began:.0f} s")


def _chosen(name: str, share: float, seed: int) -> list[tuple[str, int, int]]:
    """Which portions of the points are played there, and of how many."""
    portions = _PLAYED[name]
    thinner = max(1, round(1 / (share * portions)))
    numbers = random.Random(seed).sample(range(_PORTIONS), max(1, round(portions * share)))
    return [(name, number, _PORTIONS * thinner) for number in numbers]


def _stories(names: list[str], options: argparse.Namespace) -> Iterator[tuple[str, int]]:
    """Which stories are played on the platforms among these, by what draws their points."""
    for name in names:
        if name in _ABROAD:
            for number in range(max(1, round(_ABROAD[name] * options.share))):
                yield name, options.seed + number


def _print(told: dict[str, Told]) -> None:
    print(f"\n{'':14}{'kills':>8}{'lost':>6}{'out of order':>14}{'twice':>7}{'on their way':>14}")
    for name, each in told.items():
        # Lost, disorder and any other end would have stopped the storm.
        print(
            f"{name:14}{each.kills.total():8,}{0:6}{0:14}{each.doubled:7}{each.away:14}", flush=True
        )
    total = sum((each.kills for each in told.values()), Counter[str]())
    print(f"\n{total.total():,} kills:")
    for point in sorted({name.partition(" ")[2] for name in total}):
        before, inside, after = (total[f"{side} {point}"] for side in ("before", "in", "after"))
        print(f"{point:10}{before:6} before{inside:6} in{after:6} after")


def storm(name: str, number: int, of: int) -> tuple[str, Told]:
    """One portion of the points."""
    told, place = Told(), _in_memory()
    with tempfile.TemporaryDirectory(dir=place) as folder, _quiet(), _ground(name, folder) as here:
        names, calm = undisturbed(here, Path(folder, "calm"))
        told.count(killed(calm, here, Path(folder, "run"), portion(names, number, of)))
    return name, told


def upgrade(name: str) -> tuple[str, Told]:
    """Every point of an upgrade of the schema."""
    kind, _, version = name.partition(" ")
    with tempfile.TemporaryDirectory(dir=_in_memory()) as made, _quiet(), ExitStack() as stack:
        folder = Path(made)
        if kind == "sqlite":
            aged = on_a_file(folder)
        else:
            aged = on_a_server(stack.enter_context(serving(version)))
        stack.enter_context(one_step_more(folder))
        return name, Told(upgraded_under_kills(aged))


def abroad(name: str, seed: int) -> tuple[str, Told]:
    """One story of a bot that a platform talks to by HTTP."""
    draws = random.Random(seed), _POINTS
    with tempfile.TemporaryDirectory(dir=_in_memory()) as folder, _quiet(), ExitStack() as stack:
        fresh = _fresh(Path(folder), stack)
        if name == "teams":
            return name, killed_in_teams(fresh, draws)
        try:
            emulators = Emulators()
        except pytest.skip.Exception:  # no Node on this machine, or no way to its packages
            return name, Told()
        stack.callback(emulators.close)
        slack = Slack(emulators)
        stack.callback(slack.close)
        return name, killed_in_slack(fresh, slack, draws)


def _fresh(folder: Path, stack: ExitStack) -> Fresh:
    def make(name: str) -> Database:
        url = f"sqlite:///{folder / name}.sqlite"
        upgraded(url)
        made = Database(url)
        stack.callback(made.close)
        return made

    return make


def _in_memory() -> Path | None:
    memory = Path("/dev/shm")  # noqa: S108  # a new folder in it
    return memory if os.access(memory, os.W_OK) else None


@contextmanager
def _ground(name: str, folder: str) -> Iterator[Ground]:
    kind, _, version = name.partition(" ")
    if kind == "sqlite":
        made = on_sqlite(Path(folder))
        yield made
        made.database.close()
        return
    with serving(version) as server:
        made = on_postgresql(server)
        yield made
        made.database.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warnings that a bot rightly logs after each kill."""
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):  # noqa: PTH123
        yield


if __name__ == "__main__":
    main()
