"""Plays a day of the bot in a forked process, kills it at a named point, restarts and compares.

What really reached people is written to a diary, a file that no transaction protects, just as no
transaction protects a chat. A story is any function that handles an event within a unit of work.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from adapters.runner import Courier, Delivered, DrivenClock, Outcome
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Outgoing
from storage.work import Work
from tests.crash.forked import dying, was_killed
from tests.crash.points import CORE, Place, commits, crash_points
from tests.storage.ready import NOW

Event = dict[str, str]


@dataclass(frozen=True, slots=True)
class Story:
    """Events in the order they come, and how each is handled; `portrait` tells how things stand."""

    prepare: Callable[[Work], None]
    events: Sequence[Event]
    handle: Callable[[Event, Work], None]
    portrait: Callable[[Work], object]


class Diary:
    """What arrived, one key a line, whatever happens to the process that wrote it."""

    name, rate = "slack", None

    def __init__(self, file: Path) -> None:
        self.file = file

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        handle = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, f"{message.key}\n".encode())
        os.close(handle)
        return Delivered("r")

    def read(self) -> list[str]:
        return self.file.read_text().splitlines() if self.file.exists() else []


@dataclass(frozen=True, slots=True)
class Aftermath:
    """How things stand after a kill, a restart and everything delivered again."""

    portrait: object
    states: dict[str, str]
    diary: list[str]
    in_flight: frozenset[str]  # claimed, and not noted, when the kill came
    killed: bool


def play(database: Database, story: Story, platform: Diary, clock: DrivenClock) -> None:
    """Every event once, with a delivery after every other one, then all that is left."""
    courier = Courier(database, [platform], clock, batch=4, at_once=2)

    async def whole_day() -> None:
        for number, event in enumerate(story.events):
            with database.work(clock.now()) as work:
                story.handle(event, work)
            if number % 2:
                await courier.once()
        while await courier.once():
            pass

    asyncio.run(whole_day())


def places(database: Database, platform: Diary) -> list[Place]:
    """Every point that a day may go through."""
    return [*CORE, commits(database), (platform, "deliver", "send")]


def points_of(database: Database, story: Story, diary: Diary) -> list[str]:
    """The names of every point that an undisturbed day goes through."""
    names: list[str] = []
    with crash_points(names.append, *places(database, diary)):
        play(database, story, diary, DrivenClock(NOW))
    return names


def killed_at(database: Database, story: Story, diary: Diary, at: int) -> bool:
    """Plays the day in a forked process that is killed at its `at`-th point; False if it ended."""
    database.close()  # no connection may be shared with the fork

    def day() -> None:
        with crash_points(dying(at), *places(database, diary)):
            play(database, story, diary, DrivenClock(NOW))

    return was_killed(day)


def restarted(database: Database, story: Story, diary: Diary, killed: bool) -> Aftermath:
    """A new process after the kill: platforms deliver everything again, leases run out."""
    clock = DrivenClock(NOW + timedelta(minutes=10))
    with database.work(clock.now()) as work:
        in_flight = frozenset(each.key for each in work.find(Outgoing, state="sending"))
        outbox.recover(work)
    play(database, story, diary, clock)
    with database.reading(clock.now()) as work:
        states = {each.key: each.state for each in work.find(Outgoing)}
        return Aftermath(story.portrait(work), states, diary.read(), in_flight, killed)


def compare(undisturbed: Aftermath, after: Aftermath) -> None:
    """Nothing lost, nothing invented, in order, and twice only what was in flight at a kill."""
    assert after.portrait == undisturbed.portrait
    assert after.states.keys() == undisturbed.states.keys()
    assert set(after.states.values()) <= {"sent", "ambiguous"}
    unsure = {key for key, state in after.states.items() if state == "ambiguous"}
    assert unsure <= after.in_flight
    arrived = Counter(after.diary)
    assert arrived.keys() | unsure == set(undisturbed.diary)
    assert {key for key, times in arrived.items() if times > 1} <= after.in_flight - unsure
    assert max(arrived.values(), default=0) <= 2
    firsts = list(dict.fromkeys(after.diary))
    for line in {key.partition(" ")[0] for key in undisturbed.diary}:
        wanted = [key for key in undisturbed.diary if key.startswith(f"{line} ")]
        got = [key for key in firsts if key.startswith(f"{line} ")]
        assert got == [key for key in wanted if key in arrived]
