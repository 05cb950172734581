"""Agnès signs up, by words and by cards, as Teams tells it over HTTP."""

import threading

import pytest

from bot.handle import handle
from storage.nouns import Address, Draft, Enrolment, Outgoing, Person, Received
from tests.teams.activities import BOT, in_channel
from tests.teams.bot import database, empty_teams, running, teams, words_of
from tests.teams.cards import everything
from tests.teams.test_by_cards import ANSWERS

__all__ = ["database", "empty_teams", "teams"]


@pytest.fixture
def agnes(teams):
    teams.opens()
    return teams.person("Agnès Durand")


def test_whoever_adds_the_app_is_greeted_once(teams, agnes):
    assert agnes.installs().status == 200
    agnes.waits_for("Bonjour Agnès")
    added = agnes.activity("conversationUpdate", membersAdded=[{"id": "28:bot"}])
    assert teams.posts(added).status == 200
    teams.settled()
    assert len(agnes.there) == 1


def test_the_same_activity_again_changes_nothing(teams, agnes):
    said = agnes.activity(text="bonjour")
    for _ in range(3):
        assert teams.posts(said).status == 200
    teams.settled()
    assert len(teams.all(Received)) == 1
    assert len(agnes.there) == 1


def test_who_they_are_comes_from_the_roster_and_the_activity(teams, agnes):
    agnes.says("bonjour", locale="en-GB", localTimezone="Europe/London")
    person = teams.only(Person)
    assert (person.name, person.email) == ("Agnès Durand", "agnès@example.org")
    assert (person.locale, person.zone) == ("en", "Europe/London")
    agnes.says("bonjour")
    assert len(teams.microsoft.to("member")) == 1


def test_a_slow_or_silent_roster_holds_nobody_back(database):
    with running(database, hurried=True) as teams:
        teams.opens()
        agnes = teams.person("Agnès Durand")
        teams.microsoft.slow("member", 3)
        answer = agnes.says("bonjour")
        assert answer.status == 200
        assert teams.only(Person).email is None
        agnes.waits_for("Bonjour Agnès")


@pytest.mark.parametrize("old", [False, True], ids=["Action.Execute", "Action.Submit"])
def test_a_whole_sign_up_by_cards(teams, agnes, old):
    agnes.installs()
    for title, filled in ANSWERS:
        agnes.waits_for(title)
        own, card = agnes.card_with(title)
        answer = agnes.presses(title, old=old, **filled)
        assert answer.status == 200
        teams.settled()
        if old:
            assert answer.body is None
            (update,) = [c for c in teams.microsoft.to("update") if c.body["id"] == own]
            after = update.body["attachments"][0]["content"]
        else:
            assert answer.body["type"] == "application/vnd.microsoft.card.adaptive"
            after = answer.body["value"]
        assert after != card
        assert not any(each.get("type", "").startswith("Input.") for each in everything(after))
    assert teams.only(Enrolment).answers["topics"] == ["linkedin", "twitter"]


def test_words_settle_the_card_whose_question_they_answer(teams, agnes):
    agnes.installs()
    agnes.waits_for("Je veux apprendre")
    agnes.presses("Je veux apprendre")
    agnes.waits_for("J’accepte ces règles")
    own, card = agnes.card_with("J’accepte ces règles")
    agnes.says("quelle heure est-il ?")
    teams.settled()
    assert agnes.there[own]["attachments"][0]["content"] == card, "nothing was answered"
    own, _ = agnes.card_with("J’accepte ces règles")
    agnes.says("j'accepte")
    agnes.waits_for("Qu’aimeriez-vous savoir faire")
    teams.settled()
    after = str(agnes.there[own])
    assert "✓ " in after
    assert "Action." not in after
    own, _ = agnes.card_with("Envoyer")
    agnes.says("Rédiger ma biographie LinkedIn")
    teams.settled()
    agnes.says("retour")
    teams.settled()
    after = agnes.there[own]["attachments"][0]["content"]
    assert "Rédiger ma biographie LinkedIn" in str(after)
    assert not any(each.get("type", "").startswith("Input.") for each in everything(after))


@pytest.mark.parametrize("old", [False, True], ids=["Action.Execute", "Action.Submit"])
def test_a_press_that_was_refused_settles_nothing(teams, agnes, old):
    agnes.installs()
    agnes.waits_for("Je veux apprendre")
    agnes.presses("Je veux apprendre")
    agnes.waits_for("J’accepte ces règles")
    teams.settled()
    (draft,) = teams.all(Draft)
    with teams.database.work(teams.clock.now()) as work:
        work.change(draft, state="cancelled")
    own, card = agnes.card_with("J’accepte ces règles")
    answer = agnes.presses("J’accepte ces règles", old=old)
    teams.settled()
    assert agnes.there[own]["attachments"][0]["content"] == card, "its question stays as it was"
    assert own not in {each.body["id"] for each in teams.microsoft.to("update")}
    assert "n’attend plus de réponse" in agnes.words
    if not old:
        assert answer.body["type"] == "application/vnd.microsoft.activity.message"
        assert answer.body["value"] == "La suite est juste en dessous."


def test_a_form_that_was_refused_is_not_shown_as_sent(teams, agnes):
    agnes.installs()
    agnes.waits_for("Je veux apprendre")
    agnes.presses("Je veux apprendre")
    agnes.waits_for("Voir tout le formulaire")
    agnes.presses("Voir tout le formulaire")
    agnes.waits_for("Enregistrer mes réponses")
    teams.settled()
    with teams.database.work(teams.clock.now()) as work:
        work.change(teams.only(Draft), state="cancelled")
    answer = agnes.presses("Enregistrer mes réponses")
    assert answer.body["type"] == "application/vnd.microsoft.activity.message"


def test_a_sign_up_in_words(teams, agnes):
    agnes.says("bonjour")
    agnes.waits_for("Je veux apprendre")
    agnes.says("je veux apprendre")
    agnes.waits_for("J’accepte ces règles")
    agnes.says("oui")
    teams.settled()
    assert teams.only(Draft).answers


def test_the_whole_form_on_one_card_and_its_mistakes_beside_the_questions(teams, agnes):
    agnes.installs()
    agnes.waits_for("Je veux apprendre")
    agnes.presses("Je veux apprendre")
    agnes.waits_for("Voir tout le formulaire")
    agnes.presses("Voir tout le formulaire")
    teams.settled()
    agnes.waits_for("Enregistrer mes réponses")
    answer = agnes.presses("Enregistrer mes réponses", charter="true", objectives="")
    assert answer.body["type"] == "application/vnd.microsoft.card.adaptive"
    told = answer.body["value"]
    assert any(part.get("color") == "Attention" for part in everything(told))


def test_a_card_of_somebody_else_is_never_shown(teams, agnes):
    """What a card says of the message that it is on comes from outside."""
    agnes.installs()
    agnes.waits_for("Je veux apprendre")
    secret = teams.all(Outgoing)[0].id
    marc = teams.person("Marc Petit")
    data = {"binome": {"do": "press", "action": "help", "of": str(secret), "page": 0}}
    value = {"action": {"type": "Action.Execute", "data": data}, "trigger": "manual"}
    answer = teams.posts(marc.activity("invoke", name="adaptiveCard/action", value=value))
    assert answer.body["type"] == "application/vnd.microsoft.activity.message"


def test_what_takes_long_is_answered_at_once_and_done_all_the_same(database):
    go, held = threading.Event(), []

    def slow(event, work):
        held.append(event)
        assert go.wait(60)
        return handle(event, work)

    with running(database, core=slow, patience=(0.1, 0.1)) as teams:
        agnes = teams.person("Agnès Durand")
        agnes.says("bonjour")
        agnes.waits_for("C’est en cours")
        go.set()
        agnes.waits_for("Bonjour Agnès")


def test_a_failure_is_told_and_nothing_changed(database, caplog):
    def broken(event, work):
        work.add(Person(name="x", created_at=work.now))
        raise RuntimeError("no")

    with running(database, core=broken) as teams:
        agnes = teams.person("Agnès Durand")
        assert agnes.says("bonjour").status == 500
        agnes.waits_for("Quelque chose n’a pas marché")
        value = {"action": {"data": {"binome": {"do": "press", "action": "help"}}}}
        answer = teams.posts(agnes.activity("invoke", name="adaptiveCard/action", value=value))
        assert answer.status == 200
        assert answer.body["type"] == "application/vnd.microsoft.error"
        assert teams.all(Person) == []


def test_a_command_by_mention_is_answered_in_private(teams, agnes):
    told = in_channel("<at>Binôme</at> help", BOT)
    mine = {"from": agnes.account, "serviceUrl": teams.microsoft.service, "id": teams.key()}
    assert teams.posts({**told, **mine}).status == 200
    teams.settled()
    (created,) = teams.microsoft.to("create")
    assert created.body["members"][0]["id"] == agnes.account["id"]
    assert created.body["tenantId"] == "t-1"
    thread = teams.microsoft.there["19:general@thread.tacv2;messageid=17"]
    assert [each["text"] for each in thread.values()] == [
        "La réponse est dans notre conversation privée."
    ]
    assert teams.microsoft.there["a:29:agnès"]
    teams.posts({**told, **mine, "id": teams.key()})
    teams.settled()
    assert len(teams.microsoft.to("create")) == 1


def test_nothing_of_a_way_to_somebody_can_be_read_at_rest(teams, agnes, database):
    agnes.says("bonjour")
    teams.settled()
    database.checkpoint()
    held = database.file.read_bytes()
    for told in (teams.microsoft.service, agnes.conversation, agnes.account["id"]):
        assert told.encode() not in held, told
    assert set(teams.only(Address).route) == {"sealed"}


def test_who_removes_the_app_is_not_written_to(teams, agnes):
    agnes.says("bonjour")
    agnes.removes()
    assert not teams.only(Address).reachable
    stranger = teams.person("Marc Petit")
    assert stranger.removes().status == 200
    assert len(teams.all(Person)) == 1


def test_my_own_space_is_a_card_by_its_name(teams, agnes):
    agnes.says("je veux apprendre")
    agnes.waits_for("J’accepte ces règles")
    for word in ("moi", "mon espace"):
        agnes.says(word)
        teams.settled()
    spaces = [each for each in agnes.there.values() if words_of(each).strip().startswith("À finir")]
    assert len(spaces) == 2
    assert "Voir en français" in words_of(spaces[0]) or "English" in words_of(spaces[0])
