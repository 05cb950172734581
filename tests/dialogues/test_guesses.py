"""A yes or a no to what the bot guessed: it does what was guessed, or gives it up."""

import pytest

from bot.understanding import recognise
from matching.guess import Guess
from storage.nouns import Draft, Enrolment
from tests.client import Chat, Someone
from tests.dialogues.test_sessions import agnes, bruno
from tests.dialogues.test_unknown import Guessing
from tests.dialogues.test_wondering import nadia

__all__ = ["agnes", "bruno", "nadia"]
NONSENSE = "le train de huit heures"


def guesses(monkeypatch: pytest.MonkeyPatch, *near: str) -> None:
    """From now on the bot guesses that, and is not sure."""
    first, second = (*near, "thanks")[:2]
    monkeypatch.setattr(recognise, "_fitted", lambda: Guessing(Guess(first, 0.5, second, 0.1)))


@pytest.mark.parametrize("word", ["oui", "Oui, merci", "ok", "c’est bon", "yes"])
def test_a_yes_does_what_was_guessed(
    agnes: Someone, bruno: Someone, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    guesses(monkeypatch, "who")
    assert "Est-ce bien cela ?" in agnes.says(NONSENSE)
    assert "Bruno" in agnes.says(word)
    assert agnes.says("oui") == "Entendu.", "which answers nothing any more"


def test_a_yes_to_one_of_two_asks_which(
    agnes: Someone, bruno: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    guesses(monkeypatch, "pause", "who")
    agnes.says(NONSENSE)
    shown = agnes.shown()[:2]
    assert "Laquelle de ces demandes" in agnes.says("oui")
    assert agnes.shown() == shown
    assert "Bruno" in agnes.presses("Voir mon binôme")


def test_a_no_gives_it_up(agnes: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    guesses(monkeypatch, "leave")
    agnes.says(NONSENSE)
    assert "avec d’autres mots" in agnes.says("non")
    assert agnes.says("oui") == "Entendu."
    assert agnes.enrolment.state == "active"


def test_what_was_guessed_and_cannot_be_undone_is_still_asked(
    agnes: Someone, monkeypatch: pytest.MonkeyPatch, chat: Chat
) -> None:
    guesses(monkeypatch, "leave")
    agnes.says(NONSENSE)
    assert "Voulez-vous quitter ?" in agnes.says("oui")
    assert chat.only(Enrolment, id=agnes.enrolment.id).state == "active"


def test_in_english(bruno: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    guesses(monkeypatch, "who")
    bruno.says("the eight o’clock train")
    assert "Agnès" in bruno.says("yes")
    bruno.says("the eight o’clock train")
    assert "in other words" in bruno.says("no thanks")


def test_a_form_that_the_guess_begins_is_asked_once(
    agnes: Someone, monkeypatch: pytest.MonkeyPatch, chat: Chat
) -> None:
    guesses(monkeypatch, "pause")
    agnes.says(NONSENSE)
    agnes.says("oui")
    assert chat.only(Draft, state="open").form == "pause"
    assert agnes.said_last().count("Jusqu’à quand") == 1


def test_a_coordinators_yes_runs_the_command_that_was_meant(nadia: Someone, chat: Chat) -> None:
    claire = chat.people["claire"]
    claire.says("status")
    assert claire.shown() == ["/binome status"]
    assert "inscription" in claire.says("oui").casefold()
