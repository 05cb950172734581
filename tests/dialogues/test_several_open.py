"""Two programmes take sign-ups: a newcomer is asked which, and nothing they said is lost."""

import pytest

from storage.nouns import Draft, Programme
from tests.client import Chat


@pytest.fixture
def opened(chat: Chat) -> tuple[Programme, Programme]:
    return (
        chat.programme(name={"fr": "Numérique", "en": "Digital"}),
        chat.programme(name={"fr": "Diversité", "en": "Diversity"}, slug="two"),
    )


def begun(chat: Chat) -> Draft:
    draft: Draft = chat.only(Draft, state="open")
    return draft


def test_hello_names_both(chat: Chat, opened: tuple[Programme, Programme]) -> None:
    agnes = chat.person("agnes", name="Agnès Martin")
    agnes.joins()
    assert "Bonjour Agnès" in agnes.history[0].text
    assert "Lequel vous intéresse ?" in agnes.said_last()
    assert agnes.shown() == ["Numérique", "Diversité"]
    assert "[Je veux apprendre] [Je peux transmettre]" in agnes.presses("Diversité")


def test_the_role_said_first_is_kept(chat: Chat, opened: tuple[Programme, Programme]) -> None:
    lea = chat.person("lea")
    assert "Lequel vous intéresse ?" in lea.says("je peux transmettre")
    assert "Merci de vouloir transmettre dans Diversité" in lea.presses("Diversité")
    assert (begun(chat).form, begun(chat).programme_id) == ("mentor", opened[1].id)
    lea.presses("Diversité")
    assert begun(chat).form == "mentor", "pressed twice, begun once"


def test_the_wish_said_first_is_kept(chat: Chat, opened: tuple[Programme, Programme]) -> None:
    tom = chat.person("tom", name="Tom Reed", locale="en-US", zone="America/New_York")
    tom.joins()
    tom.says("I would like to learn how to use LinkedIn")
    told = tom.presses("Diversité")
    assert "LinkedIn" in told
    assert begun(chat).programme_id == opened[1].id
    assert "LinkedIn" in begun(chat).answers["objectives"][0]
