"""The words people use, from `vocabulary.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words(table: str, name: str) -> tuple[str, ...]:
    """A list of words, folded as typed text is."""
    return tuple(_tables()[table][name])


@cache
def lists(table: str) -> dict[str, tuple[str, ...]]:
    """Every list of a table, by its name."""
    return {name: tuple(found) for name, found in _tables()[table].items()}


@cache
def names(table: str) -> dict[str, str]:
    """A table of one word each, as of cities and their time zones."""
    return dict(_tables()[table])


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files("bot") / "vocabulary.toml").read_text(encoding="utf-8"))
