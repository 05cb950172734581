"""Reads a table of keys in docs/, and the keys that a part of TOML really has."""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.programme.plan import WordLists, Words


def explained(page: str) -> list[tuple[str, str]]:
    """Each key that a page explains, with its default."""
    return re.findall(r"^\| `([\w.]+)` \| .+\. \| (.+) \|$", page, re.MULTILINE)


def wanted(*parts: type[BaseModel]) -> list[tuple[str, str]]:
    """Each key that those parts have, with its default, in their order."""
    return [(key, _default(field)) for part in parts for key, field in _keys(part)]


def example(page: str) -> str:
    """The TOML that a page shows; there is one."""
    (text,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert isinstance(text, str)
    return text


def _part_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_part_in(each) for each in get_args(annotation))
    return next((part for part in inner if part is not None), None)


def _keys(part: type[BaseModel], path: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in part.model_fields.items():
        key = f"{path}{field.alias or name}"
        inner = _part_in(field.annotation)
        if inner is None or inner in (Words, WordLists):
            yield key, field
        else:
            yield from _keys(inner, f"{key}.")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    # An empty group of keys is told as "none", like a key without a default.
    return "none" if field.default in (None, ()) and _grouped(field) else _json(field.default)


def _grouped(field: FieldInfo) -> bool:
    return field.default is None or _part_in(field.annotation) is not None


def _json(default: Any) -> str:
    return f"`{json.dumps(default)}`"
