"""What is not understood: near guesses are offered only when they are worth asking about."""

import pytest

from bot.conversation.requests import REQUESTS
from bot.understanding import recognise
from matching.guess import WORTH_ASKING_AT, Guess
from tests.client import Chat, Someone


class Guessing:
    """Stands where the recogniser would be, always with the same guess."""

    def __init__(self, guess: Guess) -> None:
        self.guess = guess

    def recognise(self, text: str) -> Guess:
        return self.guess


@pytest.fixture
def nadia(chat: Chat) -> Someone:
    chat.programme()
    nadia = chat.person("nadia", name="Nadia Roux")
    nadia.joins()
    return nadia


@pytest.mark.parametrize(
    ("confidence", "offered"), [(WORTH_ASKING_AT, True), (WORTH_ASKING_AT - 0.01, False)]
)
def test_near_guesses_are_offered_from_the_threshold_on(nadia, monkeypatch, confidence, offered):
    guess = Guess("pause", confidence, "language", 0.05)
    monkeypatch.setattr(recognise, "_fitted", lambda: Guessing(guess))
    said = nadia.says("le train de huit heures")
    assert ("Est-ce bien cela ?" in said) == offered
    assert ("Faire une pause" in nadia.shown()) == offered


@pytest.mark.parametrize(
    ("typed", "heard"),
    [("a cat", "I didn’t understand that"), ("un chat", "Je n’ai pas compris")],
)
def test_a_lone_noun_is_not_taken_for_thanks(nadia, chat, typed, heard):
    chat.change(nadia.person, locale="en" if typed == "a cat" else "fr", locale_chosen=True)
    assert heard in nadia.says(typed)


def test_pleasantries_are_never_offered_as_guesses(nadia, monkeypatch):
    monkeypatch.setattr(recognise, "_fitted", lambda: Guessing(Guess("thanks", 0.5, "greet", 0.1)))
    assert {"thanks", "greet"} <= REQUESTS.keys()
    assert "Est-ce bien cela ?" not in nadia.says("le train de huit heures")
