"""A workspace with three people and the bot in it, and a core that fails when it is told to."""

import pytest

from bot.handle import handle
from tests.slack.bot import running
from tests.slack.harness import Profile


@pytest.fixture
def atlas(slack):
    claire = Profile(name="Claire Marchetti", admin=True)
    return slack.workspace(
        people=["Lucie Martin", Profile(name="Agnès Durand", tz="Asia/Tokyo"), claire],
        channels=["general", "veille"],
    )


@pytest.fixture
def binome(slack, database, atlas):
    with running(slack, database, atlas) as started:
        yield started


@pytest.fixture
def lucie(atlas):
    return atlas.person("Lucie")


class Failing:
    """A core whose transaction fails at its very end."""

    def __init__(self, kind):
        self.kind, self.fails = kind, True

    def __call__(self, event, work):
        reply = handle(event, work)
        if isinstance(event, self.kind) and self.fails:
            raise RuntimeError("the secret words")
        return reply
