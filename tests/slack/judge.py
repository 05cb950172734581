"""Would Slack take it? Each judge raises AssertionError with every mistake that it found.

    judge_blocks(blocks)        the blocks of a message
    judge_view(view)            a modal or a Home, as views.open and views.publish take it
    judge_call(method, args)    a call to Slack's API, with the blocks or the view in it
    judge_payload(kind, payload)   what Slack sends: is it what Slack's own Bolt expects?

Three rulers: the shapes that Slack publishes as types (shapes.py: blocks, views and arguments are
strict, so an unknown or misspelt field is a mistake; payloads may hold more than the types name),
the numbers of its documents (limits_check.py), and what this bot promises on top: a fallback text
with every message, no unfurling, no channel ping, a fallback in every date.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from tests.slack import limits_check, shapes
from tests.slack.server.blocks import with_ids
from tests.slack.server.calls import Call

Json = dict[str, Any]

_PINGS = re.compile(r"<!(channel|here|everyone|subteam)\b[^>]*>")
_DATE = re.compile(r"<!date[^>]*>?")
_GOOD_DATE = re.compile(r"<!date\^-?\d+\^[^|>^]*\{[^|>^]*(\^https?://[^|>^]*)?\|[^>]+>")
_ANSWERS = {
    *("text", "blocks", "attachments", "response_type", "replace_original", "delete_original"),
    *("thread_ts", "mrkdwn", "unfurl_links", "unfurl_media", "metadata"),
}
_POSTS = {"chat.postMessage", "chat.postEphemeral", "chat.update", "chat.scheduleMessage"}
_VIEWS = {"views.publish": "home", "views.open": "modal", "views.push": "modal"}
_TEXT = 40_000  # Slack cuts what is longer


def judge_blocks(blocks: list[Json]) -> None:
    """Fails when Slack would refuse a message with these blocks."""
    _none(_remembered(json.dumps(blocks)))


def judge_view(view: Json) -> None:
    """Fails when Slack would refuse this modal or this Home."""
    _none(_remembered(json.dumps(view)))


def judge_call(method: str, args: Json) -> None:
    """Fails when Slack would refuse this call, or when it breaks a promise of ours."""
    _none(in_call(method, args))


def judge_payload(kind: str, payload: Json) -> None:
    """Fails when a payload of the harness is not what Slack's types say that Slack sends."""
    _none(shapes.in_payload(kind, payload))


def judge_calls(calls: Iterable[Call]) -> None:
    """Fails with the mistakes of all the calls that reached Slack; each sort is told once."""
    found: dict[str, str] = {}
    for call in calls:
        for mistake in in_call(call.method, call.args):
            found.setdefault(mistake, f"{mistake}\n    in {call}")
    _none(list(found.values()))


def in_call(method: str, args: Json) -> list[str]:
    """The mistakes in a call; "response_url" and the answers to Slack are calls too."""
    if method == "upload":
        return []
    if method in ("response_url", "acknowledgement"):
        strays = sorted(args.keys() - _ANSWERS)
        return [f"{method}: unknown {stray}" for stray in strays] + [*_message(method, args)]
    if method == "response_action":
        return [*_remembered(json.dumps(args["view"]))]
    found = shapes.in_call(method, args)
    if method in _POSTS:
        found += _message(method, args)
    if method == "chat.postMessage":
        for name in ("unfurl_links", "unfurl_media"):
            if args.get(name) is not False:
                found.append(f"{method}: {name} is not false")
    if isinstance(args.get("view"), dict):
        found += _remembered(json.dumps(args["view"]))
        wanted = _VIEWS.get(method, args["view"].get("type"))
        if args["view"].get("type") != wanted:
            found.append(f"{method}: the view is no {wanted}")
    return found


def _message(method: str, args: Json) -> Iterator[str]:
    text = args.get("text", "")
    if args.get("delete_original"):
        return
    if not str(text).strip():
        yield f"{method}: no text for notifications and screen readers"
    if len(text) > _TEXT:
        yield f"{method}: a text of {len(text)} characters"
    yield from (f"{method}.text: {mistake}" for mistake in _in_text(text))
    if args.get("blocks"):
        yield from _remembered(json.dumps(args["blocks"]))


@lru_cache(maxsize=4096)
def _remembered(shown: str) -> tuple[str, ...]:
    """The mistakes in blocks or a view; a thousand equal reminders are looked at once."""
    value = json.loads(shown)
    view = isinstance(value, dict)
    found = [*shapes.in_view(value)] if view else []
    found += shapes.in_blocks(value["blocks"] if view else value)
    if not found:
        completed = {**value, "blocks": with_ids(value["blocks"])} if view else with_ids(value)
        found += limits_check.faults(completed)
    found += [f"{place}: {m}" for place, text in _marked(value) for m in _in_text(text)]
    return tuple(found)


def _marked(node: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text that Slack reads as mrkdwn, and where it is."""
    if isinstance(node, dict):
        if node.get("type") == "mrkdwn" and not node.get("verbatim"):
            yield place, str(node.get("text", ""))
        for key, one in node.items():
            yield from _marked(one, f"{place}.{key}")
    elif isinstance(node, list):
        for number, one in enumerate(node):
            yield from _marked(one, f"{place}[{number}]")


def _in_text(text: str) -> Iterator[str]:
    for ping in _PINGS.finditer(text):
        yield f"rings everybody: {ping[0]}"
    for date in _DATE.finditer(text):
        if not _GOOD_DATE.fullmatch(date[0]):
            yield f"a date that Slack cannot show, or without fallback: {date[0]}"


def _none(found: Iterable[str]) -> None:
    mistakes = list(found)
    assert not mistakes, "Slack would not take it:\n" + "\n".join(f"- {one}" for one in mistakes)
