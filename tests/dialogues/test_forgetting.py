"""People who were gone for long are forgotten, and nobody else."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.dialogues.forgetting import forget_the_gone
from storage.nouns import Address, Coordination, Enrolment, Outgoing, Person
from tests.client import Chat, Someone

YEAR = timedelta(days=365)


def forgotten(chat: Chat) -> int:
    with chat.database.work(chat.clock.now()) as work:
        return forget_the_gone(work, YEAR)


def passes(chat: Chat, **by: float) -> None:
    """Lets time pass without anything of the programme happening."""
    chat.jump(chat.clock.now() + timedelta(**by))


@pytest.fixture
def agnes(chat: Chat) -> Someone:
    """A mentee of a programme that closed, who then removed the bot."""
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    agnes = chat.person("agnes", name="Agnès Martin", email="agnes@exemple.fr")
    bruno = chat.person("bruno", name="Bruno Petit", email="bruno@exemple.fr")
    chat.enrols(agnes, "mentee", already="Mes mots à moi", team="Achats")
    chat.enrols(bruno, "mentor")
    chat.pairs(agnes, bruno)
    chat.moves(programme, "closed")
    agnes.removes_the_bot()
    return agnes


def test_after_a_year_nothing_of_her_is_left(agnes: Someone, chat: Chat) -> None:
    passes(chat, days=365)
    assert forgotten(chat) == 0
    passes(chat, seconds=1)
    assert forgotten(chat) == 1
    assert forgotten(chat) == 0
    kept = chat.everything()
    for words in ("Agnès", "agnes", "Mes mots à moi", "Achats"):
        assert words not in kept
    assert "Bruno" in kept
    assert len(chat.all(Enrolment)) == 2, "that she took part stays"
    assert [each.user for each in chat.all(Address)] == ["bruno"]


def test_the_year_begins_anew_for_whoever_comes_back(agnes: Someone, chat: Chat) -> None:
    passes(chat, days=300)
    agnes.says("bonjour")
    assert chat.only(Address, user="agnes").unreachable_since is None
    passes(chat, days=300)
    agnes.removes_the_bot()
    passes(chat, days=300)
    assert forgotten(chat) == 0
    passes(chat, days=66)
    assert forgotten(chat) == 1


@pytest.mark.parametrize("state", ["draft", "signup", "running", "closing"])
def test_whoever_takes_part_in_something_is_kept(agnes: Someone, chat: Chat, state: str) -> None:
    chat.change(agnes.enrolment, programme_id=chat.programme(state=state, slug="2017").id)
    passes(chat, days=1000)
    assert forgotten(chat) == 0
    chat.change(agnes.enrolment, state="left")
    assert forgotten(chat) == 1


def test_whoever_coordinates_something_is_kept_until_it_closes(agnes: Someone, chat: Chat) -> None:
    programme = chat.programme(state="signup", slug="2017")
    chat.coordinates(agnes, programme)
    passes(chat, days=1000)
    assert forgotten(chat) == 0
    chat.moves(programme, "closed")
    assert forgotten(chat) == 1
    assert chat.all(Coordination) == []


def test_one_place_where_she_can_be_met_is_enough(agnes: Someone, chat: Chat) -> None:
    with chat.database.work(chat.clock.now()) as work:
        person = agnes.person
        place = work.add(Address(person_id=person.id, platform="teams", user="agnes-2"))
    passes(chat, days=1000)
    assert forgotten(chat) == 0
    chat.change(place, reachable=False, unreachable_since=chat.clock.now())
    passes(chat, days=364)
    assert forgotten(chat) == 0, "the last place counts"
    passes(chat, days=2)
    assert forgotten(chat) == 1


def test_whoever_was_never_met_or_is_a_channel_is_kept(chat: Chat) -> None:
    with chat.database.work(chat.clock.now()) as work:
        work.add(Person(name="Zoé", email="zoe@exemple.fr", created_at=work.now))
        gone: dict[str, Any] = {"reachable": False, "unreachable_since": work.now}
        work.add(Address(platform="slack", user="C1", **gone))
    passes(chat, days=1000)
    assert forgotten(chat) == 0
    assert len(chat.all(Address)) == len(chat.all(Person)) == 1


def test_many_are_forgotten_a_few_at_a_time(chat: Chat) -> None:
    now = chat.clock.now()
    with chat.database.work(now) as work:
        for number in range(45):
            person = work.add(Person(name=f"P{number}", created_at=now))
            place = Address(person_id=person.id, platform="slack", user=f"U{number}")
            since = now - timedelta(days=number)
            work.change(work.add(place), reachable=False, unreachable_since=since)
    passes(chat, days=340)
    assert forgotten(chat) == 19
    passes(chat, days=340)
    assert [forgotten(chat) for _ in range(3)] == [20, 6, 0]
    assert chat.all(Outgoing) == []
