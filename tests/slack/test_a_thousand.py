"""A thousand reminders through Slack's API, which asks for patience in their middle."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import product

import pytest

from adapters.runner import Courier, DrivenClock
from adapters.slack.api import connected
from adapters.slack.delivery import RATE, SlackPlatform
from adapters.slack.keys import OneKey, presented
from bot.message import Message, Para, Run, to_data
from storage import outbox
from storage.nouns import Address, Outgoing, Person
from tests.client import START
from tests.slack.bot import database, empty_file, learned

__all__ = ["database", "empty_file", "learned"]
POST = "chat.postMessage"
NAMES = [f"Personne {''.join(letters)}" for letters in product("ABCDEFGHIJ", repeat=3)]
AT_ONCE, PATIENCE = 20, 30  # seconds that Slack asks for
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def remind(database, clock, atlas):
    """Puts a reminder for everybody in the outbox."""
    told = to_data(Message((Para((Run("Demain, vous retrouvez votre binôme."),)),)))
    with database.work(clock.now()) as work:
        for person in atlas.people.values():
            whom = work.add(Person(name=person.profile.name, created_at=work.now))
            place = work.add(
                Address(person_id=whom.id, platform="slack", tenant=atlas.id, user=person.id)
            )
            outbox.post(work, f"session:{place.id}/day-before", place.id, told)


async def delivered(slack, database, clock, atlas) -> list[datetime]:
    """Delivers all of it, a second at a time, and when each post was tried."""
    moments = list[datetime]()
    async with connected(slack.api_url) as api:
        keys = OneKey(await presented(api, atlas.bot_token))
        platform = SlackPlatform(api, keys, database, clock)
        courier = Courier(database, [platform], clock, at_once=AT_ONCE)
        while len(slack.calls.to(POST)) <= len(NAMES):
            while await courier.once():
                pass
            moments += [clock.now()] * (len(slack.calls.to(POST)) - len(moments))
            clock.advance(SECOND)
    return moments


@pytest.mark.slow
def test_a_429_amid_a_thousand_reminders_loses_and_doubles_none(slack, database):
    atlas, clock = slack.workspace(people=NAMES, channels=()), DrivenClock(START)
    remind(database, clock, atlas)
    slack.faults.limited(POST, seconds=PATIENCE, after=500)
    moments = slack.run(delivered(slack, database, clock, atlas), within=300)

    posts = slack.calls.to(POST)
    told = Counter(call.args["channel"] for call in posts if call.ok)
    assert told == dict.fromkeys(atlas.people, 1), "somebody was missed, or told twice"
    with database.reading(clock.now()) as work:
        assert {each.state for each in work.find(Outgoing)} == {"sent"}

    (refused,) = [n for n, call in enumerate(posts) if call.status == 429]
    resumed = moments[refused] + timedelta(seconds=PATIENCE)
    under_way = [at for at in moments[refused + 1 :] if at < resumed]
    assert under_way == [moments[refused]] * len(under_way), "Slack was called while it rested"
    assert len(under_way) < AT_ONCE
    assert busiest(moments) <= RATE.per_minute + RATE.burst
    assert busiest([at for at in moments if at >= resumed]) <= RATE.per_minute + 1


def busiest(moments):
    """The most that fell within a minute."""
    return max(sum(start <= at < start + MINUTE for at in moments) for start in set(moments))
