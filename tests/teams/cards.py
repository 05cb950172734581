"""What any card must be: valid, light enough, and literal with what people typed."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft6Validator

from adapters.teams.render.limits import BUTTONS, BYTES

Json = dict[str, Any]

# What Teams reads wherever there is text, and markdown, which it reads where there is no rich text.
_READ = re.compile(r"</?at\b|\{\{", re.IGNORECASE)
_MARKDOWN = re.compile(r"[*_~`]|\]\(|<\w|&\w+;|^\s*(?:[-+>#]|\d+[.)])\s")


def judge(card: Json) -> None:
    """Fails unless Teams would take the card, and show it as it was meant."""
    assert len(json.dumps(card).encode()) <= BYTES
    wrong = sorted(
        _validator().iter_errors({k: v for k, v in card.items() if k != "msteams"}), key=str
    )
    assert not wrong, [f"{list(each.path)}: {each.message[:300]}" for each in wrong]
    assert card["body"], "an empty card"
    inputs = [each["id"] for each in everything(card) if "id" in each]
    assert len(inputs) == len({*inputs}), "two inputs of one name"
    for each in everything(card):
        kind = each.get("type", "")
        assert kind not in ("Table", "FactSet", "Input.Date"), f"not shown well everywhere: {kind}"
        if kind == "ActionSet":
            shown = [a for a in each["actions"] if a.get("mode") != "secondary"]
            assert len(shown) <= BUTTONS
        if kind == "Action.Execute":
            same = {k: v for k, v in each.items() if k not in ("type", "verb", "fallback")}
            assert each["fallback"] == {"type": "Action.Submit", **same}
        if kind == "TextBlock":
            assert not _MARKDOWN.search(each["text"])
        for text in _markdown(each):
            assert not _MARKDOWN.search(text), text
        if kind == "TextRun":
            assert not _READ.search(each["text"]), each["text"]
    for text in (card["fallbackText"],):
        assert not _READ.search(text)


def everything(value: Any) -> Iterator[Json]:
    """Every object of a card, itself first."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from everything(each)
    elif isinstance(value, list):
        for each in value:
            yield from everything(each)


def submitted(card: Any) -> Any:
    """The card as a Teams that knows no Action.Execute sees it."""
    if isinstance(card, dict):
        if card.get("type") == "Action.Execute":
            return submitted(card["fallback"])
        return {name: submitted(each) for name, each in card.items()}
    return [submitted(each) for each in card] if isinstance(card, list) else card


def brief(value: Any) -> Any:
    """The card without what repeats the rest: fallbacks, which `judge` compares."""
    if isinstance(value, dict):
        return {k: brief(v) for k, v in value.items() if k not in ("fallback", "$schema")}
    return [brief(each) for each in value] if isinstance(value, list) else value


def _markdown(element: Json) -> list[str]:
    """The texts of an element that some screens read as markdown."""
    match element:
        case {"type": "Input.ChoiceSet", "choices": choices}:
            return [each["title"] for each in choices]
        case {"type": "Input.Toggle", "title": title}:
            return [title]
        case _:
            return []


@cache
def _validator() -> Draft6Validator:
    text = (files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text("utf-8")
    return Draft6Validator(json.loads(text))
