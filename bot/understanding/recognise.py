"""Which request a sentence makes, by its likeness to the examples in `examples.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from threading import Lock

from bot.forms.words import fold
from matching.fitting import fit_apart
from matching.intents import RECOGNISED_AT, Guess, Recogniser
from matching.variants import variants


def recogniser() -> Recogniser:
    """The recogniser, fitted once on every example in both languages."""
    with _FITTING:  # whoever asks meanwhile waits for it, and does not fit another
        return _fitted()


def understood(text: str) -> Guess | None:
    """The request that a text makes; None when nothing is near enough to act on."""
    guess = recogniser().recognise(text)
    return guess if guess.confidence >= RECOGNISED_AT else None


def word_for_word(text: str) -> str | None:
    """The request made in the very words of an example, where guessing would not do."""
    return _learned().get(fold(text))


_FITTING = Lock()


@cache
def _fitted() -> Recogniser:
    return Recogniser(_examples(), fit_apart)


@cache
def _examples() -> dict[str, list[str]]:
    text = (files("bot.understanding") / "examples.toml").read_text(encoding="utf-8")
    return {
        intent: [one for each in ("fr", "en") for way in ways[each] for one in variants(way)]
        for intent, ways in tomllib.loads(text).items()
    }


@cache
def _learned() -> dict[str, str]:
    return {fold(each): intent for intent, known in _examples().items() for each in known}
