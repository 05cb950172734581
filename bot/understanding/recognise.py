"""Which request a sentence makes, by its likeness to the examples in `examples.toml`.

The arithmetic is loaded with the first sentence, or by whoever has it learned before.
"""

import tomllib
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Event, Lock
from time import sleep
from typing import TYPE_CHECKING

from matching.guess import RECOGNISED_AT, Guess
from matching.kept import file_of
from matching.variants import variants

if TYPE_CHECKING:
    from matching.intents import Recogniser


def keep_in(folder: Path) -> None:
    """Has what is learned kept in a folder, where the next start finds it."""
    _FOLDERS[:] = [folder]


def is_learned() -> bool:
    """Whether what is learned is kept already, so that nobody would wait for it for long."""
    return any(file_of(each, _written()).exists() for each in _FOLDERS)


def learn() -> None:
    """Has the recogniser ready for whoever writes first, unless that is given up meanwhile."""
    _LEARNING.set()  # first of all: whoever gives up learning waits for its end
    try:
        from matching.fitting import Abandoned

        with suppress(Abandoned):
            recogniser()
    finally:
        _LEARNING.clear()


def give_up_learning() -> None:
    """Ends `learn` in another thread: a program that stops would wait for it, for seconds."""
    while _LEARNING.is_set():  # it may be about to begin what is to be abandoned
        from matching.fitting import abandon

        abandon()
        sleep(_BREATH)


def recogniser() -> "Recogniser":
    """The recogniser, fitted once on every example in both languages."""
    with _FITTING:  # whoever asks meanwhile waits for it, and does not fit another
        return _fitted()


def understood(text: str) -> Guess | None:
    """The request that a text makes; None when nothing is near enough to act on."""
    guess = recogniser().recognise(text)
    return guess if guess.confidence >= RECOGNISED_AT else None


def word_for_word(text: str) -> str | None:
    """The request made in the very words of an example, where guessing would not do."""
    from bot.forms.words import fold  # with all forms, which a start does not wait for

    return _learned().get(fold(text))


_FITTING = Lock()
_LEARNING = Event()
_BREATH = 0.02  # seconds
_FOLDERS: list[Path] = []  # the one where what is learned is kept, if any


@cache
def _fitted() -> "Recogniser":
    from matching.fitting import fit_apart, kept_in
    from matching.intents import Recogniser

    learned = kept_in(_FOLDERS[0], _written()) if _FOLDERS else fit_apart
    return Recogniser(_examples(), learned)


def _written() -> bytes:
    return (files("bot.understanding") / "examples.toml").read_bytes()


@cache
def _examples() -> dict[str, list[str]]:
    return {
        intent: [one for each in ("fr", "en") for way in ways[each] for one in variants(way)]
        for intent, ways in tomllib.loads(_written().decode()).items()
    }


@cache
def _learned() -> dict[str, str]:
    from bot.forms.words import fold

    return {fold(each): intent for intent, known in _examples().items() for each in known}
