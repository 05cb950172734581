"""Who people are, what they look at, where the bot is: followed as Slack tells it."""

import asyncio

from storage.nouns import Address, Person, Received
from tests.slack.atlas import atlas, binome, lucie
from tests.slack.bot import database, empty_file, learned, running

__all__ = ["atlas", "binome", "database", "empty_file", "learned", "lucie"]


def test_slack_is_asked_once_who_somebody_is(slack, binome, lucie):
    for words in ("bonjour", "aide", "merci"):
        lucie.says(words)
    assert len(slack.calls.to("users.info")) == 1


def test_without_slacks_word_the_conversation_goes_on(slack, binome, lucie):
    slack.faults.breaks("users.info")
    assert lucie.says("bonjour").status == 200
    binome.settled()
    assert lucie.messages


def test_who_they_are_is_learned_later(slack, binome, lucie):
    slack.faults.breaks("users.info")
    lucie.says("bonjour")
    assert (binome.only(Person).name, binome.only(Person).email) == (lucie.id, None)
    binome.bot.profiles._known.clear()  # as after a minute
    lucie.says("aide")
    person = binome.only(Person)
    assert (person.name, person.email) == ("Lucie Martin", "lucie.martin@atlas.example")


def test_who_was_imported_is_recognised_when_slack_says_who_they_are(slack, binome, lucie):
    with binome.database.work(binome.clock.now()) as work:
        email = "lucie.martin@atlas.example"
        imported = work.add(Person(name="Lucie Martin", email=email, created_at=work.now))
    slack.faults.breaks("users.info")
    lucie.says("bonjour")
    assert len(binome.all(Person)) == 2
    binome.bot.profiles._known.clear()  # as after a minute
    lucie.says("aide")
    assert binome.only(Person).id == imported.id
    assert binome.only(Address).person_id == imported.id


def test_a_slow_word_of_slacks_is_not_waited_for(slack, database, atlas, lucie):
    slack.faults.slow("users.info", seconds=600)
    with running(slack, database, atlas, hurried=True):
        assert lucie.says("bonjour").status == 200


def test_a_move_is_followed(binome, lucie):
    lucie.says("bonjour")
    assert lucie.changes(tz="Asia/Tokyo", locale="en-GB").status == 200
    person = binome.only(Person)
    assert (person.zone, person.locale) == ("Asia/Tokyo", "en")


def test_of_people_who_take_no_part_nothing_is_kept(binome, lucie, atlas):
    assert atlas.person("Agnès").changes(tz="Europe/London").status == 200
    assert atlas.person("Agnès").changes(deleted=True).status == 200
    assert binome.all(Person) == []
    assert binome.all(Received) == []


def test_an_account_that_is_closed_is_noted(binome, lucie):
    lucie.says("bonjour")
    lucie.changes(deleted=True)
    assert not binome.only(Address).reachable


# ---------------------------------------------------------------- home, channels


def test_home_is_shown_to_a_newcomer_and_follows(slack, binome, lucie, atlas):
    binome.opens()
    assert lucie.opens_home().status == 200
    binome.until(lambda: lucie.id in atlas.homes, "Home")
    assert lucie.messages == []
    first = len(slack.calls.to("views.publish"))
    lucie.clicks("Je veux apprendre", on="home")
    binome.until(lambda: len(slack.calls.to("views.publish")) > first, "Home again")
    binome.settled()


def test_nobodys_home_is_published_unasked(slack, binome, lucie):
    lucie.says("bonjour")
    binome.settled()
    assert slack.calls.to("views.publish") == []


def test_who_opens_the_conversation_is_welcomed_once_with_prompts(binome, lucie, atlas):
    binome.opens()
    for _ in range(2):
        assert lucie.opens_home("messages").status == 200
        binome.settled()
    assert len(lucie.messages) == 1
    assert 1 <= len(atlas.prompts[lucie.dm]["prompts"]) <= 4


def test_the_bot_knows_its_channels(binome, lucie, atlas):
    lucie.adds_bot("veille")
    assert binome.only(Address).route == {"name": "#veille"}
    lucie.renames("veille", "curiosites")
    assert binome.only(Address).route == {"name": "#curiosites"}
    lucie.removes_bot("curiosites")
    assert not binome.only(Address).reachable
    lucie.adds_bot("curiosites")
    assert binome.only(Address).reachable
    lucie.archives("curiosites")
    assert not binome.only(Address).reachable


def test_a_channel_where_the_bot_never_was_is_left_alone(binome, lucie):
    lucie.renames("veille", "curiosites")
    assert binome.all(Address) == []


def test_changes_that_come_together_are_published_once_and_slowly(slack, binome, lucie, atlas):
    lucie.opens_home()
    binome.until(lambda: lucie.id in atlas.homes, "Home")
    before = len(slack.calls.to("views.publish"))

    async def change_often():
        for _ in range(50):
            binome.bot.homes.changed(atlas.id, lucie.id)
        await asyncio.sleep(0)

    slack.run(change_often())
    binome.until(lambda: len(slack.calls.to("views.publish")) > before, "Home again")
    slack.run(asyncio.sleep(0.5))
    assert len(slack.calls.to("views.publish")) == before + 1


def test_no_workspace_sees_more_publications_than_slack_allows(slack, binome, atlas, lucie):
    """Beyond the first few they wait, and none is forgotten."""
    homes = binome.bot.homes
    people = [f"U{n}" for n in range(20)]

    async def everybody():
        for user in people:
            homes.opened(atlas.id, user)
        await homes.publish()
        return len(homes._waiting)

    waiting = slack.run(everybody())
    assert 0 < waiting < 20
