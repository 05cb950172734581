"""A typed yes or no, where the bot asked to confirm something with a button."""

from datetime import date

import pytest

from storage.nouns import Enrolment, Person, Session
from tests.client import Chat, Someone


@pytest.fixture
def agnes(chat: Chat) -> Someone:
    """A mentee of a running programme, paired with Bruno, who has a session planned."""
    chat.programme(state="running", starts_on=date(2016, 1, 4))
    agnes = chat.person("agnes", name="Agnès Martin")
    bruno = chat.person("bruno", name="Bruno Petit")
    chat.enrols(agnes, "mentee")
    chat.enrols(bruno, "mentor")
    chat.pairs(agnes, bruno)
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("passer")
    bruno.presses("Accepter cette date")
    for each in (agnes, bruno):
        each.heard()
    return agnes


@pytest.mark.parametrize("word", ["oui", "Oui !", "OUI", "je confirme", "oui, je confirme", "yes"])
def test_a_yes_is_the_press_of_the_button(agnes: Someone, word: str) -> None:
    agnes.says("je veux arrêter")
    assert agnes.says(word) == "C’est fait. Merci d’avoir participé ; la porte reste ouverte."
    assert agnes.enrolment.state == "left"


@pytest.mark.parametrize("word", ["non", "Non merci", "finalement non", "no"])
def test_a_no_leaves_everything_as_it_is(agnes: Someone, word: str) -> None:
    agnes.says("je veux arrêter")
    assert agnes.says(word) == "D’accord, rien ne change."
    agnes.says("oui")  # which answers nothing any more
    assert agnes.enrolment.state == "active"


@pytest.mark.parametrize("word", ["ok", "d’accord", "parfait", "annuler", "stop", "bien sûr", "o"])
def test_a_word_that_may_mean_something_else_asks_again(agnes: Someone, word: str) -> None:
    agnes.says("je veux arrêter")
    again = agnes.says(word)
    assert "Voulez-vous quitter ?" in again
    assert again.count("Écrivez « oui » pour confirmer, ou « non » pour tout laisser") == 1
    assert agnes.says(word).count("Écrivez « oui »") == 1
    assert agnes.enrolment.state == "active"
    assert "C’est fait." in agnes.says("oui")


@pytest.mark.parametrize("word", ["oui mais plus tard", "peut-être pas", "oui ou non ?", "hmm"])
def test_a_yes_with_a_reserve_is_none(agnes: Someone, word: str) -> None:
    agnes.says("je veux arrêter")
    agnes.says(word)
    assert agnes.enrolment.state == "active"


def test_a_session_is_cancelled_by_a_yes(agnes: Someone, chat: Chat) -> None:
    assert "Annuler la séance du" in agnes.says("annuler la séance")
    assert "est annulée" in agnes.says("oui")
    assert chat.only(Session).state == "cancelled"


def test_erasing_is_confirmed_by_a_yes(agnes: Someone, chat: Chat) -> None:
    assert "Faut-il tout effacer ?" in agnes.says("supprimez mes données")
    assert "Vos données sont effacées." in agnes.says("oui")
    assert len(chat.all(Person, erased_at=None)) == 1


def test_it_is_too_late_after_a_quarter_of_an_hour(agnes: Someone, chat: Chat) -> None:
    agnes.says("je veux arrêter")
    chat.later(minutes=16)
    agnes.says("oui")
    assert agnes.enrolment.state == "active"


def test_it_is_not_too_late_after_ten_minutes(agnes: Someone, chat: Chat) -> None:
    agnes.says("je veux arrêter")
    chat.later(minutes=10)
    assert "C’est fait." in agnes.says("oui")


def test_anything_else_said_in_between_forgets_the_question(agnes: Someone) -> None:
    agnes.says("je veux arrêter")
    agnes.says("qui est mon binôme ?")
    agnes.says("oui")
    assert agnes.enrolment.state == "active"


def test_what_another_wrote_in_between_forgets_it_too(agnes: Someone, chat: Chat) -> None:
    """A yes would be to the date that Bruno has just proposed."""
    bruno = chat.people["bruno"]
    agnes.says("je veux arrêter")
    bruno.says("déplacer la séance")
    bruno.says("2")
    bruno.says("passer")
    assert "Bruno Petit souhaite déplacer" in agnes.heard()
    agnes.says("oui")
    assert agnes.enrolment.state == "active"


def test_a_button_pressed_in_between_forgets_it(agnes: Someone) -> None:
    agnes.says("je veux arrêter")
    agnes.presses("Faire une pause plutôt")
    agnes.says("oui")
    assert agnes.enrolment.state == "active"


def test_a_yes_with_no_question_confirms_nothing(agnes: Someone, chat: Chat) -> None:
    agnes.says("oui")
    assert chat.all(Enrolment, state="left") == []


def test_in_the_middle_of_a_form_a_no_goes_back_to_its_question(chat: Chat) -> None:
    chat.programme()
    nina = chat.person("nina")
    nina.says("je voudrais un mentor")
    nina.says("oui")
    question = nina.asked().name
    nina.says("supprimez mes données")
    said = nina.says("non")
    assert said.startswith("D’accord, rien ne change.")
    assert nina.asked().name == question
    assert "inscription" not in said


def test_in_english(agnes: Someone) -> None:
    agnes.says("English please")
    assert "Do you want to leave?" in agnes.says("I want to leave the programme")
    assert "Write “yes” to confirm" in agnes.says("ok")
    assert agnes.says("no") == "All right, nothing changes."
    agnes.says("I want to leave the programme")
    assert "It’s done." in agnes.says("yes")


def test_on_both_databases(everywhere: Chat) -> None:
    everywhere.programme()
    nina = everywhere.person("nina")
    everywhere.enrols(nina, "mentee")
    nina.says("je veux arrêter")
    assert "Écrivez « oui »" in nina.says("ok")
    assert "C’est fait." in nina.says("oui")
