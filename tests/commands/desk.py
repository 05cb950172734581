"""A coordinator at her desk: she gives commands, presses buttons and reads what comes back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.commands import command
from bot.conversation.arrivals import meet
from bot.conversation.pressed import pressed
from bot.event import Command, Sender
from bot.message import Attachment, Buttons, Message, from_data, text_of
from bot.scene import Scene
from storage.nouns import Address, Enrolment, Outgoing, Pair, Person, Programme, Session
from storage.work import Work
from tests.pairing.town import Town


class Desk:
    """One person, a coordinator unless told otherwise, in a town."""

    def __init__(self, town: Town, person: Person | None = None) -> None:
        self.town, self.work = town, town.work
        self.person = person or town.coordinator
        self._events = 0
        (self.address,) = self.work.find(Address, person_id=self.person.id)

    def gives(self, text: str) -> str:
        """The answer to a command, in plain words."""
        return self._answer(lambda scene: command(scene, text), text)

    def presses(self, action: str) -> str:
        """The answer to a button."""
        return self._answer(lambda scene: pressed(scene, action, ()), action)

    def scene(self) -> Scene:
        """What an event of theirs begins with."""
        self._events += 1
        sender = Sender("console", self.address.tenant, self.address.user, self.person.name)
        return meet(self.work, Command(f"{self.person.id}-{self._events}", sender, ""))

    def heard(self) -> list[Message]:
        """Everything this person was written, oldest first."""
        found = self.work.among(Outgoing, [self.address.id], by="address_id")
        return [from_data(each.payload) for each in found]

    def buttons(self) -> list[str]:
        """The actions of the buttons in the last message."""
        return [
            button.action
            for part in self.heard()[-1].parts
            if isinstance(part, Buttons)
            for button in part.buttons
        ]

    def files(self) -> list[Attachment]:
        """The files of the last message."""
        return [part for part in self.heard()[-1].parts if isinstance(part, Attachment)]

    @property
    def programme(self) -> Programme:
        """The town's programme as it is kept now."""
        return self.town.again()

    def _answer(self, act: Any, about: str) -> str:
        before = len(self.heard())
        act(self.scene())
        said = self.heard()[before:]
        assert said, f"no answer to {about!r}"
        return "\n".join(text_of(each) for each in said).replace("\u00a0", " ")


def paired(town: Town, mentee: Enrolment, mentor: Enrolment, **fields: Any) -> Pair:
    """A pair that is already together."""
    given = {"started_at": town.work.now, **fields}
    return town.work.add(
        Pair(programme_id=town.programme.id, mentee_id=mentee.id, mentor_id=mentor.id, **given)
    )


def met(work: Work, pair: Pair, number: int, state: str, days: int, **fields: Any) -> Session:
    """A session of a pair, `days` from now."""
    at: datetime = work.now + timedelta(days=days)
    given = {"created_at": min(at, work.now) - timedelta(days=2), **fields}
    if state in ("held", "cancelled", "missed"):
        given.setdefault("closed_at", at)
    return work.add(
        Session(
            pair_id=pair.id,
            number=number,
            state=state,
            starts_at=at,
            minutes=120,
            proposed_by=pair.mentee_id,
            **given,
        )
    )


def in_state(town: Town, state: str) -> None:
    """Puts the programme in a state, whatever it was."""
    town.work.change(town.again(), state=state)


def several(town: Town, count: int, roles: Sequence[str] = ("mentee", "mentor")) -> None:
    """Enrols so many of each role."""
    for n in range(count):
        for role in roles:
            (town.mentee if role == "mentee" else town.mentor)(f"{role.title()} Number{n:02d}")
