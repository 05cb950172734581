"""The channels of a team, as they are told of with a command."""

import pytest

from bot.message import Button, Buttons, Message, Para, Run, to_data
from bot.notices import notice
from storage import outbox
from storage.nouns import (
    Address,
    Coordination,
    Enrolment,
    Outgoing,
    Person,
    Posting,
    Programme,
    Reaction,
)
from tests.community.conftest import POSTS
from tests.teams.activities import BOT, in_channel, pressing
from tests.teams.bot import database, empty_teams, teams
from tests.teams.cards import everything

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


def test_what_one_of_them_settles_is_over_on_the_card_of_all(teams, helene):
    said = in_channel("<at>Binôme</at> here coordination", BOT, id=teams.key())
    where = {"from": helene.account, "serviceUrl": teams.microsoft.service}
    assert teams.posts({**said, **where}).status == 200
    helene.waits_for("paraît désormais dans Mentorat")
    with teams.database.work(teams.clock.now()) as work:
        programme = work.find(Programme)[0]
        notice(work, programme, "n1", "pair:1", "silent", ["Anne Leroy", "Paul Roy"], 21)
        for each in work.find(Outgoing, state="pending"):
            work.change(each, due_at=work.now)  # whatever the hour of this test
    teams.courier.kick()

    def posted():
        return [
            (thread, own, said)
            for thread, there in teams.microsoft.there.items()
            for own, said in there.items()
            if "rien de planifié" in str(said)
        ]

    ((thread, own, card),) = teams.until(posted, "the notice in the channel")
    pressed = pressing(card["attachments"][0]["content"], "C’est réglé", {})
    conversation = {"id": thread, "conversationType": "channel", "isGroup": True}
    answer = teams.posts(
        {
            **pressed, **where, "id": teams.key(), "replyToId": own,
            "conversation": conversation, "channelData": said["channelData"],
        }
    )  # fmt: skip
    assert answer.status == 200
    teams.settled()
    (update,) = [each for each in teams.microsoft.to("update") if each.body["id"] == own]
    after = update.body["attachments"][0]["content"]
    assert not [each for each in everything(after) if each.get("type") == "Action.Execute"]
    assert "✓" in str(after)
    assert "rien de planifié" in str(after)


def test_a_press_in_a_channel_that_changes_nothing_there_says_where_the_answer_is(teams):
    programme, ana = teams.opens(posts=POSTS), teams.person("Ana Petit")
    ana.says("bonjour")
    added = in_channel("", id=teams.key(), serviceUrl=teams.microsoft.service)
    teams.posts({**added, "from": ana.account, "type": "installationUpdate", "action": "add"})
    channel = teams.until(lambda: teams.all(Address, user=GENERAL), "the channel")[0]
    with teams.database.work(teams.clock.now()) as work:
        whom = work.find(Person)[0].id
        given = {"programme_id": programme.id, "person_id": whom, "joined_at": work.now}
        work.add(Enrolment(role="mentee", answers={}, **given))
        post = work.add(Posting(programme_id=programme.id, key="vote", state="sent"))
        vote = Buttons((Button("Mardi", f"react:{post.id}:0"),))
        outbox.post(work, "k", channel.id, to_data(Message((Para((Run("Quand ?"),)), vote))))
    teams.courier.kick()
    there = teams.microsoft.there

    def posted():
        return [
            (at, own, said)
            for at in there
            for own, said in there[at].items()
            if "Mardi" in str(said)
        ]

    ((thread, own, said),) = teams.until(posted, "the post")
    answer = teams.posts(
        {
            **pressing(said["attachments"][0]["content"], "Mardi", {}), "id": teams.key(),
            "from": ana.account, "serviceUrl": teams.microsoft.service, "replyToId": own,
            "conversation": {"id": thread, "conversationType": "channel", "isGroup": True},
            "channelData": added["channelData"],
        }
    )  # fmt: skip
    assert teams.all(Reaction)
    assert answer.body["value"] == "La réponse est dans notre conversation privée."
    ana.waits_for("C’est compté : Mardi")
