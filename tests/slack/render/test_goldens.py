"""Every screen in both languages, as it was seen and found good.

`pytest tests/slack/render --write-goldens` writes them anew; read what changed before keeping it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.slack.limits_check import validate
from tests.slack.render.screens import LOCALES, screens

GOLDENS = Path(__file__).parents[1] / "goldens"
# What the issue asks to see, at least.
WANTED = {
    *("welcome", "confirmation", "introduction", "session-proposed", "reminder", "poll", "review"),
    *("why-this-pair", "report", "help", "notice", "long-list", "form-mentee", "form-mentor"),
    *("form-errors", "slots", "session-agreed", "home-participant", "home-coordinator"),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_screen_is_as_it_was_found_good(chat, locale, request):
    folder = GOLDENS / locale
    drawn = dict(screens(chat, locale))
    for name, shown in drawn.items():
        _judge(name, shown)
    if request.config.getoption("--write-goldens"):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.json"):
            old.unlink()
        for name, shown in drawn.items():
            (folder / f"{name}.json").write_text(_written(shown), encoding="utf-8")
    assert drawn.keys() >= WANTED
    assert {file.stem for file in folder.glob("*.json")} == drawn.keys()
    for name, shown in drawn.items():
        kept = (folder / f"{name}.json").read_text(encoding="utf-8")
        assert _written(shown) == kept, name


def _written(shown: Any) -> str:
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"


def _judge(name: str, shown: Any) -> None:
    """Whether Slack would take it."""
    if name == "form-errors":
        return
    if isinstance(shown, dict) or name.startswith("settled-"):
        validate(shown)
        return
    for piece in shown:
        if "blocks" in piece:
            validate(piece["blocks"])
            assert 0 < len(piece["text"]) <= 4000
