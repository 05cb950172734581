"""The channels of a team, as they are told of with a command."""

import pytest

from storage.nouns import Address, Coordination, Person
from tests.teams.activities import BOT, in_channel
from tests.teams.bot import database, empty_teams, teams

__all__ = ["database", "empty_teams", "teams"]
GENERAL = "19:general@thread.tacv2"


@pytest.fixture
def helene(teams):
    """A coordinator, who has just put the bot in a team."""
    programme, someone = teams.opens(), teams.person("Hélène Marin")
    someone.says("bonjour")
    with teams.database.work(teams.clock.now()) as work:
        whom = work.find(Person)[0]
        work.add(Coordination(programme_id=programme.id, person_id=whom.id))
    added = in_channel("", id=teams.key(), serviceUrl=teams.microsoft.service)
    mine = {"from": someone.account, "type": "installationUpdate", "action": "add"}
    assert teams.posts({**added, **mine}).status == 200
    return someone


def test_a_command_tells_less_of_its_channel_than_was_known(teams, helene):
    said = in_channel("<at>Binôme</at> here coordination", BOT, id=teams.key())
    data = {"tenant": {"id": "t-1"}, "channel": {"id": GENERAL}, "team": {"id": GENERAL}}
    mine = {"from": helene.account, "serviceUrl": teams.microsoft.service, "channelData": data}
    assert teams.posts({**said, **mine}).status == 200
    helene.waits_for("paraît désormais dans Mentorat")
    assert teams.only(Address, user=GENERAL).route["name"] == "Mentorat"
    assert teams.microsoft.there[f"{GENERAL};messageid=17"]
