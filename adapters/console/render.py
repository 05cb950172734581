"""Message parts as readable lines of a terminal, with numbers for what can be chosen.

A whole form is not offered here, since the same questions come one by one: buttons that open one
are left out. Numbers go on from one message to the next within a turn; a question starts them anew,
and a scale keeps its own points as numbers.
"""

import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.message import (
    Ask,
    Attachment,
    Bullets,
    Button,
    Buttons,
    Facts,
    FieldView,
    Message,
    Para,
    Runs,
    options_of,
    plain,
)
from bot.texts import Voice

WIDTH = 80
_WIDEST_LABEL = 24
Style = Literal["text", "title", "hint", "quote", "error", "choice"]
_KEPT = {"\n", "\t"}
_DIRECTIONS = {*"\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One line for eyes, in its style."""

    text: str
    style: Style = "text"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a number means: the action it presses, with its values; `several` may be combined."""

    label: str
    action: str
    values: tuple[str, ...] = ()
    several: bool = False


Choices = Mapping[int, Choice]


def visible(text: str) -> str:
    """Text whose control and direction characters show as codes, so that they command nothing."""
    return "".join(
        f"\\x{ord(c):02x}"
        if c in _DIRECTIONS or (unicodedata.category(c) == "Cc" and c not in _KEPT)
        else c
        for c in text
    )


def render(message: Message, before: Choices, voice: Voice) -> tuple[list[Shown], Choices]:
    """The message as lines, and what numbers mean after it."""
    shown: list[Shown] = []
    choices = dict(before)
    for part in message.parts:
        match part:
            case Para(runs=runs, role="quote"):
                shown += _wrapped(plain(runs), "quote", "│ ")
            case Para(runs=runs, role=role):
                shown += _wrapped(plain(runs), role)
            case Bullets(items=items):
                for item in items:
                    shown += _wrapped(plain(item), "text", "• ", "  ")
            case Facts(rows=rows):
                shown += _facts(rows)
            case Buttons(buttons=buttons):
                shown += _buttons(buttons, choices, voice)
            case Attachment(name=name, alt=alt):
                shown += _wrapped(f"[{name}] {alt}".rstrip(), "hint")
            case Ask():
                choices = {}
                shown += _ask(part, choices, voice)
    return shown, choices


def lines_of(field: FieldView) -> list[Shown]:
    """A question of a whole form, with numbers for its options."""
    shown = _wrapped(plain(field.ask) or field.label, "title")
    if field.hint:
        shown += _wrapped(field.hint, "hint")
    if field.kind == "scale":
        return [*shown, _points(field)]
    for number, option in enumerate(options_of(field), 1):
        shown += _numbered(number, option.label, option.hint)
    return shown


def _ask(ask: Ask, choices: dict[int, Choice], voice: Voice) -> list[Shown]:
    field = ask.field
    answer = f"answer:{ask.draft}:{field.name}"
    shown = _wrapped(plain(field.ask), "title")
    if field.hint:
        shown += _wrapped(field.hint, "hint")
    if field.kind == "scale":
        for option in options_of(field):
            choices[int(option.value)] = Choice(option.label, answer, (option.value,))
        shown.append(_points(field))
    else:
        several = field.kind == "pick"
        held = set(field.value) if isinstance(field.value, tuple) else {str(field.value)}
        for option in options_of(field):
            number = _add(choices, Choice(option.label, answer, (option.value,), several))
            mark = " ✓" if option.value in held else ""
            shown += _numbered(number, option.label + mark, option.hint)
        if several:
            shown += _wrapped(voice.words("console.several"), "hint")
    ways = []
    if field.kind == "consent":
        label = voice.words("console.decline")
        ways.append(Choice(label, f"decline:{ask.draft}:{field.name}"))
    if ask.skip:
        ways.append(Choice(ask.skip, f"skip:{ask.draft}:{field.name}"))
    if ask.back:
        ways.append(Choice(ask.back, f"back:{ask.draft}"))
    for way in ways:
        shown += _numbered(_add(choices, way), way.label)
    return shown


def _buttons(buttons: Iterable[Button], choices: dict[int, Choice], voice: Voice) -> list[Shown]:
    colon = " : " if voice.locale == "fr" else ": "
    shown: list[Shown] = []
    for button in buttons:
        if button.url:
            # A link is never cut: it would lead nowhere.
            shown.append(Shown(f"  → {_line(button.label)}{colon}{_line(button.url)}", "choice"))
        elif not button.action.startswith("form:"):
            number = _add(choices, Choice(button.label, button.action))
            shown += _numbered(number, button.label)
    return shown


def _points(field: FieldView) -> Shown:
    return Shown("  " + "   ".join(option.value for option in options_of(field)), "choice")


def _add(choices: dict[int, Choice], choice: Choice) -> int:
    number = max(choices, default=0) + 1
    choices[number] = choice
    return number


def _numbered(number: int, label: str, hint: str = "") -> list[Shown]:
    start = f"{number:>3}. "
    shown = _wrapped(label, "choice", start, " " * len(start))
    if hint:
        shown += _wrapped(hint, "hint", " " * len(start))
    return shown


def _facts(rows: Iterable[tuple[str, Runs]]) -> list[Shown]:
    told = [(_line(label), plain(value)) for label, value in rows]
    wide = max((len(label) for label, _ in told if len(label) <= _WIDEST_LABEL), default=0)
    shown: list[Shown] = []
    for label, value in told:
        start = f"  {label:<{wide}}  "
        if len(label) > _WIDEST_LABEL:
            shown += _wrapped(label, "text", "  ")
            start = " " * (wide + 4)
        shown += _wrapped(value, "text", start, " " * len(start))
    return shown


def _line(text: str) -> str:
    return " ".join(visible(text).split())


def _wrapped(text: str, style: Style, start: str = "", then: str | None = None) -> list[Shown]:
    """The text cut into lines of the terminal; lines that people made stay apart."""
    later = start if then is None else then
    shown: list[Shown] = []
    for line in visible(text).splitlines() or [""]:
        first = start if not shown else later
        cut = textwrap.wrap(
            line,
            WIDTH,
            initial_indent=first,
            subsequent_indent=later,
            break_on_hyphens=False,
            expand_tabs=False,
        )
        shown += [Shown(each, style) for each in cut or [first.rstrip()]]
    return shown
