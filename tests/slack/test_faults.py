"""What goes wrong on demand goes wrong as it does with Slack."""

import asyncio
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.slack.clients import using
from tests.slack.server import parrot
from tests.slack.server.parrot import QUIET


@pytest.fixture
def atlas(slack):
    people = ["Lucie Martin", "Agnès Durand"]
    return slack.workspace(people=people, channels=["general", "veille"])


def sending(slack, atlas, person):
    async def send(client):
        return await client.chat_postMessage(channel=person.id, text="Bonjour", **QUIET)

    return using(slack, atlas, send)


def test_too_many_calls_are_told_when_to_come_back(slack, atlas):
    slack.faults.limited("chat.postMessage", seconds=7, after=1)
    sending(slack, atlas, atlas.person("Lucie"))
    with pytest.raises(SlackApiError) as refused:
        sending(slack, atlas, atlas.person("Agnès"))
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"
    sending(slack, atlas, atlas.person("Agnès"))
    assert [call.status for call in slack.calls.to("chat.postMessage")] == [200, 429, 200]
    assert slack.calls.early(grace=0) == slack.calls.to("chat.postMessage")[2:]


def test_a_server_error_is_in_html_and_nothing_was_done(slack, atlas):
    slack.faults.breaks("chat.postMessage", status=502)
    with pytest.raises(SlackApiError) as broken:
        sending(slack, atlas, atlas.person("Lucie"))
    assert broken.value.response.status_code == 502
    assert atlas.person("Lucie").messages == []


def test_an_error_of_slacks_can_be_for_one_person(slack, atlas):
    lucie, agnes = atlas.person("Lucie"), atlas.person("Agnès")
    slack.faults.fails("chat.postMessage", "is_archived", channel=lucie.id, times=None)
    sending(slack, atlas, agnes)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="is_archived"):
            sending(slack, atlas, lucie)
    slack.faults.lifted()
    sending(slack, atlas, lucie)


def test_a_connection_cut_after_the_call_leaves_the_message(slack, atlas):
    slack.faults.cuts("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        sending(slack, atlas, atlas.person("Lucie"))
    assert [message["text"] for message in atlas.person("Lucie").messages] == ["Bonjour"]
    (call,) = slack.calls.to("chat.postMessage")
    assert (call.arrived, call.status, call.fault) == (True, 0, "cuts")


def test_a_connection_cut_before_the_call_leaves_nothing(slack, atlas):
    slack.faults.refuses("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        sending(slack, atlas, atlas.person("Lucie"))
    assert atlas.person("Lucie").messages == []
    (call,) = slack.calls.to("chat.postMessage")
    assert not call.arrived


def test_a_slow_answer_comes(slack, atlas):
    slack.faults.slow("chat.postMessage", seconds=0.2)
    start = time.monotonic()
    sending(slack, atlas, atlas.person("Lucie"))
    assert time.monotonic() - start >= 0.2


def test_the_busiest_stretch_is_counted(slack, atlas):
    async def send(client):
        for _ in range(3):
            await client.chat_postMessage(channel=atlas.person("Lucie").id, text="1", **QUIET)
        await asyncio.sleep(0.3)
        await client.chat_postMessage(channel=atlas.person("Lucie").id, text="2", **QUIET)

    using(slack, atlas, send)
    assert slack.calls.busiest("chat.postMessage", seconds=0.25) == 3
    assert slack.calls.busiest("chat.postMessage") == 4


def test_who_left_the_workspace_gets_nothing(slack, atlas):
    atlas.directory.change(atlas.person("Lucie").id, deleted=True)
    with pytest.raises(SlackApiError, match="user_disabled"):
        sending(slack, atlas, atlas.person("Lucie"))


def test_a_bot_posts_where_it_was_brought(slack, atlas):
    slack.hears_at(slack.serve(parrot.served(slack, atlas, [])) + "/slack/events")
    lucie = atlas.person("Lucie")

    async def send(client):
        return await client.chat_postMessage(
            channel=atlas.channels["veille"], text="Bonjour", **QUIET
        )

    with pytest.raises(SlackApiError, match="not_in_channel"):
        using(slack, atlas, send)
    lucie.adds_bot("veille")
    assert using(slack, atlas, send)["ok"]
    assert lucie.reads("veille")[-1]["text"] == "Bonjour"
    lucie.archives("veille")
    with pytest.raises(SlackApiError, match="is_archived"):
        using(slack, atlas, send)


def test_missing_scopes_are_told(slack):
    poor = slack.workspace(people=["Lucie Martin"], scopes=["users:read"])
    with pytest.raises(SlackApiError, match="missing_scope"):
        sending(slack, poor, poor.person("Lucie"))


@pytest.mark.parametrize("error", ["token_expired", "token_revoked", "account_inactive"])
def test_a_dead_token_says_why(slack, atlas, error):
    atlas.expire(error)
    with pytest.raises(SlackApiError, match=error):
        sending(slack, atlas, atlas.person("Lucie"))


def test_two_workspaces_are_strangers(slack, atlas):
    other = slack.workspace("Club XXI", people=["Lucie Bernard"], id="T0CLUB")
    sending(slack, other, other.person("Lucie"))
    assert atlas.person("Lucie").messages == []
    assert [call.workspace for call in slack.calls] == ["T0CLUB"]

    async def ask(client):
        return await client.auth_test()

    assert using(slack, other, ask)["team_id"] == "T0CLUB"
