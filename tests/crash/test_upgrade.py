"""SIGKILL anywhere in an upgrade: the schema is the old or the new one, and every row is there."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.upgrade import Aged, killed, on_postgresql, on_sqlite, one_step_more

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill a warm process"),
    # Newer Pythons warn about forking beside threads; none of ours is running at that moment.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]
_SOME = 12  # kills of a usual run, on each database


@pytest.fixture(params=["sqlite", "postgresql"])
def aged(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Aged]:
    """A database that is lived in, on SQLite and then on PostgreSQL."""
    if request.param == "sqlite":
        yield on_sqlite(tmp_path)
        return
    server = request.getfixturevalue("postgres")
    made = on_postgresql(server)
    yield made
    server.drop(made.url)


def test_an_upgrade_killed_anywhere_is_done_whole_or_not_at_all(
    aged: Aged, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    some = None if request.config.getoption("--crash-all") else _SOME
    with one_step_more(tmp_path):
        kills = killed(aged, request.config.getoption("--crash-seed"), some)
    print(f"{kills.total()} kills, 0 rows lost")
    assert kills["before migrate"] > 0
    assert kills["after migrate"] > 0
