"""The command line run within the test, in a folder and with settings of its own."""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from adapters.cli import main
from tests.storage.ready import database


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left with, and what it printed."""

    code: int
    out: str
    err: str


Binome = Callable[..., Ran]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to work in; nothing is read from or written to the developer's own."""
    for name in [name for name in os.environ if name.startswith("BINOME_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BINOME_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # typer puts its own
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield tmp_path
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def binome(here: Path, capsys: pytest.CaptureFixture[str]) -> Binome:
    """Runs a command, such as `binome("template", "list")`."""

    def run(*words: str | Path) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        printed = capsys.readouterr()
        return Ran(int(left.value.code or 0), printed.out, printed.err)

    return run


__all__ = ["Binome", "Ran", "binome", "database", "here"]
