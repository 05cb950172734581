"""Thanking mentors' managers: only who agreed, hours and themes only, and never who refused."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.dialogues.forgetting import forget
from storage.nouns import Commendation, File, Pair, Person, Programme, Session
from tests.client import Chat, Someone

NOON = datetime(2016, 6, 15, 10, tzinfo=UTC)


@pytest.fixture
def programme(chat: Chat) -> Programme:
    return chat.programme(
        state="running", starts_on=date(2016, 2, 2), recognition={"managers": "asked"}
    )


@pytest.fixture
def claire(chat: Chat, programme: Programme) -> Someone:
    claire = chat.person("claire", name="Claire Roux")
    claire.joins()
    chat.coordinates(claire, programme)
    claire.heard()
    return claire


def a_mentor(chat: Chat, user: str, name: str, **about: Any) -> Someone:
    """A mentor who held two sessions with somebody."""
    mentor, mentee = chat.person(user, name=name, **about), chat.person(f"{user}-2", name="Zoé")
    chat.enrols(mentor, "mentor", topics=["twitter", "blog"])
    chat.enrols(mentee, "mentee", topics=["twitter"])
    pair = chat.pairs(mentee, mentor)
    for number in (1, 2):
        held(chat, pair, number)
    mentor.heard()
    return mentor


def held(chat: Chat, pair: Pair, number: int) -> None:
    at = datetime(2016, 2 + number, 9, 13, tzinfo=UTC)
    with chat.database.work(chat.clock.now()) as work:
        work.add(
            Session(
                pair_id=pair.id, number=number, state="held", starts_at=at, minutes=105,
                proposed_by=pair.mentee_id, created_at=at, closed_at=at,
            )
        )  # fmt: skip


def manages(chat: Chat, manager: Person, *those: Someone) -> None:
    for each in those:
        chat.change(each.person, manager_id=manager.id)


def closes(chat: Chat, programme: Programme, *until: int) -> None:
    chat.jump(NOON)
    chat.moves(programme, "closing")
    chat.until(datetime(2016, *until, tzinfo=UTC))  # type: ignore[arg-type,misc]


def test_a_manager_of_two_reads_one_message(
    chat: Chat, programme: Programme, claire: Someone
) -> None:
    bruno, lea = a_mentor(chat, "bruno", "Bruno Petit"), a_mentor(chat, "lea", "Léa Bonnet")
    odile = chat.person("odile", name="Odile Gris", locale="en-GB")
    odile.joins()
    odile.heard()
    manages(chat, odile.person, bruno, lea)
    closes(chat, programme, 6, 17, 15)
    said = bruno.heard()
    assert "Voulez-vous que votre manager, Odile Gris, sache le temps" in said
    assert "Bruno Petit : 2 séances tenues, soit 3 h 30 (Twitter)" in said
    assert "ni ce dont vous avez parlé, ni avec qui, ni aucune note" in said
    said = bruno.presses("Oui, un mot à mon manager")
    assert "Le mot ne partira pas avant le vendredi 24 juin" in said
    lea.presses("Oui, un mot à mon manager")
    chat.until(datetime(2016, 6, 23, 15, tzinfo=UTC))
    assert odile.heard() == ""
    chat.until(datetime(2016, 6, 28, 15, tzinfo=UTC))
    said = odile.heard()
    assert "Several people in your team shared their know-how as mentors" in said
    assert "Bruno Petit: 2 sessions held, 3 hours 30 minutes in all (Twitter)" in said
    assert "Léa Bonnet: 2 sessions held" in said
    assert said.count("thanks to you too") == 1
    assert "Zoé" not in said
    assert "already left" in bruno.presses("Finalement, non") or "déjà parti" in bruno.said_last()
    assert {each.told_by for each in chat.all(Commendation)} == {"bot"}


def test_a_no_is_nobodys_business_and_may_become_a_yes(
    chat: Chat, programme: Programme, claire: Someone
) -> None:
    bruno, lea = a_mentor(chat, "bruno", "Bruno Petit"), a_mentor(chat, "lea", "Léa Bonnet")
    odile = chat.person("odile", name="Odile Gris")
    odile.joins()
    odile.heard()
    manages(chat, odile.person, bruno, lea)
    closes(chat, programme, 6, 17, 15)
    assert "C’est noté, et cela reste entre nous." in bruno.presses("Non merci")
    lea.presses("Oui, un mot à mon manager")
    lea.presses("Finalement, non")
    chat.until(datetime(2016, 7, 5, 15, tzinfo=UTC))
    assert odile.heard() == ""
    said = claire.heard() + claire.gives("certificates")
    assert "Aucun mentor n’a demandé" in said
    assert "refus" not in said
    assert "avant le mercredi 6 juillet" in bruno.presses("Finalement, oui")
    chat.until(datetime(2016, 7, 8, 15, tzinfo=UTC))
    said = odile.heard()
    assert "Une personne de votre équipe" in said
    assert "Léa" not in said
    assert "1 mentor souhaite" in claire.gives("certificates")


def test_a_manager_out_of_reach_is_thanked_by_the_coordinators(
    chat: Chat, programme: Programme, claire: Someone
) -> None:
    bruno, lea = a_mentor(chat, "bruno", "Bruno Petit"), a_mentor(chat, "lea", "Léa Bonnet")
    with chat.database.work(chat.clock.now()) as work:
        odile = work.add(
            Person(name="Odile Gris", email="odile@exemple.fr", created_at=chat.clock.now())
        )
    manages(chat, odile, bruno)
    closes(chat, programme, 6, 17, 15)
    assert "L’équipe de coordination lui transmettrait ceci" in bruno.heard()
    claire.heard()
    for each in (bruno, lea):
        each.presses("Oui, un mot à mon manager")
    chat.until(datetime(2016, 6, 28, 15, tzinfo=UTC))
    said = claire.heard()
    assert "2 managers à remercier" in said
    assert "je ne peux pas leur écrire ici" in said
    assert "Pour : Odile Gris <odile@exemple.fr>" in said
    assert "Une personne de votre équipe a partagé son savoir-faire" in said
    assert "Pour : le manager de Léa Bonnet" in said
    assert {each.told_by for each in chat.all(Commendation)} == {"coordination"}


def test_many_texts_come_as_one_file(chat: Chat, programme: Programme, claire: Someone) -> None:
    mentors = [a_mentor(chat, f"m{n}", f"Mentor {n}") for n in range(4)]
    closes(chat, programme, 6, 17, 15)
    for each in mentors:
        each.presses("Oui, un mot à mon manager")
    claire.heard()
    chat.until(datetime(2016, 6, 28, 15, tzinfo=UTC))
    assert "4 managers à remercier" in claire.heard()
    (file,) = [each for each in chat.all(File) if each.media_type == "text/plain"]
    assert file.name == "remerciements-pwn-digital-2016.txt"
    assert file.content.decode().count("Pour\u00a0: le manager de Mentor") == 4
    assert file.person_id == claire.person.id


def test_another_cannot_answer_and_the_erased_are_told_of_to_nobody(
    chat: Chat, programme: Programme, claire: Someone
) -> None:
    bruno, lea = a_mentor(chat, "bruno", "Bruno Petit"), a_mentor(chat, "lea", "Léa Bonnet")
    odile = chat.person("odile", name="Odile Gris")
    odile.joins()
    manages(chat, odile.person, bruno, lea)
    closes(chat, programme, 6, 17, 15)
    kept = chat.only(Commendation, enrolment_id=bruno.enrolment.id)
    lea.sends(f"commend:{kept.id}:yes")
    assert chat.only(Commendation, id=kept.id).agreed is None
    bruno.presses("Oui, un mot à mon manager")
    with chat.database.work(chat.clock.now()) as work:
        forget(work, bruno.person)
    odile.heard()
    chat.until(datetime(2016, 7, 5, 15, tzinfo=UTC))
    assert odile.heard() == ""
    assert len(chat.all(Commendation)) == 1


def test_who_never_met_anybody_is_asked_nothing(chat: Chat, programme: Programme) -> None:
    zoe = chat.person("zoe", name="Zoé Petit")
    chat.enrols(zoe, "mentor")
    closes(chat, programme, 6, 25, 15)
    assert chat.all(Commendation) == []


def test_a_programme_that_does_not_ask_is_as_before(chat: Chat) -> None:
    plain = chat.programme(state="running", starts_on=date(2016, 2, 2))
    a_mentor(chat, "bruno", "Bruno Petit")
    closes(chat, plain, 6, 25, 15)
    assert chat.all(Commendation) == []


def test_a_copy_of_ones_data_holds_the_word(
    chat: Chat, programme: Programme, claire: Someone
) -> None:
    bruno = a_mentor(chat, "bruno", "Bruno Petit")
    closes(chat, programme, 6, 17, 15)
    bruno.presses("Non merci")
    bruno.says("mes données")
    (file,) = [each for each in chat.all(File) if each.name == "binome.json"]
    (place,) = json.loads(file.content)["programmes"]
    assert [each["agreed"] for each in place["manager_thanked"]] == [False]
