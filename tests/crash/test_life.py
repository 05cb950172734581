"""A whole programme through the real core, killed again and again, on both databases.

Each run kills some steps of the story, each at one of its points and sometimes again while it
recovers. `--crash-all` kills at every point there is, in as many runs as the longest step has
points; `--crash-seed` chooses others.
"""

import os
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from adapters.runner.clock import DrivenClock
from storage import inbox
from storage.database import Database
from storage.nouns import Outgoing
from storage.work import Work
from tests.both.story import cast
from tests.client import START, Chat, upgraded
from tests.crash import life
from tests.crash.life import Memory, Run, compare, ended, played, points, warm

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill a warm process"),
    # Newer Pythons warn about forking beside threads; none of ours is running at that moment.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

Fresh = Callable[[Callable[[str], None]], str]
_KILLS = {"sqlite": 20, "postgresql": 8}  # in a run, beside the second ones


def morning(url: str) -> None:
    """The database of the first day."""
    upgraded(url)
    database = Database(url)
    cast(Chat(database, DrivenClock(START)))
    with database.work(START) as work:
        for each in work.find(Outgoing):  # heard before the story began
            work.remove(each)
    database.close()


def undisturbed(fresh: Fresh, folder: Path) -> tuple[dict[int, list[str]], Run]:
    """What the story goes through and leads to when nobody kills it."""
    warm()
    url = fresh(morning)
    names = points(url, folder)
    return names, ended(url, Memory(folder), Run())


def chosen(
    names: Mapping[int, Sequence[str]], many: int, dice: random.Random
) -> dict[int, list[int]]:
    """A point in each of so many steps; one in three is killed again while it recovers."""
    found: dict[int, list[int]] = {}
    for step in dice.sample(sorted(names), min(many, len(names))):
        times = 2 if dice.randrange(3) == 0 else 1
        found[step] = [dice.randrange(len(names[step])) for _ in range(times)]
    return found


def test_nothing_is_lost_however_often_it_is_killed(
    fresh_database: Fresh, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    names, calm = undisturbed(fresh_database, tmp_path / "calm")
    compare(calm, calm)
    assert max(calm.arrived.values()) == 1
    assert {name.partition(" ")[2] for each in names.values() for name in each} == {
        "receive", "post", "add", "commit", "claim", "deliver", "sent_all", "tick"
    }  # fmt: skip

    url = fresh_database(morning)
    dice = random.Random(request.config.getoption("--crash-seed"))
    runs = [chosen(names, _KILLS[url.partition(":")[0].partition("+")[0]], dice)]
    if request.config.getoption("--crash-all"):
        longest = max(len(each) for each in names.values())
        runs += [
            {step: [at] for step, each in names.items() if at < len(each)} for at in range(longest)
        ]
    told = []
    for number, kills in enumerate(runs):
        run = played(url if not number else fresh_database(morning), tmp_path / f"{number}", kills)
        assert run.kills
        try:
            compare(calm, run)
        except AssertionError as error:
            raise AssertionError(f"after {run.kills}: {error}") from error
        told.append((len(run.kills), run.doubled, sum(run.in_flight.values())))
    kills, doubled, away = (sum(column) for column in zip(*told, strict=True))
    print(f"{kills} kills, 0 lost, {doubled} arrived twice of {away} in flight")


def test_a_core_that_forgets_its_inbox_is_caught(
    fresh_database: Fresh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison itself is worth something: a careless core does not pass."""
    monkeypatch.setattr(life, "STORY", life.STORY[:4])
    names, calm = undisturbed(fresh_database, tmp_path / "calm")

    def careless(work: Work, key: str) -> bool:
        return False

    monkeypatch.setattr(inbox, "seen", careless)
    at = names[3].index("before claim")
    run = played(fresh_database(morning), tmp_path / "killed", {3: [at]})
    with pytest.raises(AssertionError, match="differ"):
        compare(calm, run)
