"""What the pages say of Slack is what the code does."""

import re
from math import ceil
from pathlib import Path

import pytest

from adapters.cli.settings import PREFIX, Settings
from adapters.slack.delivery import RATE
from adapters.slack.installing import INSTALL
from adapters.slack.manifest import manifest
from adapters.slack.methods import COMMANDS, EVENTS, METHODS
from adapters.slack.serving import EVENTS as DOOR
from bot.commands import registry

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "slack.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
TEN_MINUTES = README.partition("## Slack in ten minutes")[2].partition("\n## ")[0]


def rows(page: str, head: str) -> list[list[str]]:
    """The cells of the table whose first column is so called."""
    table = re.search(rf"^\| {head} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", page, re.MULTILINE)
    assert table is not None, f"no table of {head}"
    return [line.strip("| ").split(" | ") for line in table[1].splitlines()]


def named_in(table: list[list[str]]) -> list[str]:
    return [name for cells in table for name in re.findall(r"`([^`]+)`", cells[0])]


def test_every_permission_has_its_reason_and_no_other_is_told():
    used = {*COMMANDS}
    used = used.union(*(method.scopes for method in METHODS.values()), *EVENTS.values())
    assert sorted(named_in(rows(PAGE, "scope"))) == sorted(used)


def test_every_event_has_its_reason_and_no_other_is_told():
    assert sorted(named_in(rows(PAGE, "event"))) == sorted(EVENTS)


def test_the_pace_is_the_one_that_is_kept():
    assert f"{RATE.per_minute:g} messages a minute, {RATE.burst} at once" in PAGE
    for told, minutes in rows(PAGE, "people told at once"):
        people = int(told.split(" ")[0].replace(",", ""))
        needed = (people - RATE.burst) / RATE.per_minute
        said = float(minutes.replace("under ", "").replace("½", ".5"))
        assert needed <= said <= ceil(needed * 1.05) + 0.5, told


@pytest.mark.parametrize("page", [PAGE, README], ids=["docs/slack.md", "README.md"])
def test_the_settings_it_names_exist(page):
    asked = {*re.findall(rf"{PREFIX}[A-Z_]+", page)}
    assert asked - {f"{PREFIX}{name}".upper() for name in Settings.model_fields} == set()


@pytest.mark.parametrize("page", [PAGE, README], ids=["docs/slack.md", "README.md"])
def test_the_commands_it_gives_exist(page):
    given = {*re.findall(r"`/binome ([a-z]+)", page)}
    assert given
    assert [word for word in given if registry.named(word) is None] == []


def test_the_addresses_are_those_that_are_served():
    assert DOOR.startswith("/slack/")
    assert f"https://binome.example.org{INSTALL}" in PAGE


def test_ten_minutes_go_through_what_the_manifest_and_the_program_ask_for():
    made = manifest()
    assert made["settings"]["socket_mode_enabled"]
    for word in ("connections:write", "xapp-", "xoxb-", "App-Level Tokens", "From a manifest"):
        assert word in TEN_MINUTES, word
    named_settings = set(re.findall(rf"{PREFIX}[A-Z_]+", TEN_MINUTES))
    assert named_settings == {"BINOME_SLACK_APP_TOKEN", "BINOME_SLACK_BOT_TOKEN"}
    commands = {each["command"] for each in made["features"]["slash_commands"]}
    assert {f"/{word}" for word in re.findall(r"`/(\w+)", TEN_MINUTES)} <= commands
    assert made["features"]["app_home"]["home_tab_enabled"]
    steps = re.findall(r"^(\d+)\. ", TEN_MINUTES, re.MULTILINE)
    assert steps == [str(n + 1) for n in range(len(steps))]
