"""What people do in Slack reaches an app as Slack sends it, and they see what it answers."""

import pytest

from tests.slack.server.filling import NotSubmitted
from tests.slack.server.parrot import served


@pytest.fixture
def seen():
    return []


@pytest.fixture
def atlas(slack, seen):
    workspace = slack.workspace(people=["Lucie Martin", "Agnès Durand"])
    slack.hears_at(slack.serve(served(slack, workspace, seen)) + "/slack/events")
    return workspace


@pytest.fixture
def lucie(atlas):
    return atlas.person("Lucie")


def test_a_form_opened_by_a_button_is_filled_in(lucie):
    lucie.says("bonjour")
    lucie.waits_for("Vous dites : bonjour")
    lucie.clicks("Ouvrir")
    assert lucie.submits({"Prénom": "X"}).errors == {"first": "C’est court."}
    lucie.submits({"Prénom": "Lucie", "Sujets": ["LinkedIn"]})
    lucie.waits_for("Bonjour Lucie")
    assert lucie.modal is None


def test_slack_keeps_back_a_form_that_is_not_filled_in(lucie):
    lucie.uses_shortcut("help")
    with pytest.raises(NotSubmitted, match="Prénom: it must be filled in"):
        lucie.submits()
    with pytest.raises(NotSubmitted, match="too long"):
        lucie.submits({"Prénom": "L" * 21})
    with pytest.raises(AssertionError, match="no option 'Facebook'; there are: Twitter"):
        lucie.submits({"Prénom": "Lucie", "Sujets": ["Facebook"]})


def test_the_app_hears_of_a_form_closed(lucie, seen):
    lucie.uses_shortcut("help")
    assert lucie.closes().status == 200
    assert seen[-1]["type"] == "view_closed"
    assert lucie.modal is None


def test_a_message_is_replaced_by_its_response_url(lucie):
    lucie.says("bonjour")
    message = lucie.waits_for("Et maintenant")
    lucie.clicks("Oublier")
    assert lucie.waits_for("Oublié.")["ts"] == message["ts"]
    assert len(lucie.messages) == 1


def test_a_command_is_answered_to_its_author_alone(lucie, atlas):
    assert lucie.gives("/binome", "status", channel="general").status == 200
    (answer,) = lucie.ephemerals
    assert answer["text"] == "status ?"
    assert atlas.person("Agnès").ephemerals == []
    lucie.clicks("Oublier")
    lucie.link.calls.until(lambda: answer["text"] == "Oublié.", "the answer replaced")


def test_home_is_published_and_its_buttons_work(lucie, seen):
    lucie.opens_home()
    lucie.link.calls.until(lambda: lucie.id in lucie.workspace.homes, "Home")
    lucie.clicks("Ouvrir", on="home")
    assert lucie.modal["callback_id"] == "name"
    assert seen[-1]["container"]["type"] == "view"


def test_who_changes_is_told(lucie, seen):
    lucie.changes(tz="Asia/Tokyo", locale="ja-JP")
    assert seen[-1]["event"]["user"]["tz"] == "Asia/Tokyo"


def test_a_message_shortcut_brings_the_message(lucie, seen):
    lucie.says("bonjour")
    lucie.waits_for("Vous dites")
    lucie.uses_shortcut("help", message=lucie.messages[0])
    assert seen[-1]["message"]["bot_id"] == lucie.workspace.bot_id
    assert lucie.modal is not None


def test_the_same_event_can_come_again(lucie, seen):
    lucie.says("bonjour").again()
    assert seen[-1]["event_id"] == seen[-2]["event_id"]


def test_forged_and_stale_requests_are_refused(slack, lucie):
    payload = lucie.says("bonjour").payload
    assert slack.way.post("events_api", payload, age=301).status == 401
    assert slack.way.post("events_api", payload, signature="v0=0").status == 401


def test_the_address_is_checked_as_slack_checks_it(slack, lucie):
    assert slack.challenge().json == {"challenge": "3eZbrw1aB"}
