"""A crowd that rehearses a programme in Slack and in Teams, in whatever weather.

People's own time goes by half hours, as in every rehearsal of a crowd. What is delivered goes by
the courier itself, whose clock goes on while it waits for a platform: whatever the weather, people
have all of the half hour's messages before they read, so that a delay alone changes no answer.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import func, literal_column, select

from adapters.rehearsal.coordination import KEY
from adapters.rehearsal.stage import PLATFORM, Stage
from adapters.runner import Courier, DrivenClock
from bot.event import Event, Pressed, Submitted
from bot.handle import handle
from bot.tick import tick
from storage import outbox
from storage.nouns import Address, Enrolment, Outgoing, Pair, table_of
from storage.outbox import Claimed
from storage.work import Work
from tests.chaos.channel import Channel
from tests.chaos.weather import Weather

_EACH = 200  # people of a workspace
_BATCH = 200
_WHILE = timedelta(seconds=15)  # more than the next try has to wait for: many leave together
_OUT = table_of(Outgoing)
# Its words are those of the index of what waits.
_SOONEST = select(func.min(_OUT.c.due_at)).where(_OUT.c.state == literal_column("'pending'"))


class Rough(Stage):
    """A stage whose people are in workspaces of Slack and in tenants of Teams."""

    def __init__(self, weather: Weather, *given: Any) -> None:
        super().__init__(*given)
        self._crowd, self.weather = True, weather
        self.channels = [Channel(name, weather) for name in ("slack", "teams", PLATFORM)]
        self.misplaced = 0  # messages that arrived before one that stood before them
        self.asked = 0  # messages of which a human found out whether they had arrived
        for number, who in enumerate(self._actors):
            platform, tenant = _place(number)
            self._senders[who] = replace(self._senders[who], platform=platform, tenant=tenant)
        self._mail = DrivenClock(self._clock.now())  # the courier's
        self._courier = Courier(self._database, self.channels, self._mail)
        self._rates = {each.name: each.rate for each in self.channels if each.rate is not None}
        self._loop = asyncio.new_event_loop()
        self._late: list[tuple[str, Event]] = []  # told again in another half hour
        self._early: list[Claimed] = []  # the courier's clock was ahead of people's
        self._related: dict[str, str] = {}
        self._last: dict[int, tuple[datetime, int]] = {}  # what arrived last, by address

    def close(self) -> None:
        """Gives back what it has of the system."""
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    @property
    def twice(self) -> int:
        """How many deliveries were one too many."""
        return sum(each.times.total() - len(each.times) for each in self.channels)

    @property
    def arrived_ever(self) -> Counter[str]:
        """How often each message arrived, by its key."""
        return sum((each.times for each in self.channels), Counter[str]())

    def _next(self) -> datetime | None:
        soonest = super()._next()
        waiting = [each.outgoing.due_at for each in self._early]
        return min((at for at in (soonest, *waiting) if at is not None), default=None)

    def _all_at_once(self) -> None:
        """All that people do, then all that is due, then all that leaves, as often as it takes.

        Were they taken by so many at a time, what falls due between two of the same half hour
        would hang on how many others stand before them.
        """
        more = True
        while more:
            with self._database.work(self._clock.now()) as work:
                entries = [*iter(self._ready, None)]
                told = [(each.who, self._event(each.who, each.deed)) for each in entries]
                self._take(work, told)
            looked = 0
            while some := self._looked():
                looked += some
            more = bool(entries or looked or self._delivered())

    def _looked(self) -> int:
        with self._database.work(self._clock.now()) as work:
            return tick(work, _BATCH)

    # ------------------------------------------------------------ what people do

    def _take(self, work: Work, told: list[tuple[str, Event]]) -> None:
        again, self._late = self._late, []
        for who, event in self._in_any_order(work, told):
            self._answer(who, handle(event, work))
            match self.weather.told_again():
                case "at once":
                    handle(event, work)
                case "soon":
                    again.append((who, event))
                case "late":
                    self._late.append((who, event))
        for _, event in again:
            handle(event, work)

    def _in_any_order(
        self, work: Work, told: list[tuple[str, Event]]
    ) -> Iterator[tuple[str, Event]]:
        """Events as they arrive, but where whoever comes first rightly makes a difference.

        Those who are paired do not overtake each other, nor do those who finish signing up: a round
        of matching takes the first of two who suit as well. The coordinator's orders stay between.
        """
        for hers, some in groupby(told, lambda one: one[0] == KEY):
            if hers:
                yield from some
                self._related = _related(work)
                continue
            several = [*some]
            place = {**self._related, **{who: "" for who, event in several if _signs_up(event)}}
            yield from self.weather.shuffled(several, lambda one: place.get(one[0], one[0]))  # noqa: B023  # used at once

    # ------------------------------------------------------------ what people read

    def _delivered(self) -> int:
        """Delivers all that is due, however long that takes, and how much people read of it."""
        now = self._clock.now()
        self._mail.set(max(now, self._mail.now()))
        while self._waits(now):
            if self._loop.run_until_complete(self._courier.once()):
                continue
            with self._database.work(self._mail.now()) as work:
                if any(each.unsure for each in self.channels):
                    self._asks(work)
                coming = outbox.next_due(work, None, self._rates)
            if coming is not None:
                self._mail.set(max(coming, self._mail.now()))
                self._mail.advance(_WHILE)
        read = [Claimed(message, address) for address, message in self._arrived()] + self._early
        self._early = [each for each in read if each.outgoing.due_at > now]
        read = [each for each in read if each.outgoing.due_at <= now]
        self._show(sorted(read, key=lambda each: (each.outgoing.due_at, each.outgoing.id)))
        return len(read)

    def _waits(self, now: datetime) -> bool:
        """Whether anything due by then has not left, or nobody knows whether it did."""
        if any(each.unsure for each in self.channels):
            return True
        with self._database.reading(now) as work:
            soonest = work.connection.execute(_SOONEST).scalar()
        return soonest is not None and soonest <= now

    def _asks(self, work: Work) -> None:
        """A human looks whether what may be there is, and sends it again or gives it up."""
        for message, address in outbox.stuck(work, "ambiguous"):
            self.asked += 1
            channel = next(each for each in self.channels if each.name == address.platform)
            decide = outbox.discard if channel.times[message.key] else outbox.send_again
            assert decide(work, message.id)
        for channel in self.channels:
            channel.unsure = 0

    def _arrived(self) -> Iterator[tuple[Address, Outgoing]]:
        for channel in self.channels:
            for address, message in channel.arrived:
                place = (message.due_at, message.id)
                self.misplaced += place < self._last.get(address.id, place)
                self._last[address.id] = place
                yield address, message
            channel.arrived.clear()


def _signs_up(event: Event) -> bool:
    """Whether it may be the last word of a sign-up."""
    match event:
        case Pressed():
            return event.action.endswith(":sure")
        case Submitted():
            return "sure" in event.values
        case _:
            return False


def _place(number: int) -> tuple[str, str]:
    """Where somebody is: one workspace after the other, of Slack and of Teams in turn."""
    workspace = number // _EACH
    return ("slack", "teams")[workspace % 2], f"T{workspace:03}"


def _related(work: Work) -> dict[str, str]:
    """For each person, one of those with whom they are paired, directly or not."""
    users = {each.person_id: each.user for each in work.find(Address) if each.person_id}
    people = {each.id: users.get(each.person_id, "") for each in work.find(Enrolment)}
    found = {user: user for user in users.values()}

    def root(user: str) -> str:
        while found[user] != user:
            user = found[user]
        return user

    for pair in work.find(Pair):
        found[root(people[pair.mentee_id])] = root(people[pair.mentor_id])
    return {user: root(user) for user in found}
