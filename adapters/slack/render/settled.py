"""A question after its answer was pressed: its words stay, what could be pressed is gone."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack import actions
from adapters.slack.render.ask import ABOUT
from adapters.slack.render.limits import ANSWER, cut
from adapters.slack.render.text import Json, section
from bot.message import Run

Block = Mapping[str, Any]

_ANSWERS = ("answer", "skip", "back", "decline")
_DECIDES = ("primary", "danger")


def settled(
    blocks: Sequence[Block], action: str, label: str, *, closes: bool = False
) -> list[Json]:
    """The blocks of a message after `action` was pressed, whose words were `label`.

    An answer ends its question, and the rows of buttons about the same form. In another row, a
    button that decides (primary or danger) ends the row. Otherwise nothing changes: opening a form
    ends nothing, and what was already settled stays so. What `closes` a matter ends a row about
    that matter alone, whatever the button.
    """
    verb, draft = [*action.split(":"), ""][:2]
    if verb in _ANSWERS and any(_asks(each, draft) for each in blocks):
        over = [_asks(each, draft) or _is_about(each, draft) for each in blocks]
    else:
        over = [_decides(each, action) or (closes and _holds(each, action)) for each in blocks]
    if not any(over):
        return [dict(each) for each in blocks]
    first = over.index(True)
    return [
        *(dict(each) for each in blocks[:first]),
        _chosen(label),
        *(dict(b) for b, ends in zip(blocks[first:], over[first:], strict=True) if not ends),
    ]


def _asks(block: Block, draft: str) -> bool:
    return str(block.get("block_id", "")).startswith(f"{ABOUT}{draft}#")


def _is_about(block: Block, draft: str) -> bool:
    """Whether all the buttons of a row concern one form."""
    found = [actions.pressed(each, {})[0].split(":") for each in _elements(block)]
    return bool(found) and all(words[1:2] == [draft] for words in found)


def _decides(block: Block, action: str) -> bool:
    return any(
        each.get("style") in _DECIDES and actions.pressed(each, {})[0] == action
        for each in _elements(block)
    )


def _holds(block: Block, action: str) -> bool:
    """Whether a row holds that button, and others about the same matter only."""
    found = [actions.pressed(each, {})[0] for each in _elements(block)]
    about = action.split(":")[:2]
    return action in found and all(each.split(":")[:2] == about for each in found)


def _elements(block: Block) -> list[Mapping[str, Any]]:
    found = block.get("elements") if block.get("type") == "actions" else None
    if not isinstance(found, list):
        return []
    return [each for each in found if isinstance(each, Mapping)]


def _chosen(label: str) -> Json:
    told = (Run("✓ "), Run(cut(label, ANSWER) or "—", bold=True))
    return {"type": "rich_text", "elements": [section(told)]}
