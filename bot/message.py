"""Neutral content: what the bot says, before any platform gives it a shape.

Every text is a tuple of runs. A run that a person typed is marked, so that each platform's renderer
can escape it: typed text is data inside a message and never becomes markup, a link or a mention.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; some name a moment, in the person's own time zone."""

    text: str
    bold: bool = False
    typed: bool = False
    at: datetime | None = None  # that moment, for platforms that show each reader their own clock
    hour: bool = False  # only its time of day is named


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `role` says what it is for: text, title, hint, quote or error."""

    runs: Runs
    role: Literal["text", "title", "hint", "quote", "error"] = "text"
    part: Literal["para"] = "para"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short items."""

    items: tuple[Runs, ...]
    part: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows of a label and its value."""

    rows: tuple[tuple[str, Runs], ...]
    part: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: `action` comes back as Pressed; with `url` a page opens instead."""

    label: str
    action: str = ""
    style: Literal["plain", "primary", "danger"] = "plain"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """What can be done from here."""

    buttons: tuple[Button, ...]
    part: Literal["buttons"] = "buttons"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file or a picture to fetch by its token; `alt` tells what a picture shows."""

    token: str
    name: str
    media_type: str
    alt: str = ""
    part: Literal["attachment"] = "attachment"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the value kept, and the words that show it."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One question of a form, ready to be drawn by any platform."""

    name: str
    kind: Literal["text", "lines", "choose", "pick", "scale", "consent", "confirm"]
    label: str  # a few words, for a full form or a card
    ask: Runs  # the whole question, for a chat turn
    hint: str = ""
    options: tuple[Option, ...] = ()
    value: str | int | bool | tuple[str, ...] | None = None  # what is held now
    optional: bool = False
    at_least: int = 0
    at_most: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question asked in a chat turn, with what to press to answer, pass or go back."""

    draft: int
    field: FieldView
    skip: str = ""  # the label of the button that passes, when the question is optional
    back: str = ""  # the label of the button that goes back, when there is somewhere to go
    send: str = ""  # the label of the button that sends several choices
    part: Literal["ask"] = "ask"


Part = Annotated[Para | Bullets | Facts | Buttons | Attachment | Ask, Field(discriminator="part")]


@dataclass(frozen=True, slots=True)
class Message:
    """What one address is told, in order."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """A whole form, to be drawn as a modal, a card or a page."""

    draft: int
    title: str
    fields: tuple[FieldView, ...]
    send: str
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that typed words settled, and what its message shows from now on."""

    draft: int
    field: str
    label: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The immediate answer to whoever caused an event; what must last goes by the outbox."""

    errors: dict[str, str] | None = None  # by field, for a form that was sent with mistakes
    form: FormView | None = None  # a form to open now
    settles: bool = True  # whether what was pressed or sent is answered by it; not when refused
    closes: bool = False  # whether the matter is over for everybody who reads what was pressed
    answered: Answered | None = None  # by typed words: what was to be pressed is so no more


NOTHING = Reply()
UNSETTLED = Reply(settles=False)
CLOSED = Reply(closes=True)

_MESSAGE = TypeAdapter(Message)


def to_data(message: Message) -> dict[str, Any]:
    """The message as plain JSON values, without what is as usual."""
    data: dict[str, Any] = _MESSAGE.dump_python(message, mode="json", exclude_defaults=True)
    for part, told in zip(message.parts, data["parts"], strict=True):
        told["part"] = part.part  # as usual too, but without it nothing could be read again
    return data


def from_data(data: dict[str, Any]) -> Message:
    """The message that `to_data` made plain."""
    return _MESSAGE.validate_python(data, strict=False)


def options_of(field: FieldView) -> tuple[Option, ...]:
    """What can be chosen: a scale or a yes may come without its options spelled out."""
    if field.options:
        return field.options
    if field.kind == "scale":
        points = range(field.at_least, field.at_most + 1)
        return tuple(Option(str(point), str(point)) for point in points)
    if field.kind in ("consent", "confirm"):
        return (Option("yes", field.label),)
    return ()


def plain(runs: Runs) -> str:
    """The words of some runs, without style."""
    return "".join(run.text for run in runs)


def text_of(message: Message, locale: str = "fr") -> str:
    """The whole message in plain words: a notification, a log for eyes, a test."""
    colon = " : " if locale == "fr" else ": "
    lines: list[str] = []
    for part in message.parts:
        match part:
            case Para(runs=runs):
                lines.append(plain(runs))
            case Bullets(items=items):
                lines += [f"• {plain(item)}" for item in items]
            case Facts(rows=rows):
                lines += [f"{label}{colon}{plain(value)}" for label, value in rows]
            case Buttons(buttons=buttons):
                lines.append(" ".join(f"[{button.label}]" for button in buttons))
            case Attachment(name=name, alt=alt):
                lines.append(f"[{alt or name}]")
            case Ask(field=field):
                lines.append(plain(field.ask))
                lines += [f"  {n}. {o.label}" for n, o in enumerate(field.options, 1)]
                if field.hint:
                    lines.append(field.hint)
    return "\n".join(lines)
