"""Whatever is said and whoever typed it, Teams takes the cards and reads nothing into them."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from adapters.teams.actions import Used
from adapters.teams.render.form import form_card
from adapters.teams.render.limits import BYTES, SUMMARY, size
from adapters.teams.render.pieces import pieces
from adapters.teams.render.settled import settled
from adapters.teams.render.text import as_typed, literal
from bot.message import (
    Ask,
    Attachment,
    Bullets,
    Button,
    Buttons,
    Facts,
    FieldView,
    FormView,
    Message,
    Option,
    Para,
    Run,
)
from bot.texts import Voice
from tests.teams.cards import everything, judge
from tests.teams.render.screens import long_list

VOICE = Voice("en")
# Long messages are the point; Hypothesis warns that it cannot show them whole.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
SOME = (Phase.explicit, Phase.generate)  # shrinking cards takes minutes
_NASTY = (
    "<at>all</at>", "**bold**", "_it_", "[x](http://x.fr)", "{{DATE(2017-02-14T06:08:39Z)}}", "# t",
    "- a", "1. a", "`c`", "<b>", "&lt;", "\\*", "www.x.fr", "\n", "é",
    "👩‍👩‍👧", "\u202e", "\0", "\ud800",
)  # fmt: skip
text = st.lists(st.sampled_from(_NASTY) | st.text(max_size=30), max_size=6).map("".join)
long = text | st.builds(lambda piece, n: piece * n, text.filter(bool), st.integers(50, 200))
runs = st.lists(st.builds(Run, long, st.booleans(), st.booleans()), max_size=4).map(tuple)
name = st.text("abcdefghij-", min_size=1, max_size=20)
options = st.lists(
    st.builds(Option, st.text(min_size=1, max_size=40), text, text),
    max_size=40,
    unique_by=lambda option: option.value,
).map(tuple)
fields = st.builds(
    FieldView,
    name=name,
    kind=st.sampled_from(["text", "lines", "choose", "pick", "scale", "consent", "confirm"]),
    label=text,
    ask=runs,
    hint=text,
    options=options,
    value=st.none() | long | st.booleans() | st.integers(0, 9) | st.lists(text).map(tuple),
    optional=st.booleans(),
    at_least=st.integers(0, 3),
    at_most=st.integers(0, 9),
    error=text,
)
buttons = st.builds(
    Button,
    text,
    text,
    st.sampled_from(["plain", "primary", "danger"]),
    st.sampled_from(["", "http://a.fr"]),
)
parts = st.one_of(
    st.builds(Para, runs, st.sampled_from(["text", "title", "hint", "quote", "error"])),
    st.builds(Bullets, st.lists(runs, max_size=5).map(tuple)),
    st.builds(Facts, st.lists(st.tuples(text, runs), max_size=5).map(tuple)),
    st.builds(Buttons, st.lists(buttons, max_size=40).map(tuple)),
    st.builds(Attachment, name, text, st.sampled_from(["image/png", "text/calendar"]), text),
)
asks = st.builds(Ask, st.integers(1, 99), fields, text, text, text)


def link(token: str) -> str:
    return f"https://binome.example/files/{token}"


@settings(max_examples=20, deadline=None, phases=SOME, suppress_health_check=list(HealthCheck))
@given(st.lists(parts, max_size=8), asks)
def test_any_message_makes_cards_that_teams_takes(some: list[Any], ask: Ask):
    message = Message((*some, ask))
    made = pieces(message, VOICE, link, "7")
    assert made
    for each in made:
        assert 0 < len(each["summary"]) <= SUMMARY
        judge(each["attachments"][0]["content"])
    used = Used(f"back:{ask.draft}", of="7", page=len(made) - 1)
    after = settled(message, used, VOICE, link)
    if after is not None:
        judge(after)


@settings(max_examples=12, deadline=None, phases=SOME, suppress_health_check=list(HealthCheck))
@given(
    st.lists(fields, max_size=12, unique_by=lambda field: field.name),
    text,
    st.dictionaries(name, text),
)
def test_any_form_makes_a_card_that_teams_takes(some, title, errors):
    form = FormView(3, title, tuple(some), "Send", title)
    judge(form_card(form, VOICE, errors, {field.name: "**x**" * 500 for field in some}))


def test_an_answer_that_weighs_much_still_fits_on_its_card():
    held = FieldView("why", "text", "Why", (Run("Why?"),), value="\U0001d400" * 3_000)
    for made in pieces(Message((Ask(3, held, "Skip", "Back", "Send"),)), VOICE, link, "7"):
        judge(made["attachments"][0]["content"])


@pytest.mark.parametrize("kind", ["choose", "pick", "scale"])
@pytest.mark.parametrize("count", [0, 5, 6, 10, 11, 21, 100])
def test_any_number_of_choices_is_a_card_that_teams_takes(kind, count):
    choices = tuple(Option(f"v{n}", f"Choice {n}") for n in range(count))
    field = FieldView("which", kind, "Which", (Run("Which?"),), options=choices, value="v1")
    for made in pieces(Message((Ask(3, field),)), VOICE, link, "7"):
        judge(made["attachments"][0]["content"])
    judge(form_card(FormView(3, "Form", (field,), "Send", ""), VOICE))


def test_one_way_to_the_whole_form_is_enough():
    ask = Ask(3, FieldView("why", "text", "Why", (Run("Why?"),)))
    whole = Buttons((Button("Answer on a single page", "form:3"),))
    for parts, titles in (
        ((ask,), ["Open as a form"]),
        ((ask, whole), ["Answer on a single page"]),
    ):
        (made,) = pieces(Message(parts), VOICE, link, "7")
        shown = [each for each in everything(made) if each.get("type") == "Action.Execute"]
        assert [each["title"] for each in shown if "form:3" in str(each["data"])] == titles


def test_very_many_mistakes_leave_the_form_within_a_card():
    wrong = dict.fromkeys("abc", "Une ligne\n" * 90)
    form = FormView(3, "é" * 2_000, (FieldView("why", "text", "Why", ()),), "Send", "")
    card = form_card(form, VOICE, wrong)
    judge(card)
    assert "Une ligne" in str(card)


@given(text)
def test_a_label_reads_as_it_is_written_even_as_markdown(words):
    shown = MarkdownIt("commonmark").render(literal(words))
    assert all(tag not in shown for tag in ("<em", "<strong", "<a ", "<code", "<img", "<h", "<li"))


def test_a_command_is_told_as_it_is_given_in_teams():
    told = as_typed("“/binome close” ends it, (/binome help) helps; see https://x.fr/binome.")
    assert told == "“binome close” ends it, (binome help) helps; see https://x.fr/binome."


def test_a_long_answer_fits_on_a_card_that_was_full():
    ask = Ask(3, FieldView("why", "text", "Why", (Run("Why?"),)))
    message = Message((Para((Run("é" * 3_250),)), ask))
    (made,) = pieces(message, VOICE, link, "7")
    assert size(made["attachments"][0]["content"]) > BYTES * 9 // 10
    after = settled(message, Used("answer:3:why", ("👩 " * 4_000,), of="7"), VOICE, link)
    assert after is not None
    judge(after)


def test_a_long_list_goes_over_several_cards_and_loses_nothing():
    made = pieces(long_list(60), VOICE, link)
    assert len(made) > 1
    shown = "".join(
        each["text"]
        for piece in made
        for each in everything(piece)
        if each.get("type") == "TextRun"
    )
    assert all(f"n° {n}" in shown for n in range(20))


@pytest.mark.parametrize(("locale", "told"), [("en", "Place: Paris"), ("fr", "Place : Paris")])
def test_what_announces_a_card_has_the_colon_of_its_language(locale: str, told: str) -> None:
    message = Message((Facts((("Place", (Run("Paris"),)),)),))
    (activity,) = pieces(message, Voice(locale), "https://example.org/{}".format)
    assert activity["summary"] == activity["attachments"][0]["content"]["fallbackText"] == told
