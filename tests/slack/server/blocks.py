"""Blocks as Slack keeps them: every one with its ids, and what a person has put in them."""

import copy
import secrets
from collections.abc import Iterator
from typing import Any

_INTERACTIVE = ("accessory", "element")
_EMPTY: dict[str, dict[str, Any]] = {
    "plain_text_input": {"value": None},
    "email_text_input": {"value": None},
    "url_text_input": {"value": None},
    "number_input": {"value": None},
    "rich_text_input": {"rich_text_value": None},
    "static_select": {"selected_option": None},
    "external_select": {"selected_option": None},
    "users_select": {"selected_user": None},
    "conversations_select": {"selected_conversation": None},
    "channels_select": {"selected_channel": None},
    "multi_static_select": {"selected_options": []},
    "multi_external_select": {"selected_options": []},
    "multi_users_select": {"selected_users": []},
    "multi_conversations_select": {"selected_conversations": []},
    "multi_channels_select": {"selected_channels": []},
    "checkboxes": {"selected_options": []},
    "radio_buttons": {"selected_option": None},
    "datepicker": {"selected_date": None},
    "timepicker": {"selected_time": None},
    "datetimepicker": {"selected_date_time": None},
    "file_input": {"files": []},
}
_INITIAL = {
    "value": ("initial_value", "initial_option"),
    "rich_text_value": ("initial_value",),
    "selected_option": ("initial_option",),
    "selected_options": ("initial_options",),
    "selected_user": ("initial_user",),
    "selected_users": ("initial_users",),
    "selected_channel": ("initial_channel",),
    "selected_channels": ("initial_channels",),
    "selected_conversation": ("initial_conversation",),
    "selected_conversations": ("initial_conversations",),
    "selected_date": ("initial_date",),
    "selected_time": ("initial_time",),
    "selected_date_time": ("initial_date_time",),
}

Element = dict[str, Any]
State = dict[str, dict[str, Element]]


def with_ids(blocks: list[Element]) -> list[Element]:
    """The blocks with the block_id and action_id that Slack makes up where the app gave none."""
    kept = copy.deepcopy(blocks)
    for block in kept:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
    for _, element in elements(kept):
        if element["type"] in _EMPTY or element["type"] in ("button", "overflow"):
            element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    return kept


def elements(blocks: list[Element]) -> Iterator[tuple[Element, Element]]:
    """Every interactive element, with the block it is in."""
    for block in blocks:
        for name in _INTERACTIVE:
            if isinstance(block.get(name), dict):
                yield block, block[name]
        if block["type"] in ("actions", "context_actions"):
            for element in block.get("elements", []):
                yield block, element


def untouched(blocks: list[Element]) -> State:
    """`state.values` before the person touched anything: initial values, and empty ones."""
    state: State = {}
    for block, element in elements(blocks):
        if element["type"] in _EMPTY:
            state.setdefault(block["block_id"], {})[element["action_id"]] = _initial(element)
    return state


def filled(element: Element, value: Any) -> dict[str, Any]:
    """What `state.values` says of an element in which the person put a value.

    Options are given by their label or their value, several as a list; a date as 2016-02-29, an
    hour as 18:30, a moment in seconds since 1970; the rest as text.
    """
    kind = element["type"]
    (name,) = _EMPTY[kind]
    if name == "selected_option":
        value = option(element, value) if value is not None else None
    elif name == "selected_options":
        value = [option(element, one) for one in value]
    elif name == "value" and value is not None:
        value = str(value)
    return {"type": kind, name: value}


def option(element: Element, wanted: Any) -> Element:
    """The option with this label or value; what an external select offers is given whole."""
    if isinstance(wanted, dict):
        return wanted
    offered = [*element.get("options", [])]
    for group in element.get("option_groups", []):
        offered += group["options"]
    for one in offered:
        if wanted == one.get("value") or spaced(str(wanted)) == spaced(one["text"]["text"]):
            return dict(one)
    labels = ", ".join(one["text"]["text"] for one in offered)
    raise AssertionError(f"no option {wanted!r}; there are: {labels}")


def spaced(text: str) -> str:
    """The text with plain spaces, as tests are written, for the unbreakable ones of French."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def label(element: Element) -> str:
    """What is written on a button, or in an empty field."""
    said = element.get("text") or element.get("placeholder") or {}
    return str(said.get("text", "")) if isinstance(said, dict) else str(said)


def written(blocks: list[Element]) -> str:
    """Every word in the blocks, one text a line, to look for sentences in."""

    def texts(node: Any) -> Iterator[str]:
        if isinstance(node, list):
            for one in node:
                yield from texts(one)
        elif isinstance(node, dict):
            if isinstance(node.get("text"), str):
                yield node["text"]
            for key, one in node.items():
                if key in ("alt_text", "title") and isinstance(one, str):
                    yield one
                elif key != "text" or not isinstance(one, str):
                    yield from texts(one)

    return "\n".join(texts(blocks))


def _initial(element: Element) -> dict[str, Any]:
    kind = element["type"]
    ((name, empty),) = _EMPTY[kind].items()
    given = next((element[key] for key in _INITIAL.get(name, ()) if key in element), empty)
    return {"type": kind, name: given}
