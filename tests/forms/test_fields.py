"""Every kind of question, with what people really send: nothing, too much, signs, disguises."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from bot.forms import Choose, Confirm, Consent, Field, Given, Lines, Pick, Scale, Text, Wrong
from bot.message import Option
from bot.texts import Voice

GIVEN = Given(Voice("fr"), datetime(2016, 1, 5, 9, tzinfo=UTC))
COLOURS = (
    Option("red", "Rouge"),
    Option("blue", "Bleu ciel"),
    Option("navy", "Bleu marine"),
    Option("both", "Rouge et bleu"),
)
TEXT = Text(at_most=40)
LONG = Text(at_least=5)
LINES = Lines(at_most=2, each=40)
SKILLS = Lines(at_most=3, commas=True)
CHOOSE = Choose(among=lambda given: COLOURS)
PICK = Pick(among=lambda given: COLOURS, at_most=2)
SCALE = Scale()
TEN = Scale(lowest=0, highest=10)
CONSENT = Consent(revision=lambda given: "2")
CONFIRM = Confirm()
EVERY = {
    "text": TEXT,
    "lines": LINES,
    "choose": CHOOSE,
    "pick": PICK,
    "scale": SCALE,
    "consent": CONSENT,
    "confirm": CONFIRM,
}

READ: list[tuple[Field, str, Any]] = [
    (TEXT, "  LinkedIn  ", "LinkedIn"),
    (TEXT, "<script>alert(1)</script> & *gras*", "<script>alert(1)</script> & *gras*"),
    (TEXT, "<!channel> <@U1>", "<!channel> <@U1>"),
    (TEXT, "שלום עולם", "שלום עולם"),
    (TEXT, "مرحبا", "مرحبا"),
    (TEXT, "a\u202eb\u2066c\u200f", "abc"),  # marks that turn the direction of what follows
    (TEXT, "un\x00 deux\x07", "un deux"),
    (TEXT, "e\u0301te\u0301", "été"),
    (TEXT, "une  ligne\r\n\tdeux", "une ligne\ndeux"),
    (TEXT, "👩\u200d💻 code", "👩\u200d💻 code"),  # a joiner that holds one picture together
    (LINES, "- LinkedIn\n• Twitter", ["LinkedIn", "Twitter"]),
    (LINES, "1. LinkedIn\n2) Twitter", ["LinkedIn", "Twitter"]),
    (LINES, "LinkedIn ; Twitter", ["LinkedIn", "Twitter"]),
    (LINES, "LinkedIn\n\nLinkedIn", ["LinkedIn"]),
    (LINES, "Écrire, puis publier", ["Écrire, puis publier"]),
    (SKILLS, "Excel, Slack, Teams", ["Excel", "Slack", "Teams"]),
    (CHOOSE, "rouge", "red"),
    (CHOOSE, "ROUGE !", "red"),
    (CHOOSE, "1", "red"),
    (CHOOSE, "roug", "red"),
    (CHOOSE, "bleu marin", "navy"),
    (CHOOSE, "navy", "navy"),
    (PICK, "1 et 2", ["red", "blue"]),
    (PICK, "2, 1", ["red", "blue"]),
    (PICK, "Bleu ciel", ["blue"]),
    (PICK, "rouge et bleu", ["both"]),
    (SCALE, "4", 4),
    (SCALE, "4/5", 4),
    (SCALE, "je dirais 3", 3),
    (TEN, "10", 10),
    (TEN, "10/10", 10),
    (TEN, "0", 0),
    (CONSENT, "J’accepte", "2"),
    (CONSENT, "oui", "2"),
    (CONSENT, "oui, merci", "2"),
    (CONSENT, "Yes please", "2"),
    (CONFIRM, "oui", True),
    (CONFIRM, "Je confirme.", True),
    (CONFIRM, "c’est bon", True),
]
UNREADABLE: list[tuple[Field, str, str]] = [
    (TEXT, "", "empty"),
    (TEXT, " \n\t ", "empty"),
    (TEXT, "🎉🎉", "empty"),
    (TEXT, "…?!", "empty"),
    (TEXT, "\u202e\u200f", "empty"),
    (TEXT, "x" * 10_000, "too-long"),
    (LONG, "hop", "too-short"),
    (LINES, "🙂\n🙃", "empty"),
    (LINES, "a\nb\nc", "too-many-lines"),
    (LINES, "x" * 10_000, "too-long"),
    (CHOOSE, "vert", "no-such-option"),
    (CHOOSE, "bleu", "several-options"),  # two of them begin so
    (CHOOSE, "0", "no-such-option"),
    (CHOOSE, "5", "no-such-option"),
    (CHOOSE, "-1", "no-such-option"),
    (CHOOSE, "9" * 5_000, "no-such-option"),
    (CHOOSE, "\U00010a40", "no-such-option"),  # a digit that is no decimal
    (CHOOSE, "", "no-such-option"),
    (PICK, "rouge et vert", "not-among-options"),
    (PICK, "vert", "no-such-option"),
    (PICK, "1 2 3", "too-many-choices"),
    (PICK, "", "too-few-choices"),
    (SCALE, "6", "not-on-scale"),
    (SCALE, "0", "not-on-scale"),
    (SCALE, "-3", "not-on-scale"),
    (SCALE, "2 ou 3", "not-on-scale"),
    (SCALE, "beaucoup", "not-on-scale"),
    (SCALE, "9" * 5_000, "not-on-scale"),
    (SCALE, "1 " + "9" * 5_000, "not-on-scale"),
    (CONSENT, "non", "consent-refused"),
    (CONSENT, "non merci", "consent-refused"),
    (CONSENT, "non, je n’accepte pas", "consent-refused"),
    (CONSENT, "J’accepte pas ces règles", "consent-refused"),
    (CONSENT, "I don’t agree", "consent-refused"),
    (CONSENT, "oui mais pas la troisième", "consent-unclear"),
    (CONSENT, "yesterday", "consent-unclear"),
    (CONSENT, "ouille", "consent-unclear"),
    (CONSENT, "pourquoi ?", "consent-unclear"),
    (CONFIRM, "oui mais change mes disponibilités", "not-confirmed"),
    (CONFIRM, "non", "not-confirmed"),
    (CONFIRM, "mes disponibilités", "not-confirmed"),
]
CHECKED: list[tuple[Field, Any, Any]] = [
    (LINES, "LinkedIn\nTwitter", ["LinkedIn", "Twitter"]),
    (LINES, ("LinkedIn",), ["LinkedIn"]),
    (PICK, ["blue", "red"], ["red", "blue"]),
    (PICK, "red", ["red"]),
    (SCALE, "3", 3),
    (SCALE, 3.0, 3),
    (CONSENT, True, "2"),
    (CONSENT, "yes", "2"),
    (CONSENT, "2", "2"),
    (CONFIRM, True, True),
]
REFUSED: list[tuple[Field, Any, str]] = [
    (TEXT, None, "empty"),
    (TEXT, ["a"], "empty"),
    (TEXT, {"a": 1}, "empty"),
    (LINES, None, "empty"),
    (LINES, [], "empty"),
    (LINES, [None, ""], "empty"),
    (LINES, 3, "empty"),
    (CHOOSE, None, "empty-choice"),
    (CHOOSE, "", "empty-choice"),
    (CHOOSE, "green", "no-such-option"),
    (CHOOSE, ["red"], "no-such-option"),
    (PICK, None, "too-few-choices"),
    (PICK, [], "too-few-choices"),
    (PICK, 3, "no-such-option"),
    (PICK, ["green"], "no-such-option"),
    (PICK, ["red", "green"], "no-such-option"),
    (PICK, ["red", "blue", "navy"], "too-many-choices"),
    (SCALE, None, "not-on-scale"),
    (SCALE, True, "not-on-scale"),
    (SCALE, 2.5, "not-on-scale"),
    (SCALE, float("inf"), "not-on-scale"),
    (SCALE, float("nan"), "not-on-scale"),
    (SCALE, [3], "not-on-scale"),
    (CONSENT, None, "consent-refused"),
    (CONSENT, False, "consent-refused"),
    (CONSENT, "1", "consent-refused"),  # a revision that is over
    (CONFIRM, None, "not-ticked"),
    (CONFIRM, False, "not-ticked"),
]


@pytest.mark.parametrize(("field", "text", "value"), READ)
def test_typed_words_are_read(field: Field, text: str, value: Any) -> None:
    assert field.read(text, GIVEN) == value


@pytest.mark.parametrize(("field", "text", "key"), UNREADABLE)
def test_typed_words_that_cannot_be_read_say_what_to_do(field: Field, text: str, key: str) -> None:
    with pytest.raises(Wrong) as wrong:
        field.read(text, GIVEN)
    assert wrong.value.key == key
    for locale in ("fr", "en"):
        assert wrong.value.sentence(Voice(locale))


@pytest.mark.parametrize(("field", "value", "kept"), CHECKED)
def test_values_of_a_whole_form_are_kept(field: Field, value: Any, kept: Any) -> None:
    assert field.check(value, GIVEN) == kept


@pytest.mark.parametrize(("field", "value", "key"), REFUSED)
def test_values_that_no_form_should_send_are_refused(field: Field, value: Any, key: str) -> None:
    with pytest.raises(Wrong) as wrong:
        field.check(value, GIVEN)
    assert wrong.value.key == key


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.lists(st.one_of(st.none(), st.text(), st.integers())),
    st.dictionaries(st.text(), st.text()),
)


@pytest.mark.parametrize("kind", EVERY)
@settings(max_examples=40)
@over(value=ANYTHING)
def test_no_value_can_break_a_field(kind: str, value: Any) -> None:
    field = EVERY[kind]
    try:
        kept = field.check(value, GIVEN)
    except Wrong:
        return
    assert field.check(kept, GIVEN) == kept  # what was kept today is still valid when read again


@pytest.mark.parametrize("kind", EVERY)
@settings(max_examples=40)
@over(text=st.text())
def test_no_text_can_break_a_field(kind: str, text: str) -> None:
    field = EVERY[kind]
    try:
        kept = field.read(text, GIVEN)
    except Wrong:
        return
    assert field.check(kept, GIVEN) == kept


@pytest.mark.parametrize("field", [TEXT, LINES])
def test_typed_words_are_shown_as_data(field: Field) -> None:
    value = field.read("**gras** <b>", GIVEN)
    (run,) = field.show(value, GIVEN)
    assert run.typed
    assert run.text == "**gras** <b>"


def test_choices_are_shown_by_their_words() -> None:
    assert [run.text for run in CHOOSE.show("red", GIVEN)] == ["Rouge"]
    assert [run.text for run in PICK.show(["red", "navy"], GIVEN)] == ["Rouge, Bleu marine"]
    assert [run.text for run in SCALE.show(4, GIVEN)] == ["4/5"]


def test_a_choice_whose_option_is_gone_is_shown_as_it_was_kept() -> None:
    assert [run.text for run in CHOOSE.show("green", GIVEN)] == ["green"]
