"""The scene of one event: who speaks, in which voice, about which programme, and how to answer.

`Scene.say` speaks to whoever caused the event; `Scene.tell` to somebody else, in their own voice.
Both put the message in the outbox of the same transaction, under a key derived from the event, so
an event handled again says nothing twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

from bot.calendar.civil import civil
from bot.event import Channel
from bot.message import Message, Part, to_data
from bot.programme.plan import Plan
from bot.programme.template import plan_of
from bot.rights import COORDINATOR, who_may
from bot.texts import Voice
from storage import outbox
from storage.nouns import Address, Coordination, Enrolment, Person, Programme
from storage.work import Work

_AWAKE = timedelta(hours=1)  # who spoke within this is there, whatever the hour


def voice_of(person: Person, programme: Programme | None = None) -> Voice:
    """How a person is spoken to within a programme."""
    return _voice(person.locale, person.zone, programme.tone if programme else "vous")


_voice = lru_cache(maxsize=1024)(Voice)  # one for all who are spoken to alike


def voice_in_all(person: Person, programmes: Sequence[Programme]) -> Voice:
    """How a person is spoken to about several programmes, or none: in their common tone."""
    tones = {each.tone for each in programmes}
    return voice_of(person, programmes[0] if len(tones) == 1 else None)


def voice_between(work: Work, person: Person) -> Voice:
    """How a person is spoken to while no programme is spoken of: as in all those they know.

    They know those of their own places, else those they coordinate, else those of whom they manage.
    """
    # Every event asks: who reads a language of one tone, or where nobody says tu, costs little.
    if person.locale != "fr" or work.first(Programme, tone="tu") is None:
        return voice_of(person)
    known: Sequence[Enrolment | Coordination]
    known = [each for each in work.find(Enrolment, person_id=person.id) if each.state != "left"]
    known = known or work.find(Coordination, person_id=person.id)
    if not known:
        managed = [each.id for each in work.find(Person, manager_id=person.id)]
        places = work.among(Enrolment, managed, by="person_id")
        known = [each for each in places if each.state != "left"]
    met = dict.fromkeys(each.programme_id for each in known)
    return voice_in_all(person, work.among(Programme, [*met]))


def address_of(work: Work, person: Person) -> Address | None:
    """Where a person is best met: a reachable address, the one heard from last."""
    found = [address for address in work.find(Address, person_id=person.id) if address.reachable]
    found.sort(key=lambda each: (each.heard_at is not None, each.heard_at, -each.id))
    return found[-1] if found else None


def post(
    work: Work,
    key: str,
    address: Address,
    parts: Sequence[Part],
    kind: str = "resend",
    due: datetime | None = None,
) -> None:
    """Puts a message in the outbox; the same key is only ever sent once.

    What several people read at once is `hold`: sent twice, it would embarrass.
    """
    outbox.post(work, key, address.id, to_data(Message(tuple(parts))), kind=kind, due=due)


def hour_for(
    work: Work, person: Person, address: Address | None, by: datetime | None = None
) -> datetime:
    """When to tell somebody what they did not just ask for: by day, on a working day.

    At once when they spoke within the hour, or when the day would come after `by`, too late.
    """
    heard = address.heard_at if address is not None else None
    due = civil(work.now, person.zone)
    awake = heard is not None and work.now - heard < _AWAKE
    return work.now if awake or (by is not None and due > by) else due


@dataclass
class Scene:
    """One event being handled."""

    work: Work
    key: str
    address: Address
    person: Person
    programme: Programme | None = None
    channel: Channel | None = None  # where a command was given, when not in private
    # What open forms depend on, by draft, where one event's answers leave it as it is.
    facts: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    vanishing: bool = False  # that something was said here at all is not to be kept
    _said: list[int] = field(default_factory=lambda: [0])

    @cached_property
    def voice(self) -> Voice:
        """How the one who caused the event is spoken to."""
        if self.programme is None:
            return voice_between(self.work, self.person)
        return voice_of(self.person, self.programme)

    @cached_property
    def plan(self) -> Plan:
        """The plan of the programme spoken of. Raises LookupError when there is none."""
        if self.programme is None:
            raise LookupError("no programme is spoken of")
        return plan_of(self.programme.plan)

    @property
    def enrolment(self) -> Enrolment | None:
        """The person's place in the programme spoken of."""
        if self.programme is None:
            return None
        return place_of(self.work, self.person, self.programme)

    @property
    def coordinates(self) -> bool:
        """Whether the person may give this programme's commands."""
        return self.programme is not None and coordinates(self.work, self.person, self.programme)

    def within(self, programme: Programme | None) -> "Scene":
        """The same scene, about another programme."""
        return replace(self, programme=programme)

    def say(self, *parts: Part) -> None:
        """Answers whoever caused the event."""
        self._post(self.address, parts)

    def tell(self, person: Person, *parts: Part) -> bool:
        """Writes to somebody else; False when there is nowhere to write."""
        address = address_of(self.work, person)
        if address is None:
            return False
        self._post(address, parts, hour_for(self.work, person, address))
        return True

    def voice_for(self, person: Person) -> Voice:
        """How somebody else is spoken to in this programme."""
        return voice_of(person, self.programme)

    def _post(self, address: Address, parts: Sequence[Part], due: datetime | None = None) -> None:
        self._said[0] += 1
        prefix = outbox.VANISHING if self.vanishing else ""
        post(self.work, f"{prefix}{self.key}/{self._said[0]}", address, parts, due=due)


def place_of(work: Work, person: Person, programme: Programme) -> Enrolment | None:
    """Somebody's place in a programme."""
    # Among all their places, which every event reads to know what is spoken of.
    places = work.find(Enrolment, person_id=person.id)
    return next((each for each in places if each.programme_id == programme.id), None)


def coordinates(work: Work, person: Person, programme: Programme) -> bool:
    """Whether a person may give a programme's commands."""
    place = work.first(Coordination, programme_id=programme.id, person_id=person.id)
    return place is not None


def coordinators(work: Work, programme: Programme) -> list[Person]:
    """Who coordinates a programme; whoever only reads of it is not among them."""
    return who_may(work, programme, COORDINATOR)
