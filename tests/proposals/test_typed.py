"""A proposal, answered in one's own words, right after it was put."""

import pytest

from tests.client import Chat
from tests.proposals.conftest import Small, small_programme


@pytest.mark.parametrize(
    "words", ["oui", "Oui, avec plaisir", "j’accepte", "d’accord", "volontiers"]
)
def test_a_typed_yes_accepts_what_was_just_asked(small: Small, words: str) -> None:
    small.announces()
    agnes = small["agnes"]
    agnes.heard()
    assert "J’attends maintenant celui de" in agnes.says(words)


@pytest.mark.parametrize(
    "words", ["non merci", "Non, pas cette fois", "je décline", "je préfère pas"]
)
def test_a_typed_no_is_asked_for_its_reason(small: Small, words: str) -> None:
    small.announces()
    agnes = small["agnes"]
    agnes.heard()
    assert "la raison principale" in agnes.says(words)


@pytest.mark.parametrize(
    "words", ["j’ai une question", "Une question d’abord", "poser une question"]
)
def test_a_typed_wish_to_ask_first_is_heard(small: Small, words: str) -> None:
    small.announces()
    agnes = small["agnes"]
    agnes.heard()
    assert "Quelle question voulez-vous poser" in agnes.says(words)


def test_in_english(chat: Chat) -> None:
    small = small_programme(chat, "en-GB")
    small.joins("agnes", "mentee")
    small.joins("lea", "mentor", capacity="1")
    small.announces()
    agnes, lea = small["agnes"], small["lea"]
    agnes.heard()
    assert "What would you like to ask Léa" in agnes.says("I have a question")
    agnes.says("Are you free on Tuesdays?")
    lea.heard()
    lea.presses("Answer the question")
    lea.says("Yes, from nine.")
    agnes.heard()
    assert "I am now waiting for Léa Petit’s" in agnes.says("yes please")
    lea.heard()
    assert "what is the main reason" in lea.says("no thank you")


def test_a_yes_to_something_else_accepts_nobody(small: Small) -> None:
    small.announces()
    agnes = small["agnes"]
    agnes.heard()
    agnes.says("quand est ma prochaine séance ?")
    agnes.says("ok merci")
    assert not small.pairs()
    assert "J’attends maintenant celui de" in agnes.presses("Accepter")


@pytest.mark.parametrize("words", ["oui", "d’accord", "non"])
def test_a_bare_word_brings_back_the_proposal_that_waits(small: Small, words: str) -> None:
    small.announces()
    agnes = small["agnes"]
    agnes.heard()
    agnes.says("quand est ma prochaine séance ?")
    assert "Un binôme avec Léa" in agnes.says(words)
    assert "Accepter" in agnes.shown()
    assert not small.pairs()
    assert "J’attends maintenant celui de" in agnes.says("oui")


def test_a_proposal_brought_back_does_not_keep_the_conversation(small: Small) -> None:
    small.announces()
    agnes = small["agnes"]
    agnes.heard()
    agnes.says("merci")
    agnes.says("oui")
    assert "avec plaisir" in agnes.says("merci").casefold()
    assert "Accepter" not in agnes.shown()
