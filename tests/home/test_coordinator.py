"""The page of somebody who coordinates: state, next step, figures, commands of the moment."""

from datetime import date

import pytest

from storage.nouns import Notice, Programme, Proposal
from tests.client import Chat, Someone


@pytest.fixture
def claire(chat: Chat) -> Someone:
    """She coordinates a running programme of one pair."""
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    claire = chat.person("claire", name="Claire Roux")
    agnes, bruno = chat.person("agnes", name="Agnès"), chat.person("bruno", name="Bruno")
    claire.joins()
    chat.coordinates(claire, programme)
    chat.enrols(agnes, "mentee")
    chat.enrols(bruno, "mentor")
    chat.pairs(agnes, bruno)
    claire.heard()
    return claire


def test_a_programme_in_a_few_lines(claire: Someone) -> None:
    assert claire.sends("home").splitlines() == [
        "Reverse Mentoring Digital – En cours",
        "Regardez qui a besoin de vous aujourd’hui ; la clôture s’ouvrira toute seule à la date"
        " prévue.",
        "2 personnes · 1 binôme · 0 séance tenue · 0 à venir",
        "[Voir la santé des binômes] [Voir les séances] [Relancer] [Ma journée]"
        " [Où en sommes-nous ?]",
        "[In English, please] [Voir ce que je peux demander]",
    ]
    assert "La santé des binômes" in claire.presses("Voir la santé des binômes")


def test_what_waits_and_what_was_noticed_is_counted(claire: Someone, chat: Chat) -> None:
    programme = chat.only(Programme)
    chat.change(programme, state="matching", round=1)
    with chat.database.work(chat.clock.now()) as work:
        for mentee, mentor in ((1, 2), (2, 1)):
            work.add(
                Proposal(
                    programme_id=programme.id,
                    round=1,
                    mentee_id=mentee,
                    mentor_id=mentor,
                    score=0.5,
                    label="good",
                )
            )
        work.add(Notice(programme_id=programme.id, subject="pair:1", kind="silent", at=work.now))
    page = claire.sends("home")
    assert "2 propositions à revoir · 1 point signalé" in page
    assert claire.shown()[0] == "Revoir les propositions"


@pytest.mark.parametrize(
    ("state", "first"),
    [
        ("draft", "Ouvrir les inscriptions"),
        ("signup", "Voir les personnes"),
        ("matching", "Revoir les propositions"),
        ("reviewed", "Donner le coup d’envoi"),
        ("kickoff", "Voir les ateliers"),
        ("closing", "Voir le bilan"),
    ],
)
def test_the_first_button_is_what_status_offers_first(
    claire: Someone, chat: Chat, state: str, first: str
) -> None:
    chat.change(chat.only(Programme), state=state)
    claire.sends("home")
    shown = claire.shown()
    claire.gives("status")
    assert shown[0] == first
    assert first in claire.shown()


def test_with_two_programmes_each_button_is_about_its_own(claire: Someone, chat: Chat) -> None:
    second = chat.programme(name={"fr": "Diversité", "en": "Diversity"}, slug="two")
    chat.coordinates(claire, second)
    page = claire.sends("home")
    assert page.index("Diversité – Inscriptions") < page.index("Reverse Mentoring Digital – En")
    first = chat.all(Programme)[0]
    assert "Reverse Mentoring Digital – En cours" in claire.sends(
        f"within:{first.id}:command:status"
    )
    told = claire.sends(f"within:{second.id}:command:status")
    assert "Diversité – Inscriptions ouvertes" in told
    # What follows from that answer is about the same programme.
    assert "Diversité" in claire.gives("status")


def test_a_command_about_a_programme_of_others_is_nobodys(claire: Someone, chat: Chat) -> None:
    other = chat.programme(slug="two", state="running")
    assert "Ce bouton ne sert plus" in claire.sends(f"within:{other.id}:command:status")
    opened = chat.programme(slug="three", state="signup")
    assert "Ce bouton ne sert plus" in claire.sends(f"within:{opened.id}:command:status")


def test_those_who_also_take_part_see_both(claire: Someone, chat: Chat) -> None:
    chat.enrols(claire, "mentor")
    page = claire.sends("home")
    assert page.index("Reverse Mentoring Digital – En cours") < page.index("Ma place :")
    assert "Rôle : Je transmets" in page


def test_closed_programmes_are_one_line(claire: Someone, chat: Chat) -> None:
    for number in (1, 2):
        old = chat.programme(
            name={"fr": f"Édition {number}", "en": f"Edition {number}"},
            slug=f"old-{number}",
            state="closed",
        )
        chat.coordinates(claire, old)
    assert "Terminés : Édition 2 et Édition 1." in claire.sends("home")
    assert claire.said_last().count(" – ") == 1


def test_an_organiser_may_create_a_programme(chat: Chat) -> None:
    omar = chat.person("omar", name="Omar")
    omar.joins()
    chat.change(omar.person, organiser=True)
    page = omar.sends("home")
    assert page.startswith("Bonjour Omar\nJe suis Binôme.")
    assert "Créer un programme\nChoisissez un modèle et une date" in page
    assert "Reverse Mentoring Digital" in omar.presses("Créer un programme")
