"""Two calls at the same instant: nobody's hours, slot or patience is taken twice."""

from datetime import date
from typing import Any

import pytest

from bot.event import Pressed
from bot.programme.template import load
from storage.nouns import Call, Pair, Session
from tests.both.at_once import handled, pressed
from tests.client import Chat, Someone

YES, NO = "jeudi 7 janvier à 9 h", "Pas cette fois"


@pytest.fixture
def bruno(chat: Chat) -> Someone:
    """An expert who offers one hour, to one person at a time or more."""
    calendar = load("pwn-digital-2016").calendar.model_dump() | {"midway": None}
    plan: dict[str, Any] = {"allowed": True, "paired": False, "hours": 4, "minutes": [60]}
    chat.programme(state="running", starts_on=date(2016, 1, 4), calendar=calendar, on_request=plan)
    bruno = chat.person("bruno", name="Bruno Petit")
    chat.enrols(bruno, "mentor", skills=["Réunions sur Teams"], topics=[], hours="2", capacity="2")
    bruno.heard()
    return bruno


def asks(chat: Chat, user: str, name: str, of: str = "Demander à Bruno") -> Someone:
    someone = chat.person(user, name=name)
    chat.enrols(someone, "mentee")
    someone.says("J’ai besoin d’une heure sur Teams")
    someone.says("cette semaine")
    someone.presses(of)
    someone.heard()
    return someone


def test_an_hour_that_is_left_is_not_given_twice(chat: Chat, bruno: Someone) -> None:
    asks(chat, "agnes", "Agnès Martin")
    asks(chat, "luc", "Luc Noir")
    chat.change(bruno.enrolment, answers={**bruno.enrolment.answers, "hours": "1"})
    first, second = chat.all(Call)
    sender, key = bruno.sender, chat.key
    handled(
        chat,
        Pressed(key(), sender, f"call-yes:{first.id}:201601070800"),
        Pressed(key(), sender, f"call-yes:{second.id}:201601120800"),
    )
    assert sorted(each.state for each in chat.all(Call)) == ["alone", "met"]
    assert len(chat.all(Session)) == len(chat.all(Pair)) == 1
    heard = bruno.heard()
    assert heard.count("C’est fixé avec") == 1
    assert heard.count("sont toutes prises") == 1


def test_one_slot_is_not_given_to_two(chat: Chat, bruno: Someone) -> None:
    asks(chat, "agnes", "Agnès Martin")
    asks(chat, "luc", "Luc Noir")
    first, second = chat.all(Call)
    sender, key = bruno.sender, chat.key
    handled(
        chat,
        Pressed(key(), sender, f"call-yes:{first.id}:201601070800"),
        Pressed(key(), sender, f"call-yes:{second.id}:201601070800"),
    )
    assert len(chat.all(Session)) == 1
    assert sorted(each.state for each in chat.all(Call)) == ["asked", "met"]
    assert bruno.heard().count("Ce moment n’est plus libre.") == 1


def test_a_yes_pressed_twice_plans_once(chat: Chat, bruno: Someone) -> None:
    asks(chat, "agnes", "Agnès Martin")
    handled(chat, pressed(bruno, YES), pressed(bruno, YES))
    assert len(chat.all(Session)) == 1
    assert bruno.heard().count("C’est déjà fixé avec vous") == 1


def test_two_mentors_say_yes_to_the_same_call(chat: Chat, bruno: Someone) -> None:
    """The first was silent, the second is asked: whoever is first has it, the other is thanked."""
    ines = chat.person("ines", name="Inès Roy")
    chat.enrols(ines, "mentor", skills=["Réunions sur Teams"], topics=[], hours="2")
    ines.heard()
    asks(chat, "agnes", "Agnès Martin")
    chat.later(hours=47)
    chat.later(hours=2)
    late = "mardi 12 janvier à 9 h"
    handled(chat, pressed(bruno, late), pressed(ines, late))
    assert len(chat.all(Session)) == 1
    told = bruno.heard() + ines.heard()
    assert told.count("C’est fixé avec Agnès Martin") == 1
    assert told.count("n’attend plus de réponse") >= 1


def test_no_and_yes_at_the_same_instant(chat: Chat, bruno: Someone) -> None:
    asks(chat, "agnes", "Agnès Martin")
    handled(chat, pressed(bruno, YES), pressed(bruno, NO))
    call = chat.only(Call)
    assert call.state in ("met", "alone")
    assert len(chat.all(Session)) == (call.state == "met")


def test_a_withdrawal_and_a_yes_at_the_same_instant(chat: Chat, bruno: Someone) -> None:
    agnes = asks(chat, "agnes", "Agnès Martin")
    handled(chat, pressed(agnes, "Annuler ma demande"), pressed(bruno, YES))
    call = chat.only(Call)
    assert call.state in ("met", "dropped")
    assert len(chat.all(Session)) == (call.state == "met")


def test_two_forms_confirmed_at_once_ask_for_one_session(chat: Chat, bruno: Someone) -> None:
    agnes = chat.person("agnes", name="Agnès Martin")
    chat.enrols(agnes, "mentee")
    agnes.says("J’ai besoin d’une heure sur Teams")
    choice = "Cette semaine, d’ici sept jours"
    handled(chat, pressed(agnes, choice), pressed(agnes, choice))
    assert chat.only(Call).state == "choosing"
    ask = "Demander à Bruno"
    handled(chat, pressed(agnes, ask), pressed(agnes, ask))
    assert chat.only(Call).state == "asked"
    assert bruno.heard().count("aimerait une séance") == 1
