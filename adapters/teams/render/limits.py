"""Teams' numbers, and what is done with too much: each policy has its name here.

Nothing that the bot says is lost for being long. A text is **split** at the end of a line or of a
word, and a message **paged** over several cards. Buttons beyond those that fit are **tucked** under
the three dots. Only labels, and answers shown again, are **cut**, at a word and with `…`. Of a very
long menu the first choices are shown, the others can be typed; of a very long form the first
questions are, the others are asked in the conversation.
"""

import json
from collections.abc import Iterator

BYTES = 24_000  # of a card; Teams refuses a message of about 28 KB, all told
LOT = 16_000  # bytes of what stays together on one card, so that any lot fits on one of its own
TEXT = 1_000  # characters of one stretch of text, which may weigh twelve bytes each
BUTTONS = 6  # shown in a row; Teams hides or refuses more
ROW = 56  # characters of the buttons of a row
ROWS = 5  # of buttons that follow each other
ROW_BYTES = 4_000
LABEL = 60  # a button
ANSWER = 600  # what somebody answered, shown in the place of the question's buttons
TOOLTIP = 160  # the same in full
ALT = 400  # what a picture shows
CHOICE = 160  # a choice, or the name of an input
ACTION = 1_000  # what a button carries, twice over
URL = 2_000
SUMMARY = 200  # the notification, and what a screen without cards shows
INPUT_TEXT = 2_000
INPUT_BYTES = 8_000  # of an answer put back in its input
BUTTON_CHOICES = 5  # answers that are buttons rather than a list
BUTTON_WORDS = 80  # in all those buttons together
OPEN_CHOICES = 10  # shown one under the other; more go in a menu
CHOICES_BYTES = 8_000


def size(value: object) -> int:
    """The bytes of some JSON, as it weighs most: with every accent escaped."""
    return len(json.dumps(value))


def cut(text: str, most: int) -> str:
    """The text within `most`, cut at a word and ended with `…` when it is longer."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    shorter = kept.rsplit(None, 1)[0] if " " in kept.strip() else kept
    if len(shorter) < most // 2:
        shorter = kept  # one very long word
    return f"{shorter.rstrip()}…"


def within(text: str, most: int) -> str:
    """The beginning of a text that weighs no more than `most` bytes."""
    while (weight := size(text)) > most:
        text = text[: len(text) * most // weight]
    return text


def split(text: str, most: int = TEXT) -> Iterator[str]:
    """The text in pieces within `most`, parted after a word where there is one."""
    while len(text) > most:
        at = text.rfind(" ", most // 2, most) + 1 or most
        yield text[:at]
        text = text[at:]
    if text:
        yield text
