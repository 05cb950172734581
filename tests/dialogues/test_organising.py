"""Who may create programmes: whoever runs the workspace, for as long as they do."""

from dataclasses import replace

from bot.event import Known
from tests.client import Chat, Someone


def told(someone: Someone, administers: bool | None) -> None:
    """What their platform says of them from now on."""
    someone.sender = replace(someone.sender, administers=administers)


def test_the_right_ends_with_the_office(chat: Chat) -> None:
    claire = chat.person("claire")
    told(claire, True)
    claire.joins()
    assert claire.person.organiser
    told(claire, None)  # most events say nothing about it
    claire.says("bonjour")
    assert claire.person.organiser
    told(claire, False)
    claire.says("bonjour")
    assert "Je ne peux rien faire de cette commande" in claire.gives("create")
    told(claire, True)
    assert "pwn-digital-2016" in claire.gives("create")


def test_it_ends_even_when_they_do_nothing(chat: Chat) -> None:
    claire = chat.person("claire")
    told(claire, True)
    claire.joins()
    chat.handle(Known(chat.key(), replace(claire.sender, administers=False)))
    assert not claire.person.organiser


def test_whoever_was_named_otherwise_keeps_it(chat: Chat) -> None:
    claire = chat.person("claire")
    claire.joins()
    chat.change(claire.person, organiser=True)  # as an operator does
    told(claire, False)
    claire.says("bonjour")
    assert claire.person.organiser


def test_running_another_workspace_is_enough(chat: Chat) -> None:
    here, there = (
        chat.person("claire", email="claire@example.org"),
        chat.person("c2", email="claire@example.org", platform="web"),
    )
    for each in (here, there):
        told(each, True)
        each.joins()
    told(here, False)
    here.says("bonjour")
    assert there.person.organiser
    told(there, False)
    there.says("bonjour")
    assert not there.person.organiser
