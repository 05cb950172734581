"""One process serves one SQLite file: a lock the system lets go of even when the process is killed."""  # noqa: E501

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class AlreadyServed(RuntimeError):
    """Another process already serves {file}: stop it first, or use PostgreSQL to run several."""

    def __init__(self, file: Path) -> None:
        super().__init__((type(self).__doc__ or "").format(file=file))


def _take(handle: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Holds the right to serve `file`. Raises AlreadyServed when another process has it."""
    handle = os.open(file.with_name(f"{file.name}.serving"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _take(handle)
        except OSError:
            raise AlreadyServed(file) from None
        yield
    finally:
        os.close(handle)
