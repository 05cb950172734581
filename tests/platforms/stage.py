"""What a platform needs to play the story: people with the same five verbs, and a clock to drive.

A new platform is a Player and a Stage of its own: the story and its end stay what they are.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from adapters.runner import DrivenClock
from bot.tick import tick
from storage import outbox
from storage.database import Database
from storage.looking import next_look
from storage.nouns import Coordination, Person, Programme
from tests.client import START, Chat

Answers = Mapping[str, str | Sequence[str]]


class Player(Protocol):
    """Somebody at their screen, who can do what it shows and no more."""

    name: str

    def arrives(self) -> None:
        """Opens the conversation with the bot for the first time."""

    def says(self, text: str) -> None:
        """Writes to the bot."""

    def gives(self, command: str) -> None:
        """Gives a command, in private."""

    def presses(self, label: str) -> None:
        """Presses the latest button or choice of that label."""

    def submits(self, answers: Answers) -> None:
        """Answers the questions of the form that has just begun, on one page where there is one.

        A question is named by its first words; an empty answer skips it.
        """

    def hears(self, words: str) -> None:
        """Fails unless the bot said these words in private."""


class Stage:
    """A database and a clock; `players` are those who were asked for, by name."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, DrivenClock(START)
        self.players: dict[str, Player] = {}
        self.forms: list[tuple[str, datetime]] = []  # who filled one in, and when

    def player(self, name: str) -> Player:
        """Somebody of that name, who has not been here yet."""
        self.players[name] = self.joining(name)
        return self.players[name]

    def joining(self, name: str) -> Player:
        """Somebody of that name, as this platform knows them."""
        raise NotImplementedError

    def settle(self) -> None:
        """Delivers all that is due."""
        raise NotImplementedError

    def programme(self) -> Programme:
        """A programme in preparation."""
        chat = Chat(self.database, self.clock)
        return chat.programme(state="draft")

    def coordinates(self, player: Player) -> None:
        """Gives somebody who arrived the commands of the programme."""
        with self.database.work(self.clock.now()) as work:
            person = work.find(Person, name=player.name)[0]
            programme = work.find(Programme)[0]
            work.add(Coordination(programme_id=programme.id, person_id=person.id))

    def fills_in(self, name: str) -> None:
        """Notes that somebody filled in a form: it asks otherwise than a conversation."""
        self.forms.append((name, self.clock.now()))

    def until(self, moment: datetime) -> None:
        """Lets time pass, stopping at every moment at which something is due."""
        while True:
            while self.database.carry_out(self.clock.now(), tick):
                pass
            self.settle()
            with self.database.reading(self.clock.now()) as work:
                coming = [each for each in (next_look(work), outbox.next_due(work)) if each]
            soonest = min(coming, default=moment)
            if soonest >= moment:
                break
            self.clock.set(max(soonest, self.clock.now()))
        self.clock.set(moment)
        while self.database.carry_out(moment, tick):
            pass
        self.settle()
