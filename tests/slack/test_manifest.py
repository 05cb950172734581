"""The manifest asks for what the code uses, no more and no less, within Slack's limits."""

import json
import re
from pathlib import Path

import pytest

from adapters.slack import methods, read
from adapters.slack.manifest import LONGEST_NAME, VERSION, manifest
from adapters.slack.methods import METHODS, scopes
from bot.texts import LOCALES

ROOT = Path(__file__).parent.parent.parent
SOURCES = [*(ROOT / "adapters/slack").rglob("*.py"), *(ROOT / "adapters/cli").glob("*.py")]


def called():
    """The methods that the code names where it calls Slack."""
    text = "\n".join(file.read_text("utf-8") for file in SOURCES if file.name != "methods.py")
    return {name for name in re.findall(r'"((?:[a-z]+\.)+[A-Za-z]+)"', text) if name in _KNOWN}


_KNOWN = {
    *METHODS,
    "chat.delete",
    "chat.postEphemeral",
    "chat.update",
    "conversations.history",
    "conversations.list",
    "conversations.members",
    "users.profile.get",
}


def test_every_method_that_is_called_is_in_the_table_and_no_other():
    assert called() == METHODS.keys()


def test_the_scopes_are_those_of_the_methods_events_and_commands():
    assert manifest()["oauth_config"]["scopes"]["bot"] == sorted(scopes())


def test_the_events_are_those_that_are_read():
    subscribed = manifest()["settings"]["event_subscriptions"]["bot_events"]
    handled = {"message.im" if name == "message" else name for name in read.EVENTS}
    assert subscribed == sorted(handled)
    assert methods.EVENTS.keys() == handled


def test_the_shortcuts_are_those_that_are_read():
    found = {(each["callback_id"], each["type"]) for each in manifest()["features"]["shortcuts"]}
    assert found == {
        *((name, "global") for name in read.SHORTCUTS),
        *((name, "message") for name in read.MESSAGE_SHORTCUTS),
    }


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("url", ["", "https://binome.example.org"])
def test_the_manifest_is_within_slacks_limits(url, language):
    made = manifest("N" * LONGEST_NAME, url, language)
    about, features = made["display_information"], made["features"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000
    assert about["long_description"].endswith(f"{VERSION}.")
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["bot_user"]["display_name"]) <= 80
    assert 1 <= len(features["slash_commands"]) <= 50
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z]{1,31}", command["command"])
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
        assert ("url" in command) is bool(url)
    assert 1 <= len(features["shortcuts"]) <= 10
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    assert made["settings"]["socket_mode_enabled"] is not bool(url)
    assert ("redirect_urls" in made["oauth_config"]) is bool(url)
    assert "text:" not in json.dumps(made)


def test_both_languages_say_it_in_their_own_words():
    one, other = (json.dumps(manifest(language=language)) for language in ("fr", "en"))
    assert one != other


def test_it_ships_with_the_package():
    wheel = re.search(r"packages = \[(.+)\]", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert wheel is not None
    assert '"manifest"' in wheel[1]
