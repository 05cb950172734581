"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.commands.arguments import Arguments
from bot.message import Button
from bot.texts import Voice

T = TypeVar("T")
LINES = 10


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of many things, and where one is among them."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int

    def turning(self, voice: Voice, action: str) -> tuple[Button, ...]:
        """Buttons to the page before and the page after; `action` takes the page's number."""
        found: list[Button] = []
        if self.number > 1:
            found.append(voice.button("command.page.before", f"{action}:{self.number - 1}"))
        if self.number < self.pages:
            found.append(voice.button("command.page.after", f"{action}:{self.number + 1}"))
        return tuple(found)


def page(items: Sequence[T], number: int, lines: int = LINES) -> Page[T]:
    """A page of a list, the nearest that exists; one line too many does not make a page."""
    pages = max(1, -(-len(items) // lines))
    number = min(max(1, number), pages)
    return Page(tuple(items[(number - 1) * lines : number * lines]), number, pages, len(items))


def taken_page(words: Arguments) -> tuple[int, Arguments]:
    """The page asked for as a last number, and the words before it."""
    if words and words.words[-1].isdecimal():
        return int(words.words[-1]), words.before(len(words) - 1)
    return 1, words
