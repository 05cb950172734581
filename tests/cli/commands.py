"""The tree of commands, and whether a line such as `binome db check` is one; nothing is run."""

import contextlib
import io
import shlex
from collections.abc import Iterator
from typing import Any

import typer

from adapters.cli.app import app
from adapters.cli.state import State

TREE: Any = typer.main.get_command(app)


def leaves(
    command: Any = TREE, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that does something, with the words that lead to it."""
    for name, each in getattr(command, "commands", {}).items():
        if hasattr(each, "commands"):
            yield from leaves(each, (*path, name))
        else:
            yield (*path, name), each


def words_of(line: str) -> list[str]:
    """The words after `binome`, without a comment, a pipe or a redirection."""
    words = shlex.split(line.removeprefix("$ "), comments=True)
    ends = [place for place, word in enumerate(words) if word in ("|", ">", "&&", ";", "…")]
    return words[1 : min(ends, default=len(words))]


def names_a_command(words: list[str]) -> bool:
    """Whether the words are the path of a command or of a group, with nothing after it."""
    at = TREE
    for word in words:
        at = getattr(at, "commands", {}).get(word)
        if at is None:
            return False
    return True


def complaint(words: list[str]) -> str:
    """Why the words cannot be run; empty when they can."""
    callbacks = [(command, command.callback) for _, command in leaves()]
    said = io.StringIO()
    try:
        for command, _ in callbacks:
            command.callback = _nothing
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            TREE(words, prog_name="binome", obj=State())
    except SystemExit as left:
        return said.getvalue() if left.code else ""
    finally:
        for command, callback in callbacks:
            command.callback = callback
    return ""


def _nothing(**_given: object) -> None:
    """Stands where a command would run."""
