"""The stage: events, ticks and deliveries in simulated time, as a platform would bring them.

Time jumps to the next thing that happens: somebody acts, something becomes due, a message waits.
A crowd is played in steps of half an hour, since nobody watches each of its minutes; what happens
in a step shares one transaction, as what reaches a busy server together may.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Any, NamedTuple, Protocol

from adapters.rehearsal.actor import Actor, Deed
from adapters.rehearsal.coordination import COMMAND, EMAIL, KEY, NAME, Coordinator
from adapters.runner.clock import DrivenClock
from bot.calendar.civil import civil
from bot.event import Command, Event, Pressed, Said, Sender, Submitted
from bot.handle import handle
from bot.message import Attachment, Reply, from_data
from bot.tick import tick
from storage import outbox
from storage.database import Database
from storage.looking import next_look
from storage.nouns import Address
from storage.outbox import Claimed
from storage.work import Work

PLATFORM, TENANT = "web", "playground"
CROWD = 400  # from so many people on, time goes by steps
STEP = timedelta(minutes=30)
_BATCH = 200
_TOGETHER = 500  # things a crowd does in one transaction, which remembers what it read


class History(Protocol):
    """Keeps what was said, for a platform that shows past conversations."""

    def heard(self, work: Work, address: Address, key: str, payload: dict[str, Any]) -> None:
        """A message reached an address."""

    def did(self, work: Work, address: Address, event: Event) -> None:
        """The person at an address did something."""


class _Entry(NamedTuple):
    at: datetime
    order: int  # that nothing else has: what follows is never compared
    who: str
    deed: Deed


class Stage:
    """Plays actors and a coordinator's script on a database."""

    def __init__(
        self,
        database: Database,
        clock: DrivenClock,
        actors: Sequence[Actor],
        history: History | None = None,
    ) -> None:
        self.attached: list[Attachment] = []  # what the coordinator received, in order
        self._database, self._clock, self._history = database, clock, history
        self._actors = {actor.character.key: actor for actor in actors}
        self._senders = {key: _sender(actor) for key, actor in self._actors.items()}
        self._senders[KEY] = Sender(PLATFORM, TENANT, KEY, NAME, EMAIL)
        self._order = count()
        self._events = count(1)
        self._queue: list[_Entry] = []
        self._crowd = len(actors) >= CROWD
        self._claire: Coordinator | None = None

    def enter(self, opens: datetime) -> None:
        """Every actor's first deed, from the moment sign-up opens."""
        for actor in self._actors.values():
            if not actor.character.invited:
                self._plan(actor.character.key, actor.arrives(), opens)

    def request(self, topics: Mapping[str, Mapping[str, str]], begins: datetime, days: int) -> None:
        """What those who learn ask for, of themselves, from a moment on; topics by language."""
        for who, actor in self._actors.items():
            if actor.character.role != "mentor":
                for deed in actor.asks(topics[actor.character.locale], days):
                    self._plan(who, deed, begins)

    def direct(self, script: Iterable[tuple[datetime, str, str]], claire: Coordinator) -> None:
        """The coordinator's commands, and whoever gives them."""
        self._claire = claire
        for at, kind, text in script:
            entry = _Entry(at, next(self._order), KEY, Deed(kind, timedelta(0), text))
            heapq.heappush(self._queue, entry)

    def play(self, until: datetime) -> None:
        """Everything that happens until that moment."""
        while (at := self._next()) is not None and at <= until:
            self._clock.set(max(at, self._clock.now()))
            if self._crowd:
                self._all_at_once()
            else:
                self._one_by_one()
        self._clock.set(max(until, self._clock.now()))

    # ------------------------------------------------------------ time

    def _next(self) -> datetime | None:
        with self._database.reading(self._clock.now()) as work:
            moments = [next_look(work), outbox.next_due(work)]
        if self._queue:
            moments.append(self._queue[0].at)
        soonest = min((moment for moment in moments if moment is not None), default=None)
        if soonest is None or not self._crowd:
            return soonest
        over = (soonest.timestamp() // STEP.total_seconds() + 1) * STEP.total_seconds()
        return datetime.fromtimestamp(over, soonest.tzinfo)

    def _all_at_once(self) -> None:
        more = True
        while more:
            with self._database.work(self._clock.now()) as work:
                done = 0
                while done < _TOGETHER and (more := (some := self._some(work)) > 0):
                    done += some

    def _some(self, work: Work) -> int:
        """Some of what people do, of what is due and of what waits; how much that was."""
        entries = list(islice(iter(self._ready, None), _BATCH))
        for entry in entries:
            self._answer(entry.who, self._do(work, entry.who, entry.deed))
        looked = tick(work, _BATCH)
        claimed = self._deliver(work)
        self._show(claimed)
        return len(entries) + looked + len(claimed)

    def _one_by_one(self) -> None:
        now = self._clock.now()
        while (entry := self._ready()) is not None:
            with self._database.work(now) as work:
                reply = self._do(work, entry.who, entry.deed)
            self._answer(entry.who, reply)
        looked = 1
        while looked:
            with self._database.work(now) as work:
                looked = tick(work, _BATCH)
        claimed: list[Claimed] | None = None
        while claimed != []:
            with self._database.work(now) as work:
                claimed = self._deliver(work)
            self._show(claimed)

    # ------------------------------------------------------------ acting

    def _ready(self) -> _Entry | None:
        """The next deed whose time has come, of somebody who is still there."""
        while self._queue and self._queue[0].at <= self._clock.now():
            entry = heapq.heappop(self._queue)
            actor = self._actors.get(entry.who)
            if actor is None or not actor.gone or entry.deed.parting:
                return entry
        return None

    def _do(self, work: Work, who: str, deed: Deed) -> Reply:
        event = self._event(who, deed)
        reply = handle(event, work)
        if self._history is not None:
            address = _address(work, who)
            if address is not None:
                self._history.did(work, address, event)
        return reply

    def _answer(self, who: str, reply: Reply) -> None:
        actor = self._actors.get(who)
        if actor is None:
            return
        if reply.errors and reply.form is not None:
            self._plan_all(who, actor.mistaken(reply.form, reply.errors))
        elif reply.form is not None:
            self._plan_all(who, actor.opens(reply.form))

    def _event(self, who: str, deed: Deed) -> Event:
        # In order, so that each is written at the end of an index and not somewhere inside.
        key, sender = f"{next(self._events):08}:{who}", self._senders[who]
        match deed.kind:
            case kind if kind == COMMAND:
                return Command(key, sender, deed.text)
            case "pressed":
                return Pressed(key, sender, deed.text, deed.values)
            case "submitted":
                return Submitted(key, sender, deed.draft, dict(deed.answers or {}))
            case _:
                return Said(key, sender, deed.text)

    # ------------------------------------------------------------ delivering

    def _deliver(self, work: Work) -> list[Claimed]:
        claimed = outbox.hand_out(work, "rehearsed", _BATCH)
        if self._history is not None:
            for each in claimed:
                out = each.outgoing
                self._history.heard(work, each.address, out.key, out.payload)
        return claimed

    def _show(self, claimed: Sequence[Claimed]) -> None:
        for each in claimed:
            message = from_data(each.outgoing.payload)
            if each.address.user == KEY:
                self.attached += [part for part in message.parts if isinstance(part, Attachment)]
                if self._claire is not None:
                    self._plan_all(KEY, self._claire.sees(message))
            actor = self._actors.get(each.address.user)
            if actor is not None:
                self._plan_all(each.address.user, actor.sees(message))

    def _plan_all(self, who: str, deeds: Iterable[Deed]) -> None:
        for deed in deeds:
            self._plan(who, deed, self._clock.now())

    def _plan(self, who: str, deed: Deed, since: datetime) -> None:
        at = since + deed.after
        if deed.awake:
            at = civil(at, self._actors[who].character.zone)
        heapq.heappush(self._queue, _Entry(at, next(self._order), who, deed))


def _sender(actor: Actor) -> Sender:
    one = actor.character
    return Sender(PLATFORM, TENANT, one.key, one.name, one.email, one.locale, one.zone)


def _address(work: Work, user: str) -> Address | None:
    return work.first(Address, platform=PLATFORM, tenant=TENANT, user=user)
