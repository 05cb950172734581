"""Runs as a card writes text.

Words go in the runs of rich text, which are literal: no markdown, no link. What even these read, a
mention or a date to be put in the reader's own time, is broken with a character that nobody sees.
The labels of choices read markdown on some screens, so its signs become their look-alikes there.
"""

import re
from collections.abc import Iterator
from typing import Any

from adapters.teams.render.limits import LOT, SUMMARY, cut, size, split
from bot.commands.registry import PREFIX
from bot.message import Run, Runs

Json = dict[str, Any]

_UNSEEN = "\u2060"  # the word joiner: no width, and no line is broken there
# Control characters but the tab and the new line, halves of a character, changes of direction.
_COMMANDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_READ = re.compile(r"<(?=/?at\b)|\{(?=\{)", re.IGNORECASE)
_ALIKE = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})
_LINKED = re.compile(r"[\[\]<&\\](?=\S)|:(?=//)|@(?=\w)|\bwww(?=\.)", re.IGNORECASE)
_LISTED = re.compile(r"^(?=[-+>#=]|\d+[.)])")
# Teams opens a menu of its own when somebody types a slash.
_COMMAND = re.compile(rf"(?<![\w/.]){re.escape(PREFIX)}\b")


def visible(text: str) -> str:
    """Text without what commands a screen: control characters, changes of direction."""
    return _COMMANDING.sub("", text)


def quiet(text: str) -> str:
    """Text in which nothing is read as a mention or as a date."""
    return _READ.sub(lambda found: found.group() + _UNSEEN, visible(text))


def literal(text: str) -> str:
    """Text of one line in which nothing is read as markdown either."""
    line = " ".join(quiet(text).split()).translate(_ALIKE)
    return _LISTED.sub(_UNSEEN, _LINKED.sub(lambda found: found.group() + _UNSEEN, line))


def is_literal(text: str) -> bool:
    """Whether a text is read as it is written, even where markdown is read."""
    return literal(text) == text


def told(run: Run) -> str:
    """The words of a run, with commands as they are given in Teams."""
    return run.text if run.typed else as_typed(run.text)


def as_typed(text: str) -> str:
    """The bot's own words, with commands as they are given in Teams."""
    return _COMMAND.sub(PREFIX.removeprefix("/"), text)


def one_line(runs: Runs) -> str:
    """The words of some runs in one line."""
    return " ".join(visible("".join(map(told, runs))).split())


def summary(text: str) -> str:
    """A text short enough for a notification."""
    return cut(" ".join(quiet(as_typed(text)).split()), SUMMARY)


def rich(runs: Runs, **style: Any) -> list[Json]:
    """Runs as blocks of rich text, one for each line; `style` is that of every stretch."""
    found: list[Json] = []
    gap = False
    for line in _lines(runs):
        if not any(visible(run.text).strip() for run in line):
            gap = bool(found)
            continue
        for inlines in _weighed(line, style):
            block: Json = {"type": "RichTextBlock", "inlines": inlines}
            if found:
                block["spacing"] = "Medium" if gap else "Small"
            found.append(block)
            gap = False
    return found


def _lines(runs: Runs) -> Iterator[Runs]:
    """The runs of each line; a renderer may not break lines by itself."""
    line: list[Run] = []
    for run in runs:
        first, *others = visible(told(run)).split("\n")
        line.append(Run(first, run.bold))
        for each in others:
            yield tuple(line)
            line = [Run(each, run.bold)]
    yield tuple(line)


def _weighed(line: Runs, style: Json) -> Iterator[list[Json]]:
    """The stretches of a line, parted where they would weigh too much for one card."""
    now: list[Json] = []
    weight = 0
    for run in line:
        for piece in split(run.text):
            inline = stretch(piece, run.bold, **style)
            if now and weight + size(inline) > LOT // 2:
                yield now
                now, weight = [], 0
            now.append(inline)
            weight += size(inline)
    if now:
        yield now


def stretch(text: str, bold: bool = False, **style: Any) -> Json:
    """One stretch of literal text."""
    weight = {"weight": "Bolder"} if bold else {}
    return {"type": "TextRun", "text": quiet(text), **style, **weight}
