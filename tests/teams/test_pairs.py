"""Two people put together: in one tenant, or one in Teams and one elsewhere."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.pairs import agreeing
from bot.pairs.both import both
from storage.nouns import Address, Enrolment, Pair, Person, Session
from tests.teams.bot import database, empty_teams, teams
from tests.teams.cards import everything

__all__ = ["database", "empty_teams", "teams"]
NEEDS = {"objectives": ["Rédiger ma biographie LinkedIn"], "topics": ["linkedin"]}


@pytest.fixture
def pair(teams):
    """Agnès learns from Bruno: both in Teams, put together and told of it."""
    return put_together(teams, "teams")


def put_together(teams, platform):
    programme = teams.opens(state="running")
    people = {}
    for name, role in (("Agnès Durand", "mentee"), ("Bruno Petit", "mentor")):
        someone = teams.person(name)
        if platform == "teams" or role == "mentee":
            someone.says("bonjour")
        people[role] = someone
    teams.settled()
    with teams.database.work(teams.clock.now()) as work:
        if platform != "teams":
            other = work.add(
                Person(name="Bruno Petit", email="bruno@example.org", created_at=work.now)
            )
            work.add(
                Address(
                    person_id=other.id, platform="slack", tenant="T0", user="U0", heard_at=work.now
                )
            )
        sides = {}
        for role, someone in people.items():
            whom = work.first(Person, email=someone.email) or work.first(Person, name=someone.name)
            place = Enrolment(
                programme_id=programme.id,
                person_id=whom.id,
                role=role,
                answers=NEEDS,
                joined_at=work.now,
            )
            sides[role] = work.add(place)
        made = work.add(
            Pair(
                programme_id=programme.id,
                mentee_id=sides["mentee"].id,
                mentor_id=sides["mentor"].id,
                started_at=work.now,
            )
        )
    return people["mentee"], people["mentor"], made


def urls(someone, title):
    found = [
        each["url"]
        for said in someone.there.values()
        for held in said.get("attachments", ())
        for each in everything(held["content"])
        if each.get("title") == title and each.get("url")
    ]
    return [*dict.fromkeys(found)]


def offers(teams, pair):
    from bot.message import Button, Buttons

    mentee, _, made = pair
    button = Button("Écrire à Bruno", f"relay:{made.id}")
    teams.tells(mentee.address, "Voici votre binôme", Buttons((button,)))
    teams.settled()
    return mentee


def test_a_link_opens_the_chat_of_two_people_of_one_tenant(teams, pair):
    mentee = offers(teams, pair)
    (url,) = urls(mentee, "Écrire à Bruno")
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == (
        "https://teams.microsoft.com/l/chat/0/0"
    )
    assert asked["users"] == ["bruno@example.org"]
    assert asked["message"][0].startswith("Bonjour Bruno, nous formons un binôme")


def test_across_platforms_the_bot_passes_words_on_instead(teams):
    mentee = offers(teams, put_together(teams, "slack"))
    assert urls(mentee, "Écrire à Bruno") == []
    answer = mentee.presses("Écrire à Bruno")
    assert answer.status == 200
    mentee.waits_for("Que faut-il dire à Bruno Petit ?")


def test_an_agreed_session_has_a_meeting_to_send_and_its_file(teams, pair):
    mentee, mentor, made = pair
    at = (teams.clock.now() + timedelta(days=3)).replace(microsecond=0)
    with teams.database.work(teams.clock.now()) as work:
        whole: Any = both(work, work.get(Pair, made.id))
        session = work.add(
            Session(
                pair_id=made.id,
                number=1,
                starts_at=at,
                minutes=120,
                proposed_by=made.mentee_id,
                created_at=work.now,
            )
        )
        agreeing.accept(work, "k", whole, whole.mentor, session)
    teams.courier.kick()
    teams.settled()
    for someone, other in ((mentee, mentor), (mentor, mentee)):
        (url,) = urls(someone, "Créer la réunion Teams")
        asked = parse_qs(urlsplit(url).query)
        assert asked["attendees"] == [other.email]
        assert asked["startTime"] == [f"{at:%Y-%m-%dT%H:%M:%S}+00:00"]
        files = [
            each["url"]
            for said in someone.there.values()
            for held in said.get("attachments", ())
            for each in everything(held["content"])
            if str(each.get("url", "")).startswith(f"{teams.url}/files/")
        ]
        status, headers, content = teams.gets(files[0])
        assert (status, headers["Content-Type"]) == (200, "text/calendar")
        assert b"BEGIN:VCALENDAR" in content


def test_a_button_of_somebody_elses_pair_leads_nowhere(teams, pair):
    from bot.message import Button, Buttons

    _, _, made = pair
    stranger = teams.person("Zoé Roux")
    stranger.says("bonjour")
    teams.settled()
    buttons = Buttons((Button("Écrire à Bruno", f"relay:{made.id}"),))
    teams.tells(stranger.address, "Voici", buttons, key="z")
    teams.settled()
    assert urls(stranger, "Écrire à Bruno") == []
    stranger.presses("Écrire à Bruno")
    teams.settled()
    assert "Bruno Petit" not in stranger.words
