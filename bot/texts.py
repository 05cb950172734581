"""What the bot says, in the person's language: catalogues, and the voice that speaks from them.

Catalogues are gettext files read as they are (`locale/<language>/*.po`): an editor changes a
sentence and sees it at the next start, with nothing to compile. Sentences are found by key, may
hold `{values}` and mark what matters in `**bold**`. French addresses people as `vous`; a programme
may choose `tu`, whose sentences are under `locale/fr_tu/` and fall back on the others.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.plural import to_python
from babel.units import format_unit

from bot.message import Button, Para, Run, Runs, plain

LOCALES = ("fr", "en")
# How each language writes days, hours and numbers: English is British, as its spelling is.
WRITTEN = {"fr": "fr", "en": "en_GB"}
_NARROW = "\u202f"  # a space at which no line is cut
_FALLBACKS = {"fr_tu": "fr"}
# French counts 0 and 1 as singular; English only 1.
_PLURAL = {
    "fr": to_python({"one": "i = 0,1"}),
    "en": to_python({"one": "i = 1 and v = 0"}),
}
_PIECES = re.compile(r"(\*\*)|\{(\w+)\}")
# French: `un mot d’Agnès`, `ce qu’Élise propose`. An h is mute in most first names that it begins
# with, but for `Harry`, `Hans` and their like.
_ELIDED = re.compile(r"(?<!\w)([dD]|[qQ]u)e $")
_VOWEL = re.compile(r"[aàâeéèêëiîïoôœuùûü]|h[eéèêoôuy]", re.IGNORECASE)


def language_of(locale: str) -> str:
    """The language we speak that is nearest to a platform's locale: `fr-CA` is French."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return language if language in LOCALES else "en"


class UnknownText(LookupError):
    """No catalogue has a sentence under this key."""


class Typed(str):
    """Words that a person typed: shown as they are, never read as markup."""

    __slots__ = ()


Value = str | int | float | datetime | date | Runs


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value is put in a sentence; in French, `de` or `que` before it may be elided."""

    name: str
    bold: bool
    elides: bool


_Form = tuple[Run | _Place, ...]


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Every sentence of a language by key: its singular and, where it has one, its plural."""
    found: dict[str, tuple[str, ...]] = {}
    folder = files("bot") / "locale" / language
    if language in _FALLBACKS and not folder.is_dir():
        return found
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".po"):
            continue
        with file.open("rb") as lines:
            for entry in read_po(lines, locale=language.partition("_")[0], abort_invalid=True):
                if entry.id and entry.string:
                    key = entry.id if isinstance(entry.id, str) else entry.id[0]
                    text = entry.string
                    found[key] = (text,) if isinstance(text, str) else tuple(text)
    return found


@cache
def _sentence(language: str, key: str) -> tuple[_Form, ...] | None:
    """The forms of a sentence, cut in pieces."""
    forms = catalogue(language).get(key)
    if forms is None and language in _FALLBACKS:
        return _sentence(_FALLBACKS[language], key)
    french = language.startswith("fr")
    return None if forms is None else tuple(_cut(form, french=french) for form in forms)


def _cut(text: str, *, french: bool) -> _Form:
    pieces: list[Run | _Place] = []
    bold, start = False, 0
    for found in _PIECES.finditer(text):
        if found.start() > start:
            pieces.append(Run(text[start : found.start()], bold))
        if found.group(1):
            bold = not bold
        else:
            before = pieces[-1] if pieces else None
            after_de = isinstance(before, Run) and _ELIDED.search(before.text) is not None
            pieces.append(_Place(found.group(2), bold, elides=french and after_de))
        start = found.end()
    if start < len(text):
        pieces.append(Run(text[start:], bold))
    return tuple(pieces)


def _elided(before: Run, value: Value) -> Run:
    """What ends with `de` or `que`, as it is before that value."""
    text = plain(value) if isinstance(value, tuple) else value
    if isinstance(text, str) and _VOWEL.match(text):
        return replace(before, text=_ELIDED.sub(r"\1’", before.text))
    return before


@dataclass(frozen=True, slots=True)
class Voice:
    """How one person is spoken to: language, tone and time zone."""

    locale: str = "fr"
    zone: str = "Europe/Paris"
    tone: str = "vous"

    @property
    def language(self) -> str:
        return "fr_tu" if self.locale == "fr" and self.tone == "tu" else self.locale

    def knows(self, key: str) -> bool:
        """Whether a sentence exists under this key."""
        return _sentence(self.language, key) is not None

    def runs(self, key: str, count: int | None = None, /, **values: Value) -> Runs:
        """The sentence as runs. Raises UnknownText, or KeyError for a missing value."""
        forms = _sentence(self.language, key)
        if forms is None:
            raise UnknownText(f"{key} ({self.language})")
        form = forms[0]
        if count is not None:
            values = {"count": count, **values}
            if len(forms) > 1 and _PLURAL[self.locale](count) != "one":
                form = forms[1]
        runs: list[Run] = []
        for piece in form:
            if isinstance(piece, Run):
                runs.append(piece)
                continue
            value, bold = values[piece.name], piece.bold
            if piece.elides:
                runs[-1] = _elided(runs[-1], value)
            if isinstance(value, tuple):
                runs += [replace(run, bold=True) for run in value] if bold else value
            elif isinstance(value, datetime):
                runs.append(Run(self.moment(value), bold, at=value))
            else:
                runs.append(Run(self.show(value), bold, isinstance(value, Typed)))
        return tuple(runs)

    def words(self, key: str, count: int | None = None, /, **values: Value) -> str:
        """The sentence in plain words, for a label or a title."""
        return plain(self.runs(key, count, **values))

    def para(self, key: str, count: int | None = None, /, **values: Value) -> Para:
        """The sentence as a paragraph."""
        return Para(self.runs(key, count, **values))

    def title(self, key: str, /, **values: Value) -> Para:
        """The sentence as a heading."""
        return Para(self.runs(key, None, **values), "title")

    def hint(self, key: str, count: int | None = None, /, **values: Value) -> Para:
        """The sentence as a quiet remark."""
        return Para(self.runs(key, count, **values), "hint")

    def button(self, key: str, action: str, style: str = "plain", /, **values: Value) -> Button:
        """A button whose label says what happens."""
        return Button(plain(self.runs(key, None, **values)), action, style)  # type: ignore[arg-type]

    def show(self, value: str | float | datetime | date) -> str:
        """A value as this person writes it: moments in their own time zone."""
        match value:
            case str():
                return str(value)
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case _:
                return format_decimal(value, locale=WRITTEN[self.locale])

    def moment(self, value: datetime) -> str:
        """A moment as `mardi 9 février à 14 h 30`, in the person's own zone."""
        local = value.astimezone(ZoneInfo(self.zone))
        if self.locale == "fr":
            return f"{self.day(local.date())} à {_time(local, 'fr')}"
        return f"{self.day(local.date())} at {_time(local, 'en')}"

    def day(self, value: date) -> str:
        """A day as `mardi 9 février`."""
        return _day(value, self.locale)

    def hour(self, value: datetime) -> str:
        """The time of day, in the person's own zone."""
        return _time(value.astimezone(ZoneInfo(self.zone)), self.locale)

    def span(self, start: datetime, minutes: int) -> Runs:
        """A moment with its end, as `mardi 9 février, 14 h 30 – 16 h 30`."""
        end = start + timedelta(minutes=minutes)
        day = self.day(start.astimezone(ZoneInfo(self.zone)).date())
        first = Run(f"{day}, {self.hour(start)}", at=start)
        dash = "\N{NO-BREAK SPACE}– " if self.locale == "fr" else "–"  # French hours have spaces
        return (first, Run(dash), Run(self.hour(end), at=end, hour=True))

    def listed(self, values: Iterable[str]) -> str:
        """Several things in one sentence: `a, b et c`."""
        return format_list([*values], locale=WRITTEN[self.locale])

    def duration(self, minutes: int) -> str:
        """A length of time: `2 h`, `1 h 30`, `45 min`; in English `1 hour 30 minutes`."""
        hours, left = divmod(minutes, 60)
        if self.locale != "fr":
            return _in_units(hours, left, WRITTEN[self.locale])
        if not hours:
            return f"{left} min"
        return f"{hours} h {left:02d}" if left else f"{hours} h"


@cache
def _day(value: date, locale: str) -> str:
    text = format_date(value, "EEEE d MMMM", locale=WRITTEN[locale])
    return text.replace(" 1 ", " 1er ") if locale == "fr" else text


def _time(local: datetime, locale: str) -> str:
    return hour_in_words(time(local.hour, local.minute), locale)


@cache
def hour_in_words(value: time, locale: str) -> str:
    """A time of day as a sentence says it: `9 h`, `18 h 30`; in English `18:30`."""
    if locale == "fr":
        return f"{value.hour}{_NARROW}h" + (f"{_NARROW}{value.minute:02d}" if value.minute else "")
    return format_time(value, "short", locale=WRITTEN[locale])


@cache
def _in_units(hours: int, minutes: int, written: str) -> str:
    """Hours and minutes with their whole names; a zero is told only where there is nothing else."""
    told = [format_unit(hours, "duration-hour", "long", locale=written)] if hours else []
    if minutes or not hours:
        told.append(format_unit(minutes, "duration-minute", "long", locale=written))
    return " ".join(told)


__all__ = ["LOCALES", "WRITTEN", "Typed", "UnknownText", "Voice", "catalogue", "hour_in_words"]
