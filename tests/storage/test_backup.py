"""Backups: one file holds everything, and comes back whole into either kind of database."""

import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from adapters.runner.clock import DrivenClock
from storage import installations, outbox, schema
from storage.backup import (
    FileTaken,
    back_up,
    newest,
)
from storage.database import Database
from storage.nouns import Address, Draft, Outgoing, Person, Programme, Session
from storage.restoring import HoldsData, NoBackup, StillUsed, restore
from storage.schema import SchemaTooNew
from storage.serving import AlreadyServed
from storage.vault import Vault
from storage.work import Work
from tests.client import Chat
from tests.storage import corpus
from tests.storage.ready import NOW, somewhere, upgraded

Fresh = Callable[[Callable[[str], None] | None], str]


@pytest.fixture
def living(fresh_database: Fresh) -> Iterator[Chat]:
    """A database with live conversations, on SQLite and then on PostgreSQL."""
    database = Database(fresh_database(upgraded))
    yield corpus.live(database)
    database.close()


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a database holds."""
    with database.reading(NOW) as work:
        return {
            table.name: [tuple(row) for row in work.connection.execute(table.select())]
            for table in schema.TABLES
        }


def ordered(held: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    return {name: sorted(some, key=repr) for name, some in held.items()}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_everything_comes_back_into_either_database(
    living: Chat, engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file, now = tmp_path / "b" / "backup.sqlite", living.clock.now()
    before = ordered(rows(living.database))
    assert back_up(living.database, file, now) == sum(map(len, before.values())) >= 50
    if engine == "sqlite":
        url = f"sqlite:///{tmp_path}/elsewhere.sqlite"
    else:
        url = request.getfixturevalue("postgres").create()
    other = Database(url)
    done = restore(other, file, now, tmp_path / "kept", resume=True)
    assert (done.rows, done.held, done.kept) == (sum(map(len, before.values())), 0, None)
    assert ordered(rows(other)) == before
    assert other.check() == []
    goes_on(Chat(other, DrivenClock(now)))
    with other.work(now) as work:
        last = max(each.id for each in work.find(Person))
        assert work.add(Person(name="Zoé", created_at=now)).id == last + 1
        assert installations.find(work, Vault([corpus.KEY]), "slack", "T1") == {
            "bot_token": corpus.TOKEN
        }
    other.close()


def goes_on(chat: Chat) -> None:
    """Whoever was half-way is asked the next question, and keeps what was answered."""
    chat._keys = count(1001)  # a platform never gives the key of an event again
    assert chat.only(Draft, form="mentee").state == "open"
    agnes = chat.person("agnes", name="Agnès Martin")
    agnes.says("reprendre")
    agnes.presses("Passer")
    assert chat.only(Draft, form="mentee").answers["objectives"] == [corpus.HALFWAY]
    assert [each.state for each in chat.all(Session)] == ["planned"]


def test_a_number_that_was_given_is_never_given_again(
    living: Chat, tmp_path: Path, postgres: object
) -> None:
    now = living.clock.now()
    with living.database.work(now) as work:
        gone = somewhere(work, "gone")
        work.remove(gone)
    back_up(living.database, tmp_path / "b", now)
    for url in (f"sqlite:///{tmp_path}/elsewhere.sqlite", postgres.create()):  # type: ignore[attr-defined]
        other = Database(url)
        restore(other, tmp_path / "b", now, tmp_path / "kept")
        with other.work(now) as work:
            assert somewhere(work, "new").id > gone.id
        other.close()


def test_a_backup_is_for_its_owner_and_shows_no_key(living: Chat, tmp_path: Path) -> None:
    file = tmp_path / "backup.sqlite"
    back_up(living.database, file, NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert corpus.TOKEN.encode() not in file.read_bytes()
    with pytest.raises(FileTaken, match="exists already"):
        back_up(living.database, file, NOW)
    assert [each.name for each in tmp_path.glob("backup*")] == ["backup.sqlite"]


def test_a_backup_is_made_while_the_bot_writes(living: Chat, tmp_path: Path) -> None:
    over = threading.Event()
    written: list[str] = []

    def write() -> None:
        while not over.is_set():
            with living.database.work(NOW) as work:  # two rows at a time
                written.append(somewhere(work, f"U{len(written)}").user)

    writer = threading.Thread(target=write)
    writer.start()
    for number in range(5):
        back_up(living.database, tmp_path / f"{number}", NOW)
    over.set()
    writer.join()
    assert written
    for number in range(5):
        with closing(sqlite3.connect(tmp_path / f"{number}")) as copy:
            found = corpus.counts(copy)
        assert found["person"] == found["address"], "as it was at one instant"


# ---------------------------------------------------------------- what is refused


def test_data_is_replaced_only_when_told_and_then_kept(living: Chat, tmp_path: Path) -> None:
    file, kept, now = tmp_path / "backup", tmp_path / "kept.sqlite", living.clock.now()
    back_up(living.database, file, now)
    with living.database.work(now) as work:
        somewhere(work, "later")
    before = ordered(rows(living.database))
    with pytest.raises(HoldsData, match="add --replace"):
        restore(living.database, file, now, kept)
    assert ordered(rows(living.database)) == before
    done = restore(living.database, file, now, kept, replace=True)
    assert done.kept == kept
    with living.reading() as work:
        assert work.first(Address, user="later") is None
    back = Database(f"sqlite:///{kept}")
    assert ordered(rows(back)) == before
    back.close()


def test_it_is_not_restored_under_a_bot_that_runs(living: Chat, tmp_path: Path) -> None:
    file, now = tmp_path / "backup", living.clock.now()
    back_up(living.database, file, now)
    url = living.database._url.render_as_string(hide_password=False)
    other = Database(url)
    with living.database.serving(), living.database.reading(now):
        refused = AlreadyServed if living.database.file else StillUsed
        with pytest.raises(refused):
            restore(other, file, now, tmp_path / "kept", replace=True)
    other.close()
    assert not (tmp_path / "kept").exists()


def test_what_is_no_backup_is_told(tmp_path: Path) -> None:
    target = Database(f"sqlite:///{tmp_path}/binome.sqlite")
    words = tmp_path / "words"
    words.write_text("not a database, " * 100)
    empty, other = tmp_path / "empty.sqlite", tmp_path / "other.sqlite"
    sqlite3.connect(empty).close()
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE person (name VARCHAR)")
    for file in (tmp_path / "missing", words, other):
        with pytest.raises(NoBackup, match="is not a backup of Binôme"):
            restore(target, file, NOW, tmp_path / "kept")
    target.close()
    assert target.file is not None
    assert target.file.stat().st_size == 0
    assert [each.name for each in tmp_path.glob("restoring-*")] == []


def test_a_backup_of_a_newer_program_is_refused(living: Chat, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    back_up(living.database, file, NOW)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(SchemaTooNew, match="install the newer Binôme"):
        restore(living.database, file, NOW, tmp_path / "kept", replace=True)
    assert living.all(Programme)


def test_a_damaged_file_is_kept_and_replaced(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/binome.sqlite")
    database.upgrade()
    back_up(database, tmp_path / "backup", NOW)
    database.close()
    assert database.file is not None
    database.file.write_bytes(b"torn" * 4096)
    with pytest.raises(HoldsData):
        restore(database, tmp_path / "backup", NOW, tmp_path / "kept")
    restore(database, tmp_path / "backup", NOW, tmp_path / "kept", replace=True)
    assert database.check() == []
    assert (tmp_path / "kept").read_bytes() == b"torn" * 4096
    database.close()


# ---------------------------------------------------------------- what waited


def test_what_waited_then_waits_for_a_human(living: Chat, tmp_path: Path) -> None:
    now = living.clock.now()
    with living.database.work(now) as work:
        place = work.find(Address)[0].id
        draft = work.find(Draft)[0]
        outbox.post(work, outbox.fleeting(draft), place, {"text": "in confidence"})
    back_up(living.database, tmp_path / "b", now)
    done = restore(living.database, tmp_path / "b", now, tmp_path / "kept", replace=True)
    assert done.held == 2
    with living.database.work(now + timedelta(minutes=1)) as work:
        assert outbox.claim(work) == [], "nothing that may have left leaves again"
        assert [each.key for each, _ in outbox.stuck(work)] == ["waits-0", "waits-1"]
        secret = work.first(Outgoing, key=outbox.fleeting(draft))
        assert secret is not None
        assert (secret.state, secret.payload) == ("dead", {})
        assert work.get(Draft, draft.id).look_at == now, "whoever wrote it has to hear of it"
        _one_again(work)
    with living.database.work(now + timedelta(days=2)) as work:
        assert [each.outgoing.key for each in outbox.claim(work)] == ["waits-0"]


def _one_again(work: Work) -> None:
    outbox.send_again(work, outbox.stuck(work)[0][0].id)


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    for day in range(1, 6):
        (tmp_path / f"binome-2026110{day}.sqlite").touch()
    (tmp_path / "other.sqlite").touch()
    assert len(newest(tmp_path, 2, "binome-*.sqlite")) == 3
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "binome-20261104.sqlite",
        "binome-20261105.sqlite",
        "other.sqlite",
    ]
