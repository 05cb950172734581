"""docs/kit.md explains every key there is, with its default, and none that is not."""

import re
from pathlib import Path

from bot.kit.outline import Figures, Heading, Outline
from bot.kit.page import PARTS
from bot.programme.reading import understood
from tests.docs.keys import example, explained, wanted

PAGE = (Path(__file__).parents[2] / "docs" / "kit.md").read_text("utf-8")


def test_every_key_is_explained_in_the_order_of_the_schema():
    assert explained(PAGE) == wanted(Outline, Figures, Heading)


def test_the_headings_of_a_page_are_those_that_are_read():
    rows = re.findall(r"^\| (\w.+) \| (\w.+) \| .+\. \|$", PAGE, re.MULTILINE)
    assert rows == [*zip(PARTS["fr"].values(), PARTS["en"].values(), strict=True)]


def test_the_module_on_the_page_works():
    found = understood(Outline, example(PAGE))
    assert isinstance(found, Outline), found
    assert found.key == "expense-tool"
