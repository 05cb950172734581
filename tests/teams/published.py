"""What the Bot Connector's published description says of a request, as Microsoft's SDK ships it."""

from typing import Any

import botbuilder.schema
from botbuilder.schema import Activity, ConversationParameters

from tests.teams.microsoft import Asked

_BODIES = {
    "send": Activity,
    "update": Activity,
    "create": ConversationParameters,
    "begin": ConversationParameters,
}


def wrong_in(asked: Asked) -> list[str]:
    """What a request holds that the description does not know, or of another type."""
    model = _BODIES.get(asked.name)
    return [] if model is None else [*_wrong(asked.body, model, asked.name)]


def _wrong(body: Any, model: Any, where: str) -> Any:
    if not isinstance(body, dict):
        yield f"{where} is no object"
        return
    known = {
        each["key"].replace("\\.", ".").lower(): each["type"]
        for each in model._attribute_map.values()
    }
    for name, value in body.items():
        if name.lower() not in known:  # the connector minds no capitals
            yield f"{where}.{name} is unknown"
            continue
        yield from _typed(value, known[name.lower()], f"{where}.{name}")


def _typed(value: Any, kind: str, where: str) -> Any:
    if value is None or kind == "object":
        return
    if kind.startswith("["):
        if not isinstance(value, list):
            yield f"{where} is no list"
            return
        for each in value:
            yield from _typed(each, kind.strip("[]"), where)
    elif kind in ("str", "bool", "int"):
        if not isinstance(value, {"str": str, "bool": bool, "int": int}[kind]):
            yield f"{where} is no {kind}"
    elif kind in ("iso-8601", "float") or kind.startswith("{"):
        return
    else:
        yield from _wrong(value, getattr(botbuilder.schema, kind), where)
