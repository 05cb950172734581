"""People who were imported are found in the teams that have the bot, and written to first."""

import pytest

from storage.nouns import Address, Enrolment, Outgoing, Person
from tests.teams.activities import BOT, PERSON, activity
from tests.teams.bot import database, empty_teams, teams
from tests.teams.microsoft import TENANT

__all__ = ["database", "empty_teams", "teams"]
TEAM, ANNOUNCES = "19:general@thread.tacv2", "19:annonces@thread.tacv2"


@pytest.fixture
def roster(teams, monkeypatch):
    """A team that has the bot, and who is in it."""
    monkeypatch.setattr(teams.bot.directory.rosters, "pace", 0.0)
    people = [
        member("Lucie Martin"),
        {**member("Paul Roux"), "email": "", "userPrincipalName": "Paul@Example.org"},
        {**member("Zoé Guest"), "email": "", "userPrincipalName": "zoe_x.org#EXT#@example.org"},
        {**member("Ada Elsewhere"), "tenantId": "another"},
        {"name": "Nobody"},
    ]
    teams.microsoft.teams[TEAM] = people
    joined(teams, TEAM)
    return people


def member(name):
    first = name.split()[0].lower()
    return {
        "id": f"29:{first}",
        "objectId": f"aad-{first}",
        "name": name,
        "email": f"{first}@example.org",
        "userPrincipalName": f"{first}@example.org",
        "tenantId": TENANT,
        "userRole": "user",
    }


def joined(teams, channel):
    """The bot is added to a team, in one of its channels."""
    told = activity(
        "installationUpdate",
        action="add",
        serviceUrl=teams.microsoft.service,
        id=teams.key(),
        conversation={"id": channel, "conversationType": "channel", "isGroup": True},
        channelData={
            "tenant": {"id": TENANT},
            "team": {"id": TEAM, "name": "Mentorat"},
            "settings": {"selectedChannel": {"id": channel}},
        },
        recipient=BOT,
        **{"from": PERSON},
    )
    assert teams.posts(told).status == 200


def imported(teams, *emails):
    with teams.database.work(teams.clock.now()) as work:
        return [
            work.add(Person(name=each.partition("@")[0], email=each, created_at=work.now))
            for each in emails
        ]


def looks(teams):
    return teams.run(teams.bot.directory.look())


def people(teams):
    return [each for each in teams.all(Address) if each.person_id is not None]


def test_whoever_was_imported_is_found_by_e_mail_and_nobody_else_is_kept(teams, roster):
    imported(teams, "lucie@example.org", "paul@example.org", "zoe@x.org", "ada@example.org")
    assert looks(teams) == 2
    found = {each.user: each for each in people(teams)}
    assert found.keys() == {"aad-lucie", "aad-paul"}
    assert all(each.heard_at is None for each in found.values())
    assert all("example.org" not in str(each.route) for each in found.values()), "sealed at rest"
    assert len(teams.all(Person)) == 4
    assert teams.all(Outgoing) == []
    pages = len(teams.microsoft.to("members"))
    assert pages == 3
    assert looks(teams) == 0
    assert len(teams.microsoft.to("members")) == pages, "nobody is looked for twice a day"


def test_a_team_is_read_once_whatever_its_channels(teams, roster):
    joined(teams, ANNOUNCES)
    imported(teams, "lucie@example.org")
    assert looks(teams) == 1
    assert {call.conversation for call in teams.microsoft.to("members")} == {TEAM}


def test_nobody_to_look_for_asks_nothing(teams, roster):
    assert looks(teams) == 0
    assert teams.microsoft.to("members") == []


def test_whoever_was_found_is_written_to_first_and_recognised_when_they_answer(teams, roster):
    imported(teams, "lucie@example.org")
    looks(teams)
    (place,) = people(teams)
    teams.tells(place, "Bonjour Lucie")
    teams.settled()
    (created,) = teams.microsoft.to("create")
    assert created.body["members"][0]["id"] == "29:lucie"
    assert created.body["tenantId"] == TENANT
    assert len(teams.microsoft.there["a:29:lucie"]) == 1
    lucie = teams.person("Lucie Martin")
    lucie.says("bonjour")
    assert teams.only(Person).email == "lucie@example.org"


def test_whoever_was_invited_before_they_could_be_met_hears_of_it(teams, roster):
    programme = teams.opens()
    (lucie,) = imported(teams, "lucie@example.org")
    with teams.database.work(teams.clock.now()) as work:
        work.add(
            Enrolment(
                programme_id=programme.id,
                person_id=lucie.id,
                role="mentor",
                state="invited",
                joined_at=work.now,
            )
        )
    looks(teams)
    (place,) = teams.all(Enrolment)
    assert place.look_at is not None


def test_a_team_that_takes_its_time_or_says_no_hides_no_other(teams, roster):
    imported(teams, "lucie@example.org")
    teams.microsoft.fails("members", 429, after="1")
    del teams.microsoft.teams[TEAM]
    assert looks(teams) == 0
    teams.microsoft.teams[TEAM] = [member("Lucie Martin")]
    assert looks(teams) == 1, "it was not said that she is not there"


def test_who_has_not_the_app_is_out_of_reach_until_they_add_it(teams, roster):
    imported(teams, "lucie@example.org")
    looks(teams)
    teams.microsoft.fails("create", 403, code="BotNotInConversationRoster")
    teams.tells(people(teams)[0], "Bonjour")
    teams.settled()
    assert not people(teams)[0].reachable
    lucie = teams.person("Lucie Martin")
    lucie.installs()
    teams.settled()
    (place,) = people(teams)
    assert place.reachable
