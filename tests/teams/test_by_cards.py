"""A person signs up by answering on cards, as Teams would send their answers back."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.teams.read import read, used_in
from adapters.teams.render.form import form_card
from adapters.teams.render.pieces import pieces
from adapters.teams.render.settled import settled
from bot.event import Event, Pressed, Submitted
from bot.message import Message
from bot.texts import Voice
from tests import client
from tests.client import Chat, Someone
from tests.teams.activities import activity, pressing
from tests.teams.cards import everything

_empty, chat = client._empty, client.chat
VOICE = Voice("fr")
# What is pressed at each question, and what its input holds.
ANSWERS: list[tuple[str, dict[str, str]]] = [
    ("Je veux apprendre", {}),
    ("J’accepte ces règles", {}),
    ("Envoyer", {"objectives": "Rédiger ma biographie LinkedIn\nRépondre à un message"}),
    ("Valider ces choix", {"topics": "linkedin,twitter"}),
    ("Passer", {}),
    ("2", {}),
    ("Valider ces choix", {"halfdays": "tue-am,thu-am"}),
    ("Valider ces choix", {"languages": "fr"}),
    ("À distance", {}),
    ("Passer", {}),
    ("Passer", {}),
    ("Tout est juste, je confirme", {}),
]


def link(token: str) -> str:
    return f"https://binome.example/files/{token}"


def cards(message: Message) -> list[dict[str, Any]]:
    return [each["attachments"][0]["content"] for each in pieces(message, VOICE, link, "7")]


@pytest.fixture
def agnes(chat: Chat) -> Someone:
    chat.programme()
    return chat.person("agnes", name="Agnès Martin", platform="teams")


def does(someone: Someone, told: dict[str, Any]) -> Any:
    """What an activity brings about, told by this person; the reply."""
    event = read(told)
    assert isinstance(event, Pressed | Submitted)
    mine: Event = replace(event, sender=someone.sender, key=someone.chat.key())
    return someone.chat.handle(mine)


@pytest.mark.parametrize("old", [False, True], ids=["Action.Execute", "Action.Submit"])
def test_a_whole_sign_up_by_cards(chat, agnes, old):
    agnes.joins()
    for title, filled in ANSWERS:
        message = agnes.history[-1].message
        card = cards(message)[-1]
        told = pressing(card, title.replace(" ?", "\u202f?"), filled, old=old)
        does(agnes, told)
        used = used_in(told)
        assert used is not None
        assert (used.of, used.page) == ("7", 0)
        after = settled(message, used, VOICE, link)
        assert after is not None
        assert not any(each.get("type", "").startswith("Input.") for each in everything(after))
    answers = agnes.enrolment.answers
    assert answers["objectives"] == ["Rédiger ma biographie LinkedIn", "Répondre à un message"]
    assert answers["topics"] == ["linkedin", "twitter"]
    assert answers["halfdays"] == ["tue-am", "thu-am"]


def test_a_whole_form_by_card_with_its_mistakes_put_right(chat, agnes):
    agnes.joins()
    does(agnes, pressing(cards(agnes.history[-1].message)[-1], "Je veux apprendre", {}))
    (card,) = cards(agnes.history[-1].message)
    opened = does(agnes, pressing(card, "Voir tout le formulaire", {}))
    assert opened.form is not None
    send = opened.form.send
    begun = {"charter": "yes", "objectives": "Une biographie"}
    told = pressing(form_card(opened.form, VOICE), send, begun)
    wrong = does(agnes, told)
    assert wrong.errors
    assert wrong.form is not None
    used = used_in(told)
    assert used is not None
    again = form_card(wrong.form, VOICE, wrong.errors, used.fields)
    held = {
        each["id"].split(":")[1]: each.get("value") for each in everything(again) if "id" in each
    }
    assert held["objectives"] == "Une biographie", "nobody writes an answer twice"
    rest = {
        "charter": "yes",
        "objectives": "Rédiger ma biographie LinkedIn",
        "topics": "linkedin",
        "level": "2",
        "halfdays": "tue-am",
        "languages": "fr",
        "format": "remote",
        "sure": "yes",
    }
    done = does(agnes, pressing(again, send, rest))
    assert done.errors is None
    assert agnes.enrolment.answers["topics"] == ["linkedin"]


def test_what_was_never_offered_settles_nothing(chat, agnes):
    agnes.joins()
    message = agnes.history[-1].message
    forged = used_in(activity(value={"binome": {"do": "press", "action": "erase:all"}}))
    assert forged is not None
    assert settled(message, forged, VOICE, link) is None
    assert settled(message, replace(forged, action="join:mentee", page=9), VOICE, link) is None
