"""Agreeing the modules of a pair: one proposes, the other agrees or changes, and it is used."""

from datetime import date

import pytest

from bot.pairs.both import nudge_days
from bot.programme.template import plan_of
from storage.nouns import Pair, Programme, Session
from tests.client import Chat, Someone

LINKEDIN = "Un profil LinkedIn à son image"
COURSE = {"agreed": True, "every_days": [7, 14, 21], "least": 2, "most": 5}


@pytest.fixture
def two(chat: Chat) -> tuple[Someone, Someone]:
    return pair(chat)


def pair(
    chat: Chat, locale: str = "fr", template: str = "pwn-digital-2016"
) -> tuple[Someone, Someone]:
    course = {**COURSE, "most": 3, "every_days": [7, 14]}
    chat.programme(template, state="running", starts_on=date(2016, 1, 4), course=course)
    agnes = chat.person("agnes", name="Agnès Martin", locale=locale)
    bruno = chat.person("bruno", name="Bruno Petit", locale=locale)
    chat.enrols(agnes, "mentee", topics=["linkedin"])
    chat.enrols(bruno, "mentor")
    for each in (agnes, bruno):
        chat.change(each.person, locale=locale, locale_chosen=True)
    chat.pairs(agnes, bruno)
    for each in (agnes, bruno):
        each.heard()
    return agnes, bruno


def proposes(one: Someone) -> str:
    """Proposes two modules in order, two sessions, every week."""
    one.says("que pouvons-nous travailler ?")
    assert "Par quel module commencer ?" in one.presses("Choisir nos modules")
    one.presses(LINKEDIN)
    one.presses(one.asked().options[1].label.replace("\u00a0", " "))
    one.presses("Passer")
    one.presses("Passer")
    one.presses("2 séances")
    one.presses("tous les 7 jours")
    return one.says("oui")


def test_one_proposes_and_the_other_agrees(chat: Chat, two: tuple[Someone, Someone]) -> None:
    agnes, bruno = two
    assert "C’est proposé à Bruno Petit." in proposes(agnes)
    assert chat.only(Pair).course == {}
    told = bruno.heard()
    assert "Agnès Martin vous propose ce parcours" in told
    assert f"1. {LINKEDIN}" in told
    assert "2 séances, tous les 7 jours." in told
    assert "C’est convenu avec Agnès Martin." in bruno.presses("D’accord, c’est notre parcours")
    assert "Bruno Petit est d’accord." in agnes.heard()
    kept = chat.only(Pair)
    assert kept.course["modules"][0] == "linkedin-profile"
    assert (kept.course["sessions"], kept.course["every_days"]) == (2, 7)
    assert kept.course_offered == {}
    assert "a changé depuis" in bruno.presses("D’accord, c’est notre parcours")
    assert "Le parcours convenu à deux" in agnes.says("que pouvons-nous travailler ?")


def test_the_other_changes_it_and_what_was_read_before_is_agreed_no_more(
    chat: Chat, two: tuple[Someone, Someone]
) -> None:
    agnes, bruno = two
    proposes(agnes)
    bruno.heard()
    old, _ = bruno.action_of("D’accord, c’est notre parcours")
    assert "Tout est juste ?" in bruno.presses("Changer le parcours")
    bruno.presses("Modifier une réponse")
    bruno.presses("Nombre de séances")
    assert "Tout est juste ?" in bruno.presses("3 séances")
    chat.later(minutes=1)
    bruno.says("oui")
    assert "a changé depuis" in bruno.sends(old)
    assert "3 séances, tous les 7 jours." in agnes.heard()
    agnes.presses("D’accord, c’est notre parcours")
    assert chat.only(Pair).course["sessions"] == 3


def test_nobody_agrees_to_their_own_and_no_stranger_reads_it(
    chat: Chat, two: tuple[Someone, Someone]
) -> None:
    agnes, bruno = two
    proposes(agnes)
    bruno.heard()
    action, _ = bruno.action_of("D’accord, c’est notre parcours")
    agnes.sends(action)
    lea = chat.person("lea", name="Léa")
    lea.joins()
    lea.heard()
    assert "LinkedIn" not in lea.sends(action)
    assert chat.only(Pair).course == {}


def test_what_to_prepare_is_the_module_agreed(chat: Chat, two: tuple[Someone, Someone]) -> None:
    agnes, bruno = two
    proposes(agnes)
    bruno.presses("D’accord, c’est notre parcours")
    agnes.heard()
    agnes.says("planifier une séance")
    agnes.presses(agnes.asked().options[0].label.replace("\u00a0", " "))
    agnes.says("Café")
    told = bruno.presses("Accepter cette date")
    assert f"À préparer : Relisez « {LINKEDIN} »" in told
    assert f"À préparer : Apportez un cas réel pour « {LINKEDIN} »" in agnes.heard()
    assert chat.only(Session).state == "planned"


def test_a_pair_is_nudged_at_the_rhythm_that_it_agreed(
    chat: Chat, two: tuple[Someone, Someone]
) -> None:
    plan, kept = plan_of(chat.only(Programme).plan), chat.only(Pair)
    assert nudge_days(kept, plan) == plan.momentum.nudge_days
    chat.change(kept, course={"every_days": plan.sessions.every_days * 10, "sessions": 2})
    assert max(nudge_days(chat.only(Pair), plan)) < plan.momentum.alert_days
    chat.change(kept, course={"every_days": 1, "sessions": 2})
    assert min(nudge_days(chat.only(Pair), plan)) == 3


def test_whoever_stops_half_way_proposes_nothing(chat: Chat, two: tuple[Someone, Someone]) -> None:
    agnes, bruno = two
    agnes.says("que pouvons-nous travailler ?")
    agnes.presses("Choisir nos modules")
    assert agnes.asked().name == "first"
    agnes.says("le jardinage")
    assert agnes.asked().name == "first", "a wrong word asks again"
    agnes.presses(LINKEDIN)
    assert agnes.asked().name == "second"
    assert chat.only(Pair).course_offered == {}
    assert bruno.heard() == ""


def test_where_it_is_not_left_to_them_nothing_is_offered(chat: Chat) -> None:
    chat.programme(state="running", starts_on=date(2016, 1, 4))
    agnes = chat.person("agnes", name="Agnès Martin")
    bruno = chat.person("bruno", name="Bruno Petit")
    chat.enrols(agnes, "mentee")
    chat.enrols(bruno, "mentor")
    made = chat.pairs(agnes, bruno)
    agnes.heard()
    assert "Choisir nos modules" not in agnes.says("que pouvons-nous travailler ?")
    agnes.sends(f"course:{made.id}")
    assert chat.only(Pair).course_offered == {}


def test_in_english(chat: Chat) -> None:
    agnes, bruno = pair(chat, "en")
    agnes.says("what could we work on?")
    assert "Which module comes first?" in agnes.presses("Choose our modules")
    agnes.presses("A LinkedIn profile that sounds like you")
    for _ in range(3):
        agnes.presses("Skip")
    agnes.presses("2 sessions")
    agnes.presses("every 14 days")
    assert "It is proposed to Bruno Petit." in agnes.says("yes")
    assert "2 sessions, every 14 days." in bruno.heard()
    assert "It is agreed with Agnès Martin" in bruno.presses("Agreed, this is our course")
    assert "Bruno Petit agrees." in agnes.heard()


def test_a_module_that_was_chosen_is_not_offered_again(two: tuple[Someone, Someone]) -> None:
    agnes, _ = two
    agnes.says("que pouvons-nous travailler ?")
    agnes.presses("Choisir nos modules")
    agnes.presses(LINKEDIN)
    labels = [each.label for each in agnes.asked().options]
    assert LINKEDIN not in labels
    agnes.presses(labels[0])
    assert not {LINKEDIN, labels[0]} & {each.label for each in agnes.asked().options}


def test_typed_words_agree_to_a_course(two: tuple[Someone, Someone]) -> None:
    agnes, bruno = two
    proposes(agnes)
    assert "rien ne change" in bruno.says("non")
    bruno.says("que pouvons-nous travailler ?")
    assert "C’est convenu avec Agnès Martin." in bruno.says("d’accord")
    assert "Bruno Petit est d’accord." in agnes.heard()


@pytest.mark.parametrize(
    ("locale", "opens", "begin", "said"),
    [
        ("fr", "notre parcours", "Choisir nos modules", "Plusieurs choix correspondent"),
        ("en", "our course", "Choose our modules", "Several choices fit"),
    ],
)
def test_a_word_in_two_titles_is_asked_about_and_one_in_a_single_title_is_enough(
    chat: Chat, locale: str, opens: str, begin: str, said: str
) -> None:
    agnes, _ = pair(chat, locale)
    agnes.says(opens)
    agnes.presses(begin)
    told = agnes.says("LinkedIn")
    assert said in told.splitlines()[0]
    assert told.splitlines()[0].count("LinkedIn") == 2
    assert agnes.asked().name == "first"
    agnes.says("Instagram")
    assert agnes.asked().name == "second"


def test_nothing_more_to_say_confirms_what_was_read_back(chat: Chat) -> None:
    agnes, bruno = pair(chat)
    agnes.says("que pouvons-nous travailler ?")
    agnes.presses("Choisir nos modules")
    agnes.presses(LINKEDIN)
    for _ in range(3):
        agnes.says("c’est tout")
    agnes.presses("2 séances")
    agnes.presses("tous les 7 jours")
    assert "C’est proposé à Bruno Petit." in agnes.says("C’est tout")
    assert LINKEDIN in bruno.heard()
