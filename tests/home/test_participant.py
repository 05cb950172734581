"""The page of somebody who takes part: where they stand, their pair, what they can do from here."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.home import home
from bot.message import Run
from bot.programme.template import load
from storage.nouns import Address, Enrolment, Programme, Session
from tests.client import Chat, Someone


@pytest.fixture
def agnes(chat: Chat) -> Someone:
    """A mentee of a running programme, paired with Bruno."""
    chat.programme(state="running", starts_on=date(2016, 1, 4))
    agnes = chat.person("agnes", name="Agnès Martin")
    bruno = chat.person("bruno", name="Bruno Petit")
    chat.enrols(agnes, "mentee", objectives=["Oser la vidéo verticale"])
    chat.enrols(bruno, "mentor")
    chat.pairs(agnes, bruno)
    for each in (agnes, bruno):
        each.heard()
    return agnes


@pytest.fixture
def bruno(agnes: Someone) -> Someone:
    return agnes.chat.people["bruno"]


def proposed(agnes: Someone) -> None:
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("Café des Arts")


def test_before_any_session_it_says_who_and_offers_to_plan(agnes: Someone) -> None:
    assert agnes.sends("home").splitlines() == [
        "Ma place : Reverse Mentoring Digital",
        "Rôle : J’apprends",
        "En ce moment : Le programme bat son plein.",
        "Ensuite : Début de la clôture, lundi 16 mai",
        "Objectifs : Oser la vidéo verticale",
        "Bruno Petit vous accompagne.",
        "0 séance tenue sur 3",
        "Aucune séance n’est fixée avec Bruno Petit.",
        "[Choisir une date]",
        "[Modifier mes réponses] [Faire une pause] [Parler à la coordination]"
        " [Quitter le programme]",
        "[In English, please] [Voir ce que je peux demander]",
    ]
    assert "Fixons votre séance avec Bruno Petit" in agnes.presses("Choisir une date")


def test_whoever_has_a_pair_is_not_told_to_wait_for_it(agnes: Someone, chat: Chat) -> None:
    chat.moves(chat.only(Programme), "reviewed")
    for said in (agnes.sends("home"), agnes.says("où en suis-je ?")):
        assert "Votre binôme est formé, vous pouvez déjà faire connaissance." in said
        assert "saurez bientôt" not in said


def test_a_date_that_the_other_proposed_is_accepted_from_the_page(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    proposed(agnes)
    bruno.heard()
    page = bruno.sends("home")
    assert "Vous accompagnez Agnès Martin." in page
    assert "Agnès Martin vous propose jeudi 7 janvier, 9 h – 11 h." in page
    assert "Lieu : Café des Arts" in page
    assert "Savoir-faire : Écrire une biographie LinkedIn" in page
    assert "[Accepter cette date] [Déplacer la séance] [Annuler la séance]" in page
    assert "C’est fixé avec Agnès Martin" in bruno.presses("Accepter cette date")
    assert "Votre prochaine séance avec Agnès Martin : jeudi 7 janvier" in bruno.sends("home")
    assert "[Déplacer la séance] [Annuler la séance]" in bruno.said_last()
    assert "Annuler la séance du jeudi 7 janvier" in bruno.presses("Annuler la séance")
    assert chat.only(Session).state == "planned"


def test_a_question_that_waits_opens_as_a_form_and_its_answer_shows_as_progress(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    proposed(agnes)
    bruno.presses("Accepter cette date")
    chat.later(days=4)
    page = agnes.sends("home")
    assert "Votre dernière séance avec Bruno Petit est passée. A-t-elle eu lieu ?" in page
    assert "Une question vous attend : deux ou trois clics.\n[Votre séance]" in page
    form = agnes.opens_form("Votre séance")
    assert [field.name for field in form.fields][:3] == ["met", "rating", "progress"]
    agnes.submits({"met": "yes", "rating": "4", "progress": "partly", "takeaway": ""})
    page = agnes.sends("home")
    assert "Progrès : En partie (samedi 9 janvier)" in page
    assert "1 séance tenue sur 3" in page
    assert "Votre avis" not in page
    assert "Progrès" not in bruno.sends("home")  # what she answered is hers


def test_a_form_left_half_way_opens_where_it_was(agnes: Someone) -> None:
    agnes.says("modifier mes réponses")
    assert "Ce que vous avez commencé est gardé" in agnes.sends("home")
    assert agnes.opens_form("Mon inscription pour apprendre").title == (
        "Mon inscription pour apprendre"
    )


def test_in_a_pause_the_page_says_until_when_and_how_to_come_back(agnes: Someone) -> None:
    agnes.says("mettez-moi en pause jusqu’en mars")
    page = agnes.sends("home")
    assert "Vous êtes en pause jusqu’au mardi 1er mars." in page
    assert "[Faire une pause]" not in page
    assert "Heureux de vous revoir" in agnes.presses("Reprendre maintenant")


def test_once_every_session_was_held_it_offers_no_date(agnes: Someone, chat: Chat) -> None:
    pair = chat.only(Enrolment, role="mentee")
    with chat.database.work(chat.clock.now()) as work:
        for number in (1, 2, 3):
            work.add(
                Session(
                    pair_id=1,
                    number=number,
                    state="held",
                    starts_at=work.now - timedelta(days=1),
                    minutes=60,
                    proposed_by=pair.id,
                    created_at=work.now,
                )
            )
    page = agnes.sends("home")
    assert "3 séances tenues sur 3" in page
    assert "Toutes les séances prévues ont eu lieu, bravo." in page
    assert "Choisir une date" not in page


def test_without_a_pair_it_says_what_comes_next_and_the_next_gathering(chat: Chat) -> None:
    programme = chat.programme()
    chat.workshop(
        programme, key="kickoff", title="Lancement", starts_at=datetime(2016, 2, 2, 17, tzinfo=UTC)
    )
    agnes = chat.person("agnes")
    chat.enrols(agnes, "mentee")
    agnes.heard()
    page = agnes.sends("home")
    assert "Ensuite : Formation des binômes, " in page
    assert "À noter : " in page
    assert "mardi 2 février, 18 h – 20 h" in page
    assert "Vous n’avez pas encore de binôme." in page


def test_the_other_language_is_one_press_away(agnes: Someone) -> None:
    agnes.sends("home")
    agnes.presses("In English, please")
    page = agnes.sends("home")
    assert "Role : I learn" in page
    assert "Next : Closing begins, Monday 16 May" in page
    agnes.presses("En français")
    assert "Rôle : J’apprends" in agnes.sends("home")


def test_a_programme_that_says_tu_says_it_on_the_page_too(chat: Chat) -> None:
    chat.programme(tone="tu")
    agnes = chat.person("agnes")
    chat.enrols(agnes, "mentee")
    agnes.heard()
    assert "Tu n’as pas encore de binôme." in agnes.sends("home")


def test_each_of_several_programmes_has_its_section_and_buttons_of_its_own(
    agnes: Someone, chat: Chat
) -> None:
    second = chat.programme(name={"fr": "Diversité", "en": "Diversity"}, slug="two")
    mine = agnes.enrolment
    with chat.database.work(chat.clock.now()) as work:
        work.add(mine.model_copy(update={"id": 0, "programme_id": second.id, "role": "mentor"}))
    page = agnes.sends("home")
    assert page.index("Ma place : Reverse Mentoring Digital") < page.index("Ma place : Diversité")
    assert "Voici vos réponses" in agnes.sends(f"about:{second.id}:edit")
    agnes.says("annuler")
    assert "quitter Diversité" in agnes.sends(f"about:{second.id}:leave")
    agnes.sends("home")
    agnes.presses("Faire une pause")  # the first of the two
    agnes.says("trois semaines")
    states = {each.programme_id: each.state for each in chat.all(Enrolment, person_id=1)}
    assert states == {mine.programme_id: "paused", second.id: "active"}


def test_what_was_typed_stays_data(agnes: Someone) -> None:
    agnes.sends("home")
    typed = {
        run.text
        for part in agnes.history[-1].message.parts
        for row in getattr(part, "rows", ())
        for run in row[1]
        if isinstance(run, Run) and run.typed
    }
    assert typed == {"Oser la vidéo verticale"}


def test_a_programme_that_ended_is_one_line(agnes: Someone, chat: Chat) -> None:
    chat.moves(chat.only(Programme), "closed")
    page = agnes.sends("home")
    assert "Ma place" not in page
    assert "Terminé : Reverse Mentoring Digital. Merci d’y avoir participé." in page


def test_no_question_waits_once_its_programme_has_ended(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    proposed(agnes)
    bruno.presses("Accepter cette date")
    chat.later(days=4)
    assert "Une question vous attend" in agnes.sends("home")
    chat.moves(chat.only(Programme), "closed")
    assert "Une question vous attend" not in agnes.sends("home")


def test_reading_the_page_writes_nothing(agnes: Someone, chat: Chat) -> None:
    before = chat.everything()
    with chat.database.work(chat.clock.now()) as work:
        for address in work.find(Address):
            home(work, address)
    assert chat.everything() == before


def test_a_session_asked_for_waits_on_both_pages(chat: Chat) -> None:
    calendar = load("pwn-digital-2016").calendar.model_dump() | {"midway": None}
    plan = {"allowed": True, "paired": False, "minutes": [60]}
    chat.programme(state="running", starts_on=date(2016, 1, 4), calendar=calendar, on_request=plan)
    agnes = chat.person("agnes", name="Agnès Martin")
    bruno = chat.person("bruno", name="Bruno Petit")
    chat.enrols(agnes, "mentee")
    chat.enrols(bruno, "mentor", skills=["Animer une réunion sur Teams"], topics=[])
    assert "aimerait une séance" not in bruno.sends("home")
    agnes.says("J’ai besoin d’une heure sur Teams")
    agnes.says("cette semaine")
    agnes.presses("Demander à Bruno")
    page = bruno.sends("home")
    assert "Agnès Martin aimerait une séance de 1 h avec vous : « Teams »." in page
    assert "[Pas cette fois]" in page
    page = agnes.sends("home")
    assert "Votre demande sur « Teams » attend la réponse de Bruno Petit." in page
    assert "[Annuler ma demande]" in page
    bruno.sends("home")
    slot = next(label for label in bruno.shown() if "janvier" in label)
    assert "C’est fixé avec Agnès Martin" in bruno.presses(slot)
    assert "attend la réponse" not in agnes.sends("home")
    assert "aimerait une séance" not in bruno.sends("home")
