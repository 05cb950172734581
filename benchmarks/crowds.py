"""Ten million people, one week: how late are messages with one PostgreSQL, with four, with sixteen?

    python -m benchmarks.crowds [--people 10000000] [--weekly 3] [--server 500] [--biggest 300000]

A simulation, minute by minute, of what waits where: each workspace is written to at the pace that
its platform allows (the rates are those of the adapters), and belongs to one database, whose
processes hand out `--server` messages a second together. Workspaces are of every size, people live
in the zones where offices are, and what is due comes as the core makes it come: a third at nine in
the morning of each one's own clock, where nights and days of rest empty themselves; the rest on
the hours and half-hours of working days, as sessions do. Docs: docs/scale.md.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adapters.slack.delivery import RATE as SLACK
from adapters.teams.delivery import RATE as TEAMS

Floats = NDArray[np.float64]

DAY = 24 * 60  # minutes
WEEK = 7 * DAY
ZONES = {
    -8: 0.06,
    -5: 0.14,
    -3: 0.05,
    0: 0.1,
    1: 0.42,
    5.5: 0.11,
    8: 0.07,
    10: 0.05,
}  # share of each
IN_SLACK = 0.4  # of the workspaces
AT_NINE = 1 / 3  # of what is due
SERVERS = (1, 2, 4, 8, 16, 32)
_BOUNDLESS = 1e15  # messages a minute
SMALLEST = 50  # people in a workspace, at least


@dataclass(frozen=True, slots=True)
class Crowd:
    """Workspaces: people in each, messages a minute that each may receive, hours from UTC."""

    people: Floats
    pace: Floats
    zone: Floats


def crowd(people: int, biggest: int, seed: int = 0) -> Crowd:
    """So many people in workspaces whose sizes follow Zipf's law, from the biggest down."""
    rng = np.random.default_rng(seed)
    sizes = np.maximum(biggest / np.arange(1, people // SMALLEST + 1) ** 0.75, SMALLEST)
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), people)) + 1]
    slack = rng.random(len(sizes)) < IN_SLACK
    pace = np.where(slack, SLACK.per_minute, TEAMS.per_minute).astype(float)
    zone = rng.choice(np.array([*ZONES], dtype=float), len(sizes), p=[*ZONES.values()])
    return Crowd(sizes.astype(float), pace, zone)


def due(crowd: Crowd, weekly: float) -> Iterator[Floats]:
    """What becomes due in each minute of a week, by workspace."""
    spread = _hours()
    shift = (crowd.zone * 60).astype(int)
    for minute in range(WEEK):
        yield crowd.people * weekly * spread[(minute + shift) % WEEK]


def _hours() -> Floats:
    """The share of a week's messages that is due in each minute of the local week."""
    shares = np.zeros(WEEK)
    for day in range(5):
        nine = day * DAY + 9 * 60
        shares[nine] += AT_NINE / 5
        # Reminders an hour before, questions half an hour after: on the half-hours of the day.
        shares[nine + 30 : day * DAY + 19 * 60 : 30] += (1 - AT_NINE) / 5 / 19
    return shares


def lateness(crowd: Crowd, weekly: float, servers: int, each: float) -> tuple[Floats, Floats]:
    """Delays in minutes, and how many messages had each; a server hands out `each` a minute."""
    # Whole workspaces are dealt out, each to the server that has the fewest people.
    home, load = np.zeros(len(crowd.people), dtype=int), np.zeros(servers)
    for one in np.argsort(-crowd.people):
        home[one] = int(np.argmin(load))
        load[home[one]] += crowd.people[one]
    waiting = np.zeros(len(crowd.people))
    delays, counts = [], []
    for new in due(crowd, weekly):
        waiting += new
        wanted = np.minimum(waiting, crowd.pace)
        asked = np.bincount(home, weights=wanted, minlength=servers)
        part = np.minimum(1, each / np.maximum(asked, each))
        served = wanted * part[home]
        come = new > 0
        if come.any():
            # Halfway through what waits, at the rate at which it leaves now.
            speed = np.minimum(crowd.pace, np.maximum(served, 1e-9))
            delays.append((waiting / speed / 2)[come])
            counts.append(new[come])
        waiting -= served
    return np.concatenate(delays), np.concatenate(counts)


def _below(delays: Floats, counts: Floats, share: float) -> float:
    """The delay that so large a share of the messages stays under, in minutes."""
    order = np.argsort(delays)
    reached = np.cumsum(counts[order])
    return float(delays[order][np.searchsorted(reached, share * reached[-1])])


def main() -> None:
    """Prints how late messages are for each number of servers."""
    parser = argparse.ArgumentParser(prog="benchmarks crowds")
    parser.add_argument("--people", type=int, default=10_000_000)
    parser.add_argument("--weekly", type=float, default=3.0, help="messages a person, a week")
    parser.add_argument("--server", type=float, default=500.0, help="messages a second")
    parser.add_argument("--biggest", type=int, default=300_000, help="people in one workspace")
    given = parser.parse_args(sys.argv[1:])
    world = crowd(given.people, given.biggest)
    total = world.people.sum()
    print(
        f"{total:,.0f} people in {len(world.people):,} workspaces, "
        f"{given.weekly:g} messages a week for each"
    )
    print(
        f"{total * given.weekly / 7 / 1e6:.1f} million messages a day; "
        f"one server: {given.server:g} a second"
    )
    print("| servers | half of the messages within | 95 % | 99 % | the latest |")
    print("|---|---|---|---|---|")
    for servers, each in [*((n, given.server * 60) for n in SERVERS), (1, _BOUNDLESS)]:
        delays, counts = lateness(world, given.weekly, servers, each)
        shown = [_below(delays, counts, share) for share in (0.5, 0.95, 0.99)]
        name = str(servers) if each < _BOUNDLESS else "no limit but the platforms’"
        print(
            f"| {name} | " + " | ".join(_said(m) for m in [*shown, 2 * float(delays.max())]) + " |"
        )


def _said(minutes: float) -> str:
    return f"{minutes * 60:.0f} s" if minutes < 2 else f"{minutes:.0f} min"


if __name__ == "__main__":
    main()
