"""What a message offers to press: a press that it never offered means nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.message import Ask, Button, Buttons, Message, options_of

Way = Literal["decline", "form"]  # out of a question, in the platform's own words


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a message allows to press: where it stands, and the words for it."""

    part: int
    label: str
    by: Button | Ask


def offer(
    message: Message,
    action: str,
    values: tuple[str, ...],
    words: Callable[[Way], str],
    *,
    inputs: bool = False,
) -> Offer | None:
    """What an action is in this message, or None when it was never offered.

    With `inputs`, what is written in a question's input is sent by a button too.
    """
    for number, part in enumerate(message.parts):
        match part:
            case Buttons(buttons=buttons):
                for button in buttons:
                    if button.action and button.action == action and not button.url:
                        return Offer(number, button.label, button)
            case Ask():
                label = _answer(part, action, values, words, inputs)
                if label is not None:
                    return Offer(number, label, part)
    return None


def _answer(
    ask: Ask, action: str, values: tuple[str, ...], words: Callable[[Way], str], inputs: bool
) -> str | None:
    field = ask.field
    verb, _, about = action.partition(":")
    if about == f"{ask.draft}:{field.name}":
        if verb == "skip" and ask.skip:
            return ask.skip
        if verb == "decline" and field.kind == "consent":
            return words("decline")
        if verb == "answer" and inputs and field.kind in ("text", "lines"):
            return "\n".join(values) or "—"
        if verb == "answer":
            return _chosen(ask, values)
    if about == str(ask.draft):
        if verb == "back" and ask.back:
            return ask.back
        if verb == "form":
            return words("form")
    return None


def _chosen(ask: Ask, values: tuple[str, ...]) -> str | None:
    labels = {option.value: option.label for option in options_of(ask.field)}
    several = ask.field.kind == "pick"
    if any(value not in labels for value in values) or (len(values) != 1 and not several):
        return None
    return ", ".join(labels[value] for value in values) or "—"
