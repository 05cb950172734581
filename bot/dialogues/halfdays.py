"""The half-days that typed words mean, where they are asked for and where answers are read back.

What is kept decides when two people meet, so words are read exactly or asked again.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.calendar.availability import HALF_DAYS
from bot.forms.field import Given, Wrong
from bot.forms.words import fold
from bot.vocabulary import lists, words

_DAYS, _PARTS = lists("days"), lists("parts")
_AROUND, _MORE, _LESS, _ANY, _EVERY, _BESIDE = (
    words("halfdays", name) for name in ("around", "more", "less", "any", "every", "beside")
)
_NAMES = [word for table in (_DAYS, _PARTS) for row in table.values() for word in row]


def _one_of(known: Iterable[str]) -> str:
    # Longest first: `apres midi` before `apres`.
    return rf"(?<= )(?:{'|'.join(sorted(known, key=len, reverse=True))})s?(?= )"


_NAMED = re.compile(_one_of([*_NAMES, *_ANY]))
_PLAIN = re.compile(_one_of([*_NAMES, *_ANY, *_AROUND, *_MORE]))
_PLAIN_LESS = re.compile(_one_of([*_NAMES, *_BESIDE]))
_EXCEPT = re.compile(_one_of(_LESS))
_BUT = re.compile(r"(?<= )but(?= )")  # `every morning but Wednesday`, not `Monday but late`
_DAY = "|".join(word for row in _DAYS.values() for word in row)
_RANGE = re.compile(rf"(?<= )({_DAY})s? (?:au|a|to|through|until|jusqu au|jusqu a) ({_DAY})(?=s? )")
_DASHED = re.compile(rf"(?<![-–\w])({_DAY})[-–]({_DAY})(?![-–\w])")
_WEEK = [day for day in _DAYS if day != "sat"]


def halfdays_meant(text: str, given: Given) -> list[str]:
    """The half-days that words such as `lundi matin` or `every morning but Wednesday` mean.

    None when they name none. Raises Wrong when they may mean others than those they name.
    """
    said = _pieces(text)
    if not _NAMED.search(said):
        return []
    kept, left_out = _apart(said)
    found = _named(kept, _PLAIN)
    if left_out is not None:
        for each in left_out.strip(" ,").split(","):
            less = _named(f" {each} ", _PLAIN_LESS, whole=True)
            if not set(less) & set(found):
                raise Wrong("halfdays-unclear")
            found = [code for code in found if code not in less]
    if not found:
        raise Wrong("halfdays-unclear")
    return found


def halfdays_amended(text: str, before: Sequence[str], given: Given) -> list[str]:
    """What words that speak of half-days and of nothing else make of those chosen before.

    `plutôt mardi soir` replaces them, `aussi mardi soir` adds one, `pas mardi soir` takes one out.
    Nothing comes of what may be a date, as `mardi` or `demain matin`.
    """
    said = _pieces(text)
    if not any(_says(said, known) for known in _PARTS.values()):
        return []
    kept, left_out = _apart(said)
    try:
        if (
            left_out is not None
            and not _PLAIN.sub("", kept).strip(" ,")
            and not _NAMED.search(kept)
        ):
            less = _named(left_out, _PLAIN_LESS, whole=True)
            return [code for code in HALF_DAYS if code in before and code not in less]
        meant = halfdays_meant(text, given)
    except Wrong:
        return []
    more = _says(said, _MORE)
    return [code for code in HALF_DAYS if code in meant or (more and code in before)]


def _pieces(text: str) -> str:
    """Folded words, each between spaces, commas between pieces: `après-midi` is two words."""
    said = _DASHED.sub(r"\1 to \2", text.casefold())
    pieces = re.split(r"[,;.\n&/]|\b(?:et|and|ni|nor|or|ou)\b", said)
    folded = " , ".join(" ".join(fold(piece).replace("-", " ").split()) for piece in pieces)
    return re.sub(r"^ (?:non|no)(?= )", " ", f" {folded} ")


def _apart(said: str) -> tuple[str, str | None]:
    """The half-days offered, and those left out of them, as words; None when none are left out."""
    marker = _EXCEPT.search(said)
    if marker is None and _says(said, _EVERY):
        marker = _BUT.search(said)
    return (said[: marker.start()], said[marker.end() :]) if marker else (said, None)


def _named(said: str, known: re.Pattern[str], *, whole: bool = False) -> list[str]:
    """The half-days that those words name; a `whole` day has its evening. Raises Wrong."""
    days_named = _RANGE.sub(_days_between, said)
    if known.sub("", days_named).strip(" ,"):
        raise Wrong("halfdays-unclear")
    pieces = [_piece(each) for each in days_named.split(",")]
    found: set[str] = set()
    for at, piece in enumerate(pieces):
        if piece.days or piece.parts or piece.every:
            days = piece.days or ([] if piece.every else _bare_days(pieces))
            parts = piece.parts or ([] if piece.every else _part_of(pieces, at))
            found |= {
                f"{day}-{part}"
                for day in days or ([*_DAYS] if whole else _WEEK)
                for part in parts or ([*_PARTS] if whole else ["am", "pm"])
            }
    return [code for code in HALF_DAYS if code in found]


class _Piece(NamedTuple):
    """The days and the parts of a day that a piece names, and whether it says all of them."""

    days: list[str]
    parts: list[str]
    every: bool


def _piece(said: str) -> _Piece:
    days = [day for day, names in _DAYS.items() if _says(said, names)]
    parts = [part for part, names in _PARTS.items() if _says(said, names)]
    return _Piece(days, parts, _says(said, _ANY) or _says(said, _EVERY))


def _part_of(pieces: Sequence[_Piece], at: int) -> list[str]:
    """The part that a bare day shares: `lundi et mardi matin`, `le matin, lundi et mardi`."""
    after = [each.parts for each in pieces[at + 1 :] if each.parts and not each.every]
    alone = [each.parts for each in pieces if not each.days and not each.every]
    return next((parts for parts in [*after, *alone] if parts), [])


def _bare_days(pieces: Sequence[_Piece]) -> list[str]:
    """The days named without a part of theirs, which a part alone is about."""
    return [day for each in pieces if not each.parts and not each.every for day in each.days]


def _days_between(found: re.Match[str]) -> str:
    first, last = (
        next(at for at, names in enumerate(_DAYS.values()) if name in names)
        for name in found.groups()
    )
    return " ".join(names[0] for names in [*_DAYS.values()][first : last + 1])


def _says(said: str, known: Iterable[str]) -> bool:
    return any(f" {word} " in said or f" {word}s " in said for word in known)
