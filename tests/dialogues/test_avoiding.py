"""Somebody to be kept apart from: a name is wanted, and a mere yes gives none."""

import pytest

from storage.nouns import Draft
from tests.client import Chat, Someone
from tests.dialogues.test_generations import asking, at_the_team


@pytest.fixture
def agnes(chat: Chat) -> Someone:
    agnes = asking(chat)
    assert "ne pas être en binôme" in at_the_team(agnes)
    return agnes


@pytest.mark.parametrize("said", ["oui", "Oui.", "si", "yes", "oui, il y a quelqu’un", "oui merci"])
def test_a_yes_is_asked_for_the_name(agnes: Someone, chat: Chat, said: str) -> None:
    assert "De qui s’agit-il" in agnes.says(said)
    assert agnes.asked().name == "avoid"
    assert "avoid" not in chat.only(Draft).answers
    agnes.says("Paul Durand")
    assert chat.only(Draft).answers["avoid"] == "Paul Durand"


def test_a_yes_with_the_name_keeps_the_name(agnes: Someone, chat: Chat) -> None:
    agnes.says("oui, Si Ahmed")
    assert chat.only(Draft).answers["avoid"] == "Si Ahmed"


@pytest.mark.parametrize("said", ["non", "personne", "passer"])
def test_nobody_is_an_answer(agnes: Someone, chat: Chat, said: str) -> None:
    assert "Tout est juste" in agnes.says(said)
    assert "avoid" not in chat.only(Draft).answers
