"""Recognising what somebody asks for."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.understanding import figures, labelled
from bot.forms.words import fold
from bot.understanding.recognise import _examples, recogniser
from matching.fitting import fit_apart
from matching.guess import RECOGNISED_AT, WORTH_ASKING_AT
from matching.intents import Recogniser
from matching.variants import MOST, variants

EXAMPLES = {
    "pause": [
        "je voudrais faire une pause",
        "mets mon binôme en pause",
        "pause my programme",
        "I need a break",
    ],
    "leave": ["je veux quitter le programme", "je pars", "I want to leave", "remove me"],
    "plan": ["on se voit mardi à 14 h", "planifier une séance", "book a session", "meet on Friday"],
}
SMALL = Recogniser(EXAMPLES)


def test_an_example_is_recognised_and_the_figures_are_coherent():
    for intent, texts in EXAMPLES.items():
        for text in texts:
            guess = SMALL.recognise(text)
            assert guess.intent == intent
            assert guess.runner_up != intent
            assert 0 <= guess.margin <= guess.confidence <= 1


def test_accents_capitals_and_manners_change_nothing():
    plain = SMALL.recognise("je voudrais faire une pause")
    assert SMALL.recognise("Bonjour, JE VOUDRAIS faire une pause s'il vous plaît") == plain


def test_any_day_is_as_good_as_another():
    assert SMALL.recognise("on se voit jeudi à 9 h").intent == "plan"
    assert SMALL.recognise("on se voit jeudi à 9 h") == SMALL.recognise("on se voit mardi à 14 h")


@pytest.mark.parametrize(
    "text", ["a cat", "A spoon!", "a bike", "un chat", "une pomme", "une girafe", "des fleurs"]
)
def test_an_article_before_a_word_never_seen_asks_nothing(text):
    assert recogniser().recognise(text).confidence < WORTH_ASKING_AT


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("à plus", "thanks"), ("une séance", "extra"), ("a certificate", "certificate"),
        ("une attestation", "certificate"), ("a certifcate", "certificate"),
    ],
)  # fmt: skip
def test_an_article_before_a_word_of_ours_still_asks(text, intent):
    guess = recogniser().recognise(text)
    assert guess.intent == intent
    assert guess.confidence >= RECOGNISED_AT


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_gets_a_guess(text):
    guess = SMALL.recognise(text)
    assert 0 <= guess.confidence <= 1
    assert guess.intent in ("", *EXAMPLES)


@pytest.mark.parametrize("text", ["", "   ", "🤔", "…"])
def test_nothing_said_is_nothing_asked(text):
    assert SMALL.recognise(text).confidence < RECOGNISED_AT


def test_one_intent_is_enough_and_none_is_refused():
    alone = Recogniser({"help": ["help me", "aidez-moi"]})
    assert alone.recognise("help me").intent == "help"
    assert alone.recognise("help me").confidence > alone.recognise("la cantine").confidence
    with pytest.raises(ValueError, match="at least one intent"):
        Recogniser({})


def test_two_fits_give_the_same_guesses():
    again = Recogniser(dict(reversed(EXAMPLES.items())))
    for text in ("je pars mardi", "faire une pause", "bonjour"):
        assert again.recognise(text) == SMALL.recognise(text)


@pytest.mark.parametrize("program", [sys.executable, "/nowhere/python"])
def test_fitting_apart_comes_to_the_same(monkeypatch, program):
    monkeypatch.setattr(sys, "executable", program)
    apart = Recogniser(EXAMPLES, fit_apart)
    for text in ("je pars mardi", "faire une pause", "bonjour"):
        assert apart.recognise(text) == SMALL.recognise(text)


def test_it_understands_the_labelled_sentences_and_seldom_acts_wrongly():
    learned = recogniser()
    rows = labelled()
    answers = [(row["intent"], learned.recognise(row["text"])) for row in rows]
    measured = figures(answers, RECOGNISED_AT)
    assert measured["accuracy"] >= 0.7
    assert measured["false action"] <= 0.05


def test_a_pattern_is_spelled_out_and_never_outweighs_the_others():
    assert variants("(move|postpone) (it|the session)( please|)") == [
        "move it please",
        "move it",
        "move the session please",
        "move the session",
        "postpone it please",
        "postpone it",
        "postpone the session please",
        "postpone the session",
    ]
    assert variants("hello") == ["hello"]
    many = variants("(a|b|c|d|e) (f|g|h|i|j)")
    assert len(many) == len(set(many)) == MOST
    assert many == variants("(a|b|c|d|e) (f|g|h|i|j)")


def test_no_labelled_sentence_was_learned():
    learned = {fold(each) for ways in _examples().values() for each in ways}
    copied = [row["text"] for row in labelled() if fold(row["text"]) in learned]
    assert len(copied) < 25, copied  # the very short ones can hardly be said otherwise
