"""Several processes of the bot on one PostgreSQL, some of which are killed while they work.

Each is forked from this one and knows nothing but the address of the database: there is no leader,
no list of members and no number to give. What reaches people is written to a file that no
transaction protects, a line for each message, with the process that sent it.
"""

import asyncio
import gc
import os
import random
import signal
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from adapters.runner import Courier, Delivered, Outcome, SystemClock, Ticker
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Outgoing, table_of
from storage.pace import Rate, workspace
from storage.work import Work

PATIENCE = 4.0  # seconds for one delivery; a lease is a few of these
_BATCH, _AT_ONCE = 50, 25
_LEASE = timedelta(seconds=PATIENCE * (_BATCH / _AT_ONCE + 1))
_EACH = 5  # messages for each person
_LOOKS = 0.2  # seconds


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that reached somebody: by which process, and when it was claimed."""

    key: str
    user: str
    place: str
    process: int
    claimed: float


class Diary:
    """A platform that takes everything and writes it down."""

    name = "slack"

    def __init__(self, file: Path, rate: Rate) -> None:
        self.file, self.rate = file, rate
        self._handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        await asyncio.sleep(0.002)
        assert message.lease_until is not None
        at = (message.lease_until - _LEASE).timestamp()
        line = f"{message.key} {address.user} {address.tenant} {os.getpid()} {at:.6f}\n"
        os.write(self._handle, line.encode())
        return Delivered("r")

    def read(self) -> list[Sent]:
        """Every message that arrived, in order, as often as it did."""
        lines = (line.split() for line in self.file.read_text().splitlines())
        return [Sent(k, user, place, int(pid), float(at)) for k, user, place, pid, at in lines]


@dataclass
class Fleet:
    """Processes at work on one database."""

    url: str
    diary: Diary
    alive: list[int] = field(default_factory=list)
    killed: set[int] = field(default_factory=set)

    def add(self) -> None:
        """Starts one more, which needs to be told nothing."""
        pid = os.fork()
        if pid == 0:
            try:
                asyncio.run(_works(Database(self.url), self.diary))
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(1)
        self.alive.append(pid)

    def loses(self, pid: int) -> None:
        """One of them is killed."""
        os.kill(pid, signal.SIGKILL)
        _pid, status = os.waitpid(pid, 0)
        assert os.WIFSIGNALED(status), "it had ended by itself: see what it printed"
        self.alive.remove(pid)
        self.killed.add(pid)

    def end(self) -> None:
        """Stops all of them, when nothing is left to do."""
        for pid in self.alive:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


async def _works(database: Database, platform: Diary) -> None:
    """What a process of the bot does, but for listening."""
    clock = SystemClock()
    ticker = Ticker(database, clock, lambda _work: 0)
    courier = Courier(
        database, [platform], clock, batch=_BATCH, at_once=_AT_ONCE, patience=PATIENCE
    )

    async def recovers() -> None:
        while True:
            await asyncio.to_thread(ticker.recover)
            await asyncio.sleep(1)

    await asyncio.gather(courier.run(), recovers())


def fill(work: Work, messages: int, places: int) -> None:
    """So many reminders due at once, a few for each person, in so many workspaces."""
    people = messages // _EACH
    work.connection.execute(
        table_of(Address).insert(),
        [
            {
                **_plain(Address),
                "id": n + 1,
                "platform": "slack",
                "tenant": f"T{n % places}",
                "user": f"U{n}",
            }
            for n in range(people)
        ],
    )
    for start in range(0, messages, 5000):
        work.connection.execute(
            table_of(Outgoing).insert(),
            [_reminder(work, n, n % people, places) for n in range(start, start + 5000)],
        )


def _reminder(work: Work, number: int, person: int, places: int) -> dict[str, object]:
    return {
        **_plain(Outgoing),
        "key": f"r{number:07}",
        "address_id": person + 1,
        "workspace": workspace("slack", f"T{person % places}"),
        "due_at": work.now,
        "payload": {},
    }


def _plain(noun: type[Address] | type[Outgoing]) -> dict[str, object]:
    """What a noun holds where nothing is said."""
    fields = noun.model_fields.items()
    return {
        name: each.get_default(call_default_factory=True)
        for name, each in fields
        if not each.is_required() and name != "id"
    }


@contextmanager
def fleet(url: str, diary: Diary, processes: int) -> Iterator[Fleet]:
    """So many processes, as long as they are needed."""
    gc.freeze()
    made = Fleet(url, diary)
    for _ in range(processes):
        made.add()
    try:
        yield made
    finally:
        made.end()


def storm(made: Fleet, database: Database, every: float, dice: random.Random) -> float:
    """Kills one at random every so often, and starts another, until all is said; the seconds."""
    began = struck = time.monotonic()
    while not _idle(database):
        time.sleep(_LOOKS)
        if time.monotonic() - struck > every:
            made.loses(dice.choice(made.alive))
            made.add()
            struck = time.monotonic()
        for pid in made.alive:
            ended, status = os.waitpid(pid, os.WNOHANG)
            assert not ended, f"a process ended by itself: {status}"
    return time.monotonic() - began


def _idle(database: Database) -> bool:
    with database.reading(SystemClock().now()) as work:
        counts = outbox.counts(work)
    assert not counts["dead"], "a message was given up"
    return not counts["pending"] and not counts["sending"]


def faults_in(sent: list[Sent], messages: int, killed: set[int], rate: Rate) -> Mapping[str, int]:
    """How many messages were lost, doubled by the living, out of order, or too soon."""
    arrived = Counter(each.key for each in sent)
    firsts: dict[str, list[str]] = defaultdict(list)
    bearers: dict[str, list[int]] = defaultdict(list)
    for each in sent:
        if not bearers[each.key]:
            firsts[each.user].append(each.key)
        bearers[each.key].append(each.process)
    return {
        "lost": sum(not arrived[f"r{n:07}"] for n in range(messages)),
        "twice": sum(times - 1 for times in arrived.values()),
        "twice by the living": sum(
            not killed.issuperset(pids[:-1]) for pids in bearers.values() if len(pids) > 1
        ),
        "out of order": sum(keys != sorted(keys) for keys in firsts.values()),
        "too soon": sum(_too_soon(moments, rate) for moments in _by_place(sent).values()),
    }


def _by_place(sent: list[Sent]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for each in sent:
        found[each.place].append(each.claimed)
    return {place: sorted(moments) for place, moments in found.items()}


def _too_soon(moments: list[float], rate: Rate) -> int:
    """How many left a workspace before its bucket held a message for them."""
    found, busy_until = 0, 0.0
    each = rate.each.total_seconds()
    for at in moments:
        busy_until = max(busy_until, at) + each
        found += busy_until - at > rate.burst * each + 1e-4
    return found
