"""What the page is given: lines of a conversation as plain JSON, and what each of them offers.

A message leaves here as the core said it; the page draws its parts. A line also tells what a person
did, and `offered` says which presses a message allows: the page can only press what was shown.
"""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.event import Command, Event, Pressed, Said, Submitted
from bot.message import Ask, Buttons, FormView, Message, Option, Reply
from bot.texts import Voice
from storage.nouns import Line

_FORM = TypeAdapter(FormView)


@dataclass(frozen=True, slots=True)
class Press:
    """A press that a message allows: which of its parts holds it, and the words on it."""

    part: int
    label: str
    question: bool  # one press settles a question; a row of buttons stays


def offered(message: Message, action: str, values: tuple[str, ...], voice: Voice) -> Press | None:
    """The press that `action` is in this message, or None when it was never offered."""
    for number, part in enumerate(message.parts):
        match part:
            case Buttons(buttons=buttons):
                for button in buttons:
                    if button.action and button.action == action and not button.url:
                        return Press(number, button.label, question=False)
            case Ask():
                label = _answer(part, action, values, voice)
                if label is not None:
                    settles = not action.startswith("form:")
                    return Press(number, label, question=settles)
    return None


def _answer(ask: Ask, action: str, values: tuple[str, ...], voice: Voice) -> str | None:
    field = ask.field
    verb, _, about = action.partition(":")
    if about == f"{ask.draft}:{field.name}":
        if verb == "skip" and ask.skip:
            return ask.skip
        if verb == "decline" and field.kind == "consent":
            return voice.words("web.ask.decline")
        if verb == "answer":
            return _chosen(ask, values)
    if about == str(ask.draft):
        if verb == "back" and ask.back:
            return ask.back
        if verb == "form":
            return voice.words("web.ask.form")
    return None


def _chosen(ask: Ask, values: tuple[str, ...]) -> str | None:
    labels = {option.value: option.label for option in options_of(ask)}
    several = ask.field.kind == "pick"
    if any(value not in labels for value in values) or (len(values) != 1 and not several):
        return None
    return ", ".join(labels[value] for value in values) or "—"


def options_of(ask: Ask) -> tuple[Option, ...]:
    """What can be pressed to answer: a scale or a yes may come without its options spelled out."""
    field = ask.field
    if field.options:
        return field.options
    if field.kind == "scale":
        points = range(field.at_least, field.at_most + 1)
        return tuple(Option(str(point), str(point)) for point in points)
    if field.kind in ("consent", "confirm"):
        return (Option("yes", field.label),)
    return ()


def deed(event: Event, press: Press | None, of: int, title: str) -> dict[str, Any] | None:
    """What a person's line says they did, or None for what leaves no line."""
    match event:
        case Said(text=text):
            return {"kind": "said", "text": text}
        case Command(text=text):
            return {"kind": "command", "text": text}
        case Pressed(action=action, values=values) if press is not None:
            return {
                "kind": "pressed",
                "action": action,
                "values": list(values),
                "label": press.label,
                "of": of,
                "part": press.part,
            }
        case Submitted(draft=draft):
            return {"kind": "submitted", "draft": draft, "title": title}
        case _:
            return None


def line_data(line: Line) -> dict[str, Any]:
    """A line of a conversation for the page."""
    return {
        "id": line.id,
        "author": line.author,
        "at": line.at.isoformat(),
        "payload": line.payload,
    }


def reply_data(reply: Reply) -> dict[str, Any]:
    """What the caller is answered at once: a form to open, or mistakes by field."""
    form = None if reply.form is None else _FORM.dump_python(reply.form, mode="json")
    return {"errors": reply.errors or {}, "form": form}
