"""From a message read elsewhere: offering to help with it, or asking about it."""

import pytest

from bot.message import Run
from storage.nouns import Draft, Enrolment
from tests.client import Chat, Someone

ASKED = "Bonjour, j’ai besoin d’aide avec Twitter, s’il vous plaît !"


@pytest.fixture
def bruno(chat: Chat) -> Someone:
    bruno = chat.person("bruno", name="Bruno Petit")
    bruno.joins()
    bruno.heard()
    return bruno


def test_an_offer_begins_a_mentors_sign_up_with_what_was_asked(bruno: Someone, chat: Chat) -> None:
    chat.programme()
    told = bruno.sends("offer", ASKED)
    assert "Merci de vouloir transmettre" in told
    assert "J’ai noté ce que vous proposez : « Twitter »" in told
    assert chat.only(Draft).answers["skills"] == ["Twitter"]


def test_what_cannot_be_understood_is_cut_to_a_line(bruno: Someone, chat: Chat) -> None:
    chat.programme()
    bruno.sends("offer", "Qui connaît\nles pivots ? " + "x" * 400)
    (skill,) = chat.only(Draft).answers["skills"]
    assert skill.startswith("Qui connaît les pivots ? xxx")
    assert len(skill) == 300


@pytest.mark.parametrize("text", ["", "   ", "🎉", "…"])
def test_nothing_to_read_still_begins(bruno: Someone, chat: Chat, text: str) -> None:
    chat.programme()
    assert "Merci de vouloir transmettre" in bruno.sends("offer", text)
    assert "skills" not in chat.only(Draft).answers


def test_no_open_programme_is_said_kindly(bruno: Someone, chat: Chat) -> None:
    assert bruno.sends("offer", ASKED).startswith("C’est généreux, merci.")
    chat.programme(state="running")
    assert bruno.sends("offer", ASKED).startswith("C’est généreux, merci.")
    assert bruno.sends("need", ASKED).startswith("Bonne idée.")
    assert chat.all(Draft) == []


def test_a_mentor_adds_it_to_their_answers_and_confirms(bruno: Someone, chat: Chat) -> None:
    chat.programme(state="running")
    chat.enrols(bruno, "mentor", reassure="Chacun son rythme")
    told = bruno.sends("offer", ASKED)
    assert "J’ai ajouté « Twitter » à ce que vous proposez" in told
    assert "Tout est juste ?" in told
    assert bruno.enrolment.answers["skills"] == ["Écrire une biographie LinkedIn"]  # not yet
    assert "Vos réponses sont à jour." in bruno.says("oui")
    assert bruno.enrolment.answers["skills"] == ["Écrire une biographie LinkedIn", "Twitter"]
    assert "« Twitter » est déjà dans vos réponses" in bruno.sends("offer", ASKED)


def test_two_offers_in_a_row_are_both_added(bruno: Someone, chat: Chat) -> None:
    chat.programme()
    chat.enrols(bruno, "mentor", reassure="Chacun son rythme")
    bruno.sends("offer", ASKED)
    bruno.sends("offer", "Je voudrais apprendre Instagram")
    bruno.says("oui")
    assert bruno.enrolment.answers["skills"][1:] == ["Twitter", "Instagram"]


def test_a_sixth_skill_is_for_the_mentor_to_choose(bruno: Someone, chat: Chat) -> None:
    chat.programme()
    chat.enrols(bruno, "mentor", skills=["a1", "b2", "c3", "d4", "e5"])
    told = bruno.sends("offer", ASKED)
    assert "Remplacez-en un par « Twitter »" in told
    assert "Voici vos réponses." in bruno.presses("Modifier mes réponses")


def test_a_sign_up_under_way_takes_it_in(bruno: Someone, chat: Chat) -> None:
    chat.programme()
    bruno.says("Je peux apprendre Instagram à une collègue")
    bruno.says("oui")
    assert "Reprenons" in bruno.sends("offer", ASKED)
    assert chat.only(Draft).answers["skills"] == ["Instagram", "Twitter"]


def test_a_mentee_is_told_that_they_already_take_part(bruno: Someone, chat: Chat) -> None:
    chat.programme()
    chat.enrols(bruno, "mentee")
    assert "Vous participez déjà à ce programme, pour apprendre." in bruno.sends("offer", ASKED)


def test_with_several_open_programmes_it_is_kept_while_they_choose(
    bruno: Someone, chat: Chat
) -> None:
    chat.programme(name={"fr": "Numérique", "en": "Digital"})
    second = chat.programme(name={"fr": "Diversité", "en": "Diversity"}, slug="two")
    assert "Pour quel programme ?" in bruno.sends("offer", ASKED)
    assert [option.label for option in bruno.asked().options] == [
        "Numérique", "Diversité", "Aucun de ceux-là",
    ]  # fmt: skip
    told = bruno.presses("Diversité")
    assert "J’ai noté ce que vous proposez : « Twitter »" in told
    (begun,) = chat.all(Draft, state="open")
    assert (begun.programme_id, begun.form) == (second.id, "mentor")


def test_none_of_several_is_an_answer(bruno: Someone, chat: Chat) -> None:
    chat.programme()
    chat.programme(slug="two")
    bruno.sends("offer", ASKED)
    bruno.sends("offer", "Je voudrais apprendre Instagram")  # takes the first one's place
    assert len(chat.all(Draft, state="open")) == 1
    bruno.presses("Aucun de ceux-là")
    assert chat.all(Draft, state="open") == []
    assert chat.all(Enrolment) == []


def test_asking_about_it_begins_a_mentees_sign_up(bruno: Someone, chat: Chat) -> None:
    chat.programme()
    told = bruno.sends("need", ASKED)
    assert "J’ai noté votre souhait : « Twitter »" in told
    assert chat.only(Draft).form == "mentee"


def test_a_mentee_with_two_objectives_is_asked_which_to_replace(bruno: Someone, chat: Chat) -> None:
    chat.programme()
    chat.enrols(bruno, "mentee", objectives=["Oser la vidéo", "Tenir un blog"])
    assert "Vous avez déjà deux objectifs" in bruno.sends("need", ASKED)


def test_what_was_read_stays_data(bruno: Someone, chat: Chat) -> None:
    chat.programme()
    bruno.sends("offer", "j’ai besoin d’aide avec <!channel> *gras* [lien](http://x)")
    runs = [
        run
        for heard in bruno.history
        for part in heard.message.parts
        for run in getattr(part, "runs", ())
        if isinstance(run, Run) and "channel" in run.text
    ]
    assert runs
    assert all(run.typed for run in runs)
