"""One pair from sign-up to its sessions in Slack or Teams, whose bot is killed again and again."""

import random
from collections import Counter

from bot.understanding.recognise import recogniser
from storage import outbox
from storage.nouns import Outgoing
from tests.crash.abroad import KilledInSlack
from tests.crash.storm import Told
from tests.crash.tenant import KilledInTeams
from tests.platforms.console import Console
from tests.platforms.story import tell
from tests.platforms.test_same_end import PEOPLE, Fresh, alike
from tests.slack.harness import Slack

Draws = tuple[random.Random, int]
"""What draws the points, and how many there are at most between a start and a kill."""


def killed_in_slack(fresh: Fresh, slack: Slack, draws: Draws) -> Told:
    """The story in a workspace; fails unless it ends as it does when nobody kills it."""
    here = _undisturbed(fresh)
    with KilledInSlack(fresh("slack"), slack, PEOPLE, *draws) as there:
        tell(there, to_its_end=False)
    alike(here, there)
    return _nothing_lost(there)


def killed_in_teams(fresh: Fresh, draws: Draws) -> Told:
    """The story in a tenant; fails unless it ends as it does when nobody kills it."""
    here = _undisturbed(fresh)
    with KilledInTeams(fresh("teams"), *draws) as there:
        tell(there, to_its_end=False)
    alike(here, there)
    return _nothing_lost(there)


def _undisturbed(fresh: Fresh) -> Console:
    recogniser()
    here = Console(fresh("console"))
    tell(here, to_its_end=False)
    return here


def _nothing_lost(there: KilledInSlack | KilledInTeams) -> Told:
    with there.database.reading(there.clock.now()) as work:
        told = {each.key: each for each in work.find(Outgoing)}
    # What would embarrass twice waits for a human, when nobody knows whether it arrived; so does
    # what as many processes had in hand when they were killed as a message has tries.
    unsure = {key for key, each in told.items() if each.state != "sent"}
    away = Counter(there.process.away.values())
    spent = {key for key, times in away.items() if times >= outbox.MOST_ATTEMPTS}
    left = [told[key] for key in unsure - spent if told[key].state != "ambiguous"]
    assert not left, [(each.key, each.state, each.error, each.due_at) for each in left]
    assert unsure <= away.keys()
    doubled = max(there.posts() - len(told), 0)
    assert doubled <= len(there.process.away)
    return Told(there.process.kills, doubled, len(there.process.away))
