"""What awaits a coordinator in one programme, section by section; nothing is written.

It asks the database as much however many take part: what leaves by itself is another matter
(`bot/today/coming.py`), which looks at each subject.
"""

from dataclasses import dataclass

from bot.message import Buttons, Para, Part
from bot.texts import Voice
from bot.today import answering, calling, deciding, gathering
from bot.today.line import Line
from storage.nouns import Person, Programme
from storage.work import Work

LINES = 6  # of one section; whoever has more reads the rest behind a button


@dataclass(frozen=True, slots=True)
class Section:
    """Lines about one matter."""

    name: str  # decide, call, failing, wait or gather
    lines: tuple[Line, ...]


def day(work: Work, programme: Programme, person: Person, voice: Voice) -> list[Section]:
    """The sections that have something to say, the most pressing first."""
    calls, failing = calling.lines(work, programme, person, voice)
    found = {
        "decide": deciding.lines(work, programme, voice),
        "call": calls,
        "failing": failing,
        "wait": answering.lines(work, programme, voice),
        "gather": gathering.lines(work, programme, voice),
    }
    return [Section(name, tuple(lines)) for name, lines in found.items() if lines]


def parts_of(
    voice: Voice, sections: list[Section], most: int = LINES, *, acts: bool = True
) -> list[Part]:
    """Sections to be read, each line with what acts on it for whoever may act."""
    parts: list[Part] = []
    for section in sections:
        parts.append(voice.para(f"today.{section.name}"))
        for each in section.lines[:most]:
            parts.append(Para(each.told))
            if each.buttons and acts:
                parts.append(Buttons(each.buttons))
        left = len(section.lines) - most
        if left > 0:
            parts.append(voice.hint("today.and-more", left))
    return parts
