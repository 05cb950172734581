"""A small programme of each template, in Slack and in Teams."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.programme.template import names
from storage.database import Database
from storage.nouns import Outgoing, Pair, Programme, Session
from tests.client import upgraded
from tests.platforms.console import Console
from tests.platforms.programmes import PEOPLE, tell
from tests.platforms.slack import InSlack
from tests.platforms.stage import Stage
from tests.platforms.teams import InTeams
from tests.slack.harness import Slack, emulators, slack

__all__ = ["emulators", "slack"]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'played.sqlite'}"
    upgraded(url)
    database = Database(url)
    yield database
    database.close()


def ended_well(stage: Stage) -> None:
    with stage.database.reading(stage.clock.now()) as work:
        assert [each.state for each in work.find(Programme)] == ["closed"]
        assert len(work.find(Pair)) == 1
        assert Counter(each.state for each in work.find(Session)) == {"held": 1}
        assert {each.state for each in work.find(Outgoing)} == {"sent"}


@pytest.mark.parametrize("template", names())
def test_at_terminals(template: str, database: Database) -> None:
    stage = Console(database)
    tell(stage, template)
    ended_well(stage)


@pytest.mark.slow
@pytest.mark.parametrize("template", names())
def test_in_slack(template: str, database: Database, slack: Slack) -> None:
    with InSlack(database, slack, [*PEOPLE]) as stage:
        tell(stage, template)
        ended_well(stage)


@pytest.mark.slow
@pytest.mark.parametrize("template", names())
def test_in_teams(template: str, database: Database) -> None:
    with InTeams(database) as stage:
        tell(stage, template)
        ended_well(stage)
