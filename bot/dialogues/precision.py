"""Helping someone whose objective is vague: noticing it, and offering precise ones as examples."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.forms.words import fold
from bot.vocabulary import words

_VAGUE = frozenset(words("vagueness", "vague"))
_EMPTY = frozenset(words("vagueness", "empty"))


def is_vague(objectives: Sequence[str]) -> bool:
    """Whether any objective names nothing one could watch being done."""
    return any(_vague(objective) for objective in objectives)


def _vague(objective: str) -> bool:
    telling = [word for word in fold(objective).split() if word not in _EMPTY]
    return all(word in _VAGUE for word in telling)


def examples(plan: Mapping[str, Any], topics: Sequence[str], locale: str) -> list[str]:
    """Up to three precise objectives on those topics, or on the programme's first ones."""
    offered = [topic for topic in plan.get("topics", ()) if topic.get("examples")]
    wanted = [topic for topic in offered if topic["code"] in topics] or offered
    lists = [topic["examples"]["en" if locale == "en" else "fr"] for topic in wanted[:3]]
    found = [each for row in zip(*lists, strict=False) for each in row]
    return found[:3]
