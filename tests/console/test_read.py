from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.read import ahead, event_from, typed_in, value_from
from adapters.console.render import Choice
from bot.event import Command, Pressed, Said, Sender
from bot.message import FieldView, Option, Run

LEA = Sender("console", "terminal", "lea", name="Léa")
CHOICES = {
    1: Choice("IA", "answer:7:topics", ("ai",), several=True),
    2: Choice("Veille", "answer:7:topics", ("watch",), several=True),
    3: Choice("Passer", "skip:7:topics"),
}
TOPICS = (Option("ai", "IA"), Option("watch", "Veille"))


def read(line: str) -> object:
    match event_from(line, LEA, "k", CHOICES):
        case Said(text=text):
            return ("said", text)
        case Command(text=text):
            return ("command", text)
        case Pressed(action=action, values=values):
            return ("pressed", action, *values)
        case other:
            return other


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("bonjour", ("said", "bonjour")),
        ("/aide", ("command", "aide")),
        ("/binome review 3", ("command", "review 3")),
        ("1", ("pressed", "answer:7:topics", "ai")),
        (" 2 ", ("pressed", "answer:7:topics", "watch")),
        ("1,2", ("pressed", "answer:7:topics", "ai", "watch")),
        ("2 1", ("pressed", "answer:7:topics", "watch", "ai")),
        ("2;2", ("pressed", "answer:7:topics", "watch")),
        ("3", ("pressed", "skip:7:topics")),
        ("1,3", ("said", "1,3")),  # not things that go together
        ("9", ("said", "9")),
        ("1 jour", ("said", "1 jour")),
    ],
)
def test_a_line_is_an_event(line, event):
    assert read(line) == event


@given(st.text(min_size=1, max_size=60))
def test_any_line_is_some_event_of_its_sender(line):
    event = event_from(line, LEA, "k", CHOICES)
    assert (event.key, event.sender) == ("k", LEA)


def test_a_plus_moves_the_clock():
    assert ahead("+1d") == timedelta(days=1)
    assert ahead("+ 2 j") == timedelta(days=2)
    assert ahead(" +30 min ") == timedelta(minutes=30)
    assert ahead("+3h") == timedelta(hours=3)
    assert ahead("+1") is None
    assert ahead("+33 6 12") is None


def view(kind: str, **more: object) -> FieldView:
    return FieldView("x", kind, "X", (Run("?"),), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "line", "value"),
    [
        (view("text"), "RH, Paris", "RH, Paris"),
        (view("text", value="RH"), "", "RH"),
        (view("text"), "", ""),
        (view("lines"), "un; deux", "un\ndeux"),
        (view("lines", value=("un", "deux")), "", ["un", "deux"]),
        (view("choose", options=TOPICS), "2", "watch"),
        (view("choose", options=TOPICS), "veille", "watch"),
        (view("choose", options=TOPICS), "autre", "autre"),
        (view("pick", options=TOPICS), "1 2", ["ai", "watch"]),
        (view("pick", options=TOPICS), "veille, 1", ["watch", "ai"]),
        (view("scale", at_least=0, at_most=5), "0", "0"),
        (view("consent"), "1", "yes"),
    ],
)
def test_a_line_answers_a_question_of_a_form(field, line, value):
    assert value_from(line, field) == value


def test_what_was_typed_is_found_in_a_transcript():
    text = "# début\n> bonjour\nBonjour !\n  1. Oui\n> 1\n(Oui)\n > ceci fut dit par le bot\n"
    assert typed_in(text) == ["bonjour", "1"]
