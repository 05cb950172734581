"""Slack's numbers, and what is done with too much: each policy has its name here.

Nothing that the bot says is lost for being long. A text is **split** at the end of a line or of a
word, a message becomes **several posts**, a menu is **grouped**. Only labels are **cut**, at a word
and with `…`; a question whose labels were cut also writes them in full.
"""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

Json = dict[str, Any]
T = TypeVar("T")

BLOCKS_OF_MESSAGE = 50
BLOCKS_OF_VIEW = 100
WORDS_OF_MESSAGE = 13_000  # in all the blocks together; Slack refuses a little over 13,200
BYTES_OF_VIEW = 240_000  # Slack refuses 250 KB
NOTIFICATION = 4_000  # the text beside the blocks
HEADER = 150
TEXT = 3_000  # one section; kept for rich text too, whose limit Slack does not tell
FIELDS = 10  # in one section
BUTTONS = 25  # in one row
ANSWER = 300  # what was answered, read again where it was asked
LABEL = 75  # a button, an option, and an option's description
OPTION_VALUE = 150
BOXES = 10  # check boxes or radio buttons
OPTIONS = 100  # in a menu, or in one of its groups
GROUPS = 100
TITLE = 24  # of a modal, and its buttons
INPUT_LABEL = 2_000
INPUT_TEXT = 3_000
PLACEHOLDER = 150
ID = 255
URL = 3_000
ALT = 1_000  # of a picture that is uploaded

_JOINERS = {"\u200d", "\ufe0f", "\ufe0e"}


def length(text: str) -> int:
    """How long Slack may find a text: in UTF-16 units, never less than in characters."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """The text within `most`, cut at a word and ended with `…` when it is longer."""
    if length(text) <= most:
        return text
    kept = _start(text, most - 1)
    shorter = kept.rsplit(None, 1)[0] if " " in kept.strip() else kept
    if length(shorter) < most // 2:
        shorter = kept  # one very long word
    return f"{shorter.rstrip()}…"


def split(text: str, most: int) -> Iterator[str]:
    """The text in pieces within `most`, parted at a line's end, else at a word's."""
    while length(text) > most:
        piece = _start(text, most)
        for border in ("\n", " "):
            at = piece.rfind(border)
            if at > len(piece) // 2:
                piece = piece[: at + 1]
                break
        yield piece
        text = text[len(piece) :]
    if text:
        yield text


def _start(text: str, most: int) -> str:
    """The longest beginning within `most` that does not part a letter from its accent."""
    kept = text[:most]
    while (over := length(kept) - most) > 0:
        kept = kept[: -((over + 1) // 2)]
    end = len(kept) or 1
    while end > max(1, len(kept) - 16) and end < len(text) and _follows(text, end):
        end -= 1
    return text[:end]


def _follows(text: str, at: int) -> bool:
    """Whether the character there belongs to the one before it."""
    return bool(unicodedata.combining(text[at]) or text[at] in _JOINERS or text[at - 1] == "\u200d")


def batches(items: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """The items in rows of at most `most`."""
    for start in range(0, len(items), most):
        yield items[start : start + most]


def words_in(value: object) -> int:
    """How many characters of a block count: everything in it but its types and styles."""
    match value:
        case str():
            return length(value)
        case dict():
            return sum(words_in(each) for key, each in value.items() if key not in _UNCOUNTED)
        case list() | tuple():
            return sum(map(words_in, value))
        case _:
            return 0


_UNCOUNTED = {"type", "style", "action_id", "block_id"}


def bytes_in(value: object) -> int:
    """How long a value is once written as JSON."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")) + 2


def packed(units: Sequence[Sequence[Json]]) -> list[tuple[list[Json], list[int]]]:
    """Units of blocks in as few messages as hold them, each with the numbers of its units.

    A unit is parted only when no message could hold it whole.
    """
    found: list[tuple[list[Json], list[int]]] = []
    words = WORDS_OF_MESSAGE
    for number, unit in enumerate(units):
        whole = len(unit) <= BLOCKS_OF_MESSAGE and words_in(unit) <= WORDS_OF_MESSAGE
        for some in [unit] if whole else [[block] for block in unit]:
            more = words_in(some)
            full = words + more > WORDS_OF_MESSAGE
            if not found or full or len(found[-1][0]) + len(some) > BLOCKS_OF_MESSAGE:
                found.append(([], []))
                words = 0
            found[-1][0].extend(some)
            if number not in found[-1][1]:
                found[-1][1].append(number)
            words += more
    return found
