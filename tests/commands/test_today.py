"""The day of a coordinator: what waits, whom to call, what fails, what leaves by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest

from storage.nouns import (
    Attendance,
    Call,
    Enrolment,
    Notice,
    Pair,
    Programme,
    Proposal,
    Session,
)
from tests.client import START, Chat, Someone


@pytest.fixture
def claire(chat: Chat) -> Someone:
    """She coordinates a programme under way."""
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, programme)
    claire.heard()
    return claire


def two(chat: Chat) -> Pair:
    anne, paul = chat.person("anne", name="Anne Leroy"), chat.person("paul", name="Paul Roy")
    chat.enrols(anne, "mentee")
    chat.enrols(paul, "mentor")
    return chat.pairs(anne, paul)


def noticed(chat: Chat, kind: str, names: list[str], subject: str = "pair:1") -> Notice:
    with chat.database.work(chat.clock.now()) as work:
        return work.add(
            Notice(
                programme_id=chat.all(Programme)[0].id,
                subject=subject,
                kind=kind,
                facts={"names": names, "days": 21},
                at=work.now,
            )
        )


def test_an_empty_day_is_a_kind_one(claire):
    said = claire.gives("aujourd’hui")
    assert "Rien ne vous attend ici aujourd’hui" in said
    assert "Aucun message ne part de lui-même" in said


def test_an_empty_day_in_english(chat, claire):
    chat.change(claire.person, locale="en", locale_chosen=True)
    said = claire.gives("today")
    assert "Nothing awaits you here today" in said
    assert "No message goes out by itself" in said


def test_whom_to_call_says_why_and_since_when_and_acts(chat, claire):
    two(chat)
    noticed(chat, "silent", ["Anne Leroy", "Paul Roy"])
    chat.later(days=1)
    said = claire.gives("today")
    assert "Anne Leroy et Paul Roy : rien de planifié depuis 21 jours" in said
    assert "Signalé mardi 5 janvier à 10 h." in said
    claire.presses("C’est réglé")
    assert "rien de planifié depuis" not in claire.gives("today")


def test_what_does_not_arrive_is_apart(chat, claire):
    noticed(chat, "undelivered", ["Anne Leroy"], "programme:1")
    said = claire.gives("today")
    assert said.index("Messages qui n’arrivent pas") < said.index("Des messages n’ont pas pu")
    assert "À contacter" not in said
    assert "Les renvoyer" in claire.shown()


def test_what_is_private_stays_from_a_coordinator_of_the_pair(chat, claire):
    chat.enrols(claire, "mentor")
    anne = chat.person("anne", name="Anne Leroy")
    chat.enrols(anne, "mentee")
    chat.pairs(anne, claire)
    noticed(chat, "asks-for-help", ["Anne Leroy"], f"enrolment:{anne.enrolment.id}")
    assert "Anne Leroy souhaite" not in claire.gives("today")


def test_decisions_come_first_with_the_button_that_decides(chat, claire):
    programme = chat.only(Programme)
    two(chat)
    chat.change(programme, state="matching", round=1)
    with chat.database.work(START) as work:
        proposal = work.add(
            Proposal(
                programme_id=programme.id, round=1, mentee_id=1, mentor_id=2, score=0.5,
                label="good",
            )
        )  # fmt: skip
    said = claire.gives("today")
    assert "1 proposition de binôme attend votre décision" in said
    assert claire.shown()[0] == "Revoir les propositions"
    assert "Le jour du lancement est venu" not in said  # the same matter
    assert "apprend avec" in claire.presses("Revoir les propositions")
    chat.change(proposal, state="approved")
    assert "1 binôme approuvé attend d’être présenté" in claire.gives("today")


def test_a_move_that_the_calendar_calls_for_waits_for_a_word(chat, claire):
    chat.change(chat.only(Programme), state="draft")
    assert "C’est le jour prévu pour ouvrir les inscriptions" in claire.gives("today")
    assert "Les inscriptions sont ouvertes" in claire.presses("Ouvrir les inscriptions")


def test_what_leaves_by_itself_is_derived_from_the_facts(chat, claire):
    pair = two(chat)
    with chat.database.work(START) as work:
        work.add(
            Session(
                pair_id=pair.id, number=1, state="planned", starts_at=START + timedelta(hours=30),
                minutes=60, proposed_by=pair.mentee_id, sequence=1, created_at=START,
            )
        )  # fmt: skip
        work.change(pair, look_at=START)
    said = claire.gives("today")
    assert "2 rappels de séances, dès mardi 5 janvier à 16 h" in said
    assert "questionnaire" not in said
    chat.later(hours=8)
    said = claire.gives("today")
    assert "dès mercredi 6 janvier à 15 h" in said
    assert "2 questionnaires, dès mercredi 6 janvier à 17 h 30" in said


def test_a_post_without_a_channel_says_so(chat, claire):
    chat.jump(datetime(2016, 1, 9, 12, tzinfo=UTC))
    chat.change(chat.only(Programme), starts_on=date(2016, 1, 4), look_at=chat.clock.now())
    said = claire.gives("today")
    assert "Message à la communauté prévu dimanche 10 janvier à 9 h, mais je n’ai pas" in said


def test_workshops_of_the_week_and_who_came(chat, claire):
    programme, anne = chat.only(Programme), chat.person("anne", name="Anne Leroy")
    place = chat.enrols(anne, "mentee")
    cafe = chat.workshop(
        programme, key="cafe", title="Café des binômes", starts_at=START + timedelta(days=2)
    )
    with chat.database.work(START) as work:
        work.add(Attendance(workshop_id=cafe.id, enrolment_id=place.id, answer="yes"))
    assert "Café des binômes, jeudi 7 janvier à 10 h : 1 oui, 0 non" in claire.gives("today")
    chat.jump(START + timedelta(days=3))
    assert "Café des binômes a eu lieu jeudi 7 janvier à 10 h. Qui y était ?" in claire.gives(
        "today"
    )
    assert "Présence notée" in claire.presses("Noter tout le monde présent")
    assert "Qui y était" not in claire.gives("today")


def test_several_programmes_stand_side_by_side(chat, claire):
    second = chat.programme(name={"fr": "Diversité", "en": "Diversity"}, slug="two", state="draft")
    chat.coordinates(claire, second)
    said = claire.gives("today")
    assert said.index("Diversité – En préparation") < said.index("Reverse Mentoring Digital – En")
    assert "Diversité" in claire.presses("Ouvrir les inscriptions")
    assert "Reverse Mentoring Digital – En cours" in claire.gives("today")


def test_nobody_else_has_a_day_here(chat, claire):
    anne = chat.person("anne")
    anne.joins()
    anne.heard()
    assert "Je ne peux rien faire de cette commande pour vous" in anne.gives("today")


def test_the_home_page_shows_the_same_day(chat, claire):
    two(chat)
    noticed(chat, "silent", ["Anne Leroy", "Paul Roy"])
    page = claire.sends("home")
    assert "À contacter\nAnne Leroy et Paul Roy : rien de planifié depuis 21 jours" in page
    assert "Leur envoyer un mot" in claire.shown()
    assert "Ce qui part" not in page
    assert "Un mot pourrait aider" in claire.presses("Ma journée")


def test_over_is_over(chat, claire):
    chat.change(chat.only(Programme), state="closed")
    assert "plus rien ne vous attend" in claire.gives("today")


def test_what_waits_for_others_is_told_where_the_programme_asks_them(chat, claire):
    second = chat.programme("on-request", state="running", starts_on=date(2016, 1, 4))
    chat.coordinates(claire, second)
    anne = chat.person("anne", name="Anne Leroy")
    anne.joins()
    with chat.database.work(START) as work:
        place = work.add(
            Enrolment(
                programme_id=second.id, person_id=anne.person.id, role="mentee", joined_at=START
            )
        )
        work.add(
            Call(
                programme_id=second.id, enrolment_id=place.id, subject="LinkedIn", minutes=60,
                within_days=7, state="alone", created_at=START,
            )
        )  # fmt: skip
    assert "1 séance demandée n’a trouvé personne." in claire.gives("today")
    assert any("command:requests" in str(each.message) for each in claire.history[-2:])
