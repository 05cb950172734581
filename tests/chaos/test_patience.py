"""Being asked to wait is nobody's fault: however often that is, a message is not given up."""

import asyncio
from datetime import timedelta

import pytest

from adapters.runner import Courier, DrivenClock
from bot.message import Attachment, Message, to_data
from storage import outbox
from storage.database import Database
from storage.nouns import Address, File, Outgoing
from tests.chaos.channel import Channel
from tests.chaos.weather import Weather
from tests.client import START
from tests.platforms.test_same_end import Fresh, fresh
from tests.slack.bot import running
from tests.slack.harness import Slack, emulators, slack
from tests.storage.ready import database

__all__ = ["database", "emulators", "fresh", "slack"]
pytestmark = pytest.mark.crash
_TIMES, _A_WHILE = 20, timedelta(minutes=1)


@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_a_message_outlives_any_number_of_429s(platform: str, database: Database) -> None:
    clock, weather = DrivenClock(START), Weather(limited=1, cut=0, broken=0)
    channel = Channel(platform, weather)
    with database.work(START) as work:
        place = work.add(Address(platform=platform, tenant="T", user="U"))
        outbox.post(work, "k", place.id, {})
    courier = Courier(database, [channel], clock)

    async def tries() -> None:
        for limited in (1, 0):
            weather.limited = limited
            for _ in range(_TIMES):
                await courier.once()
                clock.advance(_A_WHILE)

    asyncio.run(tries())
    with database.reading(clock.now()) as work:
        assert [each.state for each in work.find(Outgoing)] == ["sent"]


def test_a_file_outlives_them_too(slack: Slack, fresh: Fresh) -> None:
    files = fresh("files")
    atlas = slack.workspace(people=["Lucie Martin"])
    with running(slack, files, atlas, clock=DrivenClock(START)) as bot:
        lucie = atlas.person("Lucie")
        place = bot.known(lucie, atlas)
        slack.faults.limited("upload", seconds=1, times=1)
        with files.work(START) as work:
            work.add(File(token="t", name="n.txt", media_type="text/plain", content=b"x", at=START))
            told = to_data(Message((Attachment("t", "n.txt", "text/plain"),)))
            outbox.post(work, "k", place.id, told)
        bot.courier.kick()
        found = bot.until(lambda: bot.only(Outgoing).error and bot.only(Outgoing), "a note")
    assert (found.state, found.error, found.attempts) == ("pending", "ratelimited", 0)
