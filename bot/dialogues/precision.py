"""Helping someone whose objective is vague: noticing it, and offering precise ones as examples."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.forms.words import fold

_VAGUE = {"digital", "numerique", "internet", "technologie", "technologies", "technology", "tech", "outils", "tools", "nouveaux", "new", "choses", "things", "stuff", "informatique", "computers", "communiquer", "communicate", "moderne", "modern", "web", "reseaux", "networks", "sociaux", "social", "media", "medias"}  # fmt: skip
_EMPTY = {"progresser", "progress", "en", "le", "la", "les", "l", "un", "une", "des", "de", "d", "du", "sur", "avec", "dans", "a", "au", "aux", "et", "je", "veux", "voudrais", "mieux", "better", "at", "get", "with", "in", "the", "some", "to", "be", "etre", "moins", "less", "plus", "more", "comprendre", "understand", "apprendre", "learn", "ameliorer", "improve", "depassee", "depasse", "perdue", "perdu", "lost", "par", "by", "faire", "do", "utiliser", "use", "using", "connaitre", "know", "decouvrir", "discover", "me", "mon", "ma", "mes", "my", "i", "want", "would", "like", "about", "tout", "tous", "toutes", "ces", "cet", "cette", "niveau", "aise", "former", "formation", "savoir", "how", "comment", "nouvelles", "nouvelle", "good", "bon", "bonne", "skills", "up", "speed"}  # fmt: skip


def is_vague(objectives: Sequence[str]) -> bool:
    """Whether any objective names nothing one could watch being done."""
    return any(_vague(objective) for objective in objectives)


def _vague(objective: str) -> bool:
    words = [word for word in fold(objective).split() if word not in _EMPTY]
    return all(word in _VAGUE for word in words)


def examples(plan: Mapping[str, Any], topics: Sequence[str], locale: str) -> list[str]:
    """Up to three precise objectives on those topics, or on the programme's first ones."""
    offered = [topic for topic in plan.get("topics", ()) if topic.get("examples")]
    wanted = [topic for topic in offered if topic["code"] in topics] or offered
    lists = [topic["examples"]["en" if locale == "en" else "fr"] for topic in wanted[:3]]
    found = [each for row in zip(*lists, strict=False) for each in row]
    return found[:3]
