"""Four processes on one PostgreSQL, killed at random: nothing lost, in order, at the right pace.

`python -m benchmarks replicas` does it with 100,000 reminders.
"""

import os
import random
from pathlib import Path

import pytest

from adapters.runner import SystemClock
from storage.database import Database
from storage.pace import Rate
from tests.postgres import PostgresServer
from tests.replicas.fleet import Diary, faults_in, fill, fleet, storm
from tests.storage.ready import upgraded

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill a warm process"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]
MESSAGES, PLACES = 5_000, 10
RATE = Rate(per_minute=3_600, burst=30)


def test_replicas_share_the_work_whoever_is_killed(
    postgres: PostgresServer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url, diary = postgres.create(upgraded), Diary(tmp_path / "diary", RATE)
    database = Database(url)
    with database.work(SystemClock().now()) as work:
        fill(work, MESSAGES, PLACES)
    database.close()  # no connection may be shared with a fork
    dice = random.Random(request.config.getoption("--crash-seed"))
    with fleet(url, diary, 3) as made:
        made.add()  # whoever comes later takes its share
        storm(made, database, 0.5, dice)
    database.close()
    sent = diary.read()
    found = faults_in(sent, MESSAGES, made.killed, RATE)
    assert made.killed
    assert len({each.process for each in sent}) >= 4
    assert {name: many for name, many in found.items() if name != "twice"} == {
        "lost": 0, "twice by the living": 0, "out of order": 0, "too soon": 0
    }  # fmt: skip
    print(f"{len(made.killed)} of them killed, {found['twice']} messages arrived twice")
    postgres.drop(url)
