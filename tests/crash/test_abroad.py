"""One pair from sign-up to its sessions in Slack and Teams, whose bot is killed again and again."""

import os
import random

import pytest

from bot.understanding.recognise import recogniser
from storage.nouns import Outgoing
from tests.crash.abroad import KilledInSlack
from tests.crash.tenant import KilledInTeams
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
    fresh: Fresh, slack: Slack, request: pytest.FixtureRequest
) -> None:
    here = _undisturbed(fresh)
    with KilledInSlack(fresh("slack"), slack, PEOPLE, *_draws(request)) as there:
        tell(there, to_its_end=False)
    alike(here, there)
    _nothing_lost(there)


def test_teams_hears_everything_from_a_bot_that_is_killed(
    fresh: Fresh, request: pytest.FixtureRequest
) -> None:
    here = _undisturbed(fresh)
    with KilledInTeams(fresh("teams"), *_draws(request)) as there:
        tell(there, to_its_end=False)
    alike(here, there)
    _nothing_lost(there)


def _undisturbed(fresh: Fresh) -> Console:
    recogniser()
    here = Console(fresh("console"))
    tell(here, to_its_end=False)
    return here


def _draws(request: pytest.FixtureRequest) -> tuple[random.Random, int]:
    """What draws the points, and how many there are at most between a start and a kill."""
    points = 60 if request.config.getoption("--crash-all") else 150
    return random.Random(request.config.getoption("--crash-seed")), points


def _nothing_lost(there: KilledInSlack | KilledInTeams) -> None:
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
