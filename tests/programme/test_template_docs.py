"""docs/templates.md explains every key there is, with its default, and none that is not."""

from pathlib import Path

from bot.programme.plan import Plan
from bot.programme.template import read
from tests.docs.keys import example, explained, wanted

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text("utf-8")


def test_every_key_is_explained_with_its_default_in_the_order_of_the_schema():
    assert explained(PAGE) == wanted(Plan)


def test_the_template_on_the_page_works():
    plan = read(example(PAGE), "docs/templates.md")
    assert plan.key == "mine"
    assert plan.starts_on.weekday() < 5


def test_the_page_shows_the_message_that_a_mistake_is_met_with():
    assert "sesions is not a key here: did you mean 'sessions'?" in PAGE
