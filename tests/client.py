"""A test client that speaks the user's verbs: people say, press and pick, time passes, they hear.

Every turn is a transaction of its own on a real database, so all that a test sees was read back, as
after a restart. Messages travel by the outbox and are kept as each person would see them.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from adapters.runner.clock import DrivenClock
from bot.event import Channel, Command, Event, Joined, Left, Pressed, Said, Sender, Submitted
from bot.handle import handle
from bot.message import Ask, Buttons, FieldView, FormView, Message, Reply, from_data, text_of
from bot.moments.programme import enter
from bot.programme.plan import Plan
from bot.programme.template import load, plan_data
from bot.tick import tick
from storage import outbox
from storage.database import Database
from storage.looking import next_look
from storage.nouns import (
    Address,
    Coordination,
    Enrolment,
    Noun,
    Pair,
    Person,
    Programme,
    Workshop,
)
from storage.work import Work

_MOST_TICKS = 200  # in a row at one moment: more would be a loop


class NotShown(AssertionError):
    """A test pressed what nobody was shown."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as somebody received it."""

    at: datetime
    message: Message

    @property
    def text(self) -> str:
        return _spaced(text_of(self.message))


def _spaced(text: str) -> str:
    """Text with plain spaces, as tests write them; tests/texts looks after typography."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@dataclass
class Someone:
    """A person at the keyboard."""

    chat: "Chat"
    user: str
    sender: Sender
    history: list[Heard] = field(default_factory=list)
    form: FormView | None = None  # the whole form that is open in front of them
    errors: dict[str, str] = field(default_factory=dict)  # what it was sent back with
    _read: int = 0

    # ---------------------------------------------------------------- what they do

    def says(self, text: str) -> str:
        """Writes to the bot; what they hear back."""
        return self._does(Said(self.chat.key(), self.sender, text))

    def gives(self, command: str, *, channel: str = "") -> str:
        """Gives a slash command, in private or in a channel."""
        place = Channel(f"C-{channel}", f"#{channel}") if channel else None
        return self._does(Command(self.chat.key(), self.sender, command, place))

    def joins(self) -> str:
        """Opens the conversation for the first time."""
        return self._does(Joined(self.chat.key(), self.sender))

    def removes_the_bot(self) -> str:
        return self._does(Left(self.chat.key(), self.sender))

    def presses(self, label: str, *, key: str = "") -> str:
        """Presses the latest button or choice of that label that they were shown."""
        action, values = self.action_of(label)
        return self.sends(action, *values, key=key)

    def picks(self, *labels: str) -> str:
        """Ticks several choices of the latest question that takes several, and sends them."""
        for ask in self._asks():
            if ask.field.kind == "pick":
                values = {_spaced(o.label): o.value for o in ask.field.options}
                missing = [label for label in labels if label not in values]
                if missing:
                    raise NotShown(f"{missing} not among {[*values]}")
                wanted = [values[label] for label in labels]
                return self.sends(f"answer:{ask.draft}:{ask.field.name}", *wanted)
        raise NotShown(f"{self.user} was never asked to pick: {self.said_last()}")

    def sends(self, action: str, *values: str, key: str = "") -> str:
        """Presses a button by its action, shown or not: an old one, a forged one."""
        return self._does(Pressed(key or self.chat.key(), self.sender, action, values))

    def opens_form(self, label: str) -> FormView:
        """Presses a button that opens a whole form."""
        self.form = None
        self.presses(label)
        opened: FormView | None = getattr(self, "form", None)  # set by what `presses` did
        if opened is None:
            raise NotShown(f"{label!r} opened no form: {self.said_last()}")
        return opened

    def submits(self, values: Mapping[str, Any], *, draft: int = 0) -> str:
        """Sends the whole form that is open, or that of a given draft."""
        number = draft or (self.form.draft if self.form else 0)
        self.errors = {}
        return self._does(Submitted(self.chat.key(), self.sender, number, values))

    def _does(self, event: Event) -> str:
        reply = self.chat.handle(event)
        if reply.form is not None:
            self.form = reply.form
        self.errors = {name: _spaced(told) for name, told in (reply.errors or {}).items()}
        return self.heard()

    # ---------------------------------------------------------------- what they see

    def heard(self) -> str:
        """All the messages that came since last time, as text."""
        new, self._read = self.history[self._read :], len(self.history)
        return "\n\n".join(each.text for each in new)

    def said_last(self) -> str:
        """The last message they received, as text."""
        return self.history[-1].text if self.history else "(nothing)"

    def asked(self) -> FieldView:
        """The latest question they were asked in the conversation."""
        for ask in self._asks():
            return ask.field
        raise NotShown(f"{self.user} was never asked anything")

    def draft(self) -> int:
        """The number of the form that the latest question belongs to."""
        for ask in self._asks():
            return ask.draft
        raise NotShown(f"{self.user} was never asked anything")

    def shown(self) -> list[str]:
        """Every label that can be pressed in the last message."""
        return [label for label, _, _ in _pressable(self.history[-1].message)]

    def action_of(self, label: str) -> tuple[str, tuple[str, ...]]:
        """The action behind the latest button or choice of that label. Raises NotShown."""
        wanted = _spaced(label)
        for heard in reversed(self.history):
            for shown, action, values in _pressable(heard.message):
                if shown == wanted:
                    return action, values
        raise NotShown(f"{self.user} was never shown {label!r}; last: {self.said_last()}")

    def _asks(self) -> Iterator[Ask]:
        for heard in reversed(self.history):
            for part in reversed(heard.message.parts):
                if isinstance(part, Ask):
                    yield part

    # ---------------------------------------------------------------- what is kept of them

    @property
    def person(self) -> Person:
        """The person as the database knows them now."""
        with self.chat.reading() as work:
            address = work.first(Address, platform=self.sender.platform, tenant="", user=self.user)
            assert address is not None, f"{self.user} never wrote"
            assert address.person_id is not None, f"{self.user} was erased"
            found: Person = work.get(Person, address.person_id)
            return found

    @property
    def enrolment(self) -> Enrolment:
        """Their place in the only programme."""
        with self.chat.reading() as work:
            found: Enrolment | None = work.first(Enrolment, person_id=self.person.id)
            assert found is not None, f"{self.user} is not enrolled"
            return found


def _pressable(message: Message) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What can be pressed in a message: label, action, values."""
    for part in message.parts:
        match part:
            case Buttons(buttons=buttons):
                yield from ((_spaced(b.label), b.action, ()) for b in buttons if b.action)
            case Ask(draft=draft, field=asked) as ask:
                about = f"{draft}:{asked.name}"
                if asked.kind in ("choose", "scale", "consent", "confirm"):
                    for option in asked.options:
                        yield _spaced(option.label), f"answer:{about}", (option.value,)
                if ask.skip:
                    yield ask.skip, f"skip:{about}", ()
                if ask.back:
                    yield ask.back, f"back:{draft}", ()


class Chat:
    """A simulated platform with a database and a clock of its own."""

    def __init__(self, database: Database, clock: DrivenClock) -> None:
        self.database, self.clock = database, clock
        self.people: dict[str, Someone] = {}
        self.channels: dict[str, list[Heard]] = {}
        self._keys = count(1)

    def key(self) -> str:
        """A new event key."""
        return f"event-{next(self._keys)}"

    def person(
        self,
        user: str,
        *,
        name: str = "",
        locale: str = "fr-FR",
        zone: str = "Europe/Paris",
        email: str = "",
        platform: str = "console",
        gathers: bool = False,
    ) -> Someone:
        """Somebody who has not written yet."""
        sender = Sender(
            platform, "", user, name or user.title(), email, locale, zone, gathers=gathers
        )
        self.people[user] = Someone(self, user, sender)
        return self.people[user]

    def read_in(self, channel: str) -> list[str]:
        """What was written in a channel, oldest first."""
        return [each.text for each in self.channels.get(f"C-{channel}", [])]

    # ---------------------------------------------------------------- the world around them

    def programme(
        self,
        template: str = "pwn-digital-2016",
        *,
        state: str = "signup",
        starts_on: date | None = None,
        slug: str = "",
        **changed: Any,
    ) -> Programme:
        """A programme made from a template, whose plan may differ from it in the parts given."""
        plan = Plan.model_validate(
            {**load(template).model_dump(by_alias=True), **changed}, extra="forbid"
        )
        now = self.clock.now()
        with self.database.work(now) as work:
            return work.add(
                Programme(
                    name=plan.name.of(plan.locale),
                    slug=slug or plan.key,
                    template=plan.key,
                    plan=plan_data(plan),
                    state=state,
                    starts_on=starts_on or plan.starts_on,
                    locale=plan.locale,
                    tone=plan.tone,
                    zone=plan.zone,
                    look_at=now,
                    created_at=now,
                    changed_at=now,
                )
            )

    def coordinates(self, someone: Someone, programme: Programme, *, weekly: bool = False) -> None:
        """Makes somebody who already wrote an owner, who reads of the week only if told so."""
        with self.database.work(self.clock.now()) as work:
            person = someone.person.id
            work.add(Coordination(programme_id=programme.id, person_id=person, weekly=weekly))

    def enrols(self, someone: Someone, role: str, **answers: Any) -> Enrolment:
        """Enrols somebody without the questions, as if they had answered them."""
        if not someone.history:
            someone.joins()
        given = {**_ANSWERS, **_OF_ROLE[role], "zone": someone.sender.zone, **answers}
        programme = self.only(Programme)
        with self.database.work(self.clock.now()) as work:
            return work.add(
                Enrolment(
                    programme_id=programme.id,
                    person_id=someone.person.id,
                    role=role,
                    answers=given,
                    joined_at=work.now,
                    look_at=work.now,
                )
            )

    def pairs(self, mentee: Someone, mentor: Someone) -> Pair:
        """Puts two enrolled people together."""
        with self.database.work(self.clock.now()) as work:
            return work.add(
                Pair(
                    programme_id=mentee.enrolment.programme_id,
                    mentee_id=mentee.enrolment.id,
                    mentor_id=mentor.enrolment.id,
                    started_at=work.now,
                    look_at=work.now,
                )
            )

    def workshop(self, programme: Programme, **fields: Any) -> Workshop:
        """A collective moment of a programme."""
        with self.database.work(self.clock.now()) as work:
            return work.add(Workshop(programme_id=programme.id, **fields))

    def moves(self, programme: Programme, state: str) -> Programme:
        """Puts a programme in a state, as a coordinator's command does."""
        with self.database.work(self.clock.now()) as work:
            return enter(work, work.get(Programme, programme.id), state)

    # ---------------------------------------------------------------- what is kept

    def reading(self) -> Any:
        """A view of what the database holds now."""
        return self.database.reading(self.clock.now())

    def all(self, noun: type[Noun], **equal: Any) -> list[Any]:
        """Everything of a kind that the database holds."""
        with self.reading() as work:
            return [*work.find(noun, **equal)]

    def only(self, noun: type[Noun], **equal: Any) -> Any:
        """The one noun of its kind."""
        found = self.all(noun, **equal)
        assert len(found) == 1, f"{len(found)} of {noun.__name__}: {found}"
        return found[0]

    def change(self, noun: Noun, **fields: Any) -> None:
        """Changes a noun behind the bot's back, as another part of the program would."""
        with self.database.work(self.clock.now()) as work:
            work.change(noun, **fields)

    # ---------------------------------------------------------------- events and time

    def handle(self, event: Event) -> Reply:
        """One event in a transaction of its own, then the delivery of what it caused."""
        with self.database.work(self.clock.now()) as work:
            reply = handle(event, work)
        self.deliver()
        return reply

    def tick(self) -> int:
        """Lets what is due now happen and be delivered; how many subjects were looked at."""
        looked = 0
        for _ in range(_MOST_TICKS):
            with self.database.work(self.clock.now()) as work:
                some = tick(work)
            looked += some
            if not some:
                self.deliver()
                return looked
        raise AssertionError("what is due never ends")

    def later(self, **by: float) -> None:
        """Lets time pass, stopping at every moment at which something is due."""
        self.until(self.clock.now() + timedelta(**by))

    def until(self, moment: datetime) -> None:
        """Lets time pass until a moment."""
        while True:
            self.tick()
            soonest = self.soonest()
            if soonest is None or soonest > moment:
                break
            self.clock.set(max(soonest, self.clock.now()))
        self.clock.set(moment)
        self.tick()

    def jump(self, moment: datetime) -> None:
        """Goes to a moment at once, as after a long stop, without letting anything happen."""
        self.clock.set(moment)

    def soonest(self) -> datetime | None:
        """When anything will be due next, or must leave."""
        with self.reading() as work:
            found = [each for each in (next_look(work), outbox.next_due(work)) if each]
        return min(found, default=None)

    def deliver(self) -> None:
        """Delivers every message that is due, in order, to whom it is for."""
        while True:
            with self.database.work(self.clock.now()) as work:
                claimed = outbox.claim(work, None, limit=100)
                for each in claimed:
                    self._receive(work, each)
            if not claimed:
                return

    def _receive(self, work: Work, claimed: outbox.Claimed) -> None:
        heard = Heard(self.clock.now(), from_data(claimed.outgoing.payload))
        user = claimed.address.user
        if user in self.people:
            self.people[user].history.append(heard)
        else:
            self.channels.setdefault(user, []).append(heard)
        assert outbox.sent(work, claimed, "receipt")

    def everything(self) -> str:
        """The whole database as text, to look for what must not be there."""
        lines: list[str] = []
        with self.reading() as work:
            for table in SQLModel.metadata.sorted_tables:
                rows = work.connection.execute(select(table))
                lines += [f"{table.name}: {tuple(row)!r}" for row in rows]
        return "\n".join(lines)


_ANSWERS: dict[str, Any] = {
    "charter": "1",
    "topics": ["linkedin"],
    "level": 2,
    "halfdays": ["tue-am", "tue-pm", "thu-am", "thu-pm"],
    "languages": ["fr"],
    "format": "remote",
}
_OF_ROLE: Mapping[str, Mapping[str, Sequence[str] | str]] = {
    "mentee": {"objectives": ["Rédiger ma biographie LinkedIn"]},
    "mentor": {
        "skills": ["Écrire une biographie LinkedIn"],
        "show": "Des exemples",
        "reassure": "On débute tous",
        "capacity": "2",
    },
    "both": {
        "objectives": ["Rédiger ma biographie LinkedIn"],
        "skills": ["Prendre la parole en réunion"],
        "teaches": ["linkedin"],
        "reassure": "On débute tous",
    },
}


# -------------------------------------------------------------------- fixtures, for conftest.py

START = datetime(2016, 1, 5, 9, tzinfo=UTC)  # a Tuesday at ten in Paris: sign-up is open


def upgraded(url: str) -> None:
    """Gives the database at `url` its schema."""
    database = Database(url)
    database.upgrade()
    database.close()


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema, made once and copied for each test."""
    file = tmp_path_factory.mktemp("chat") / "empty.sqlite"
    upgraded(f"sqlite:///{file}")
    return file


@pytest.fixture
def chat(_empty: Path, tmp_path: Path) -> Iterator[Chat]:
    """A conversation on a SQLite database of its own."""
    copy = tmp_path / "chat.sqlite"
    shutil.copyfile(_empty, copy)
    database = Database(f"sqlite:///{copy}")
    yield Chat(database, DrivenClock(START))
    database.close()


@pytest.fixture
def everywhere(fresh_database: Callable[[Callable[[str], None]], str]) -> Iterator[Chat]:
    """A conversation on SQLite, then on PostgreSQL: for the stories that both must tell alike."""
    database = Database(fresh_database(upgraded))
    yield Chat(database, DrivenClock(START))
    database.close()
