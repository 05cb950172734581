"""What is suggested to say is understood as what it is meant to be, in both languages."""

from datetime import date

import pytest

from bot.commands.registry import named
from bot.conversation.prompts import MOST, Prompt, prompts
from bot.texts import LOCALES, Voice
from bot.understanding.recognise import understood
from storage.nouns import Address
from storage.nouns.programme import STATES
from tests.client import Chat, Someone

REQUESTS = (
    "join-mentee", "join-mentor", "help", "language", "next", "plan", "who", "problem", "me",
    "edit", "pause",
)  # fmt: skip


def suggested(someone: Someone) -> tuple[Prompt, ...]:
    with someone.chat.reading() as work:
        return prompts(work, work.first(Address, user=someone.user))


@pytest.mark.parametrize("tone", ["vous", "tu"])
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("request_", REQUESTS)
def test_each_is_understood(request_: str, locale: str, tone: str) -> None:
    said = Voice(locale, tone=tone).words(f"prompt.{request_}.say")
    guess = understood(said)
    assert guess is not None, said
    assert guess.intent == request_, said


def test_a_newcomer_where_sign_up_is_open(chat: Chat) -> None:
    chat.programme()
    nina = chat.person("nina")
    nina.joins()
    shown = suggested(nina)
    assert [each.title for each in shown] == [
        "Apprendre", "Transmettre", "Voir ce que je peux demander", "Passer à l’anglais",
    ]  # fmt: skip
    assert "Bienvenue dans" in nina.says(shown[0].message)


def test_a_newcomer_where_nothing_is_open_is_not_told_to_join(chat: Chat) -> None:
    nina = chat.person("nina", locale="en-GB")
    nina.joins()
    assert [each.title for each in suggested(nina)] == ["See what I can ask", "Switch to French"]


def test_before_and_after_a_pair_is_made(chat: Chat) -> None:
    chat.programme(state="running", starts_on=date(2016, 1, 4))
    agnes, bruno = chat.person("agnes"), chat.person("bruno", locale="en-GB")
    chat.enrols(agnes, "mentee")
    chat.enrols(bruno, "mentor")
    assert suggested(agnes)[0].title == "Ma situation"
    chat.pairs(agnes, bruno)
    assert suggested(agnes)[0].title == "Ma prochaine séance"
    assert suggested(bruno)[1].message == "Plan a session"


@pytest.mark.parametrize("state", STATES[:-1])
def test_a_coordinator_is_suggested_the_commands_of_the_moment(chat: Chat, state: str) -> None:
    programme = chat.programme(state=state)
    claire = chat.person("claire")
    claire.joins()
    chat.coordinates(claire, programme)
    claire.heard()
    shown = suggested(claire)
    assert 1 < len(shown) <= MOST
    for each in shown:
        called, name = each.message.split()
        assert called == "binome"
        assert named(name) is not None
    assert "Reverse Mentoring Digital – " in claire.says(shown[0].message)


def test_a_coordinator_who_takes_part_is_suggested_some_of_both(chat: Chat) -> None:
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    claire = chat.person("claire")
    chat.enrols(claire, "mentor")
    chat.coordinates(claire, programme)
    shown = suggested(claire)
    assert len(shown) == MOST
    assert shown[0].message == "binome status"
    assert shown[2].title == "Ma situation"


def test_a_command_may_be_written_as_a_message(chat: Chat) -> None:
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    claire, agnes = chat.person("claire"), chat.person("agnes")
    claire.joins()
    chat.coordinates(claire, programme)
    chat.enrols(agnes, "mentee")
    for each in (claire, agnes):
        each.heard()
    assert "Reverse Mentoring Digital – En cours" in claire.says("/binome statut")
    assert "Reverse Mentoring Digital – En cours" in claire.says("/mentorat status")
    assert "Reverse Mentoring Digital – En cours" in claire.says("Binôme status")
    # For anybody else, and without a command's name, it is a sentence.
    assert "– En cours" not in agnes.says("binôme status")
    assert "rien faire de cette commande" in agnes.says("/binome status")
    assert "Vous n’avez pas encore de binôme" in agnes.says("binôme, qui est avec moi ?")
