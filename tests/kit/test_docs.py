"""docs/kit.md explains every key there is, with its default, and none that is not."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.kit.outline import Figures, Heading, Outline
from bot.kit.page import PARTS
from bot.programme.plan import WordLists, Words
from bot.programme.reading import understood

PAGE = (Path(__file__).parents[2] / "docs" / "kit.md").read_text("utf-8")


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
    return "required" if field.is_required() else "none"


def test_every_key_is_explained_in_the_order_of_the_schema():
    rows = re.findall(r"^\| `([\w.]+)` \| .+\. \| (.+) \|$", PAGE, re.MULTILINE)
    wanted = [*keys(Outline), *keys(Figures), *keys(Heading)]
    assert rows == [(key, told(field)) for key, field in wanted]


def test_the_headings_of_a_page_are_those_that_are_read():
    rows = re.findall(r"^\| (\w.+) \| (\w.+) \| .+\. \|$", PAGE, re.MULTILINE)
    wanted = [*zip(PARTS["fr"].values(), PARTS["en"].values(), strict=True)]
    assert rows == wanted


def test_the_module_on_the_page_works():
    (text,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    found = understood(Outline, text)
    assert isinstance(found, Outline), found
    assert found.key == "expense-tool"
