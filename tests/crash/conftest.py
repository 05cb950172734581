import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.ready import database

__all__ = ["database"]
_IN_MEMORY = Path("/dev/shm")  # noqa: S108  # Linux's; the tests' own folder is made below


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a place: a thousand kills need not wait for a disk."""
    if not os.access(_IN_MEMORY, os.W_OK):
        yield tmp_path
        return
    made = Path(tempfile.mkdtemp(prefix="binome-crash-", dir=_IN_MEMORY))
    yield made
    shutil.rmtree(made, ignore_errors=True)
