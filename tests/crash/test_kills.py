"""SIGKILL at every point of a day, on both databases: nothing lost, nothing doubled in silence."""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage import inbox, outbox
from storage.database import Database
from storage.nouns import Address, Happened, Outgoing, Person, Received
from storage.work import Work
from tests.crash.kills import (
    Aftermath,
    Diary,
    Event,
    Story,
    compare,
    killed_at,
    points_of,
    restarted,
)
from tests.storage.ready import NOW, somewhere

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill a warm process"),
    # Newer Pythons warn about forking beside threads; none of ours is running at that moment.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

Restore = Callable[[], None]


def prepare(work: Work) -> None:
    """Two people to talk with."""
    for user in ("ines", "leo"):
        somewhere(work, user)


def handle(event: Event, work: Work) -> None:
    """A small bot: it counts what was said and answers twice, the last time for a human's eyes."""
    if inbox.seen(work, event["id"]):
        return
    address = work.lock(Address, work.find(Address, user=event["from"])[0].id)
    said = (address.draft_id or 0) + 1
    work.change(address, draft_id=said, heard_at=NOW)
    work.add(Happened(subject=event["id"], name=f"said {said} times", at=NOW))
    outbox.post(work, f"{event['from']} {said}-thanks", address.id, {"text": event["text"]})
    outbox.post(work, f"{event['from']} {said}-verdict", address.id, {}, kind="hold")


def portrait(work: Work) -> object:
    people = sorted((each.user, each.draft_id) for each in work.find(Address))
    happened = sorted((each.subject, each.name) for each in work.find(Happened))
    return people, happened, sorted(each.key for each in work.find(Received))


STORY = Story(
    prepare,
    [{"id": f"e{n}", "from": ("ines", "leo")[n % 2], "text": f"Bonjour {n}"} for n in range(4)],
    handle,
    portrait,
)


@pytest.fixture
def restore(database: Database) -> Iterator[Restore]:
    """Puts the database back to the morning of the day."""

    def emptied() -> None:
        with database.work(NOW) as work:
            for noun in (Outgoing, Happened, Received, Address, Person):
                for each in work.find(noun):
                    work.remove(each)
            prepare(work)

    if database.file is None:
        yield emptied
        return
    emptied()
    database.close()
    file = database.file
    morning = file.read_bytes()

    def put_back() -> None:
        database.close()
        for part in file.parent.glob(f"{file.name}*"):
            part.unlink()
        file.write_bytes(morning)

    yield put_back


def undisturbed(database: Database, restore: Restore, file: Path) -> tuple[list[str], Aftermath]:
    """What a day without a kill goes through and leads to."""
    restore()
    diary = Diary(file)
    names = points_of(database, STORY, diary)
    return names, replace(restarted(database, STORY, diary, False), in_flight=frozenset())


def test_a_day_without_a_kill_is_played_once(
    database: Database, restore: Restore, tmp_path: Path
) -> None:
    names, calm = undisturbed(database, restore, tmp_path / "diary")
    assert len(calm.diary) == len(set(calm.diary)) == 2 * len(STORY.events)
    assert set(calm.states.values()) == {"sent"}
    assert {name.partition(" ")[2] for name in names} == {
        "receive", "write", "post", "claim", "send", "ack", "commit"
    }  # fmt: skip


def test_a_kill_at_any_point_loses_nothing(
    database: Database, restore: Restore, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    names, calm = undisturbed(database, restore, tmp_path / "calm")
    # A point in three on SQLite; fewer on PostgreSQL, whose every process costs a connection.
    some = 1 if request.config.getoption("--crash-all") else 3 if database.file else 7
    chosen = range(request.config.getoption("--crash-seed") % some, len(names), some)
    doubled = 0
    for at in chosen:
        restore()
        diary = Diary(tmp_path / f"diary-{at}")
        assert killed_at(database, STORY, diary, at)
        after = restarted(database, STORY, diary, True)
        try:
            compare(calm, after)
        except AssertionError as error:
            raise AssertionError(f"killed at point {at}, {names[at]}: {error}") from error
        doubled += len(after.diary) - len(set(after.diary))
    assert doubled > 0, "no kill ever came between a delivery and its note"


def test_a_second_kill_while_recovering_loses_nothing_either(
    database: Database, restore: Restore, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    names, calm = undisturbed(database, restore, tmp_path / "calm")
    dice = random.Random(request.config.getoption("--crash-seed"))
    for number in range(8 if database.file else 4):
        restore()
        diary = Diary(tmp_path / f"diary-{number}")
        first = dice.randrange(len(names))
        assert killed_at(database, STORY, diary, first)
        with database.work(NOW) as work:
            before = {each.key for each in work.find(Outgoing, state="sending")}
        killed_at(database, STORY, diary, dice.randrange(len(names)))
        after = restarted(database, STORY, diary, True)
        compare(calm, replace(after, in_flight=after.in_flight | before))


def test_a_bot_that_forgets_its_inbox_is_caught(
    database: Database, restore: Restore, tmp_path: Path
) -> None:
    """The comparison itself is worth something: a careless bot does not pass."""

    def careless(event: Event, work: Work) -> None:
        with_new_id = {**event, "id": f"{event['id']}-{len(work.find(Received))}"}
        handle(with_new_id, work)

    story = replace(STORY, handle=careless)
    restore()
    diary = Diary(tmp_path / "calm")
    names = points_of(database, story, diary)
    with database.reading(NOW) as work:
        states = {each.key: each.state for each in work.find(Outgoing)}
        calm = Aftermath(portrait(work), states, diary.read(), frozenset(), False)
    restore()
    diary = Diary(tmp_path / "killed")
    assert killed_at(database, story, diary, len(names) - 1)
    after = restarted(database, story, diary, True)
    with pytest.raises(AssertionError):
        compare(calm, after)
