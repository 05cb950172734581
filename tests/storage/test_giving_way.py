"""Long work in many transactions lets others write in between."""

import threading
import time
from pathlib import Path

import pytest

from storage import database as databases
from storage import inbox
from storage.database import Database
from tests.storage.ready import NOW, upgraded


def test_whoever_waits_for_their_turn_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "_WAYS_GIVEN", 100_000)
    url = f"sqlite:///{tmp_path / 'binome.sqlite'}"
    upgraded(url)
    database = Database(url, patience=60)

    def write() -> None:
        with database.work(NOW) as work:
            inbox.seen(work, "theirs")

    other = threading.Thread(target=write)
    with database.work(NOW) as work:
        inbox.seen(work, "first")
        other.start()
        while not database._waiting:
            time.sleep(0.001)
    database.give_way()
    with database.work(NOW) as work:
        assert inbox.seen(work, "theirs")
    other.join()
    database.give_way()  # nobody waits: at once
    database.close()
