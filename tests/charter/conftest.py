"""A pair who have not signed, and their coordinator, in a programme with clauses for each role."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from storage.nouns import Programme
from tests.client import Chat, Someone, _empty, chat

__all__ = ["_empty", "chat", "english", "french"]

CHARTER: dict[str, Any] = {
    "revision": "1",
    "clauses": {"fr": ["Ce qui se dit reste entre nous."], "en": ["What is said stays here."]},
    "mentee": {"fr": ["Je n’évalue jamais mon mentor."], "en": ["I never appraise my mentor."]},
    "mentor": {"fr": ["Je peux m’arrêter en privé."], "en": ["I may stop in private."]},
}


@dataclass(frozen=True)
class Circle:
    """The three of them."""

    chat: Chat
    agnes: Someone  # the mentee
    lea: Someone  # the mentor
    helene: Someone  # the coordinator

    def heard(self) -> tuple[str, str]:
        """What the pair heard since last time."""
        return self.agnes.heard(), self.lea.heard()

    def revises(self, french: str, english: str) -> str:
        """The coordinator adds one clause for everybody; what she hears at the end."""
        french_first = self.helene.sender.locale == "fr-FR"
        self.helene.gives("charter revise")
        values = {
            "clauses_fr": ["Ce qui se dit reste entre nous.", french],
            "clauses_en": ["What is said stays here.", english],
        }
        self.helene.submits({**values, "sure": ""}, draft=self.helene.draft())
        self.helene.says("reprendre" if french_first else "resume")
        self.helene.says("oui" if french_first else "yes")
        return self.helene.presses("Adopter cette charte" if french_first else "Adopt this charter")


def trio(chat: Chat, locale: str, signed: str = "") -> Circle:
    """A pair that may meet, whose charter was agreed to in that revision, if at all."""
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4), charter=CHARTER)
    agnes = chat.person("agnes", name="Agnès Martin", locale=locale)
    lea = chat.person("lea", name="Léa Petit", locale=locale)
    helene = chat.person("helene", name="Hélène Marin", locale=locale)
    helene.joins()
    chat.coordinates(helene, programme)
    chat.enrols(agnes, "mentee", charter=signed)
    chat.enrols(lea, "mentor", charter=signed)
    chat.pairs(agnes, lea)
    for each in (agnes, lea, helene):
        each.heard()
    return Circle(chat, agnes, lea, helene)


@pytest.fixture
def french(chat: Chat) -> Circle:
    return trio(chat, "fr-FR")


@pytest.fixture
def english(chat: Chat) -> Circle:
    return trio(chat, "en-GB")


def programme_of(chat: Chat) -> Programme:
    """The programme as it is kept now."""
    found: Programme = chat.only(Programme)
    return found
