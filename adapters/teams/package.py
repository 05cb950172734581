"""The app as Teams takes it: one zip with its manifest, its French, and its two icons.

The data is in manifest/teams; a value `text:KEY` there is a sentence of the catalogue. The commands
of the menu come from the catalogue too: what is chosen there is sent as if it had been typed.
"""

import json
import re
from importlib.resources import files
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.commands.registry import COMMANDS, PREFIX
from bot.texts import Voice

Json = dict[str, Any]

LANGUAGES = ("en", "fr")  # the first is the manifest's own, the others have a file each
ICONS = ("color.png", "outline.png")
# What people ask for most, in private, and what coordinators do there and in their team.
REQUESTS = ("me", "next", "plan", "edit", "problem", "help")
IN_PRIVATE = ("status", "review", "health", "help")
IN_TEAM = (
    *("status", "people", "match", "review", "announce"),
    *("sessions", "workshop", "health", "report", "help"),
)
_LONGEST_DEVELOPER = 32
_TEXT = "text:"
_DOMAIN = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\Z")
_WRITTEN_AT = (2026, 1, 1, 0, 0, 0)  # the same package twice is the same file


class WrongAppId(ValueError):
    """{given} is no app id: give the one that the bot's registration shows, such as 00000000-0000-0000-0000-000000000000."""  # noqa: E501  # a message is one line

    def __init__(self, given: str) -> None:
        super().__init__((type(self).__doc__ or "").format(given=repr(given)))


class WrongDomain(ValueError):
    """{given} is no domain: give the name under which Teams reaches the bot, such as binome.example.org, without https:// and without a port."""  # noqa: E501  # a message is one line

    def __init__(self, given: str) -> None:
        super().__init__((type(self).__doc__ or "").format(given=repr(given)))


class NameTooLong(ValueError):
    """Teams shows at most 32 characters of a developer's name: {given} has more."""

    def __init__(self, given: str) -> None:
        super().__init__((type(self).__doc__ or "").format(given=repr(given)))


def package(app_id: str, domain: str, developer: str = "") -> bytes:
    """The zip to upload to Teams. Raises WrongAppId, WrongDomain or NameTooLong.

    `developer` names who answers for the app: the organisation that runs it.
    """
    written = {
        "manifest.json": _json(manifest(app_id, domain, developer)),
        **{f"{language}.json": _json(localisation(language)) for language in LANGUAGES[1:]},
        **{icon: (files("manifest") / "teams" / icon).read_bytes() for icon in ICONS},
    }
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in written.items():
            archive.writestr(ZipInfo(name, _WRITTEN_AT), content)
    return held.getvalue()


def manifest(app_id: str, domain: str, developer: str = "") -> Json:
    """The manifest for a bot's registration and the domain it is served from."""
    place = {"app-id": _app_id(app_id), "domain": _domain(domain)}
    made: Json = _filled(_data(), Voice(LANGUAGES[0]), place)
    if len(developer) > _LONGEST_DEVELOPER:
        raise NameTooLong(developer)
    if developer:
        made["developer"]["name"] = developer
    lists = [(["personal"], _in_private(LANGUAGES[0])), (["team"], _in_team(LANGUAGES[0]))]
    made["bots"][0]["commandLists"] = [
        {
            "scopes": scopes,
            "commands": [{"title": title, "description": does} for title, does in commands],
        }
        for scopes, commands in lists
    ]
    return made


def localisation(language: str) -> Json:
    """The app in another language."""
    voice = Voice(language)
    made: Json = {
        "$schema": _data()["$schema"].replace("schema.json", "Localization.schema.json"),
        "name.short": _data()["name"]["short"],
        "name.full": voice.words("app.name"),
        "description.short": voice.words("app.short"),
        "description.full": voice.words("app.full"),
    }
    for number, commands in enumerate((_in_private(language), _in_team(language))):
        for place, (title, does) in enumerate(commands):
            at = f"bots[0].commandLists[{number}].commands[{place}]"
            made |= {f"{at}.title": title, f"{at}.description": does}
    return made


def _in_private(language: str) -> list[tuple[str, str]]:
    """The menu of a private conversation: what is sent, and what it is for."""
    voice = Voice(language)
    asked = [
        (voice.words(f"app.menu.{name}"), voice.words(f"app.menu.{name}.does")) for name in REQUESTS
    ]
    called = PREFIX.removeprefix("/")
    given = [(f"{called} {name}", _does(name, voice)) for name in IN_PRIVATE]
    return asked + given


def _in_team(language: str) -> list[tuple[str, str]]:
    """The menu of a team, where the bot's mention comes first."""
    return [(name, _does(name, Voice(language))) for name in IN_TEAM]


def _does(name: str, voice: Voice) -> str:
    return voice.words(COMMANDS[name].key("does"))


def _data() -> Json:
    text = (files("manifest") / "teams" / "manifest.json").read_text("utf-8")
    found: Json = json.loads(text)
    return found


def _filled(value: Any, voice: Voice, place: dict[str, str]) -> Any:
    """The data with its sentences, the app id and the domain."""
    match value:
        case dict():
            return {name: _filled(each, voice, place) for name, each in value.items()}
        case list():
            return [_filled(each, voice, place) for each in value]
        case str() if value.startswith(_TEXT):
            return voice.words(value.removeprefix(_TEXT))
        case str() if value.startswith("https://domain/"):
            return value.replace("domain", place["domain"], 1)
        case str():
            return place.get(value, value)
        case _:
            return value


def _app_id(given: str) -> str:
    try:
        return str(UUID(given))
    except ValueError:
        raise WrongAppId(given) from None


def _domain(given: str) -> str:
    name = given.strip().lower().rstrip("/")
    if not _DOMAIN.match(name):
        raise WrongDomain(given)
    return name


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
