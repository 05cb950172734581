"""`binome slack` and `binome doctor slack`, started as an operator starts them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.runner import SystemClock
from adapters.slack.methods import scopes
from storage.database import Database
from storage.nouns import Address, Programme
from tests.cli.conftest import binome, here
from tests.client import Chat, upgraded
from tests.ports import free_port
from tests.slack.server import web

__all__ = ["binome", "here"]
ROOT = Path(__file__).parent.parent.parent
SECRET = "5e8f1c0a9b7d6e4f3a2b1c0d9e8f7a6b"


@pytest.fixture
def atlas(slack):
    return slack.workspace(people=["Lucie Martin"], channels=["general", "veille"])


@pytest.fixture
def settings(slack, atlas, here, monkeypatch):
    """The settings of a workspace, as variables; gives how to change one."""

    def change(**given):
        for name, value in given.items():
            if value is None:
                monkeypatch.delenv(f"BINOME_{name}", raising=False)
            else:
                monkeypatch.setenv(f"BINOME_{name}", value)

    change(
        SLACK_API_URL=slack.api_url,
        SLACK_BOT_TOKEN=atlas.bot_token,
        SLACK_APP_TOKEN=slack.app_token,
        DATABASE_URL=f"sqlite:///{here}/binome.sqlite",
    )
    return change


class Running:
    """The command in a process of its own."""

    def __init__(self, *words):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "adapters.cli", "slack", *words],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.told = self.process.stdout.readline()

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=60)
        return self.process.returncode, errors


# ---------------------------------------------------------------- what is missing, in one line


@pytest.mark.parametrize(
    ("changed", "words", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": None}, (), "BINOME_SLACK_BOT_TOKEN is missing: it begins with xoxb-"),
        ({"SLACK_BOT_TOKEN": "xapp-1"}, (), "BINOME_SLACK_BOT_TOKEN is not the right token"),
        ({"SLACK_APP_TOKEN": None}, (), "BINOME_SLACK_APP_TOKEN is missing: it begins with xapp-"),
        ({}, ("--http",), "BINOME_SLACK_SIGNING_SECRET is missing: it is in api.slack.com/apps"),
        (
            {"SLACK_SIGNING_SECRET": SECRET, "SLACK_CLIENT_ID": "1.2"},
            ("--http",),
            "BINOME_SLACK_BOT_TOKEN is for one workspace, BINOME_SLACK_CLIENT_ID for several",
        ),
        (
            {
                "SLACK_SIGNING_SECRET": SECRET,
                "SLACK_CLIENT_ID": "1.2",
                "SLACK_WORKSPACES": "*",
                "SLACK_BOT_TOKEN": None,
            },
            ("--http",),
            "BINOME_PUBLIC_URL is missing",
        ),
        (
            {
                "SLACK_SIGNING_SECRET": SECRET,
                "SLACK_CLIENT_ID": "1.2",
                "SLACK_WORKSPACES": "*",
                "SLACK_BOT_TOKEN": None,
                "PUBLIC_URL": "https://b.example",
            },
            ("--http",),
            "BINOME_SLACK_CLIENT_SECRET is missing",
        ),
        (
            {
                "SLACK_SIGNING_SECRET": SECRET,
                "SLACK_CLIENT_ID": "1.2",
                "SLACK_WORKSPACES": "*",
                "SLACK_CLIENT_SECRET": "s",
                "SLACK_BOT_TOKEN": None,
                "PUBLIC_URL": "https://b.example",
            },
            ("--http",),
            "BINOME_SECRET_KEY is missing",
        ),
        ({"PUBLIC_URL": "b.example"}, (), "BINOME_PUBLIC_URL (in the environment) is wrong"),
    ],
)
def test_what_is_missing_is_named(changed, words, sentence, settings, binome):
    settings(**changed)
    refused = binome("slack", *words)
    assert refused.code == 2
    assert sentence in refused.err
    assert refused.err.count("\n") == 1


def test_a_token_that_slack_does_not_take_is_told_without_it(slack, settings, binome):
    settings(SLACK_BOT_TOKEN="xoxb-secret-words")
    refused = binome("slack")
    assert refused.code == 1
    assert "Slack does not take BINOME_SLACK_BOT_TOKEN (invalid_auth)" in refused.err
    assert "secret-words" not in refused.err + refused.out


def test_an_app_token_that_slack_does_not_take_is_told(slack, settings, binome):
    slack.by_socket()
    settings(SLACK_APP_TOKEN="xapp-other")
    assert "Slack does not take BINOME_SLACK_APP_TOKEN (invalid_auth)" in binome("slack").err


def test_slack_out_of_reach_is_told(settings, binome):
    settings(SLACK_API_URL="http://127.0.0.1:9/api")
    refused = binome("slack")
    assert refused.code == 1
    assert "Slack cannot be reached at http://127.0.0.1:9/api/" in refused.err
    assert "BINOME_SLACK_API_URL" in refused.err


def test_a_port_in_use_is_told(slack, settings, binome):
    settings(SLACK_SIGNING_SECRET=slack.signing_secret)
    taken = slack.api_url.split(":")[2].split("/")[0]
    refused = binome("slack", "--http", "--port", taken)
    assert refused.code == 1
    assert "choose another with --port or BINOME_HTTP_PORT" in refused.err


# ---------------------------------------------------------------- serving


@pytest.mark.slow
def test_by_socket_it_serves_and_stops_when_told(slack, atlas, settings, here):
    sockets = slack.by_socket()
    program = Running()
    assert "Binôme is in Slack" in program.told
    sockets.waits_for_connections()
    lucie = atlas.person("Lucie")
    lucie.says("bonjour")
    lucie.waits_for("Bonjour Lucie")
    code, errors = program.stop()
    assert code == 0, errors
    assert "Traceback" not in errors
    assert "bonjour" not in errors
    assert atlas.bot_token not in errors


@pytest.mark.slow
def test_by_http_it_serves_and_tells_its_health(slack, atlas, settings):
    port = free_port()
    settings(SLACK_SIGNING_SECRET=slack.signing_secret)
    program = Running("--http", "--port", str(port))
    assert f"http://127.0.0.1:{port}" in program.told
    slack.hears_at(f"http://127.0.0.1:{port}/slack/events")
    assert slack.challenge().json == {"challenge": "3eZbrw1aB"}
    assert web.request("GET", f"http://127.0.0.1:{port}/health").status == 200
    assert web.request("GET", f"http://127.0.0.1:{port}/slack/install").status == 404
    lucie = atlas.person("Lucie")
    lucie.says("bonjour")
    lucie.waits_for("Bonjour Lucie")
    code, errors = program.stop(signal.SIGINT)
    assert code == 0, errors


@pytest.mark.slow
def test_one_program_serves_a_database(slack, settings, binome):
    slack.by_socket()
    program = Running()
    try:
        assert "Binôme is in Slack" in program.told
        refused = binome("slack")
        assert refused.code == 1
        assert "Traceback" not in refused.err
    finally:
        program.stop()


@pytest.mark.slow
def test_it_can_be_installed_where_it_serves(slack, here, settings):
    port = free_port()
    settings(
        SLACK_SIGNING_SECRET=slack.signing_secret,
        SLACK_CLIENT_ID=slack.client_id,
        SLACK_WORKSPACES="*",
        SLACK_CLIENT_SECRET=slack.client_secret,
        SECRET_KEY=SECRET,
        PUBLIC_URL=f"http://127.0.0.1:{port}",
        SLACK_BOT_TOKEN=None,
    )
    club = slack.workspace("Club XXI", people=["Zoé Petit"], id="T0CLUB", installed=False)
    program = Running("--http", "--port", str(port))
    assert "0 workspaces" in program.told
    slack.hears_at(f"http://127.0.0.1:{port}/slack/events")
    zoe = club.person("Zoé")
    assert "Thank you" in zoe.installs(f"http://127.0.0.1:{port}/slack/install").text
    zoe.says("bonjour")
    zoe.waits_for("Bonjour Zoé")
    assert program.stop()[0] == 0
    again = Running("--http", "--port", str(port))
    assert "1 workspace," in again.told
    assert again.stop()[0] == 0


# ---------------------------------------------------------------- doctor


def test_all_is_well(slack, settings, binome, here):
    slack.by_socket()
    upgraded(f"sqlite:///{here}/binome.sqlite")
    looked = binome("doctor", "slack")
    assert looked.code == 0, looked.out
    lines = looked.out.splitlines()
    assert [line[0] for line in lines].count("✗") == 0
    for words in ("the database", "the bot's token", "the app's token", "0 messages wait"):
        assert any(line.startswith("✓") and words in line for line in lines), words
    assert any(
        (line.startswith("?") and "binome manifest" in line) or "1." in line for line in lines
    )


def test_what_is_wrong_is_told_with_what_to_do(slack, settings, binome, here):
    url = f"sqlite:///{here}/binome.sqlite"
    settings(SLACK_APP_TOKEN="xapp-other")
    slack.by_socket()
    assert "will be made at the first start" in binome("doctor", "slack").out
    upgraded(url)
    looked = binome("doctor", "slack")
    assert looked.code == 1
    assert "✗ the app's token (invalid_auth): make one with connections:write" in looked.out


def test_a_slack_that_is_away_is_not_taken_for_a_wrong_token(slack, settings, binome, here):
    upgraded(f"sqlite:///{here}/binome.sqlite")
    settings(SLACK_API_URL="http://127.0.0.1:9/api")
    looked = binome("doctor", "slack")
    assert looked.code == 1
    assert "install the app again" not in looked.out
    assert "✗ the bot's token (Unsent): check the network, or BINOME_SLACK_API_URL" in looked.out
    assert "✗ the app's token (Unsent): check the network, or BINOME_SLACK_API_URL" in looked.out


def test_a_missing_setting_is_one_line_of_it(settings, binome):
    settings(SLACK_BOT_TOKEN=None)
    looked = binome("doctor", "slack")
    assert looked.code == 1
    assert "✗ BINOME_SLACK_BOT_TOKEN is missing" in looked.out


def test_the_channels_of_programmes_are_looked_at(slack, atlas, settings, binome, here):
    slack.by_socket()
    url = f"sqlite:///{here}/binome.sqlite"
    upgraded(url)
    database = Database(url)
    clock = SystemClock()
    programme = Chat(database, clock).programme()  # type: ignore[arg-type]  # real time
    with database.work(clock.now()) as work:
        place = Address(
            platform="slack",
            tenant=atlas.id,
            user=atlas.channels["veille"],
            route={"name": "#veille"},
        )
        work.change(work.get(Programme, programme.id), community_id=work.add(place).id)
    database.close()
    atlas.ask("conversations.archive", atlas.person("Lucie").token, channel=place.user)
    looked = binome("doctor", "slack")
    assert looked.code == 1
    assert "✗ #veille, of Reverse Mentoring Digital is archived: choose another" in looked.out


def test_the_public_address_is_tried(slack, settings, binome, here):
    upgraded(f"sqlite:///{here}/binome.sqlite")
    settings(SLACK_SIGNING_SECRET=slack.signing_secret, PUBLIC_URL="http://127.0.0.1:9")
    looked = binome("doctor", "slack", "--http")
    assert looked.code == 1
    assert "✗ http://127.0.0.1:9 (" in looked.out


def test_missing_scopes_are_named(slack, settings, binome, here):
    poor = slack.workspace(id="T0POOR", scopes=sorted(scopes() - {"files:write", "commands"}))
    settings(SLACK_BOT_TOKEN=poor.bot_token)
    slack.by_socket()
    refused = binome("slack")
    assert refused.code == 1
    assert (
        "The token lacks commands, files:write: add to the app what `binome manifest" in refused.err
    )
    assert "✗ the scopes lack commands, files:write: paste" in binome("doctor", "slack").out
