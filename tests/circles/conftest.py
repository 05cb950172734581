"""A programme with circles: nine mentors, three mentees and a coordinator."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from storage.nouns import Circle, Member, Programme
from tests.client import Chat, Someone, _empty, chat

__all__ = ["_empty", "chat", "claire", "mentors", "programme"]

STARTS_ON = date(2016, 2, 2)
SUPERVISION: Mapping[str, Any] = {
    "key": "supervision",
    "kind": "supervision",
    "title": {"fr": "Supervision", "en": "Supervision"},
    "who": "mentors",
    "least": 4,
    "most": 6,
    "days": (20, 48),
    "at": time(12, 30),
    "minutes": 60,
    "place": {"fr": "en visio", "en": "online"},
    "agenda": {
        "fr": ("Un tour de table", "Un ou deux dilemmes"),
        "en": ("A round of news", "One or two dilemmas"),
    },
}
BOARD: Mapping[str, Any] = {
    "key": "board",
    "kind": "board",
    "title": {"fr": "Shadow board", "en": "Shadow board"},
    "who": "mentors",
    "least": 4,
    "most": 12,
}
TEAMS = ("Achats", "Droit", "Ventes")
NAMES = ("Ana", "Basile", "Chloé", "Driss", "Élodie", "Fanny", "Gaël", "Hugo", "Inès")


@pytest.fixture
def programme(chat: Chat) -> Programme:
    return chat.programme(state="running", starts_on=STARTS_ON, circles=(SUPERVISION, BOARD))


@pytest.fixture
def mentors(chat: Chat, programme: Programme) -> dict[str, Someone]:
    """Nine mentors of three teams, the last of whom reads English in London."""
    found: dict[str, Someone] = {}
    for n, name in enumerate(NAMES):
        locale, zone = ("en-GB", "Europe/London") if name == "Inès" else ("fr-FR", "Europe/Paris")
        someone = chat.person(f"u-{n}", name=f"{name} Petit", locale=locale, zone=zone)
        chat.enrols(someone, "mentor", team=TEAMS[n % 3], topics=["linkedin"])
        someone.heard()
        found[name] = someone
    return found


@pytest.fixture
def claire(chat: Chat, programme: Programme) -> Someone:
    """The coordinator."""
    claire = chat.person("claire", name="Claire Roy")
    claire.joins()
    chat.coordinates(claire, programme)
    claire.heard()
    return claire


def circle_of(chat: Chat, someone: Someone) -> Circle:
    """The only circle of a person."""
    place = chat.only(Member, enrolment_id=someone.enrolment.id)
    found: Circle = chat.only(Circle, id=place.circle_id)
    return found


def together(chat: Chat, mentors: Mapping[str, Someone], one: str) -> list[Someone]:
    """Everybody in the circle of one of them, in order of name."""
    own = circle_of(chat, mentors[one]).id
    return [each for each in mentors.values() if circle_of(chat, each).id == own]


FIRST = datetime(2016, 2, 22, 11, 30, tzinfo=UTC)  # 12:30 in Paris
DAY = timedelta(days=1)
