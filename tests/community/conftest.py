"""A programme whose community has a channel, a poll and a challenge."""

from datetime import date, time

import pytest

from storage.nouns import Programme
from tests.client import Chat, Someone, _empty, chat

__all__ = ["_empty", "chat", "claire", "people", "programme"]

POSTS = (
    {
        "key": "vote",
        "day": 2,
        "at": time(10),
        "text": {"fr": "Une question.", "en": "A question."},
        "poll": {
            "question": {"fr": "Quel jour vous convient ?", "en": "Which day suits you?"},
            "options": {"fr": ("Mardi", "Jeudi"), "en": ("Tuesday", "Thursday")},
        },
    },
    {
        "key": "try",
        "day": 3,
        "at": time(10),
        "text": {"fr": "Cette semaine, essayez un hashtag.", "en": "This week, try a hashtag."},
        "challenge": True,
        "results_days": 5,
    },
    {"key": "later", "day": 20, "at": time(10), "text": {"fr": "Plus tard.", "en": "Later."}},
)


@pytest.fixture
def programme(chat: Chat) -> Programme:
    return chat.programme(
        state="running",
        starts_on=date(2016, 1, 5),
        posts=POSTS,
        workshops=(),
        community={"digest_days": 7},
    )


@pytest.fixture
def claire(chat: Chat, programme: Programme) -> Someone:
    """The coordinator, who gave the community its channel."""
    claire = chat.person("claire", name="Claire Roy")
    claire.joins()
    chat.coordinates(claire, programme)
    claire.gives("here community", channel="mentorat")
    claire.heard()
    return claire


@pytest.fixture
def people(chat: Chat, programme: Programme, claire: Someone) -> list[Someone]:
    """Six participants, the last of whom reads English."""
    found: list[Someone] = []
    for n, name in enumerate(("Ana", "Basile", "Chloé", "Driss", "Élodie", "Inès")):
        locale = "en-GB" if name == "Inès" else "fr-FR"
        someone = chat.person(f"u-{n}", name=f"{name} Petit", locale=locale)
        chat.enrols(someone, "mentor" if n % 2 else "mentee")
        someone.heard()
        found.append(someone)
    return found
