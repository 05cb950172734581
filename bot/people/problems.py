"""What may be wrong with a list of people, and where; by code, for whoever words it."""

import unicodedata
from dataclasses import dataclass

_ALLOWED_FORMATS = frozenset("\u200c\u200d\u200e\u200f")  # some scripts need them
_SHOWN = 60
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place; line 0 and an empty column stand for the whole file or row.

    `column` is the field's name in Row, `value` what was typed, cut short, without any control
    character. `see` is the earlier line that this one clashes with.
    """

    line: int
    column: str
    code: str
    value: str
    see: int | None = None


# Every code a problem may carry; whoever words them for people checks against this.
CODES = frozenset(
    {
        "empty-file",
        "unreadable",  # neither UTF-8, nor UTF-16 with its mark, nor surely Windows-1252
        "unbalanced-quote",
        "missing-column",
        "duplicate-column",
        "no-rows",
        "too-many-cells",
        "missing-value",
        "too-long",
        "control-character",
        "garbled",  # "RenÃ©": damaged before it reached us
        "bad-email",
        "duplicate-email",
        "unknown-role",
        "unknown-locale",
        "unknown-zone",
        "bad-hours",
        "bad-age",
        "bad-seniority",
        "unknown-platform",
        "incomplete-address",  # a user, but on which platform?
        "two-addresses",
        "duplicate-address",
        "own-manager",
        "manager-cycle",
    }
)


def is_unseen(letter: str) -> bool:
    """Whether a character cannot be seen, and no script needs it."""
    category = unicodedata.category(letter)
    return category in _UNSEEN and letter not in _ALLOWED_FORMATS


def shown(value: str) -> str:
    """What was typed, as it can be told: cut short, its unseen characters marked."""
    safe = "".join("\ufffd" if is_unseen(letter) else letter for letter in value.strip())
    return safe if len(safe) <= _SHOWN else f"{safe[: _SHOWN - 1]}…"
