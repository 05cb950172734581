"""One pair from sign-up to its sessions in Slack, whose bot is killed again and again."""

import os
import random
from pathlib import Path

import pytest

from bot.understanding.recognise import recogniser
from storage.nouns import Outgoing
from tests.crash.abroad import KilledInSlack
from tests.platforms.console import Console
from tests.platforms.story import tell
from tests.platforms.test_same_end import PEOPLE, Fresh, alike, fresh
from tests.slack.harness import Slack, emulators, slack

__all__ = ["emulators", "fresh", "slack"]
pytestmark = [
    pytest.mark.crash,
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill a warm process"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]


def test_slack_hears_everything_from_a_bot_that_is_killed(
    fresh: Fresh, slack: Slack, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    recogniser()
    here = Console(fresh("console"))
    tell(here, to_its_end=False)
    dice = random.Random(request.config.getoption("--crash-seed"))
    # At most so many points between a start and a kill.
    points = 60 if request.config.getoption("--crash-all") else 150
    with KilledInSlack(fresh("slack"), slack, PEOPLE, dice, points) as there:
        tell(there, to_its_end=False)
    alike(here, there)
    with there.database.reading(there.clock.now()) as work:
        told = {each.key: each.state for each in work.find(Outgoing)}
    # What would embarrass twice waits for a human, when nobody knows whether it arrived.
    unsure = {key for key, state in told.items() if state != "sent"}
    assert {told[key] for key in unsure} <= {"ambiguous"}
    assert unsure <= {*there.process.away.values()}
    doubled = max(there.posts() - len(told), 0)
    print(f"{there.process.kills} kills, 0 lost, {doubled} twice of {len(there.process.away)} away")
    assert there.process.kills > 10
    assert doubled <= len(there.process.away)
