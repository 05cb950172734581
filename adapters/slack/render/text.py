"""Runs as Slack writes text.

Words go in rich text wherever Slack takes it: its elements are literal, so that nothing a person
typed is ever read as formatting, a link or a mention, and nothing needs escaping. Labels are plain
text, literal too. Only notifications and a few short facts go through Slack's markup.
"""

import re
from datetime import datetime
from typing import Any

from adapters.slack.render.limits import TEXT, length, split
from bot.message import Run, Runs

Json = dict[str, Any]

# Not the pretty one: `la séance du demain` is no French.
_DAY_AND_TIME, _TIME = "{date_long}, {time}", "{time}"
_MARKS = re.compile(r"[*_~`:@#\n\\]|^\s*(?:[>•-]|\d+\.)|://|www\.", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"[\w-]\.[a-z]{2,}", re.IGNORECASE)
# Control characters but the tab and the end of line, halves of characters, changes of direction.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Text without what commands a screen: control characters, changes of direction."""
    return _UNSEEN.sub("", text)


def escaped(text: str) -> str:
    """Text whose signs Slack does not read as a link or a mention."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_text(text: str) -> Json:
    """A label: literal, and `:smile:` stays as it was typed."""
    return {"type": "plain_text", "text": visible(text), "emoji": False}


def elements(runs: Runs, bold: bool = False) -> list[Json]:
    """Runs as elements of rich text; a moment is shown on the reader's own clock."""
    found: list[Json] = []
    for run in runs:
        text = visible(run.text)
        if not text:
            continue
        style: Json = {"style": {"bold": True}} if run.bold or bold else {}
        if run.at is not None:
            found.append({"type": "date", **_moment(run.at, run.hour), "fallback": text, **style})
        elif found and found[-1] == {"type": "text", "text": found[-1].get("text"), **style}:
            found[-1]["text"] += text
        else:
            found.append({"type": "text", "text": text, **style})
    return found


def _moment(at: datetime, hour: bool) -> Json:
    return {"timestamp": int(at.timestamp()), "format": _TIME if hour else _DAY_AND_TIME}


def section(runs: Runs, bold: bool = False) -> Json:
    """A paragraph of rich text."""
    return {"type": "rich_text_section", "elements": elements(runs, bold)}


def parted(runs: Runs, most: int = TEXT) -> list[Runs]:
    """Runs in as many paragraphs as their length asks for; none when nothing is to be seen."""
    found: list[list[Run]] = [[]]
    room = most
    for run in runs:
        for piece in [run.text] if length(run.text) <= room else [*split(run.text, most)]:
            if length(piece) > room and found[-1]:
                found.append([])
                room = most
            found[-1].append(run if piece == run.text else Run(piece, run.bold, run.typed))
            room -= length(piece)
    return [tuple(each) for each in found if any(visible(run.text).strip() for run in each)]


def is_plain(runs: Runs) -> bool:
    """Whether Slack's markup would read these words as nothing but words."""
    return not any(
        run.at is None and (_MARKS.search(run.text) or _BARE_ADDRESS.search(run.text))
        for run in runs
    )


def mrkdwn(runs: Runs) -> str:
    """Runs in Slack's markup, for words that are plain (`is_plain`) or the bot's own."""
    return "".join(map(_marked, runs))


def _marked(run: Run) -> str:
    text = escaped(run.text)
    if run.at is not None:
        moment = _moment(run.at, run.hour)
        text = f"<!date^{moment['timestamp']}^{moment['format']}|{text}>"
    if not run.bold or not text.strip():
        return text
    # A mark formats only when it touches the words.
    words = text.strip()
    before = text[: len(text) - len(text.lstrip())]
    return f"{before}*{words}*{text[len(text.rstrip()) :]}"
