"""A message as the activities that carry it: one card, or several when it is long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.teams import actions
from adapters.teams.render.ask import ask
from adapters.teams.render.blocks import Link, Lots, attachment, bullets, facts, para, row
from adapters.teams.render.limits import BYTES, LOT, size
from adapters.teams.render.text import summary
from bot.message import (
    Ask,
    Attachment,
    Bullets,
    Button,
    Buttons,
    Facts,
    Message,
    Para,
    Part,
    text_of,
)
from bot.texts import Voice

Json = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True, slots=True)
class Lot:
    """Elements that stay together: those of a part, or a piece of it when it is long."""

    part: int  # its place in the message
    body: list[Json]
    answers: bool = False  # whether they go once the part is answered


Page = tuple[Lot, ...]


def pieces(message: Message, voice: Voice, link: Link, of: str = "") -> tuple[Json, ...]:
    """The activities that tell a message, in order.

    `link` gives the address of a file by its token. `of` names the message in the data of its
    buttons, so that `settled` can draw the card again once one of them was used.
    """
    told = summary(text_of(message, voice.locale)) or "…"
    cards = [
        card(page, told, voice, of, n) for n, page in enumerate(pages(message, voice, link, of))
    ]
    return tuple(activity(each, told) for each in cards)


def activity(card: Json, told: str) -> Json:
    """A card on its way, with the words that announce it."""
    return {
        "type": "message",
        "summary": told,
        "attachments": [{"contentType": CARD, "content": card}],
    }


def card(page: Sequence[Lot], told: str, voice: Voice, of: str = "", number: int = 0) -> Json:
    """One card; `told` is what a screen that cannot show it says."""
    body = [_marked(element, of, number) for lot in page for element in lot.body]
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": voice.locale,
        "fallbackText": told,
        "msteams": {"width": "Full"},
        "body": body,
    }


def pages(message: Message, voice: Voice, link: Link, of: str = "") -> tuple[Page, ...]:
    """The message in as few cards as hold it."""
    found: list[Page] = []
    now: list[Lot] = []
    empty = size(card((), summary(text_of(message, voice.locale)), voice)) + 2
    weight = empty
    for lot in _lots(message, voice, link):
        # Weighed as it will be sent, with the longest page number that can be told.
        own = sum(size(_marked(element, of, 999)) + 2 for element in lot.body)
        if now and weight + own > BYTES:
            found.append(tuple(now))
            now, weight = [], empty
        now.append(lot)
        weight += own
    if now:
        found.append(tuple(now))
    return tuple(found)


def _lots(message: Message, voice: Voice, link: Link) -> Iterator[Lot]:
    pressed = {each.action for part in message.parts for each in _buttons(part)}
    for number, part in enumerate(message.parts):
        if isinstance(part, Ask):
            drawn = ask(part, voice, alone=f"form:{part.draft}" not in pressed)
            if size(drawn.words) > LOT // 4:  # as much as leaves room for the answers
                yield from (Lot(number, [each]) for each in drawn.words)
            else:
                yield Lot(number, drawn.words)
            yield Lot(number, drawn.ways, answers=True)
        else:
            yield from (Lot(number, body, isinstance(part, Buttons)) for body in _drawn(part, link))


def _buttons(part: Part) -> Sequence[Button]:
    return part.buttons if isinstance(part, Buttons) else ()


def _drawn(part: Part, link: Link) -> Lots:
    match part:
        case Para():
            return para(part)
        case Bullets():
            return bullets(part)
        case Facts():
            return facts(part)
        case Buttons(buttons=buttons):
            return row(buttons)
        case Attachment():
            return attachment(part, link)
        case Ask():
            return []  # drawn apart, as its words outlive its answers


def _marked(element: Json, of: str, page: int) -> Json:
    """The element, whose buttons say which message and which card they are on."""
    if element.get("type") != "ActionSet" or not of:
        return element
    return {**element, "actions": [_on(each, of, page) for each in element["actions"]]}


def _on(action: Json, of: str, page: int) -> Json:
    if "data" not in action:
        return action
    marked = {**action, "data": actions.on(action["data"], of, page)}
    if "fallback" in action:
        marked["fallback"] = _on(action["fallback"], of, page)
    return marked


__all__ = ["CARD", "Lot", "Page", "activity", "card", "pages", "pieces"]
