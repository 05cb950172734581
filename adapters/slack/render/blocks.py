"""Every part but a question, as Slack's blocks."""

import re
from collections.abc import Iterator, Mapping, Sequence

from adapters.slack import actions
from adapters.slack.render.limits import (
    BUTTONS,
    FIELDS,
    HEADER,
    LABEL,
    TEXT,
    URL,
    batches,
    cut,
    length,
)
from adapters.slack.render.text import (
    Json,
    elements,
    is_plain,
    mrkdwn,
    parted,
    plain_text,
    section,
    visible,
)
from bot.message import Button, Facts, Para, Run, Runs, plain

_SHORT_FACT = 120  # characters that read well in half the width of a message
_WEB = re.compile(r"https?://[^\s<>|]+\Z")


def para(part: Para) -> list[Json]:
    """A paragraph in its role."""
    match part.role:
        case "title":
            return _title(part.runs)
        case "hint":
            return hint(part.runs)
        case "quote":
            return [_rich(_quote(each)) for each in parted(part.runs)]
        case "error":
            return _error(part.runs)
        case _:
            return paragraphs(part.runs)


def paragraphs(runs: Runs) -> list[Json]:
    """Runs as rich text, in several blocks when they are very long."""
    return [_rich(section(each)) for each in parted(runs)]


def hint(runs: Runs) -> list[Json]:
    """A quiet remark: literal, unless it has a style and nothing else that reads as one."""
    found: list[Json] = []
    for each in parted(runs, TEXT // 2):
        if is_plain(each) and any(run.bold or run.at for run in each):
            text: Json = {"type": "mrkdwn", "text": mrkdwn(each), "verbatim": True}
        else:
            text = plain_text(plain(each))
        found.append({"type": "context", "elements": [text]})
    return found


def bullets(items: Sequence[Runs], style: str = "bullet") -> list[Json]:
    """A list, `bullet` or `ordered`; one that is very long goes on in another block, unnumbered."""
    lists: list[list[Json]] = []
    words = TEXT
    for item in (piece for whole in items for piece in parted(whole)):
        words += length(plain(item))
        if words > TEXT:
            lists.append([])
            words = length(plain(item))
        lists[-1].append(section(item))
    # Slack's types know no way to go on counting.
    style = style if len(lists) == 1 else "bullet"
    return [_rich({"type": "rich_text_list", "style": style, "elements": e}) for e in lists]


def facts(part: Facts) -> list[Json]:
    """Rows side by side where they are short and plain, else one under the other."""
    rows = [(label, value) for label, value in part.rows if visible(plain(value)).strip()]
    if all(_is_short(label, value) for label, value in rows):
        return [
            {"type": "section", "fields": [_field(*row) for row in some]}
            for some in batches(rows, FIELDS)
        ]
    found: list[Json] = []
    for label, value in rows:
        found += paragraphs((Run(f"{label}\n", bold=True), *value))
    return found


def row(buttons: Sequence[Button], numbers: Iterator[int], about: Mapping[str, str]) -> list[Json]:
    """Buttons, in several rows when they are many; one that cannot be carried is left out.

    `about` says what some are about, by their label, where others have the same.
    """
    drawn = [each for b in buttons for each in _button(b, numbers, about.get(b.label, ""))]
    return [{"type": "actions", "elements": [*some]} for some in batches(drawn, BUTTONS)]


def button(label: str, identity: Json, style: str = "plain", about: str = "") -> Json:
    """One button; `about` is read aloud with it where several are called alike."""
    text = visible(label).strip() or "…"
    drawn: Json = {"type": "button", "text": plain_text(cut(text, LABEL)), **identity}
    if about:
        drawn["accessibility_label"] = cut(f"{text} – {visible(about)}", LABEL)
    if style != "plain":
        drawn["style"] = style
    return drawn


def _button(each: Button, numbers: Iterator[int], about: str) -> Iterator[Json]:
    number = next(numbers)
    if each.url:
        if _WEB.match(each.url) and length(each.url) <= URL and each.url.isprintable():
            identity: Json = {**actions.link(number), "url": each.url}
            yield button(each.label, identity, each.style, about)
        return
    name = actions.button(each.action, (), number) if each.action else None
    if name is not None:
        yield button(each.label, {**name}, each.style, about)


def _title(runs: Runs) -> list[Json]:
    text = " ".join(visible(plain(runs)).split())
    if not text:
        return []
    if length(text) <= HEADER:
        return [{"type": "header", "text": plain_text(text)}]
    # A header takes no more: the words are kept, the size is not.
    return [_rich(section(each, bold=True)) for each in parted(runs)]


def _error(runs: Runs) -> list[Json]:
    found = paragraphs(runs)
    if found:
        sign: list[Json] = [{"type": "emoji", "name": "warning"}, {"type": "text", "text": " "}]
        first = found[0]["elements"][0]
        first["elements"] = sign + first["elements"]
    return found


def _quote(runs: Runs) -> Json:
    return {"type": "rich_text_quote", "elements": elements(runs)}


def _rich(element: Json) -> Json:
    return {"type": "rich_text", "elements": [element]}


def _is_short(label: str, value: Runs) -> bool:
    return (
        0 < length(label.strip()) <= _SHORT_FACT
        and length(plain(value)) <= _SHORT_FACT
        and is_plain((Run(label), *value))
    )


def _field(label: str, value: Runs) -> Json:
    return {
        "type": "mrkdwn",
        "text": f"{mrkdwn((Run(label, bold=True),))}\n{mrkdwn(value)}",
        "verbatim": True,
    }
