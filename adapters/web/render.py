"""What the page is given: lines of a conversation as plain JSON, and what each of them offers.

A message leaves here as the core said it; the page draws its parts. A line also tells what a person
did, and `offered` says which presses a message allows: the page can only press what was shown.
"""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from adapters.runner.offered import offer
from bot.event import Command, Event, Pressed, Said, Submitted
from bot.message import Ask, FormView, Message, Reply, from_data
from bot.texts import Voice
from storage.nouns import Line

_MESSAGE = TypeAdapter(Message)
_FORM = TypeAdapter(FormView)


@dataclass(frozen=True, slots=True)
class Press:
    """A press that a message allows: which of its parts holds it, and the words on it."""

    part: int
    label: str
    question: bool  # one press settles a question; a row of buttons stays


def offered(message: Message, action: str, values: tuple[str, ...], voice: Voice) -> Press | None:
    """The press that `action` is in this message, or None when it was never offered."""
    found = offer(message, action, values, lambda way: voice.words(f"web.ask.{way}"))
    if found is None:
        return None
    question = isinstance(found.by, Ask) and not action.startswith("form:")
    return Press(found.part, found.label, question)


def deed(
    event: Event, press: Press | None, of: int, title: str, *, settles: bool = True
) -> dict[str, Any] | None:
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
                "settles": settles,
            }
        case Submitted(draft=draft):
            return {"kind": "submitted", "draft": draft, "title": title}
        case _:
            return None


def line_data(line: Line) -> dict[str, Any]:
    """A line of a conversation for the page, which reads what is as usual too."""
    payload = line.payload
    if line.author == "bot":
        payload = _MESSAGE.dump_python(from_data(payload), mode="json")
    return {"id": line.id, "author": line.author, "at": line.at.isoformat(), "payload": payload}


def reply_data(reply: Reply) -> dict[str, Any]:
    """What the caller is answered at once: a form to open, or mistakes by field."""
    form = None if reply.form is None else _FORM.dump_python(reply.form, mode="json")
    return {"errors": reply.errors or {}, "form": form}
