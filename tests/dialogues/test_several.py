"""Somebody in two programmes at once: whatever they ask about their place, it is clear in which."""

from datetime import date

import pytest

from storage.nouns import Enrolment, Programme
from tests.client import Chat, Someone


@pytest.fixture
def agnes(chat: Chat) -> Someone:
    """A mentee in one programme and a mentor in another."""
    first = chat.programme(name={"fr": "Numérique", "en": "Digital"}, state="running")
    agnes = chat.person("agnes", name="Agnès Martin")
    chat.enrols(agnes, "mentee")
    second = chat.programme(
        name={"fr": "Diversité", "en": "Diversity"}, slug="two", state="running"
    )
    place = agnes.enrolment
    with chat.database.work(chat.clock.now()) as work:
        work.add(place.model_copy(update={"id": 0, "programme_id": second.id, "role": "mentor"}))
    assert first.id != second.id
    agnes.heard()
    return agnes


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("où en suis-je ?", "Vous participez à Diversité pour transmettre."),
        ("qui est mon binôme ?", "Vous n’avez pas encore de binôme."),
        ("planifier une séance", "Vous n’avez pas encore de binôme."),
        ("modifier mes réponses", "Voici vos réponses."),
        ("je veux arrêter", "Vous pouvez quitter Diversité à tout moment"),
        ("mettez-moi en pause", "Jusqu’à quand souhaitez-vous une pause ?"),
        ("je suis de retour", "tout est à jour"),
        ("mon mentor ne répond pas", "Je n’ai prévenu personne"),
    ],
)
def test_it_is_asked_which_programme_is_meant(agnes: Someone, asked: str, answered: str) -> None:
    assert agnes.says(asked).startswith("De quel programme parlons-nous ?")
    assert agnes.shown() == ["Numérique", "Diversité"]
    assert answered in agnes.presses("Diversité")


def test_hello_and_help_know_that_she_has_a_place(agnes: Someone) -> None:
    assert "ravi de vous retrouver" in agnes.says("bonjour")
    assert "« Qui est mon binôme ? »" in agnes.says("aide")


def test_a_pause_in_one_programme_ends_in_that_one(agnes: Someone, chat: Chat) -> None:
    agnes.says("mettez-moi en pause")
    agnes.presses("Diversité")
    agnes.says("trois semaines")
    states = {each.role: each.state for each in chat.all(Enrolment)}
    assert states == {"mentee": "active", "mentor": "paused"}
    assert "Heureux de vous revoir" in agnes.presses("Reprendre maintenant")
    assert {each.state for each in chat.all(Enrolment)} == {"active"}


def test_once_one_of_them_is_closed_the_other_is_meant(agnes: Someone, chat: Chat) -> None:
    chat.moves(chat.all(Programme)[0], "closed")
    assert "Vous participez à Diversité" in agnes.says("où en suis-je ?")


def test_a_programme_in_which_she_has_no_place_cannot_be_meant(agnes: Someone, chat: Chat) -> None:
    third = chat.programme(slug="three", state="running", starts_on=date(2016, 3, 1))
    assert "Ce bouton ne sert plus" in agnes.sends(f"about:{third.id}:leave")
