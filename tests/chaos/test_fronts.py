"""Slack and Teams refuse, cut and repeat: a programme ends as it does when they do not."""

import pytest

from bot.understanding.recognise import recogniser
from storage.database import Database
from storage.nouns import Outgoing, Programme, Session
from storage.work import Work
from tests.chaos import ledger
from tests.chaos.fronts import Fronts
from tests.chaos.story import names, tell
from tests.chaos.weather import Weather, calm
from tests.platforms.test_same_end import Fresh, fresh
from tests.slack.harness import Slack, emulators
from tests.slack.server.npm import Emulators

__all__ = ["emulators", "fresh"]
pytestmark = [pytest.mark.crash, pytest.mark.slow]


def test_bad_weather_changes_nothing_in_slack_and_teams(
    fresh: Fresh, emulators: Emulators, request: pytest.FixtureRequest
) -> None:
    people = 64 if request.config.getoption("--crash-all") else 16
    recogniser()
    seed = request.config.getoption("--crash-seed")
    still, rough = (
        _played(fresh(name), emulators, people, weather)
        for name, weather in (("calm", calm()), ("rough", Weather(seed)))
    )
    with still.database.reading(still.clock.now()) as one:
        _ended_well(one, people)
        with rough.database.reading(rough.clock.now()) as other:
            _ended_well(other, people)
            assert ledger.differences(one, other) == {}
    wanted, nothing = still.arrived()
    got, twice = rough.arrived()
    assert nothing == 0
    assert got == wanted, "lost, invented or out of order"
    met = rough.weather.met
    assert twice <= met["cut"]
    print(f"{people} people, {sum(map(len, got.values()))} posts, {twice} twice; {dict(met)}")


def _played(database: Database, emulators: Emulators, people: int, weather: Weather) -> Fronts:
    slack = Slack(emulators)
    try:
        with Fronts(database, slack, names(people)[: people // 2], weather) as stage:
            tell(stage, people)
        return stage
    finally:
        slack.close()


def _ended_well(work: Work, people: int) -> None:
    assert [each.state for each in work.find(Programme)] == ["closed"]
    assert [each.state for each in work.find(Session)] == ["held"] * (people // 2)
    unsent = [(m.key, m.state, m.error) for m in work.find(Outgoing) if m.state != "sent"]
    assert unsent == []
