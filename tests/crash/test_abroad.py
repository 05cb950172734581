"""One pair from sign-up to its sessions in Slack and Teams, whose bot is killed again and again."""

import os
import random

import pytest

from tests.crash.platforms import Draws, killed_in_slack, killed_in_teams
from tests.crash.storm import Told
from tests.platforms.test_same_end import Fresh, fresh
from tests.slack.harness import Slack, emulators, slack

__all__ = ["emulators", "fresh", "slack"]
pytestmark = [
    pytest.mark.crash,
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill a warm process"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]


def test_slack_hears_everything_from_a_bot_that_is_killed(
    fresh: Fresh, slack: Slack, request: pytest.FixtureRequest
) -> None:
    _killed_enough(killed_in_slack(fresh, slack, _draws(request)))


def test_teams_hears_everything_from_a_bot_that_is_killed(
    fresh: Fresh, request: pytest.FixtureRequest
) -> None:
    _killed_enough(killed_in_teams(fresh, _draws(request)))


def _draws(request: pytest.FixtureRequest) -> Draws:
    points = 60 if request.config.getoption("--crash-all") else 150
    return random.Random(request.config.getoption("--crash-seed")), points


def _killed_enough(told: Told) -> None:
    print(f"{told.kills.total()} kills, 0 lost, {told.doubled} twice of {told.away} away")
    assert told.kills.total() > 10
    names = {name.partition(" ")[0] for name in told.kills}
    assert names <= {"before", "after"}, "where it was killed is known"
