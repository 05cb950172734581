"""Somebody who coordinates can be met no more: the others take over, or else an organiser."""

from datetime import date

import pytest

from storage.nouns import Coordination
from tests.client import Chat, Someone


@pytest.fixture
def claire(chat: Chat) -> Someone:
    """She owns a running programme; Olga may create programmes, and coordinates none."""
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4), posts=())
    for user, name in (("claire", "Claire Marchetti"), ("paul", "Paul Roy"), ("olga", "Olga Bey")):
        chat.person(user, name=name).joins()
    chat.change(chat.people["olga"].person, organiser=True)
    chat.coordinates(chat.people["claire"], programme)
    for each in chat.people.values():
        each.heard()
    return chat.people["claire"]


def coordinates(chat: Chat, right: str) -> Someone:
    paul = chat.people["paul"]
    chat.people["claire"].gives(f"coordinators add Paul {right}")
    paul.heard()
    return paul


def test_the_others_are_told_and_nothing_more_while_somebody_owns_it(chat, claire):
    paul = coordinates(chat, "owner")
    claire.removes_the_bot()
    chat.later(hours=1)
    assert "Claire Marchetti coordonnait avec vous et ne reçoit plus mes messages" in paul.heard()
    assert paul.shown() == ["C’est réglé"]
    assert chat.people["olga"].heard() == ""


def test_a_coordinator_takes_over_when_no_owner_is_left(chat, claire):
    paul = coordinates(chat, "coordinator")
    claire.removes_the_bot()
    chat.later(hours=1)
    assert "Quelqu’un doit prendre la relève" in paul.heard()
    assert "vous êtes responsable de Reverse Mentoring" in paul.presses("Prendre la relève")
    assert chat.only(Coordination, person_id=paul.person.id).rights == "owner"
    assert "déjà réglé" in paul.presses("Prendre la relève")


def test_who_is_gone_is_listed_so_and_never_said_to_have_heard(chat, claire):
    paul = coordinates(chat, "owner")
    assert "peux pas écrire" not in paul.gives("coordinators")
    claire.removes_the_bot()
    chat.later(hours=1)
    said = paul.gives("coordinators")
    assert "Claire Marchetti : responsable, à qui je ne peux pas écrire" in said
    gone = paul.gives("coordinators remove Claire")
    assert "rien ne lui a été dit" in gone
    assert "vient de l’apprendre" not in gone


def test_an_organiser_takes_over_when_nobody_is_left(chat, claire):
    olga, paul = chat.people["olga"], coordinates(chat, "reader")
    claire.removes_the_bot()
    chat.later(hours=1)
    assert paul.heard() == ""  # whoever reads does not coordinate
    assert "Plus personne ne coordonne Reverse Mentoring Digital" in olga.heard()
    assert "Ce bouton ne sert plus" in paul.sends("take-programme:1")
    assert "vous êtes responsable" in olga.presses("Reprendre ce programme")
    assert "déjà" in olga.presses("Reprendre ce programme")
    assert "Rien ne vous attend" in olga.gives("today")


def test_whoever_coordinates_hands_over_before_being_erased(chat, claire):
    paul = coordinates(chat, "coordinator")
    claire.sends(f"erase-yes:{claire.person.id}")
    assert claire.person.erased_at is None
    claire.gives("coordinators hand-over Paul")
    claire.presses("Passer la main")
    assert "vous êtes désormais responsable" in paul.heard()
    claire.sends(f"erase-yes:{claire.person.id}")
    assert chat.only(Coordination).person_id == paul.person.id
