"""How the core's actions travel in Slack's identifiers, and come back.

An action is the `action_id`, followed by `#` and a number that makes it unique in its message; the
answer that a button gives is its `value`. What does not fit so is packed: the value then holds the
action and its answers as JSON, and the identifier is only the number.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

_LONGEST_ID, _LONGEST_VALUE = 239, 2000  # 255 for an identifier, less what is put around an action
_HELD = "held:"
_LINK = "link"  # a button that opens a page: Slack tells of it, and nothing follows


def button(action: str, values: Sequence[str], number: int) -> dict[str, str] | None:
    """The identifier and value of a button, or None when Slack has no room for them."""
    name = menu(action, number)
    fits = all(0 < len(v) <= _LONGEST_VALUE and v.isprintable() for v in values)
    if name is None or len(values) > 1 or not fits:
        return _packed([action, *values], number)
    return {"action_id": name, "value": values[0]} if values else {"action_id": name}


def link(number: int) -> dict[str, str]:
    """The identifier of a button that opens a page."""
    return {"action_id": f"{_LINK}#{number}"}


def menu(action: str, number: int) -> str | None:
    """The identifier of a menu whose choice is the answer, or None when it is too long."""
    return f"{action}#{number}" if action and "#" not in action and _is_short(action) else None


def holder(action: str) -> str | None:
    """The identifier of what only holds choices until they are sent."""
    return f"{_HELD}{action}" if _is_short(action) else None


def sender(action: str, held: Sequence[str], number: int) -> dict[str, str] | None:
    """The identifier and value of the button that sends what is held.

    The value repeats what was ticked from the start, which Slack may leave out of the state when
    nobody touched it.
    """
    return _packed([action, *held], number) or _packed([action], number)


def pressed(element: Mapping[str, Any], state: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The action and the values of something used; an empty action when nothing follows."""
    name = element.get("action_id")
    if not isinstance(name, str) or name.startswith(_HELD):
        return "", ()
    action = name.rpartition("#")[0]
    if action == _LINK:
        return "", ()
    match element:
        case {"type": "button", "value": str(value)} if action:
            return action, (value,)
        case {"type": "button", "value": str(value)}:
            action, *values = _unpacked(value) or [""]
            held = _held(action, state)
            return action, tuple(values) if held is None else chosen(held)
        case {"type": "overflow"}:
            return _value(element.get("selected_option")), ()
        case _:
            return action, chosen(element)


def chosen(element: Mapping[str, Any]) -> tuple[str, ...]:
    """The values selected in a menu or a list of boxes."""
    return tuple(value for value in map(_value, _selected(element)) if value)


def label_of(element: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    """The words of what was pressed or chosen, as they were shown; empty when nothing was."""
    action, _ = pressed(element, state)
    held = _held(action, state)
    if held is None and element.get("type") == "button":
        return _text(element)
    return ", ".join(filter(None, map(_text, _selected(element if held is None else held))))


def _is_short(action: str) -> bool:
    return len(action) <= _LONGEST_ID and action.isprintable()


def _packed(words: Sequence[str], number: int) -> dict[str, str] | None:
    value = json.dumps(words)
    return None if len(value) > _LONGEST_VALUE else {"action_id": f"#{number}", "value": value}


def _unpacked(value: str) -> list[str]:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _held(action: str, state: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What holds the choices for an action, among all the values of a message or a view."""
    for block in state.values():
        if isinstance(block, Mapping):
            found = block.get(f"{_HELD}{action}")
            if isinstance(found, Mapping):
                return found
    return None


def _selected(element: Mapping[str, Any]) -> list[Any]:
    several = element.get("selected_options")
    return several if isinstance(several, list) else [element.get("selected_option")]


def _value(option: Any) -> str:
    value = option.get("value") if isinstance(option, Mapping) else None
    return value if isinstance(value, str) else ""


def _text(of: Any) -> str:
    match of:
        case {"text": {"text": str(text)}}:
            return text
        case _:
            return ""
