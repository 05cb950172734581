"""A card after one of its buttons was used: what was chosen, in the place of what could be."""

from dataclasses import dataclass, replace
from typing import Any

from adapters.runner.offered import offer
from adapters.teams.actions import Used
from adapters.teams.render.blocks import Link, done, opening, rows
from adapters.teams.render.limits import ANSWER, BYTES, LABEL, cut, size
from adapters.teams.render.pieces import Lot, Page, card, pages
from adapters.teams.render.text import summary
from bot.message import Ask, Button, Buttons, Message, text_of
from bot.texts import Voice

Json = dict[str, Any]

_DECISIONS = ("primary", "danger")


@dataclass(frozen=True, slots=True)
class Press:
    """A press that a message allows: which of its parts holds it, and the words for it."""

    part: int
    label: str
    settles: bool = True  # whether its part is over once it is pressed
    leaves: int | None = None  # the draft that is answered or left by it


def settled(
    message: Message, used: Used, voice: Voice, link: Link, *, closes: bool = False
) -> Json | None:
    """The card with its answer; None when it stays as it is, or never offered what was used.

    What `closes` a matter ends a row about that matter alone, whatever the button.
    """
    found = pages(message, voice, link, used.of)
    press = offered(message, used, voice)
    ends = press is not None and (press.settles or (closes and _is_about(message, press, used)))
    if press is None or not ends or used.page >= len(found):
        return None
    return _redrawn(message, press, found[used.page], voice, used.of, used.page)


def answered(
    message: Message, part: int, label: str, voice: Voice, link: Link, of: str
) -> tuple[int, Json] | None:
    """The card that asked, with what words answered, and its number; None when there is none."""
    question = message.parts[part]
    if not isinstance(question, Ask):
        return None
    press = Press(part, label, leaves=question.draft)
    for number, page in enumerate(pages(message, voice, link, of)):
        if any(lot.part == part and lot.answers and lot.body for lot in page):
            made = _redrawn(message, press, page, voice, of, number)
            return None if made is None else (number, made)
    return None


def _redrawn(
    message: Message, press: Press, page: Page, voice: Voice, of: str, number: int
) -> Json | None:
    for most in (ANSWER, LABEL):  # the card may have been full already
        lots = _page(message, page, replace(press, label=cut(press.label, most)))
        made = card(lots, summary(text_of(message, voice.locale)) or "…", voice, of, number)
        if size(made) <= BYTES:
            return made
    return None


def _is_about(message: Message, press: Press, used: Used) -> bool:
    """Whether a row of buttons is about one matter only, that of what was pressed."""
    part, about = message.parts[press.part], used.action.split(":")[:2]
    return isinstance(part, Buttons) and all(
        each.action.split(":")[:2] == about for each in part.buttons
    )


def _page(message: Message, lots: Page, press: Press) -> list[Lot]:
    page: list[Lot] = []
    for lot in lots:
        if lot.part == press.part and lot.answers:
            if not any(each.answers and each.part == press.part for each in page):
                page.append(Lot(press.part, _after(message, press), answers=True))
        elif not _is_left(message, lot, press):
            page.append(lot)
    return page


def offered(message: Message, used: Used, voice: Voice) -> Press | None:
    """The press that was used on this message, or None when it was never offered."""
    found = offer(
        message,
        used.action,
        used.values,
        lambda way: voice.words(f"teams.ask.{way}"),
        inputs=True,
    )
    if found is None:
        return None
    opens = used.action.startswith("form:")
    if isinstance(found.by, Ask):
        return Press(found.part, found.label, not opens, found.by.draft)
    return Press(found.part, found.label, found.by.style in _DECISIONS and not opens)


def _after(message: Message, press: Press) -> list[Json]:
    """What takes the place of the answers: the one that was given, and the pages one may open."""
    part = message.parts[press.part]
    pages_to_open = [
        opening(button.label, button.url)
        for button in (part.buttons if isinstance(part, Buttons) else ())
        if button.url
    ]
    return [*done(press.label), *rows(pages_to_open)]


def _is_left(message: Message, lot: Lot, press: Press) -> bool:
    """Whether a row of buttons made sense only while its draft waited for this answer."""
    part = message.parts[lot.part]
    if press.leaves is None or not isinstance(part, Buttons):
        return False
    about = {f"{verb}:{press.leaves}" for verb in ("cancel", "change", "form")}
    return all(_action(button) in about for button in part.buttons)


def _action(button: Button) -> str:
    return "" if button.url else button.action
