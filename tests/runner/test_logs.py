"""Whatever happens, no log holds what people wrote or were told, nor who they are."""

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import structlog

from adapters.cli import logs
from adapters.runner import Courier, DrivenClock, Ticker
from adapters.runner.ending import Ending
from adapters.runner.platform import Outcome, Refused
from adapters.runner.vitals import Vitals
from bot.event import Said, Sender
from bot.handle import handle
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Outgoing
from storage.work import Work
from tests.both.story import PEOPLE, STEPS, cast, do
from tests.client import START, Chat, upgraded


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """All that is logged, down to the last word that there is to log."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    monkeypatch.setattr("sys.stderr", written := StringIO())
    logs.set_up("debug", "json")
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    upgraded(url := f"sqlite:///{tmp_path}/story.sqlite")
    database = Database(url)
    yield Chat(database, DrivenClock(START))
    database.close()


def words_of(chat: Chat) -> set[str]:
    """All that anybody wrote, chose or read, by the sentence, and their names and addresses."""
    typed = [str(value) for step in STEPS for value in step.given if step.verb == "says"]
    filled = [
        str(each)
        for step in STEPS
        if step.verb == "fills"
        for value in step.given[0].values()
        for each in (value if isinstance(value, list) else [value])
    ]
    heard = [
        line
        for someone in chat.people.values()
        for message in someone.history
        for line in re.split(r"[\n.!?:]", message.text)
    ]
    who = [word for part in PEOPLE.values() for word in (part.name, part.email)]
    return {each.strip() for each in (*typed, *filled, *heard, *who) if len(each.strip()) > 7}


def seen_in(log: str, words: set[str]) -> list[str]:
    return sorted(each for each in words if each in log or json.dumps(each)[1:-1] in log)


def test_a_whole_programme_leaves_no_word_in_the_logs(
    chat: Chat, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    vitals = Vitals(chat.database, chat.clock, Ending())
    monkeypatch.setattr("tests.client.handle", vitals.witnessing(handle))
    cast(chat)
    for step in STEPS[:-1]:  # the last draws the report, which takes seconds
        chat.until(step.at)
        do(chat.people[step.who], step)
    told = log.getvalue()
    assert told.count("an event was handled") > 100
    words = words_of(chat)
    assert len(words) > 400
    assert seen_in(told, words) == []


class Broken:
    """A platform whose errors repeat what they were given."""

    name, rate = "console", None

    def __init__(self) -> None:
        self.asked = 0

    async def deliver(self, _address: Address, message: Outgoing) -> Outcome:
        self.asked += 1
        if self.asked == 1:
            raise RuntimeError(f"cannot send {message.payload}")
        return Refused("invalid_blocks")


def test_what_goes_wrong_is_logged_without_it_too(chat: Chat, log: StringIO) -> None:
    secret = "Je n’ose pas parler à Monsieur Legrand"
    vitals = Vitals(chat.database, chat.clock, Ending())

    def broken(event: object, work: Work) -> None:
        outbox.post(work, "k", work.find(Address)[0].id, {"text": secret})
        work.connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", (secret,))

    def failing(work: Work) -> int:
        broken(None, work)
        return 0

    chat.person("agnes", name="Agnès Martin").joins()
    event = Said("slack:Ev1", Sender("slack", "T1", "U1", "Agnès Martin"), secret)
    core = vitals.witnessing(broken)  # type: ignore[arg-type]  # it never comes to an answer
    try:
        with chat.database.work(chat.clock.now()) as work:
            core(event, work)
    except Exception:
        structlog.get_logger().exception("what Slack sent could not be handled")
    ticker = Ticker(chat.database, chat.clock, failing)
    ticker._safely(ticker.tick)
    with chat.database.work(chat.clock.now()) as work:
        outbox.post(work, "k", work.find(Address)[0].id, {"text": secret})
    courier = Courier(chat.database, [Broken()], chat.clock)
    for _ in range(2):
        asyncio.run(courier.once())
        chat.clock.advance(timedelta(minutes=5))
    told = log.getvalue()
    for each in ("could not be handled", "a tick failed", "did not arrive"):
        assert each in told
    assert '"error": "OperationalError"' in told
    assert seen_in(told, {secret, "Legrand", "Agnès"}) == []
