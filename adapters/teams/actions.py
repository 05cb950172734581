"""How the core's actions travel in the data of a card, and come back.

What a button carries is under one key, beside which Teams puts the value of every input of the
card. An input is named after its draft and its field, so that the answers of one question are never
taken for those of another. The data also say which message and which of its cards the button is on,
so that whoever answers can draw that card anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeGuard

from adapters.teams.typed import sound

Json = dict[str, Any]
Data = Mapping[str, Any]
Shape = Literal["one", "several", "lines"]

_OURS = "binome"
_MOST_VALUES = 200
_LONGEST = 8_000  # characters of one answer that are read


@dataclass(frozen=True, slots=True)
class Used:
    """What was used on a card: a button with its answers, or the whole form of a draft."""

    action: str = ""
    values: tuple[str, ...] = ()
    draft: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)  # by field name, when it is a form
    title: str = ""  # of that form
    of: str = ""  # the message that the card belongs to, in its sender's own words
    page: int = 0  # which of its cards


def on(data: Json, of: str, page: int) -> Json:
    """The same data, naming the message and the card that they are on."""
    return {_OURS: {**data[_OURS], "of": of, "page": page}} if of else data


def press(action: str, *values: str) -> Json:
    """The data of a button that gives an action, and perhaps its answer."""
    ours: Json = {"do": "press", "action": action}
    return {_OURS: {**ours, "values": [*values]} if values else ours}


def answer(draft: int, name: str, shape: Shape) -> Json:
    """The data of the button that sends what the input of a question holds."""
    return {_OURS: {"do": "answer", "draft": draft, "name": name, "shape": shape}}


def form(draft: int, title: str, shapes: Mapping[str, Shape]) -> Json:
    """The data of the button that sends a whole form."""
    several = [name for name, shape in shapes.items() if shape == "several"]
    return {
        _OURS: {
            "do": "form",
            "draft": draft,
            "title": title,
            "fields": [*shapes],
            "several": several,
        }
    }


def input_id(draft: int, name: str) -> str:
    """The name of a question's input on a card."""
    return f"{draft}:{name}"


def packed(values: Sequence[str]) -> str:
    """Choices as Teams keeps several of them: with commas, which those of a value must not be."""
    return ",".join(each.replace("%", "%25").replace(",", "%2C") for each in values)


def unpacked(value: Any) -> tuple[str, ...]:
    """The choices that `packed` put together."""
    some = value if isinstance(value, list) else _text(value).split(",")
    words = (_text(each).replace("%2C", ",").replace("%25", "%") for each in some[:_MOST_VALUES])
    return tuple(each for each in words if each)


def used(data: Any) -> Used | None:
    """What some data of a card say was used, or None when they are not ours."""
    ours = data.get(_OURS) if isinstance(data, Mapping) else None
    if not isinstance(ours, Mapping):
        return None
    page = ours.get("page")
    where = Used(of=_text(ours.get("of")), page=page if _is_number(page) else 0)
    match ours:
        case {"do": "press", "action": str(action)} if action:
            values = ours.get("values")
            told = values[:_MOST_VALUES] if isinstance(values, list) else []
            return replace(where, action=sound(action), values=tuple(map(_text, told)))
        case {"do": "answer", "draft": int(draft), "name": str(name)} if _is_number(draft):
            given = data.get(input_id(draft, name))
            values = _answers(given, ours.get("shape"))
            return replace(where, action=f"answer:{draft}:{sound(name)}", values=values)
        case {"do": "form", "draft": int(draft), "fields": list(names)} if _is_number(draft):
            fields = _fields(data, draft, names, ours.get("several"))
            return replace(where, draft=draft, fields=fields, title=_text(ours.get("title")))
        case _:
            return None


def _answers(given: Any, shape: Any) -> tuple[str, ...]:
    match shape:
        case "several":
            return unpacked(given)
        case "lines":
            return tuple(line for line in _text(given).splitlines()[:_MOST_VALUES] if line.strip())
        case _:
            return (_text(given),)


def _fields(data: Data, draft: int, names: list[Any], several: Any) -> dict[str, Any]:
    """Every field that the form showed: Teams leaves out the inputs that hold nothing."""
    told = [sound(name) for name in names[:_MOST_VALUES] if isinstance(name, str)]
    lists = {each for each in several if isinstance(each, str)} if isinstance(several, list) else ()
    found: dict[str, Any] = {}
    for name in told:
        given = data.get(input_id(draft, name))
        found[name] = [*unpacked(given)] if name in lists else _text(given)
    return found


def _text(value: Any) -> str:
    return sound(value)[:_LONGEST]


def _is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
