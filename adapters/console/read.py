"""What was typed in the terminal, turned into an event or into a move of the clock; all pure."""

import re
from datetime import timedelta

from adapters.console.render import Choice, Choices
from bot.event import Command, Event, Pressed, Said, Sender
from bot.message import FieldView, options_of

_OUR_NAME = re.compile(r"^(?:bin[oô]me|mentorat)(?=\s|$)\s*", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,3}(?:[\s,;]+\d{1,3})*")
_AHEAD = re.compile(r"\+\s?(\d{1,4})\s?(min|h|d|j)")
_UNITS = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "j": timedelta(days=1),
}
_TYPED = "> "


def event_from(line: str, sender: Sender, key: str, choices: Choices) -> Event:
    """The event that a typed line is: a number chooses, a slash commands, all else is said."""
    text = line.strip()
    if text.startswith("/"):
        return Command(key, sender, _OUR_NAME.sub("", text[1:].lstrip()))
    chosen = chosen_in(text, choices)
    if chosen:
        values = tuple(value for choice in chosen for value in choice.values)
        return Pressed(key, sender, chosen[0].action, values)
    return Said(key, sender, line)


def chosen_in(text: str, choices: Choices) -> list[Choice]:
    """The choices that typed numbers mean, several only where several may be chosen together."""
    if not _NUMBERS.fullmatch(text):
        return []
    numbers = dict.fromkeys(int(number) for number in re.findall(r"\d+", text))
    found = [choices[number] for number in numbers if number in choices]
    together = len({choice.action for choice in found}) == 1 and all(c.several for c in found)
    if len(found) != len(numbers) or (len(found) > 1 and not together):
        return []
    return found


def ahead(line: str) -> timedelta | None:
    """How far `+1d`, `+3 h` or `+30 min` moves the clock; None for anything else."""
    found = _AHEAD.fullmatch(line.strip())
    return None if found is None else int(found.group(1)) * _UNITS[found.group(2)]


def value_from(line: str, field: FieldView) -> object:
    """What a typed line answers to a question of a whole form; nothing keeps what is held."""
    text = line.strip()
    if not text:
        return list(field.value) if isinstance(field.value, tuple) else field.value or ""
    options = options_of(field)
    labels = {str(number): option.value for number, option in enumerate(options, 1)}
    labels |= {option.label.casefold(): option.value for option in options}
    if field.kind == "pick":
        pieces = [piece.strip() for piece in re.split(r"[,;]", text)]
        if len(pieces) == 1 and _NUMBERS.fullmatch(text):
            pieces = text.split()
        return [labels.get(piece.casefold(), piece) for piece in pieces if piece]
    if field.kind == "lines":
        return "\n".join(piece.strip() for piece in text.split(";"))
    if field.kind == "scale":
        return text
    return labels.get(text.casefold(), text)


def typed_in(transcript: str) -> list[str]:
    """What the person typed in a transcript, to say it all again."""
    return [
        line[len(_TYPED) :].removesuffix("\n")
        for line in transcript.splitlines()
        if line.startswith(_TYPED)
    ]
