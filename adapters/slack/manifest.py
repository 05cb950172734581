"""The app's manifest: what Slack is asked for, in the language of the workspace.

Its data is manifest/slack/manifest.json; a value `text:KEY` there is a sentence of the catalogue.
"""

import json
from importlib.resources import files
from typing import Any

from adapters.slack.installing import REDIRECT
from adapters.slack.serving import EVENTS
from bot.texts import Voice

VERSION = 1  # raised whenever a workspace has to take the new manifest; told in the description
LONGEST_NAME = 35
_TEXT = "text:"


def manifest(name: str = "", url: str = "", language: str = "fr") -> dict[str, Any]:
    """The manifest of an app called `name`: for Socket Mode, or behind `url` when there is one."""
    voice = Voice(language)
    made: dict[str, Any] = _worded(_data(), voice)
    about = made["display_information"]
    about["long_description"] += " " + voice.words("slack.app.version", None, version=VERSION)
    if name:
        about["name"] = made["features"]["bot_user"]["display_name"] = name
    if url:
        door = f"{url}{EVENTS}"
        for command in made["features"]["slash_commands"]:
            command["url"] = door
        settings = made["settings"]
        settings["event_subscriptions"]["request_url"] = door
        settings["interactivity"]["request_url"] = door
        settings["socket_mode_enabled"] = False
        made["oauth_config"]["redirect_urls"] = [f"{url}{REDIRECT}"]
    return made


def _data() -> dict[str, Any]:
    text = (files("manifest") / "slack" / "manifest.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def _worded(value: Any, voice: Voice) -> Any:
    match value:
        case str() if value.startswith(_TEXT):
            return voice.words(value.removeprefix(_TEXT))
        case dict():
            return {name: _worded(each, voice) for name, each in value.items()}
        case list():
            return [_worded(each, voice) for each in value]
        case _:
            return value
