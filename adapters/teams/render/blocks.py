"""Every part but a question, as elements of a card.

Each function gives lots: elements that stay together on one card, in the order of reading.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from adapters.teams import actions
from adapters.teams.render.limits import (
    ACTION,
    ALT,
    BUTTONS,
    LABEL,
    LOT,
    ROW,
    ROW_BYTES,
    ROWS,
    TOOLTIP,
    URL,
    cut,
    size,
)
from adapters.teams.render.text import (
    as_typed,
    is_literal,
    one_line,
    quiet,
    rich,
    stretch,
    visible,
)
from bot.message import Attachment, Bullets, Button, Facts, Para, Run, Runs

Json = dict[str, Any]
Lots = list[list[Json]]
Link = Callable[[str], str]  # the address where the file of a token is, for those who know it

_STYLES = {"primary": "positive", "danger": "destructive"}
_WEB = re.compile(r"https?://[^\s<>|]+\Z")
_PICTURE = re.compile(r"image/(?:png|jpeg|gif)\Z")


def para(part: Para) -> Lots:
    """A paragraph in its role."""
    match part.role:
        case "title":
            return [[heading(part.runs)]] if one_line(part.runs) else []
        case "hint":
            return [[each] for each in hint(part.runs)]
        case "quote":
            return [
                [{"type": "Container", "style": "emphasis", "items": [each]}]
                for each in rich(part.runs, italic=True)
            ]
        case "error":
            return [[each] for each in error(part.runs)]
        case _:
            return [[each] for each in rich(part.runs)]


def heading(runs: Runs) -> Json:
    """A title; screen readers are told so wherever its words need no rich text."""
    line = one_line(runs)
    if is_literal(line) and len(line) <= URL:
        return {
            "type": "TextBlock",
            "text": line,
            "style": "heading",
            "size": "Medium",
            "weight": "Bolder",
            "wrap": True,
        }
    return rich((Run(cut(line, URL), bold=True),), size="Medium")[0]


def question(runs: Runs) -> list[Json]:
    """What is asked, above what answers it."""
    return rich(tuple(Run(run.text, True, run.typed) for run in runs))


def hint(runs: Runs) -> list[Json]:
    """A quiet remark."""
    return rich(runs, isSubtle=True, size="Small")


def error(runs: Runs) -> list[Json]:
    """What is wrong, and what to do about it."""
    return rich(runs, color="Attention")


def done(label: str) -> list[Json]:
    """What somebody chose or wrote, in the place of what they could choose."""
    return rich((Run("✓ ", bold=True), Run(label, typed=True)), color="Good")


def bullets(part: Bullets) -> Lots:
    """A list of short items."""
    lots: Lots = []
    for item in part.items:
        for number, block in enumerate(rich(item)):
            start = "• " if number == 0 else "   "
            block["inlines"].insert(0, stretch(start))
            lots.append([{**block, "spacing": "Default" if not lots else "Small"}])
    return lots


def facts(part: Facts) -> Lots:
    """Rows of a label beside its value, or above it when the value is long."""
    lots: Lots = []
    for label, value in part.rows:
        name, blocks = rich((Run(label),), isSubtle=True), rich(value)
        spacing = "Default" if not lots else "Small"
        row = {
            "type": "ColumnSet",
            "spacing": spacing,
            "columns": [_column(1, name), _column(2, blocks)],
        }
        if size(row) <= LOT:
            lots.append([row])
        else:
            lots += [[each] for each in (*name, *blocks)]
    return lots


def _column(width: int, items: list[Json]) -> Json:
    return {"type": "Column", "width": width, "items": items}


def row(buttons: Sequence[Button]) -> Lots:
    """Buttons; one that cannot be carried is left out."""
    return [[each] for each in rows([each for button in buttons for each in _button(button)])]


def rows(drawn: Sequence[Json]) -> list[Json]:
    """Buttons in rows that even a narrow screen holds; the last of very many go under the dots."""
    found: list[list[Json]] = []
    shown = words = weight = 0
    for each in drawn:
        if "mode" not in each:  # under the dots, a button takes no room
            shown, words = shown + 1, words + len(each["title"])
        weight += size(each)
        full = (shown > BUTTONS or words > ROW) and len(found) < ROWS
        if not found or (found[-1] and (full or weight > ROW_BYTES)):
            found.append([])
            shown, words, weight = 1, len(each["title"]), size(each)
        found[-1].append(tucked(each) if shown > BUTTONS else each)
    return [{"type": "ActionSet", "actions": some} for some in found]


def tucked(action: Json) -> Json:
    """The same button, under the three dots."""
    under = {**action, "mode": "secondary"}
    return {**under, "fallback": tucked(action["fallback"])} if "fallback" in action else under


def _button(each: Button) -> Iterator[Json]:
    if each.url:
        if _WEB.match(each.url) and len(each.url) <= URL:
            yield opening(each.label, each.url)
    elif each.action and size(each.action) <= ACTION:
        yield button(each.label, actions.press(each.action), each.style)


def button(label: str, data: Json, style: str = "plain", *, inputs: bool = False) -> Json:
    """One button; `inputs` sends along what the card's inputs hold, once they are valid."""
    shared: Json = {**_title(label), "data": data}
    if style in _STYLES:
        shared["style"] = _STYLES[style]
    if not inputs:
        shared["associatedInputs"] = "none"
    return {
        "type": "Action.Execute",
        "verb": "binome",
        **shared,
        "fallback": {"type": "Action.Submit", **shared},
    }


def opening(label: str, url: str) -> Json:
    """A button that opens a page."""
    return {"type": "Action.OpenUrl", **_title(label), "url": url}


def _title(label: str) -> Json:
    text = " ".join(quiet(as_typed(label)).split()) or "…"
    if len(text) <= LABEL:
        return {"title": text}
    return {"title": cut(text, LABEL), "tooltip": cut(text, TOOLTIP)}


def attachment(part: Attachment, link: Link) -> Lots:
    """A picture to be seen, which opens alone, or a file to fetch."""
    url = link(part.token)
    if not _WEB.match(url) or len(url) > URL:
        return [[each] for each in hint((Run(part.name, typed=True),))]
    told = cut(" ".join(visible(part.alt or part.name).split()), ALT)
    if _PICTURE.match(part.media_type):
        picture: Json = {"type": "Image", "url": url, "altText": told, "size": "Stretch"}
        return [[{**picture, "selectAction": opening(part.name, url)}]]
    return [[each] for each in rows([opening(told, url)])]
