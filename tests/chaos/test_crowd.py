"""A programme in Slack and in Teams, whose platforms misbehave all the time, ends as a calm one.

`python -m benchmarks chaos` plays it with 10,000 people.
"""

from pathlib import Path

import pytest

from tests.chaos.compared import differences, played
from tests.chaos.weather import Weather, calm

pytestmark = [pytest.mark.crash, pytest.mark.slow]


def test_bad_weather_changes_nothing(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    people = 400 if request.config.getoption("--crash-all") else 60
    still, rough = (
        played(folder, people, weather)
        for folder, weather in (
            (tmp_path / "calm", calm()),
            (tmp_path / "rough", Weather(request.config.getoption("--crash-seed"))),
        )
    )
    assert differences(still, rough) == {}
    assert (still.lost, still.twice, still.misplaced) == (0, 0, 0)
    assert (rough.lost, rough.misplaced) == (0, 0)
    assert rough.messages == still.messages
    assert 0 < rough.twice <= rough.cut, "somebody was told twice what was not reset"
    assert rough.met["again"] > 0
    print(f"{rough.people} people, {rough.messages} messages, 0 lost, {rough.twice} twice;", end="")
    print(f" {rough.asked} asked about; {dict(rough.met)}")
