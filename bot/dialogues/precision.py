"""Helping someone whose objective is vague: noticing it, and offering precise ones as examples."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.forms.words import fold
from bot.vocabulary import words

_VAGUE = frozenset(words("vagueness", "vague"))
_EMPTY = frozenset(words("vagueness", "empty"))
_UNKNOWN = frozenset(words("vagueness", "unknown"))


def is_vague(objectives: Sequence[str]) -> bool:
    """Whether any objective names nothing one could watch being done."""
    return any(_vague(objective) for objective in objectives)


def _vague(objective: str) -> bool:
    telling = [word for word in fold(objective).split() if word not in _EMPTY]
    return all(word in _VAGUE for word in telling)


def says_less(precise: Sequence[str], objectives: Sequence[str]) -> bool:
    """Whether words meant to be more precise say less than those that they would replace."""
    return max(map(_tells, precise), default=0) < max(map(_tells, objectives), default=0)


def sharpened(objectives: Sequence[str], precise: Sequence[str]) -> list[str]:
    """The objectives once made precise; where one answer stands for two, what was clear stays."""
    if len(precise) >= len(objectives):
        return [*precise]
    clear = [objective for objective in objectives if not _vague(objective)]
    return list(dict.fromkeys((*clear, *precise)))


def _tells(objective: str) -> int:
    """0 for words that say nothing, 1 for vague ones, 2 for something one could watch."""
    said = fold(objective)
    if said in _UNKNOWN or all(word in _EMPTY for word in said.split()):
        return 0
    return 1 if _vague(objective) else 2


def examples(plan: Mapping[str, Any], topics: Sequence[str], locale: str) -> list[str]:
    """Up to three precise objectives on those topics, or on the programme's first ones."""
    offered = [topic for topic in plan.get("topics", ()) if topic.get("examples")]
    wanted = [topic for topic in offered if topic["code"] in topics] or offered
    lists = [topic["examples"]["en" if locale == "en" else "fr"] for topic in wanted[:3]]
    found = [each for row in zip(*lists, strict=False) for each in row]
    return found[:3]
