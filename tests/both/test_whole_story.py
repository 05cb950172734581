"""The same programme from opening to report on both databases, by a bot that forgets all."""

from collections import Counter
from pathlib import Path

from adapters.runner.clock import DrivenClock
from bot.event import Event
from bot.message import Attachment, Reply
from storage.database import Database
from storage.nouns import Answer, Enrolment, File, Outgoing, Pair, Poll, Programme, Session
from tests.both.portrait import Portrait, portrait
from tests.both.story import STEPS, cast, do
from tests.client import START, Chat, upgraded
from tests.postgres import PostgresServer


class Forgetful(Chat):
    """A bot that restarts before every event: nothing is known but what the database holds."""

    def handle(self, event: Event) -> Reply:
        self.database.close()
        return super().handle(event)


def told(url: str) -> Forgetful:
    """The whole story on one database."""
    chat = Forgetful(Database(url), DrivenClock(START))
    cast(chat)
    for step in STEPS:
        chat.until(step.at)
        assert do(chat.people[step.who], step), f"nothing was heard after {step}"
    return chat


def transcript(chat: Chat) -> dict[str, list[str]]:
    """All that everybody heard, and when."""
    return {
        user: [f"{heard.at:%Y-%m-%d %H:%M} {heard.text}" for heard in someone.history]
        for user, someone in chat.people.items()
    }


def stands(chat: Chat) -> Portrait:
    with chat.reading() as work:
        return portrait(work)


def test_both_databases_tell_one_story(tmp_path: Path, postgres: PostgresServer) -> None:
    sqlite = f"sqlite:///{tmp_path / 'story.sqlite'}"
    upgraded(sqlite)
    here, there = told(sqlite), told(postgres.create(upgraded))
    assert transcript(here) == transcript(there)
    assert stands(here) == stands(there)
    for chat in (here, there):
        ended_well(chat)
        chat.database.close()


def ended_well(chat: Chat) -> None:
    """What the story must have come to."""

    def states(noun: type[Enrolment | Pair | Session | Poll]) -> Counter[str]:
        return Counter(each.state for each in chat.all(noun))

    assert chat.only(Programme).state == "closed"
    assert states(Enrolment) == {"active": 3, "left": 1}
    assert states(Pair) == {"completed": 1, "ended": 1}
    assert states(Session) == {"held": 3, "cancelled": 1, "missed": 1}
    assert Counter(each.form for each in chat.all(Answer)) == {
        "session": 6,
        "midway": 1,
        "closing": 2,
    }
    assert all(each.enrolment_id is None for each in chat.all(Answer, form="closing"))
    assert states(Poll)["answered"] == 9
    assert {each.state for each in chat.all(Outgoing)} == {"sent"}
    last = chat.people["helene"].history[-1]
    assert "Bilan de fin de programme" in last.text
    files = [part.token for part in last.message.parts if isinstance(part, Attachment)]
    assert files
    assert {each.token for each in chat.all(File)} >= set(files)
