"""docs/templates.md explains every key there is, with its default, and none that is not."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.programme.plan import Plan, WordLists, Words
from bot.programme.template import read

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text("utf-8")


def part_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (part_in(each) for each in get_args(annotation))
    return next((part for part in inner if part is not None), None)


def keys(part: type[BaseModel], path: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in part.model_fields.items():
        key = f"{path}{field.alias or name}"
        inner = part_in(field.annotation)
        if inner is None or inner in (Words, WordLists):
            yield key, field
        else:
            yield from keys(inner, f"{key}.")


def told(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    return "none" if field.default is None else f"`{json.dumps(field.default)}`"


def test_every_key_is_explained_with_its_default_in_the_order_of_the_schema():
    rows = re.findall(r"^\| `([\w.]+)` \| .+\. \| (.+) \|$", PAGE, re.MULTILINE)
    assert rows == [(key, told(field)) for key, field in keys(Plan)]


def test_the_template_on_the_page_works():
    (text,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    plan = read(text, "docs/templates.md")
    assert plan.key == "mine"
    assert plan.starts_on.weekday() < 5


def test_the_page_shows_the_message_that_a_mistake_is_met_with():
    assert "sesions is not a key here: did you mean 'sessions'?" in PAGE
