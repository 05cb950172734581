"""What people say instead of answering: that they are lost, how much is left, hello, or see you.

Only whole messages count: `je ne sais pas` may begin an honest answer.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from bot.forms.words import fold
from matching.variants import variants

Puzzle = Literal["lost", "blank", "must", "left", "hello", "back", "away"]

_FIRST = {"euh", "heu", "hum", "pardon", "desole", "desolee", "mais", "sorry", "er", "um", "but"}
_LONGEST = 80  # characters
_EVERY = 10_000  # ways of one line: all of them


def puzzle_in(text: str) -> Puzzle | None:
    """What a message says instead of answering a question; None when it may be an answer."""
    if len(text) > _LONGEST:
        return None
    said = fold(text).split()
    while said and said[0] in _FIRST:
        said = said[1:]
    return _known().get(" ".join(said))


@cache
def _known() -> dict[str, Puzzle]:
    text = (files("bot.understanding") / "puzzled.toml").read_text(encoding="utf-8")
    return {
        fold(one): cast(Puzzle, kind)
        for kind, ways in tomllib.loads(text).items()
        for language in ("fr", "en")
        for each in ways[language]
        for one in variants(each, _EVERY)
    }
