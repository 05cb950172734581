"""Whatever people, coordinators, clocks and crashes do, in any order: the promises hold.

A small programme in one SQLite file, re-read at every turn: forms half filled, buttons pressed
twice, events told again, messages claimed by a process that dies, people who have all erased.
"""

import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from adapters.runner.clock import DrivenClock
from bot.conversation.leading import DIALOGUES
from bot.event import Event
from bot.forms import Given, held
from bot.message import FieldView, Reply
from bot.pairing.candidates import capacity
from bot.scene import voice_of
from bot.understanding.recognise import recogniser
from storage import outbox
from storage.database import Database
from storage.nouns import Draft, Enrolment, Outgoing, Pair, Person, Programme
from storage.work import Work
from tests.client import START, Chat, NotShown, Someone, _pressable, upgraded

ROLES = {"agnes": "mentee", "bea": "mentee", "lea": "mentor", "karim": "mentor"}
NAMES = {
    "agnes": "Agnès Tulipe",
    "bea": "Béa Pivoine",
    "lea": "Léa Jonquille",
    "karim": "Karim Iris",
}
SENTENCES = (
    "bonjour",
    "J’aimerais apprendre à me servir de LinkedIn",
    "je peux aider quelqu’un avec Twitter",
    "oui",
    "non",
    "1",
    "passer",
    "retour",
    "plus tard",
    "reprendre",
    "planifier une séance",
    "modifier mes réponses",
    "je voudrais arrêter",
    "xyz",
)
COMMANDS = (
    *("open", "match", "review approve all", "review approve 1", "review reject 1", "announce"),
    *("kickoff", "start", "close", "status", "reopen", "rematch"),
)
# Before the kick-off a coordinator may let late sign-ups in, or match anew; after it, nothing.
BACKWARDS = {("matching", "signup"), ("reviewed", "signup"), ("reviewed", "matching")}
STATES = ("draft", "signup", "matching", "reviewed", "kickoff", "running", "closing", "closed")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that somebody has, and its place in the line of its address."""

    key: str
    address: int
    due: datetime
    number: int


class Listening(Chat):
    """A platform that notes every message that arrives, and tells an event again when asked."""

    def __init__(self, database: Database, clock: DrivenClock) -> None:
        super().__init__(database, clock)
        self.arrived: list[Arrived] = []
        self.last: Event | None = None

    def key(self) -> str:
        return f"today-{super().key()}"  # the morning had events of its own

    def handle(self, event: Event) -> Reply:
        self.last = event
        return super().handle(event)

    def _receive(self, work: Work, claimed: outbox.Claimed) -> None:
        one = claimed.outgoing
        self.arrived.append(Arrived(one.key, one.address_id, one.due_at, one.id))
        super()._receive(work, claimed)


class LifeMachine(RuleBasedStateMachine):
    """Four people and a coordinator."""

    morning: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        file = Path(self.folder.name) / "life.sqlite"
        shutil.copyfile(self.morning, file)
        self.chat = Listening(Database(f"sqlite:///{file}"), DrivenClock(START))
        self.coordinator = self.chat.person("helene", name="Hélène Marin")
        self.people = {
            user: self.chat.person(user, name=name, email=f"{user}@exemple.fr")
            for user, name in NAMES.items()
        }
        self.erased: set[str] = set()
        self.state = "draft"

    @initialize(paired=st.sampled_from([True, True, False]))
    def begins(self, paired: bool) -> None:
        """From nothing, or with two pairs who are about to meet."""
        if paired:
            self.coordinator.gives("open")
            self.state = "signup"
            for user in ROLES:
                self.enrols(user)
            for command in ("match", "review approve all", "announce"):
                self.coordinator.gives(command)
            self.state = self.chat.only(Programme).state

    def _present(self, user: str) -> Someone | None:
        return None if user in self.erased else self.people[user]

    # ---------------------------------------------------------------- what people do

    @rule(user=st.sampled_from([*ROLES]), text=st.sampled_from(SENTENCES))
    def says(self, user: str, text: str) -> None:
        if someone := self._present(user):
            someone.says(text)

    @rule(user=st.sampled_from([*ROLES]), data=st.data())
    def answers(self, user: str, data: st.DataObject) -> None:
        someone = self._present(user)
        if someone is None:
            return
        try:
            field, draft = someone.asked(), someone.draft()
        except NotShown:
            return
        if field.kind in ("text", "lines"):
            someone.says(data.draw(st.sampled_from([f"Mot de {user}", "passer", "12", ""])) or "…")
            return
        values = _values(field, data)
        someone.sends(f"answer:{draft}:{field.name}", *values)

    @rule(user=st.sampled_from([*ROLES]), data=st.data(), back=st.integers(0, 6))
    def presses(self, user: str, data: st.DataObject, back: int) -> None:
        someone = self._present(user)
        if someone is None or not someone.history:
            return
        there = someone.history[max(len(someone.history) - 1 - back, 0)]
        labels = sorted(label for label, _, _ in _pressable(there.message))
        if labels:
            someone.presses(data.draw(st.sampled_from(labels)))

    @precondition(lambda self: self.state == "signup")
    @rule(user=st.sampled_from([*ROLES]))
    def enrols(self, user: str) -> None:
        someone = self._present(user)
        if someone is None or (someone.history and self._enrolled(someone)):
            return
        words = {"mentee": {"already": f"Mot de {user}"}, "mentor": {"capacity": "1"}}
        self.chat.enrols(someone, ROLES[user], **words[ROLES[user]])

    def _enrolled(self, someone: Someone) -> bool:
        return bool(self.chat.all(Enrolment, person_id=someone.person.id))

    @rule(user=st.sampled_from([*ROLES]))
    def has_everything_erased(self, user: str) -> None:
        someone = self._present(user)
        if someone is None or not someone.history or len(self.erased) > 1:
            return
        someone.says("comment supprimer mes données ?")
        if "Effacer définitivement" in someone.shown():
            someone.presses("Effacer définitivement")
            self.erased.add(user)

    @rule(command=st.sampled_from(COMMANDS))
    def gives(self, command: str) -> None:
        self.coordinator.gives(command)

    @precondition(lambda self: self.state != "closed")
    @rule()
    def goes_on(self) -> None:
        """The coordinator does what comes next, or most programmes would never begin."""
        usual = {"draft": "open", "signup": "match", "reviewed": "announce"}
        self.gives(usual.get(self.state, "review approve all"))
        if self.state in ("reviewed", "kickoff", "running"):
            self.gives({"reviewed": "kickoff", "kickoff": "start", "running": "close"}[self.state])

    # ---------------------------------------------------------------- what the world does

    @rule(hours=st.sampled_from([1, 26, 24 * 8]))
    def time_passes(self, hours: int) -> None:
        self.chat.later(hours=hours)

    @precondition(lambda self: self.chat.last is not None)
    @rule()
    def an_event_is_told_again(self) -> None:
        assert self.chat.last is not None
        before, many = self.chat.everything(), len(self.chat.arrived)
        self.chat.handle(self.chat.last)
        if len(self.chat.arrived) == many:  # nothing had waited to be delivered meanwhile
            assert self.chat.everything() == before

    @rule(most=st.integers(1, 3))
    def a_process_dies(self, most: int) -> None:
        """Between a claim and its delivery; another one takes over once the lease is over."""
        chat = self.chat
        with chat.database.work(chat.clock.now()) as work:
            outbox.claim(work, None, most)
        chat.clock.advance(outbox.LEASE + timedelta(seconds=1))
        with chat.database.work(chat.clock.now()) as work:
            outbox.recover(work)
        chat.deliver()

    # ---------------------------------------------------------------- what must be so

    @invariant()
    def no_message_arrives_twice_nor_before_its_turn(self) -> None:
        arrived = Counter(each.key for each in self.chat.arrived)
        assert max(arrived.values(), default=0) <= 1
        for address in {each.address for each in self.chat.arrived}:
            line = [each for each in self.chat.arrived if each.address == address]
            for first, then in pairwise(line):
                overtaken = then.number < first.number and then.due <= first.due
                assert not overtaken, f"{first.key} before {then.key}"

    @invariant()
    def nobody_has_more_than_they_accepted(self) -> None:
        with self.chat.reading() as work:
            active, places = work.find(Pair, state="active"), work.find(Enrolment)
        wanted = {each.id: capacity(each) for each in places}
        assert max(Counter(each.mentee_id for each in active).values(), default=0) <= 1
        for mentor, many in Counter(each.mentor_id for each in active).items():
            assert many <= wanted[mentor]

    @invariant()
    def phases_only_go_forward(self) -> None:
        now = self.chat.only(Programme).state
        if STATES.index(now) < STATES.index(self.state):
            assert (self.state, now) in BACKWARDS
        self.state = now

    @invariant()
    def drafts_hold_what_their_forms_ask(self) -> None:
        with self.chat.reading() as work:
            drafts = work.find(Draft)
            (programme,) = work.find(Programme)
            people = {each.id: each for each in work.find(Person)}
        for draft in drafts:
            form = DIALOGUES[draft.form].form
            known = {name for field in form.fields for name in (field.name, *field.formerly)}
            assert draft.answers.keys() <= known
            assert set(draft.skipped) <= known
            assert not draft.at or draft.at in known
            voice = voice_of(people[draft.person_id])
            given = Given(voice, self.chat.clock.now(), programme.plan)
            assert held(form, draft, given).keys() <= known
        open_ones = Counter((d.person_id, d.form, d.subject) for d in drafts if d.state == "open")
        assert max(open_ones.values(), default=0) <= 1

    def teardown(self) -> None:
        """What was said has arrived, and of those who went nothing is left."""
        chat = self.chat
        chat.deliver()
        with chat.database.work(chat.clock.now() + timedelta(days=31)) as work:
            assert {each.state for each in work.find(Outgoing)} <= {"sent", "pending"}
            outbox.prune(work, work.now)  # what others read long ago
        kept = chat.everything()
        for user in self.erased:
            for word in (NAMES[user].split()[1], f"{user}@exemple.fr", f"Mot de {user}"):
                assert word not in kept, f"{word} is still there"
        assert chat.database.check() == []
        chat.database.close()
        self.folder.cleanup()


def _values(field: FieldView, data: st.DataObject) -> list[str]:
    """An answer that the question offers, or none of them."""
    offered = [option.value for option in field.options] or ["3"]
    return [data.draw(st.sampled_from(offered))]


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme in preparation, and its coordinator."""
    file = tmp_path_factory.mktemp("machine") / "morning.sqlite"
    upgraded(f"sqlite:///{file}")
    chat = Chat(Database(f"sqlite:///{file}"), DrivenClock(START))
    programme = chat.programme(state="draft")
    helene = chat.person("helene", name="Hélène Marin")
    helene.joins()
    chat.coordinates(helene, programme)
    chat.database.close()
    recogniser()
    return file


def test_no_order_of_things_breaks_a_promise(morning: Path) -> None:
    here = type("Machine", (LifeMachine,), {"morning": morning})
    few = settings(max_examples=16, stateful_step_count=25)
    run_state_machine_as_test(here, settings=few)
