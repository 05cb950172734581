"""Slack's side of Socket Mode takes in Slack's own clients, in Python and in JavaScript."""

import asyncio
import json
import subprocess
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.server import npm
from tests.slack.server.parrot import parrot


@pytest.fixture
def sockets(slack):
    return slack.by_socket()


@pytest.fixture
def lucie(slack):
    return slack.workspace(people=["Lucie Martin"]).person("Lucie")


@pytest.fixture
def seen(slack, sockets, lucie):
    """A Bolt app that is connected, and what it got."""
    got: list[dict[str, Any]] = []

    async def connect():
        session = aiohttp.ClientSession()
        client = AsyncWebClient(lucie.workspace.bot_token, base_url=slack.api_url, session=session)
        app = parrot(client, "", got)
        handler = AsyncSocketModeHandler(app, slack.app_token, web_client=client)
        await handler.connect_async()
        return handler, session

    handler, session = slack.run(connect())
    yield got

    async def leave():
        await handler.close_async()
        await session.close()

    slack.run(leave())


def test_slacks_python_client_does_by_socket_what_it_does_by_http(seen, lucie):
    lucie.says("bonjour")
    lucie.waits_for("Vous dites : bonjour")
    lucie.clicks("Ouvrir")
    assert lucie.submits({"Prénom": "X"}).errors == {"first": "C’est court."}
    lucie.submits({"Prénom": "Lucie"})
    lucie.waits_for("Bonjour Lucie")
    assert lucie.gives("/binome", "status").json["text"] == "status ?"


def test_the_python_client_comes_back_after_a_disconnection(seen, sockets, lucie):
    sockets.disconnects()
    sockets.waits_for_connections(2)
    delivery = lucie.says("bonjour")
    if delivery.status == 408:  # the client may open a third connection, and lose what came between
        delivery = delivery.again()
    assert delivery.status == 200
    lucie.waits_for("Vous dites : bonjour")


class Node:
    """Slack's JavaScript client, and what it tells."""

    def __init__(self, slack):
        self._process: Any = subprocess.Popen(
            [npm.node(), "listen.mjs", slack.api_url, slack.app_token],
            cwd=npm.FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tells(self, kind):
        """The next thing of that kind."""
        while line := self._process.stdout.readline():
            told = json.loads(line)
            if told["type"] == kind:
                return told
        raise AssertionError(f"the JavaScript client ended before it told of {kind}")

    def close(self):
        """End it, as it would itself."""
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait(60) == 0


@pytest.fixture
def node(slack, sockets):
    started = Node(slack)
    yield started
    started.close()


def test_slacks_javascript_client_takes_every_kind_of_envelope(node, lucie):
    node.tells("connected")
    delivery = lucie.says("bonjour")
    assert delivery.status == 200
    assert node.tells("events_api")["body"]["event"]["text"] == "bonjour"
    assert lucie.gives("/binome", "status").json == {"text": "status ?"}
    assert node.tells("slash_commands")["body"]["user_id"] == lucie.id
    assert lucie.uses_shortcut("help").status == 200
    assert node.tells("interactive")["body"]["callback_id"] == "help"


def test_the_javascript_client_is_told_of_a_retry(node, lucie):
    node.tells("connected")
    lucie.says("bonjour").again(2)
    assert node.tells("events_api")["retry"] == 0
    assert node.tells("events_api")["retry"] == 2


def test_the_javascript_client_answers_pings_and_reconnects(node, sockets, lucie, slack):
    node.tells("connected")
    sockets.pings()
    assert lucie.says("toujours là").status == 200
    assert sockets.pongs == 1
    sockets.disconnects("warning")
    node.tells("reconnecting")
    node.tells("connected")
    assert lucie.says("me revoilà").status == 200


def test_an_address_is_good_for_one_connection(slack, sockets):
    async def connect(url):
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
            return await socket.receive_json()

    url = sockets.new_url()
    assert asyncio.run(connect(url))["type"] == "hello"
    with pytest.raises(aiohttp.WSServerHandshakeError):
        asyncio.run(connect(url))


def test_a_wrong_app_token_opens_nothing(slack, sockets):
    async def ask():
        async with aiohttp.ClientSession() as session:
            client = AsyncWebClient(base_url=slack.api_url, session=session)
            return await client.apps_connections_open(app_token="xapp-other")

    with pytest.raises(Exception, match="invalid_auth"):
        asyncio.run(ask())
