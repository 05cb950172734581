"""The zip that an administrator uploads to Teams."""

import json
import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from jsonschema import Draft4Validator
from jsonschema.validators import validator_for

from adapters.teams.package import (
    LANGUAGES,
    NameTooLong,
    WrongAppId,
    WrongDomain,
    localisation,
    manifest,
    package,
)
from adapters.teams.read import read
from bot.commands.registry import named
from bot.event import Command, Said
from bot.understanding.recognise import understood
from tests.teams.activities import activity
from tests.teams.node import schema

APP, DOMAIN = "11111111-2222-3333-4444-555555555555", "binome.example.org"
# The words of the menu in a private conversation, and the request that each must make.
REQUESTS = ("me", "next", "plan", "edit", "problem", "help")


@pytest.fixture
def archive():
    return ZipFile(BytesIO(package(APP, DOMAIN)))


def test_the_package_holds_its_manifest_its_french_and_its_icons(archive):
    assert archive.namelist() == ["manifest.json", "fr.json", "color.png", "outline.png"]
    told = json.loads(archive.read("manifest.json"))
    assert told["id"] == told["bots"][0]["botId"] == APP
    assert told["validDomains"] == [DOMAIN]
    assert told["developer"]["privacyUrl"] == f"https://{DOMAIN}/privacy"
    assert told["bots"][0]["supportsFiles"] is False
    assert "authorization" not in told, "no consent that delivers every message"
    assert package(APP, DOMAIN) == package(APP, DOMAIN)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("manifest.json", "MicrosoftTeams.schema.json"),
        ("fr.json", "MicrosoftTeams.Localization.schema.json"),
    ],
)
def test_teams_takes_the_manifest_and_its_french(archive, file, name):
    published = schema(name)
    assert validator_for(published) is Draft4Validator
    wrong = Draft4Validator(published).iter_errors(json.loads(archive.read(file)))
    assert [f"{list(each.path)}: {each.message[:200]}" for each in wrong] == []


def test_what_teams_shows_is_short_enough():
    for told in (manifest(APP, DOMAIN, "Une association"), localisation("fr")):
        flat = {**told, **{f"description.{k}": v for k, v in told.get("description", {}).items()}}
        assert len(flat["description.short"]) <= 80
        assert len(flat["description.full"]) <= 4000
    for commands in manifest(APP, DOMAIN)["bots"][0]["commandLists"]:
        assert len(commands["commands"]) <= 10
        assert all(len(each["title"]) <= 32 for each in commands["commands"])
        assert all(len(each["description"]) <= 128 for each in commands["commands"])
    french = localisation("fr")
    assert all(len(v) <= 32 for k, v in french.items() if k.endswith(".title"))
    assert all(len(v) <= 128 for k, v in french.items() if "commands" in k and k.endswith("tion"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_menu_is_understood(language):
    french = localisation("fr")
    for number, scope in enumerate(manifest(APP, DOMAIN)["bots"][0]["commandLists"]):
        for place, command in enumerate(scope["commands"]):
            at = f"bots[0].commandLists[{number}].commands[{place}].title"
            title = command["title"] if language == "en" else french[at]
            if scope["scopes"] == ["team"]:
                assert named(title) is not None
                continue
            event = read(activity(text=title))
            if place < len(REQUESTS):
                guess = understood(title)
                assert isinstance(event, Said)
                assert guess is not None
                assert guess.intent == REQUESTS[place]
            else:
                assert isinstance(event, Command)
                assert named(event.text) is not None


def test_the_icons_are_as_teams_wants_them(archive):
    size, opacity, colours = picture(archive.read("color.png"))
    assert size == (192, 192)
    assert opacity == {255}
    assert len(colours) > 3
    size, opacity, colours = picture(archive.read("outline.png"))
    assert size == (32, 32)
    assert {0, 255} <= opacity
    assert colours == {(255, 255, 255)}


@pytest.mark.parametrize("app", ["", "binome", "1234"])
def test_an_app_id_is_one(app):
    with pytest.raises(WrongAppId, match="no app id"):
        package(app, DOMAIN)


@pytest.mark.parametrize(
    "domain",
    ["", "localhost", "https://binome.example.org", "a.b:3978", "a_b.fr", "x" * 64 + ".fr"],
)
def test_a_domain_is_one(domain):
    with pytest.raises(WrongDomain, match="no domain"):
        package(APP, domain)


def test_the_name_of_whoever_answers_for_the_app_is_short():
    assert manifest(APP, DOMAIN, "PWN Paris")["developer"]["name"] == "PWN Paris"
    with pytest.raises(NameTooLong, match="32"):
        manifest(APP, DOMAIN, "x" * 33)


def picture(png: bytes) -> tuple[tuple[int, int], set[int], set[tuple[int, int, int]]]:
    """The size of a PNG with opacity, its opacities, and the colours of what is seen of it."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6), "eight bits of red, green, blue and opacity"
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    rows, opacity, colours = _unfiltered(zlib.decompress(packed), width, height), set(), set()
    for row in rows:
        for x in range(0, len(row), 4):
            opacity.add(row[x + 3])
            if row[x + 3]:
                colours.add((row[x], row[x + 1], row[x + 2]))
    return (width, height), opacity, colours


def _unfiltered(data: bytes, width: int, height: int) -> list[bytearray]:
    """The rows of a picture, as PNG (section 9) says to find them again."""
    wide, above, rows = width * 4, bytearray(width * 4), []
    for y in range(height):
        kind, line = (
            data[y * (wide + 1)],
            bytearray(data[y * (wide + 1) + 1 : (y + 1) * (wide + 1)]),
        )
        for x in range(wide):
            left, up = (line[x - 4] if x >= 4 else 0), above[x]
            corner = above[x - 4] if x >= 4 else 0
            guess = left + up - corner
            nearest = min((left, up, corner), key=lambda each: abs(guess - each))
            line[x] = (line[x] + (0, left, up, (left + up) // 2, nearest)[kind]) % 256
        rows.append(line)
        above = line
    return rows
