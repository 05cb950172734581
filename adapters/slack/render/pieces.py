"""A message as what Slack sends in turn: posts of blocks, and files between them.

Buttons stay with what they are about: they never begin a post when what precedes them can come
along, and those that follow a file are posted before it, under the paragraph that speaks of both.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, groupby
from typing import Any

from adapters.slack.render import blocks
from adapters.slack.render.ask import ask
from adapters.slack.render.limits import ALT, NOTIFICATION, cut, length, packed
from adapters.slack.render.text import Json, escaped, visible
from bot.message import (
    Ask,
    Attachment,
    Bullets,
    Buttons,
    Facts,
    Message,
    Para,
    Part,
    plain,
    text_of,
)
from bot.texts import Voice


@dataclass(frozen=True, slots=True)
class Post:
    """One message: its blocks, and the text that notifications and screen readers use alone."""

    blocks: tuple[dict[str, Any], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """Blocks that stay together, and the parts they show."""

    blocks: list[Json]
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Upload:
    """Files that are shared together: the token and the alternative text of each."""

    files: tuple[tuple[str, str], ...]
    comment: str = ""


Piece = Post | Upload


def pieces(message: Message, voice: Voice) -> tuple[Piece, ...]:
    """What to send for a message, in order; nothing for a message that shows nothing."""
    found: list[Piece] = []
    numbers = count()
    for files, parts in groupby(_ordered(message.parts), lambda p: isinstance(p, Attachment)):
        if files:
            found.append(_upload([p for p in parts if isinstance(p, Attachment)]))
        else:
            found += _posts([*parts], voice, numbers)
    return tuple(found)


def units(parts: Sequence[Part], voice: Voice, numbers: Iterator[int]) -> list[Unit]:
    """The parts as blocks, each with those that must not be parted from it; files are left out."""
    found: list[Unit] = []
    alike, offered = _alike(parts), _offered(parts)
    glued, about = False, ""
    for part in parts:
        drawn: list[Json] = []
        match part:
            case Para():
                drawn, about = blocks.para(part), plain(part.runs)
            case Bullets(items=items):
                drawn = blocks.bullets(items)
            case Facts():
                drawn = blocks.facts(part)
            case Buttons(buttons=buttons):
                drawn = blocks.row(buttons, numbers, dict.fromkeys(alike, about))
            case Ask(draft=draft):
                # Once is enough, when the message itself offers the whole form.
                drawn = ask(part, numbers, voice, as_form=f"form:{draft}" not in offered)
        if not drawn:
            continue
        if not found or not (glued or isinstance(part, Buttons)):
            found.append(Unit([], []))
        found[-1].blocks.extend(drawn)
        found[-1].parts.append(part)
        glued = isinstance(part, Para) and part.role == "title"
    return found


def fallback(parts: Sequence[Part], voice: Voice) -> str:
    """The words of some parts for a notification; of buttons alone, their labels."""
    told = tuple(part for part in parts if not isinstance(part, Buttons | Attachment))
    text = text_of(Message(told), voice.locale).strip()
    if not text:
        labels = (b.label for part in parts if isinstance(part, Buttons) for b in part.buttons)
        text = " · ".join(labels)
    text, most = visible(text).strip() or "…", NOTIFICATION
    while length(shown := escaped(cut(text, most))) > NOTIFICATION:
        most = most * 9 // 10
    return shown


def _upload(shared: Sequence[Attachment]) -> Upload:
    """Files together; as Slack keeps an alternative text for pictures only, others say it aside."""
    told = [each.alt for each in shared if not each.media_type.startswith("image/") and each.alt]
    files = tuple((each.token, cut(visible(each.alt or each.name), ALT)) for each in shared)
    return Upload(files, cut(escaped("\n".join(dict.fromkeys(told))), NOTIFICATION))


def _posts(parts: Sequence[Part], voice: Voice, numbers: Iterator[int]) -> Iterator[Post]:
    found = units(parts, voice, numbers)
    for drawn, inside in packed([unit.blocks for unit in found]):
        inner = [part for n in inside for part in found[n].parts]
        yield Post(tuple(drawn), fallback(inner, voice))


def _offered(parts: Sequence[Part]) -> set[str]:
    rows = [part.buttons for part in parts if isinstance(part, Buttons)]
    return {button.action for row in rows for button in row}


def _ordered(parts: Sequence[Part]) -> list[Part]:
    """The parts, with buttons that follow files put before them."""
    found: list[Part] = []
    for part in parts:
        at = len(found)
        if isinstance(part, Buttons):
            while at and isinstance(found[at - 1], Attachment):
                at -= 1
            at = at or len(found)  # nothing to stand under: they stay behind the files
        found.insert(at, part)
    return found


def _alike(parts: Sequence[Part]) -> set[str]:
    """The labels that several rows of buttons share, as in a list to decide on."""
    rows = [{b.label for b in part.buttons} for part in parts if isinstance(part, Buttons)]
    return {label for label, times in Counter(chain.from_iterable(rows)).items() if times > 1}
