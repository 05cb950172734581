"""Somebody imported, whose platform does not say at first who they are."""

from dataclasses import replace

import pytest

from storage.nouns import Address, Draft, Enrolment, File, Person
from tests.client import Chat, Someone, _empty, chat

__all__ = ["_empty", "chat"]
EMAIL = "agnes@exemple.fr"


@pytest.fixture
def imported(chat: Chat) -> Person:
    """Agnès, of a list."""
    with chat.database.work(chat.clock.now()) as work:
        return work.add(Person(name="Agnès Martin", email=EMAIL, team="RH", created_at=work.now))


@pytest.fixture
def stranger(chat: Chat, imported: Person) -> Someone:
    """The same Agnès, as a platform that is out of breath tells of her."""
    someone = chat.person("U1", name="", locale="", zone="")
    someone.sender = replace(someone.sender, name="")
    return someone


def introduced(someone: Someone) -> None:
    """From now on their platform says who they are."""
    someone.sender = replace(
        someone.sender, name="Agnès Martin", email=f" {EMAIL.upper()} ", zone="Asia/Tokyo"
    )


def test_who_is_recognised_late_is_one_person(
    chat: Chat, imported: Person, stranger: Someone
) -> None:
    chat.programme()
    stranger.says("bonjour")
    assert len(chat.all(Person)) == 2
    stranger.says("in English, please")
    introduced(stranger)
    stranger.says("hello")
    person = chat.only(Person)
    assert (person.id, person.name, person.team) == (imported.id, "Agnès Martin", "RH")
    assert (person.locale, person.locale_chosen) == ("en", True)
    assert person.zone == "Asia/Tokyo"
    assert chat.only(Address).person_id == imported.id


def test_what_they_began_goes_on(chat: Chat, imported: Person, stranger: Someone) -> None:
    chat.programme()
    stranger.says("j’aimerais apprendre à me servir de LinkedIn")
    stranger.says("oui")
    asked = stranger.asked().name
    with chat.database.work(chat.clock.now()) as work:
        (someone,) = [each for each in work.find(Person) if each.id != imported.id]
        work.add(
            File(
                token="t",
                name="x.csv",
                media_type="text/csv",
                content=b"x",
                person_id=someone.id,
                at=work.now,
            )
        )
    introduced(stranger)
    stranger.says("LinkedIn")
    assert chat.only(Person).id == imported.id
    assert chat.only(Draft).person_id == imported.id
    assert chat.only(File).person_id == imported.id
    assert stranger.asked().name != asked


def test_an_invitation_waits_for_them(chat: Chat, imported: Person, stranger: Someone) -> None:
    programme = chat.programme()
    with chat.database.work(chat.clock.now()) as work:
        work.add(
            Enrolment(
                programme_id=programme.id,
                person_id=imported.id,
                role="mentee",
                state="invited",
                joined_at=work.now,
            )
        )
    stranger.joins()
    introduced(stranger)
    stranger.says("bonjour")
    assert chat.only(Enrolment).person_id == chat.only(Person).id == imported.id
    assert chat.only(Enrolment).look_at is not None


def test_who_has_a_place_already_stays_who_they_are(chat: Chat, stranger: Someone) -> None:
    chat.programme()
    stranger.joins()
    chat.enrols(stranger, "mentee")
    introduced(stranger)
    stranger.says("bonjour")
    assert len(chat.all(Person)) == 2
    assert stranger.person.email is None
