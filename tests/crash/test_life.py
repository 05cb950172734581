"""A whole programme through the real core, killed again and again, on both databases.

`--crash-all` kills at every point there is, `--crash-seed` chooses others; `make storm` does the
first on every database and platform, and prints a table.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import inbox
from storage.work import Work
from tests.crash import life
from tests.crash.life import compare, played
from tests.crash.storm import (
    Ground,
    Told,
    killed,
    on_postgresql,
    on_sqlite,
    portion,
    undisturbed,
)

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill a warm process"),
    # Newer Pythons warn about forking beside threads; none of ours is running at that moment.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

_PORTIONS = {"sqlite": 9, "postgresql": 30}  # of which a usual run plays one


@pytest.fixture(params=["sqlite", "postgresql"])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    """The database of the first day, on SQLite and then on PostgreSQL."""
    if request.param == "sqlite":
        made = on_sqlite(tmp_path)
    else:
        made = on_postgresql(request.getfixturevalue("postgres"))
    yield made
    made.database.close()


def test_nothing_is_lost_however_often_it_is_killed(
    ground: Ground, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    names, calm = undisturbed(ground, tmp_path / "calm")
    compare(calm, calm)
    assert max(calm.arrived.values()) == 1
    assert {name.partition(" ")[2] for each in names.values() for name in each} == {
        "receive", "handle", "write", "match", "post", "commit", "claim", "send", "ack", "tick"
    }  # fmt: skip

    portions = _PORTIONS[ground.database.kind]
    wanted = [request.config.getoption("--crash-seed") % portions]
    if request.config.getoption("--crash-all"):
        wanted = [*range(portions)]
    told = Told()
    for number in wanted:
        kills = portion(names, number, portions)
        told.count(killed(calm, ground, tmp_path / f"{number}", kills))
    print(f"{told.kills.total()} kills, 0 lost, {told.doubled} arrived twice of {told.away} away")
    assert told.doubled <= told.away
    if told.kills.total() > 500:
        points = {name.partition(" ")[2] for name in told.kills}
        assert points >= {"receive", "handle", "match", "commit", "claim", "send", "ack", "recover"}


def test_a_core_that_forgets_its_inbox_is_caught(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison itself is worth something: a careless core does not pass."""
    monkeypatch.setattr(life, "STORY", life.STORY[:4])
    names, calm = undisturbed(ground, tmp_path / "calm")

    def careless(work: Work, key: str) -> bool:
        return False

    monkeypatch.setattr(inbox, "seen", careless)
    at = names[3].index("before claim")
    ground.put_back()
    run = played(ground.database, tmp_path / "killed", {3: [at]})
    with pytest.raises(AssertionError, match="differ"):
        compare(calm, run)
