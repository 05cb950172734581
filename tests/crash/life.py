"""A whole programme through the real core, in a process that is killed again and again.

Nothing that people or platforms remember is in the database: what the platform sent, what reached
people (`diary`), which steps have arrived as far as it knows (`acknowledged`) and what time it was
(`clock`) are files that no transaction protects. A new process reads them and goes on; the platform
sends again what it was never told had arrived, and a few events that it was.
"""

import asyncio
import gc
import json
import os
import pickle
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import bot.tick as ticking
from adapters.runner import Courier, Delivered, DrivenClock, Outcome, Ticker
from bot.event import Event
from bot.handle import handle
from bot.message import Reply, from_data
from storage.database import Database
from storage.nouns import Address, Outgoing
from tests.both.portrait import Portrait, portrait
from tests.both.story import STEPS, Step, do, meet_again
from tests.client import START, Chat, Heard
from tests.crash.forked import was_killed
from tests.crash.points import CORE, Place, commits, crash_points

# The last step makes the report: seconds of drawing, at every run.
STORY: Sequence[Step] = STEPS[:-1]
_SENT_AGAIN = 2  # acknowledged events that the platform sends once more after a kill
_REMEMBERED = 80  # messages of the diary that people still have before their eyes


def warm() -> None:
    """What is known here need not be found again in any forked process."""
    gc.collect()
    gc.freeze()  # what is here already is nobody's garbage: children need not copy it to see that


class Memory:
    """What survives in the world outside: files to which every line is added at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def note(self, name: str, line: bytes) -> None:
        handle = os.open(self.folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(handle, line.replace(b"\n", b"\\n") + b"\n")
        os.close(handle)

    def lines(self, name: str) -> list[bytes]:
        file = self.folder / name
        return file.read_bytes().splitlines() if file.exists() else []

    def steps_done(self) -> int:
        """How many steps the platform was told had arrived."""
        return len(self.lines("acknowledged"))

    def event(self, step: int) -> Event | None:
        """What the platform sent at that step, if it did."""
        file = self.folder / f"event-{step}"
        found: Event | None = pickle.loads(file.read_bytes()) if file.exists() else None  # noqa: S301
        return found

    def sends(self, step: int, event: Event) -> None:
        whole = self.folder / f"event-{step}.new"
        whole.write_bytes(pickle.dumps(event))
        whole.rename(self.folder / f"event-{step}")

    def now(self) -> datetime:
        lines = self.lines("clock")
        return datetime.fromisoformat(lines[-1].decode()) if lines else START

    def diary(self) -> list[dict[str, Any]]:
        """Every message that reached somebody, in order, as often as it did."""
        return [json.loads(line) for line in self.lines("diary")]


class Phone:
    """The platform that people hold in their hands."""

    name, rate = "console", None

    def __init__(self, memory: Memory, clock: DrivenClock) -> None:
        self._memory, self._clock = memory, clock
        self.arrived: list[tuple[str, Heard]] = []

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        at, key, payload = self._clock.now(), message.key, message.payload
        line = {"key": key, "user": address.user, "at": at.isoformat(), "payload": payload}
        self._memory.note("diary", json.dumps(line).encode())
        self.arrived.append((address.user, Heard(at, from_data(payload))))
        return Delivered(key)


class Life(Chat):
    """The people of the story, and a bot that runs as it does in production, in this process."""

    def __init__(self, database: Database, memory: Memory) -> None:
        super().__init__(database, DrivenClock(memory.now()))
        self.memory = memory
        self.phone = Phone(memory, self.clock)
        self.ticker = Ticker(database, self.clock, ticking.tick)
        self._courier = Courier(database, [self.phone], self.clock, batch=4, at_once=2)
        self._loop = asyncio.new_event_loop()
        self.step = memory.steps_done()
        meet_again(self)
        for line in memory.diary()[-_REMEMBERED:]:
            heard = Heard(datetime.fromisoformat(line["at"]), from_data(line["payload"]))
            self.people[line["user"]].history.append(heard)

    def key(self) -> str:
        return f"step-{self.step}"

    def goes_on(self) -> None:
        """All that is left of the story."""
        for step in STORY[self.step :]:
            event = self.memory.event(self.step)
            if event is None:
                self.until(step.at)
                do(self.people[step.who], step)
            else:
                self._takes(event)
            self.tick()
            self.memory.note("acknowledged", str(self.step).encode())
            self.step += 1

    def starts_again(self) -> None:
        """What a process does first after a kill, and what the platform sends again meanwhile."""
        # The story's time stands still: seconds more would rightly change what the bot proposes.
        with self.database.work(self.clock.now()) as work:
            for each in work.find(Outgoing, state="sending"):
                work.change(each, lease_until=work.now)
        self.ticker.recover()
        self.tick()
        for step in range(max(0, self.step - _SENT_AGAIN), self.step):
            event = self.memory.event(step)
            assert event is not None
            self._takes(event)

    def until(self, moment: datetime) -> None:
        if self.clock.now() < moment:  # it may have been killed once it was there
            super().until(moment)

    def handle(self, event: Event) -> Reply:
        self.memory.sends(self.step, event)
        return self._takes(event)

    def _takes(self, event: Event) -> Reply:
        with self.database.work(self.clock.now()) as work:
            reply = handle(event, work)
        self.deliver()
        return reply

    def ends(self) -> None:
        """Gives back what a process has of its system."""
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
        self.database.close()

    def tick(self) -> int:
        self.memory.note("clock", self.clock.now().isoformat().encode())
        looked = self.ticker.tick()
        self.deliver()
        return looked

    def deliver(self) -> None:
        while self._loop.run_until_complete(self._courier.once()):
            pass
        for user, heard in self.phone.arrived:
            self.people[user].history.append(heard)
        self.phone.arrived.clear()


def places(life: Life) -> list[Place]:
    """Every point that the story may go through."""
    here = sys.modules[__name__]
    ends = [(life.phone, "deliver", "send"), (here, "handle", "handle")]
    return [*CORE, commits(life.database), *ends]


@dataclass
class Run:
    """How the story was played: what stands at the end, what arrived, and every kill on the way."""

    portrait: Portrait = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)  # of messages, by key
    line: dict[str, int] = field(default_factory=dict)  # each message's place in its line, by key
    diary: list[dict[str, Any]] = field(default_factory=list)
    kills: list[str] = field(default_factory=list)  # `step 12, after commit`
    in_flight: Counter[str] = field(default_factory=Counter)  # claims cut short, by message

    @property
    def arrived(self) -> Counter[str]:
        """How often each message arrived."""
        return Counter(each["key"] for each in self.diary)

    @property
    def doubled(self) -> int:
        """How many deliveries were one too many."""
        return len(self.diary) - len(self.arrived)


def points(life: Life) -> dict[int, list[str]]:
    """Plays the story undisturbed: every point it goes through, by step."""
    found: dict[int, list[str]] = defaultdict(list)

    def reach(name: str) -> None:
        found[life.step].append(name)

    with crash_points(reach, *places(life)):
        life.goes_on()
    life.ends()
    return dict(found)


def played(database: Database, folder: Path, kills: Mapping[int, Sequence[int]]) -> Run:
    """Plays the story, killed in each step of `kills` at those points, one after the other."""
    memory, run, away = Memory(folder), Run(), dict[str, str]()
    left = {step: list(at) for step, at in kills.items()}

    def goes_on(life: Life) -> None:
        seen = [0, life.step]

        def reach(name: str) -> None:
            if life.step != seen[1]:
                seen[:] = [0, life.step]
            if left.get(life.step) and seen[0] == left[life.step][0]:
                memory.note("kills", f"step {life.step}, {name}".encode())
                os.kill(os.getpid(), signal.SIGKILL)
            seen[0] += 1

        with crash_points(reach, *places(life)):
            if run.kills:
                life.starts_again()
            life.goes_on()

    while _killed(database, memory, goes_on):
        left[memory.steps_done()].pop(0)
        run.kills.append(memory.lines("kills")[-1].decode())
        away |= _away(database)
    run.in_flight = Counter(away.values())
    return ended(database, memory, run)


def ended(database: Database, memory: Memory, run: Run) -> Run:
    """Tells how things stand at the end of a run."""
    with database.reading(memory.now()) as work:
        run.portrait = portrait(work)
        messages = sorted(work.find(Outgoing), key=lambda each: (each.due_at, each.id))
        run.states = {each.key: each.state for each in messages}
        run.line = {each.key: place for place, each in enumerate(messages)}
    database.close()
    run.diary = memory.diary()
    return run


def _away(database: Database) -> dict[str, str]:
    """The keys of the messages that a process had claimed and told nothing of, by claim."""
    with database.reading(START) as work:
        lost = work.find(Outgoing, state="sending")
    return {f"{each.lease_token} {each.key}": each.key for each in lost}


def _killed(database: Database, memory: Memory, does: Callable[[Life], None]) -> bool:
    """Does something with the life as it is kept, in a fork; whether it was killed on its way."""
    database.close()  # no connection may be shared with the fork
    return was_killed(lambda: does(Life(database, memory)))


def compare(calm: Run, run: Run) -> None:
    """Nothing lost, nothing invented, in order, and twice only what was away at a kill."""
    for noun, lines in calm.portrait.items():
        there, wanted = Counter(run.portrait[noun]), Counter(lines)
        assert there == wanted, (
            f"{noun} differ: {[*(wanted - there)]} missing, {[*(there - wanted)]}"
        )
    assert set(run.states.values()) <= {"sent"}
    arrived = run.arrived
    assert arrived.keys() == run.states.keys(), "lost, or invented"
    for key, times in arrived.items():
        assert times <= 1 + run.in_flight[key], f"{key} arrived {times} times"
    firsts: dict[str, list[str]] = defaultdict(list)
    for each in run.diary:
        if each["key"] not in firsts[each["user"]]:
            firsts[each["user"]].append(each["key"])
    for user, keys in firsts.items():
        assert keys == sorted(keys, key=run.line.__getitem__), f"out of order for {user}"
