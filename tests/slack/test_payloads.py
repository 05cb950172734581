"""What the harness sends is what Slack's own Bolt, in TypeScript, expects to receive."""

import pytest

from tests.slack.judge import judge_payload
from tests.slack.server.parrot import served


@pytest.fixture
def atlas(slack):
    workspace = slack.workspace(people=["Lucie Martin", "Agnès Durand"], channels=["veille"])
    slack.hears_at(slack.serve(served(slack, workspace, [])) + "/slack/events")
    return workspace


@pytest.fixture
def lucie(atlas):
    return atlas.person("Lucie")


def judge_event(delivery):
    envelope = delivery.payload
    judge_payload("envelope", envelope)
    judge_payload(f"event {envelope['event']['type']}", envelope["event"])


def test_events(lucie, slack):
    judge_event(lucie.says("bonjour"))
    judge_event(lucie.opens_home())
    lucie.link.calls.until(lambda: lucie.id in lucie.workspace.homes, "Home")
    judge_event(lucie.opens_home())
    judge_event(lucie.opens_home("messages"))
    judge_event(lucie.changes(tz="Asia/Tokyo"))
    judge_event(lucie.adds_bot("veille"))
    judge_event(lucie.removes_bot("veille"))
    judge_event(lucie.renames("veille", "actualites-du-net"))
    judge_event(lucie.archives("actualites-du-net"))
    slack.unjudged = "the little app does not answer all of this"
    for delivery in lucie.uninstalls():
        judge_event(delivery)


def test_interactions(lucie):
    lucie.says("bonjour")
    message = lucie.waits_for("Vous dites")
    judge_payload("block_actions", lucie.clicks("Ouvrir").payload)
    judge_payload("view_submission", lucie.submits({"Prénom": "X"}).payload)
    judge_payload("view_closed", lucie.closes().payload)
    judge_payload("shortcut", lucie.uses_shortcut("help").payload)
    judge_payload("message_action", lucie.uses_shortcut("help", message=message).payload)
    lucie.opens_home()
    lucie.link.calls.until(lambda: lucie.id in lucie.workspace.homes, "Home")
    payload = lucie.clicks("Ouvrir", on="home").payload
    # Bolt's types want both always; Slack's documents give a Home neither.
    payload["view"]["title"] = {"type": "plain_text", "text": "Binôme", "emoji": True}
    payload["response_url"] = ""
    judge_payload("block_actions", payload)


def test_commands(lucie):
    judge_payload("command", lucie.gives("/binome", "status", channel="veille").payload)
    judge_payload("command", lucie.gives("/binome").payload)


def test_a_payload_that_slack_would_not_send_is_found(lucie):
    payload = lucie.uses_shortcut("help").payload
    del payload["callback_id"]
    with pytest.raises(AssertionError, match="'callback_id' is a required property"):
        judge_payload("shortcut", payload)
