"""Slack's limits, written from its documents and not from the renderer: what is too much where.

`validate` is the one place that judges blocks and views: by these numbers, by what Slack's own SDK
checks, and by the JSON schemas of `tests/slack/schemas`, made from Slack's own types.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.slack import shapes

Json = dict[str, Any]

# By the type of a text's owner and its name there: the most characters.
_TEXTS = {
    ("header", "text"): 150,
    ("section", "text"): 3000,
    ("context", "elements"): 3000,
    ("button", "text"): 75,
    ("option", "text"): 75,
    ("option", "description"): 75,
    ("group", "label"): 75,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("select", "placeholder"): 150,
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
}
_STRINGS = {
    "action_id": 255,
    "block_id": 255,
    "callback_id": 255,
    "external_id": 255,
    "private_metadata": 3000,
    "accessibility_label": 75,
    "url": 3000,
    "alt_text": 2000,
}
_BLOCKS = {
    "header",
    "section",
    "context",
    "actions",
    "divider",
    "image",
    "input",
    "rich_text",
}
_IN_ACTIONS = {"button", "static_select", "checkboxes", "radio_buttons", "overflow"}
_SELECTS = {"static_select", "multi_static_select"}
_SEVERAL = {"checkboxes", "multi_static_select"}
_INLINE = {"text", "date", "emoji"}  # nothing that mentions, links or pings


def validate(shown: Json | Sequence[Json]) -> None:
    """Fails when Slack would refuse a view, or the blocks of a message."""
    blocks = shown["blocks"] if isinstance(shown, dict) else [*shown]
    found = [*faults(shown), *shapes.in_blocks(blocks)]
    if isinstance(shown, dict):
        found += shapes.in_view(shown)
        View(**shown).validate_json()
    assert found == [], "\n".join(found)
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None, block
        parsed.validate_json()


def faults(shown: Json | Sequence[Json]) -> Iterator[str]:
    """What is wrong with a view, or with the blocks of a message."""
    view = isinstance(shown, dict)
    blocks = shown["blocks"] if isinstance(shown, dict) else [*shown]
    if not blocks and not view:
        yield "no block at all"
    if len(blocks) > (100 if view else 50):
        yield f"{len(blocks)} blocks"
    if isinstance(shown, dict):
        yield from _view(shown)
    elif _words(blocks) > 13_200:
        yield f"{_words(blocks)} characters in the blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "a block_id twice"
    for number, block in enumerate(blocks):
        for fault in _block(block):
            yield f"block {number} ({block.get('type')}): {fault}"


def _view(view: Json) -> Iterator[str]:
    size = len(json.dumps(view, ensure_ascii=False).encode())
    if size > 250_000:
        yield f"a view of {size} bytes"
    yield from _strings(view)
    if view["type"] == "modal":
        yield from _text("modal", "title", view["title"], plain=True)
        asks = any(block["type"] == "input" for block in view["blocks"])
        for name in ("submit", "close"):
            if name in view:
                yield from _text("modal", name, view[name], plain=True)
        if asks and "submit" not in view:
            yield "a modal with inputs and no way to send them"
    elif view["type"] != "home":
        yield f"a view of type {view['type']}"


def _block(block: Json) -> Iterator[str]:
    kind = block.get("type")
    if kind not in _BLOCKS:
        yield f"unknown type {kind}"
        return
    yield from _strings(block)
    match kind:
        case "header":
            yield from _text("header", "text", block["text"], plain=True)
        case "section":
            yield from _section(block)
        case "context":
            if not 1 <= len(block["elements"]) <= 10:
                yield f"{len(block['elements'])} elements"
            for text in block["elements"]:
                yield from _text("context", "elements", text)
        case "actions":
            if not 1 <= len(block["elements"]) <= 25:
                yield f"{len(block['elements'])} elements"
            names = [element["action_id"] for element in block["elements"]]
            if len(names) != len(set(names)):
                yield "an action_id twice"
            for element in block["elements"]:
                if element["type"] not in _IN_ACTIONS:
                    yield f"{element['type']} among actions"
                yield from _element(element)
        case "input":
            yield from _text("input", "label", block["label"], plain=True)
            if "hint" in block:
                yield from _text("input", "hint", block["hint"], plain=True)
            yield from _element(block["element"])
        case "rich_text":
            yield from _rich_text(block)


def _section(block: Json) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield "neither text nor fields"
    if "text" in block:
        yield from _text("section", "text", block["text"])
    if "fields" in block:
        if not 1 <= len(block["fields"]) <= 10:
            yield f"{len(block['fields'])} fields"
        for field in block["fields"]:
            if len(field["text"]) > 2000:
                yield "a long field"
            yield from _text("section", "text", field)
    if "accessory" in block:
        yield from _element(block["accessory"])


def _rich_text(block: Json) -> Iterator[str]:
    if not block["elements"]:
        yield "empty"
    for element in block["elements"]:
        kind = element["type"]
        inside = element["elements"]
        if kind == "rich_text_list":
            sections = inside
        elif kind in ("rich_text_section", "rich_text_quote"):
            sections = [element]
        else:
            yield f"unexpected {kind}"
            continue
        if not inside:
            yield f"empty {kind}"
        for section in sections:
            if not section["elements"]:
                yield "an empty section"
            for each in section["elements"]:
                if each["type"] not in _INLINE:
                    yield f"unexpected {each['type']}"
                if each["type"] == "text" and not each["text"]:
                    yield "an empty text"
                if each["type"] == "date" and not isinstance(each["timestamp"], int):
                    yield "a timestamp that is no whole number"
        if _words([element]) > 6000:
            yield "a very long text"


def _element(element: Json) -> Iterator[str]:
    kind = element["type"]
    yield from _strings(element)
    if not element.get("action_id"):
        yield f"{kind} without action_id"
    if kind == "button":
        yield from _text("button", "text", element["text"], plain=True)
        if len(element.get("value", "x")) > 2000 or element.get("value") == "":
            yield "a button's value"
        if element.get("style", "primary") not in ("primary", "danger"):
            yield "a button's style"
    elif kind == "plain_text_input":
        most = element.get("max_length", 3000)
        if not 1 <= most <= 3000:
            yield f"max_length {most}"
        if len(element.get("initial_value", "")) > most:
            yield "an initial value that is too long"
    else:
        yield from _choice(element)


def _choice(element: Json) -> Iterator[str]:
    kind = element["type"]
    groups = element.get("option_groups", [])
    options = [*element.get("options", []), *(o for group in groups for o in group["options"])]
    if kind in _SELECTS:
        yield from _text("select", "placeholder", element["placeholder"], plain=True)
        for some in [group["options"] for group in groups] or [options]:
            if not 1 <= len(some) <= 100:
                yield f"{len(some)} options"
        if len(groups) > 100:
            yield f"{len(groups)} groups"
    elif not 1 <= len(options) <= 10:
        yield f"{len(options)} {kind}"
    for group in groups:
        yield from _text("group", "label", group["label"], plain=True)
    for option in options:
        yield from _text("option", "text", option["text"])
        if "description" in option:
            yield from _text("option", "description", option["description"])
        if not 1 <= len(option["value"]) <= 150:
            yield "an option's value"
    chosen = element.get("initial_options", [])
    if "initial_options" in element and (not chosen or kind not in _SEVERAL):
        yield "initial_options"
    if "initial_option" in element:
        if kind in _SEVERAL:
            yield "initial_option"
        chosen = [element["initial_option"]]
    if any(each not in options for each in chosen):
        yield "an initial option that is not offered"


def _text(owner: str, name: str, text: Any, *, plain: bool = False) -> Iterator[str]:
    """A text object: its length, its type, and no markup from whoever typed it."""
    if not isinstance(text, dict) or text.get("type") not in ("plain_text", "mrkdwn"):
        yield f"{owner}.{name}: no text object"
        return
    if plain and text["type"] != "plain_text":
        yield f"{owner}.{name}: not plain"
    if not text["text"].strip():
        yield f"{owner}.{name}: empty"
    if len(text["text"].encode("utf-16-le")) // 2 > _TEXTS[owner, name]:
        yield f"{owner}.{name}: {len(text['text'])} characters"


def _strings(of: Json) -> Iterator[str]:
    for name, most in _STRINGS.items():
        if name in of and not 1 <= len(of[name]) <= most:
            yield f"{name} of {len(of[name])} characters"


def _words(value: Any) -> int:
    """The characters that people see in some blocks."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        shown = ("text", "elements", "fields", "fallback", "options", "option_groups", "label")
        more = ("description", "accessory", "placeholder", "element", "hint")
        return sum(_words(each) for key, each in value.items() if key in (*shown, *more))
    return sum(map(_words, value)) if isinstance(value, list) else 0
