"""Every screen in both languages, as it was seen and found good.

`pytest tests/teams/render --write-goldens` writes them anew; read what changed before keeping it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.render.form import form_card, form_sent
from adapters.teams.render.pieces import pieces
from adapters.teams.render.settled import settled
from bot.message import Message
from bot.texts import Voice
from tests.teams.cards import brief, judge, submitted
from tests.teams.node import reading
from tests.teams.render.screens import LOCALES, Form, Screen, Settled, screens

GOLDENS = Path(__file__).parents[1] / "goldens"
# What the issue asks to see, at least.
WANTED = {
    *("welcome", "signed-up", "introduction", "session-proposed", "session-accepted", "reminder"),
    *(
        "poll",
        "poll-scale",
        "review",
        "why-this-pair",
        "report",
        "help",
        "notice",
        "long-list",
        "me",
    ),
    *("form-mentee", "form-mentor", "form-errors", "slots", "session-agreed", "question-sure"),
}


@pytest.fixture
def drawn(chat, locale):
    voice = Voice(locale)
    found = {name: cards(screen, voice) for name, screen in screens(chat, locale)}
    return found | {"form-sent": [form_sent("Mon inscription", voice)]}


def cards(screen: Screen, voice: Voice) -> list[dict[str, Any]]:
    """The cards of a screen, without the tokens of files, which are drawn by lot."""
    match screen:
        case Message():
            return [each["attachments"][0]["content"] for each in pieces(screen, voice, link, "7")]
        case Form(view, errors, written):
            return [form_card(view, voice, errors, written)]
        case Settled(message, used):
            card = settled(message, used, voice, link)
            assert card is not None
            return [card]


def link(token: str) -> str:
    return "https://binome.example/files/token"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_screen_is_as_it_was_found_good(drawn, locale, request):
    assert drawn.keys() >= WANTED
    for some in drawn.values():
        for card in some:
            judge(card)
    folder = GOLDENS / locale
    if request.config.getoption("--write-goldens"):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.json"):
            old.unlink()
        for name, some in drawn.items():
            (folder / f"{name}.json").write_text(_written(some), encoding="utf-8")
    assert {file.stem for file in folder.glob("*.json")} == drawn.keys()
    for name, some in drawn.items():
        assert _written(some) == (folder / f"{name}.json").read_text(encoding="utf-8"), name


@pytest.mark.parametrize("locale", LOCALES)
def test_microsofts_own_reader_keeps_every_screen_as_it_is(drawn, locale):
    whole = {f"{name} {n}": card for name, some in drawn.items() for n, card in enumerate(some)}
    old = {f"{name} as an old Teams sees it": submitted(card) for name, card in whole.items()}
    assert reading(whole | old) == {}


def _written(some: list[dict[str, Any]]) -> str:
    return json.dumps(brief(some), ensure_ascii=False, indent=1) + "\n"
