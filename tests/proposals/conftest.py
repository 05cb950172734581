"""A small programme whose people are asked before they become a pair."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from storage.nouns import Enquiry, Enrolment, Pair, Person, Programme
from tests.client import Chat, Someone, _empty, chat, everywhere

__all__ = ["_empty", "chat", "everywhere", "small"]

NAMES = {
    "agnes": "Agnès Martin",
    "beatrice": "Béatrice Roy",
    "lea": "Léa Petit",
    "karim": "Karim Ben",
    "zoe": "Zoé Lam",
    "helene": "Hélène Marin",
}


@dataclass
class Small:
    """One or two who learn, some who teach, and their coordinator."""

    chat: Chat
    helene: Someone
    people: dict[str, Someone] = field(default_factory=dict)

    def __getitem__(self, user: str) -> Someone:
        return self.people[user]

    def joins(self, user: str, role: str, **answers: Any) -> Someone:
        """Somebody who signed up."""
        locale = self.helene.sender.locale
        one = self.chat.person(user, name=NAMES[user], locale=locale, email=f"{user}@exemple.fr")
        self.chat.enrols(one, role, **answers)
        self.people[user] = one
        one.heard()
        return one

    def announces(self) -> str:
        """The coordinator approves everything and announces it; what she hears."""
        self.helene.gives("match")
        self.helene.gives("review approve all")
        return self.helene.gives("announce")

    def heard(self, user: str) -> str:
        """What somebody heard since last time."""
        return self.people[user].heard()

    def mentor_of(self, user: str) -> Someone:
        """The mentor about whom a mentee was asked last."""
        asked = [e for e in self.enquiries() if e.enrolment_id == self[user].enrolment.id]
        return self.who(asked[-1].other_id)

    def who(self, enrolment: int) -> Someone:
        """The person of an enrolment."""
        person = self.chat.only(Enrolment, id=enrolment).person_id
        name = self.chat.only(Person, id=person).name
        return next(one for user, one in self.people.items() if NAMES[user] == name)

    def enquiries(self) -> list[Enquiry]:
        """All that was asked, in order."""
        return [*self.chat.all(Enquiry)]

    def pairs(self) -> set[tuple[str, str]]:
        """Who is with whom, by user."""
        return {
            (self.who(pair.mentee_id).user, self.who(pair.mentor_id).user)
            for pair in self.chat.all(Pair, state="active")
        }


def small_programme(chat: Chat, locale: str = "fr-FR", **proposals: Any) -> Small:
    """Sign-up is open, and its coordinator is at her desk."""
    programme: Programme = chat.programme(proposals={"ask": "both", **proposals})
    helene = chat.person("helene", name=NAMES["helene"], locale=locale)
    helene.joins()
    chat.coordinates(helene, programme)
    return Small(chat, helene)


@pytest.fixture
def small(chat: Chat) -> Small:
    """One mentee, two mentors with one place each."""
    made = small_programme(chat)
    made.joins("agnes", "mentee")
    made.joins("lea", "mentor", capacity="1")
    made.joins("karim", "mentor", capacity="1")
    return made
