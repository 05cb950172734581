"""People who were imported are found in the workspace by e-mail, and nobody else is kept."""

import asyncio

import pytest

from storage.nouns import Address, Outgoing, Person
from tests.slack.bot import database, empty_file, learned, running
from tests.slack.harness import Profile

__all__ = ["database", "empty_file", "learned"]


@pytest.fixture
def atlas(slack):
    people = [
        "Lucie Martin",
        Profile(name="Agnès Durand", tz="Asia/Tokyo"),
        Profile(name="Paul Parti", deleted=True),
    ]
    return slack.workspace(people=people, channels=["general", "veille"])


@pytest.fixture
def binome(slack, database, atlas, monkeypatch):
    with running(slack, database, atlas) as started:
        monkeypatch.setattr(started.bot.directory.rosters, "pace", 0.0)
        yield started


def imported(binome, *emails):
    with binome.database.work(binome.clock.now()) as work:
        for email in emails:
            work.add(Person(name=email.partition("@")[0], email=email, created_at=work.now))


def test_a_few_are_looked_up_one_by_one(slack, binome, atlas):
    imported(
        binome, "lucie.martin@atlas.example", "paul.parti@atlas.example", "zoe@elsewhere.example"
    )
    assert slack.run(binome.bot.directory.look()) == 1
    place = binome.only(Address)
    assert (place.user, place.heard_at) == (atlas.person("Lucie").id, None)
    assert len(binome.all(Person)) == 3
    assert binome.all(Outgoing) == []
    assert slack.run(binome.bot.directory.look()) == 0
    assert len(slack.calls.to("users.lookupByEmail")) == 3, "nobody is looked for twice a day"


def test_many_are_found_in_the_list(slack, binome, atlas):
    imported(binome, *(f"p{n}@elsewhere.example" for n in range(40)), "agnes.durand@atlas.example")
    assert slack.run(binome.bot.directory.look()) == 1
    assert slack.calls.to("users.lookupByEmail") == []
    assert binome.only(Address).zone == "Asia/Tokyo"


def test_slack_asking_for_patience_is_heard(slack, binome):
    slack.faults.limited("users.lookupByEmail", seconds=1)
    imported(binome, "lucie.martin@atlas.example")
    assert slack.run(binome.bot.directory.look()) == 1


def test_who_was_found_is_written_to_and_known_when_they_speak(binome, slack, atlas):
    imported(binome, "lucie.martin@atlas.example")
    slack.run(binome.bot.directory.look())
    binome.posts(binome.only(Address), "Bonjour")
    lucie = atlas.person("Lucie")
    lucie.waits_for("Bonjour")
    lucie.says("bonjour")
    assert binome.only(Person).email == "lucie.martin@atlas.example"


def test_where_the_bot_is_is_found_out_at_the_start(slack, database, atlas, monkeypatch):
    """What happened while the program was stopped."""
    with running(slack, database, atlas) as binome:
        lucie = atlas.person("Lucie")
        lucie.adds_bot("veille")
        lucie.adds_bot("general")
    atlas.ask(
        "conversations.kick", lucie.token, channel=atlas.channels["veille"], user=atlas.bot_user
    )
    with running(slack, database, atlas) as binome:
        slack.run(binome.bot.channels.look())
        assert {each.route["name"]: each.reachable for each in binome.all(Address)} == {
            "#veille": False,
            "#general": True,
        }


def test_the_background_work_ends_with_the_program(slack, binome):
    async def briefly():
        from adapters.runner.http import meanwhile

        async with meanwhile(binome.bot.directory.run, binome.bot.channels.run):
            await asyncio.sleep(0.05)

    slack.run(briefly())
