"""Polls: answered by pressing or typing, reminded once, and truly anonymous when they say so."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.programme.template import load
from storage.nouns import Answer, Draft, Poll, Programme
from tests.client import Chat, Someone


@pytest.fixture
def programme(chat: Chat) -> Programme:
    """A programme whose midway is on 12 January and whose closing is far."""
    calendar = load("pwn-digital-2016").calendar.model_dump() | {"midway": 8}
    return chat.programme(state="running", starts_on=date(2016, 1, 4), calendar=calendar)


@pytest.fixture
def agnes(chat: Chat, programme: Programme) -> Someone:
    agnes, bruno = chat.person("agnes", name="Agnès Martin"), chat.person("bruno")
    chat.enrols(agnes, "mentee")
    chat.enrols(bruno, "mentor")
    chat.pairs(agnes, bruno)
    for each in (agnes, bruno):
        each.heard()
    return agnes


def test_the_midway_poll_comes_in_the_morning_and_is_answered_in_words(
    agnes: Someone, chat: Chat
) -> None:
    chat.until(datetime(2016, 1, 11, 18, 0, tzinfo=UTC))
    agnes.heard()
    chat.until(datetime(2016, 1, 12, 8, 59, tzinfo=UTC))
    assert agnes.heard() == ""
    chat.until(datetime(2016, 1, 12, 9, 0, tzinfo=UTC))
    asked = agnes.heard()
    assert "Nous sommes à mi-parcours de Reverse Mentoring Digital." in asked
    assert "anonymes" not in asked
    assert "Qu’est-ce qui vous aiderait pour la suite ?" in agnes.says("4")
    assert agnes.says("Plus d'exemples") == "Merci, cela nous aide à ajuster la suite."
    answer = chat.only(Answer)
    assert answer.answers == {"going": 4, "need": "Plus d'exemples"}
    assert answer.enrolment_id == agnes.enrolment.id
    assert chat.only(Draft, person_id=agnes.person.id).answers == {}
    assert chat.only(Poll, enrolment_id=agnes.enrolment.id).state == "answered"


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("qui est mon binôme ?", "vous accompagne"),
        ("planifier une séance le 4", "Fixons votre séance"),
        ("merci", "Avec plaisir"),
        ("oui oui", "compris"),
    ],
)
def test_a_poll_that_waits_takes_nothing_else_for_its_answer(
    agnes: Someone, chat: Chat, said: str, answered: str
) -> None:
    chat.until(datetime(2016, 1, 12, 9, 0, tzinfo=UTC))
    agnes.heard()
    assert answered in agnes.says(said)
    assert chat.only(Draft, person_id=agnes.person.id, form="midway").answers == {}


def test_a_poll_is_reminded_once_then_expires(agnes: Someone, chat: Chat) -> None:
    chat.until(datetime(2016, 1, 12, 9, 0, tzinfo=UTC))
    agnes.heard()
    chat.until(datetime(2016, 1, 15, 9, 0, tzinfo=UTC))
    assert "vous attend toujours : quelques clics" in agnes.heard()
    assert "comment cela se passe-t-il" in agnes.presses("Reprendre où j’en étais")
    chat.until(datetime(2016, 1, 25, 9, 0, tzinfo=UTC))
    assert "quelques clics" not in agnes.heard()
    chat.until(datetime(2016, 1, 26, 10, 0, tzinfo=UTC))
    assert chat.only(Poll, enrolment_id=agnes.enrolment.id).state == "expired"
    assert "Cette question n’attend plus de réponse" in agnes.presses("4")
    assert not chat.all(Answer)


def test_an_anonymous_poll_leaves_no_link_to_the_person_anywhere(
    agnes: Someone, chat: Chat, programme: Programme
) -> None:
    chat.moves(programme, "closing")
    chat.tick()
    asked = agnes.heard()
    assert "Réponses anonymes" in asked
    said = agnes.presses("9")
    assert "Les objectifs fixés au départ" in said
    agnes.presses("En partie")
    agnes.presses("4")
    agnes.says("Mot unique entre mille")
    assert "merci d’avoir participé" in agnes.presses("Oui")
    answer = chat.only(Answer)
    assert answer.enrolment_id is None
    assert answer.on == date(2016, 1, 1)  # the month alone
    assert answer.answers["comment"] == "Mot unique entre mille"
    everything = chat.everything().splitlines()
    assert [line.partition(":")[0] for line in everything if "Mot unique" in line] == ["answer"]
    assert not [line for line in everything if "'recommend': 9" in line and "answer" not in line]


def _twelve_asked(agnes: Someone, chat: Chat, programme: Programme) -> list[Someone]:
    """Mentees, each with a mentor, who have the closing survey."""
    people = [agnes]
    for number in range(11):
        one, mentor = chat.person(f"p{number}"), chat.person(f"m{number}")
        chat.enrols(one, "mentee")
        chat.enrols(mentor, "mentor")
        chat.pairs(one, mentor)
        people.append(one)
    chat.moves(programme, "closing")
    chat.tick()
    return people


def test_anonymous_answers_are_not_numbered_in_the_order_they_came(
    agnes: Someone, chat: Chat, programme: Programme
) -> None:
    for number, one in enumerate(_twelve_asked(agnes, chat, programme)):
        one.presses(str(number % 11))
        one.presses("Oui")
        one.presses("3")
        one.presses("Passer")
    in_order = [answer.answers["recommend"] for answer in chat.all(Answer)]
    assert sorted(in_order) == sorted(number % 11 for number in range(12))
    assert in_order != [number % 11 for number in range(12)]


def test_anonymous_answers_keep_the_wave_they_came_in_and_no_more(
    agnes: Someone, chat: Chat, programme: Programme
) -> None:
    """What is told before the end is told by whole waves: a new answer takes nobody's place."""
    for number, one in enumerate(_twelve_asked(agnes, chat, programme)):
        one.presses("9" if number < 5 else "1")
        one.presses("Oui")
        one.presses("3")
        one.presses("Passer")
    waves = sorted((each.answers["wave"], each.answers["recommend"]) for each in chat.all(Answer))
    assert waves == [(0, 9)] * 5 + [(1, 1)] * 5 + [(2, 1)] * 2


@pytest.mark.parametrize("begun", [False, True])
def test_nobody_answers_once_the_last_report_may_have_been_read(
    agnes: Someone, chat: Chat, programme: Programme, *, begun: bool
) -> None:
    chat.moves(programme, "closing")
    chat.tick()
    agnes.heard()
    if begun:
        agnes.presses("9")
    chat.moves(programme, "closed")
    assert agnes.says("4").startswith("Cette question n’attend plus de réponse.")
    assert "objectifs" not in agnes.presses("En partie" if begun else "9")
    assert not chat.all(Answer)
    chat.until(chat.clock.now() + timedelta(days=6))
    assert "quelques clics" not in agnes.heard()


def test_the_closing_poll_is_asked_even_when_the_pair_ended_and_not_of_those_who_left(
    agnes: Someone, chat: Chat, programme: Programme
) -> None:
    bruno = chat.people["bruno"]
    bruno.says("je veux arrêter")
    bruno.presses("Quitter le programme")
    agnes.heard()
    bruno.heard()
    chat.moves(programme, "closing")
    chat.tick()
    assert "se termine. Votre avis" in agnes.heard()
    assert bruno.heard() == ""


def test_a_citation_is_asked_for_only_when_something_was_written(
    agnes: Someone, chat: Chat, programme: Programme
) -> None:
    chat.moves(programme, "closing")
    chat.tick()
    agnes.presses("9")
    agnes.presses("En partie")
    agnes.presses("4")
    assert "Merci pour ce bilan" in agnes.presses("Passer")


def test_answering_a_poll_twice_counts_once(agnes: Someone, chat: Chat) -> None:
    chat.until(datetime(2016, 1, 12, 9, 0, tzinfo=UTC))
    agnes.presses("4")
    agnes.presses("Passer")
    assert "Cette question n’attend plus de réponse" in agnes.presses("Passer")
    assert len(chat.all(Answer)) == 1
