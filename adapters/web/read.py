"""What the page sent, turned into an event; nothing here touches a network or a database."""

import re
from collections.abc import Mapping
from typing import Any

from bot.event import Command, Event, Joined, Left, Pressed, Said, Sender, Submitted

HOME = "home"  # the action of the page's own button, which stands in no message
MOST_TEXT = 8_000  # characters in one message or one field
_MOST_VALUES = 100
_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")
_OUR_NAME = re.compile(r"^(?:bin[oô]me|mentorat)(?=\s|$)\s*", re.IGNORECASE)

Json = Mapping[str, Any]


class Unreadable(ValueError):
    """The page sent something that this program does not understand: {what}."""

    def __init__(self, what: str) -> None:
        super().__init__((type(self).__doc__ or "").format(what=what))
        self.what = what


def event_from(data: Json, sender: Sender) -> Event:
    """The event that the page describes. Raises Unreadable."""
    key = f"web:{sender.user}:{key_of(data)}"
    match data.get("kind"):
        case "said":
            return _said(key, sender, text_in(data, "text"))
        case "pressed":
            action = text_in(data, "action", at_most=400)
            return Pressed(key, sender, action, _words(data.get("values", []), "values"))
        case "home":
            return Pressed(key, sender, HOME)
        case "submitted":
            return Submitted(key, sender, number_in(data, "draft"), _fields(data.get("values")))
        case "joined":
            return Joined(key, sender)
        case "left":
            return Left(key, sender)
        case other:
            raise Unreadable(f"kind {other!r}")


def key_of(data: Json) -> str:
    """The page's own id of what it sends, the same when it tries again. Raises Unreadable."""
    key = data.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise Unreadable("key")
    return key


def text_in(data: Json, name: str, *, at_most: int = MOST_TEXT) -> str:
    """A text that holds something besides white space. Raises Unreadable."""
    text = data.get(name)
    if not isinstance(text, str) or not text.strip() or len(text) > at_most:
        raise Unreadable(name)
    return text


def number_in(data: Json, name: str) -> int:
    """A whole number that is not negative. Raises Unreadable."""
    number = data.get(name)
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**53:
        raise Unreadable(name)
    return number


def _said(key: str, sender: Sender, text: str) -> Said | Command:
    stripped = text.strip()
    if not stripped.startswith("/"):
        return Said(key, sender, text)
    # `/binome review 3` is how Slack says it, `/review 3` is shorter: both mean the same here.
    return Command(key, sender, _OUR_NAME.sub("", stripped[1:].lstrip()))


def _fields(values: Any) -> dict[str, Any]:
    if not isinstance(values, dict) or len(values) > _MOST_VALUES:
        raise Unreadable("values")
    return {str(name): _value(value, str(name)) for name, value in values.items()}


def _value(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return list(_words(value, name))
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str) and len(value) <= MOST_TEXT:
        return value
    raise Unreadable(name)


def _words(values: Any, name: str) -> tuple[str, ...]:
    if not isinstance(values, list) or len(values) > _MOST_VALUES:
        raise Unreadable(name)
    if not all(isinstance(value, str) and len(value) <= MOST_TEXT for value in values):
        raise Unreadable(name)
    return tuple(values)
