"""What people typed in Teams: their own words, and whether these are a command.

In a private conversation, a command begins with `/` or with the bot's name: `/review 3`,
`/binome review 3`, `binome review 3`. A bare `status` is talk, since a participant may well answer
a question with that word. In a channel the bot only hears what begins with its mention, and all of
that is a command. What the core makes of it depends on who speaks.
"""

import html
import re
from collections.abc import Mapping
from typing import Any

from bot.commands.registry import named, nearest
from bot.forms.words import fold

_LONGEST = 8_000  # characters of one message that are read
_MENTION = re.compile(r"<at(?:\s[^>]*)?>(.*?)</at>", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|#39);")
_SLASH = re.compile(r"/\s*")
_OUR_NAME = re.compile(r"@?(?:bin[oô]me|mentorat)(?=[\s,:]|$)[\s,:]*", re.IGNORECASE)


def sound(value: Any) -> str:
    """A text that any database takes: empty for what is no text."""
    if not isinstance(value, str):
        return ""
    return value.encode("utf-8", "replace").decode().replace("\0", "")


def words(activity: Mapping[str, Any]) -> str:
    """The words of a message, without the mention of the bot; others are mentioned by name."""
    text = sound(activity.get("text"))
    bot = _id(activity.get("recipient"))
    for entity in _mentions(activity):
        told = sound(entity.get("text"))
        if _id(entity.get("mentioned")) == bot and told:
            text = text.replace(told, " ")
    text = _MENTION.sub(r"\1", text)
    text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    return text.replace("\u00a0", " ").replace("\r\n", "\n").strip()[:_LONGEST]


def calls_the_bot(activity: Mapping[str, Any]) -> bool:
    """Whether a message mentions the bot."""
    bot = _id(activity.get("recipient"))
    return any(_id(each.get("mentioned")) == bot for each in _mentions(activity)) and bool(bot)


def command(text: str) -> str | None:
    """The command that words in a private conversation give, or None when they are talk."""
    if text.startswith("/"):
        return bare(text)
    called = _OUR_NAME.match(text)
    if called is None:
        return None
    # `Binôme absent depuis lundi` is about somebody.
    rest = text[called.end() :]
    first = fold(rest.split()[0]) if rest.split() else ""
    return rest if first and (named(first) or nearest(first)) else None


def bare(text: str) -> str:
    """A command without what calls for it: a slash, the bot's name."""
    return _OUR_NAME.sub("", _SLASH.sub("", text, count=1) if text.startswith("/") else text, 1)


def _mentions(activity: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    entities = activity.get("entities")
    some = entities if isinstance(entities, list) else []
    return [each for each in some if isinstance(each, Mapping) and each.get("type") == "mention"]


def _id(account: Any) -> str:
    return sound(account.get("id")) if isinstance(account, Mapping) else ""
