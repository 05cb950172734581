"""PostgreSQL's disk is full: the bot says so, waits, and goes on once there is room."""

import logging
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from storage import trouble
from storage.database import Database
from tests.faults.busy import Busy, busy
from tests.postgres import serving
from tests.storage.ready import upgraded

pytestmark = pytest.mark.crash
_SIZE = "256m"  # of a disk in memory, for the server's programs too
_BOUND = 20.0  # seconds, where five are promised


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE},mode=755", "tmpfs", str(place)]
    if os.name != "posix" or os.getuid() or _refused(mount):
        pytest.skip("only who may mount a small disk can fill it")
    for folder in (place, *place.parents):  # the server is somebody else
        if folder.stat().st_uid == 0 and folder != folder.parent:
            folder.chmod(folder.stat().st_mode | 0o011)
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def _refused(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode != 0


@contextmanager
def _full(disk: Path) -> Iterator[None]:
    """Somebody takes all the room that is left, and gives it back."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(2**12))
    try:
        yield
    finally:
        ballast.unlink()


def _says_full(bot: Busy) -> bool:
    status, found = bot.ready()
    return (status, found["database"]) == (503, "full")


def test_it_outlives_a_full_disk(
    disk: Path, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "storage")
    with serving(request.config.getoption("--postgres"), disk, durable=True) as server:
        database = Database(server.create(upgraded), patience=2.0)
        with busy(database) as bot:
            with _full(disk):
                bot.until(lambda: _says_full(bot) and bot.refused, "a full disk")
            took = bot.works_again()
        database.close()
    assert took < _BOUND
    # The driver has words of its own, which may come when all is told.
    lines = [each.getMessage() for each in caplog.records if each.name.startswith("storage")]
    # Now and then a transaction still finds a page that has room, and that is told too.
    assert any(trouble.FULL.sentence in line for line in lines)
    assert lines[-1] == "The database works again."
    print(f"{bot.refused.total()} tries refused; back in {took:.2f} s")
