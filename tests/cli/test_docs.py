"""Every command that the pages show is one that can be run."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.commands import complaint, names_a_command, words_of

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def shown_in(text: str) -> list[str]:
    """The lines of code and the pieces of code within prose; prose itself is not read."""
    fences = re.findall(r"^ *```[^\n]*\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^ *```[^\n]*\n.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`((?:binome|make) [^`]+)`", prose)
    lines = [line.strip() for fence in fences for line in fence.splitlines()]
    return [*inline, *(line for line in lines if re.match(r"(?:\$ )?(?:binome|make) ", line))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_exist(page: Path) -> None:
    for shown in shown_in(page.read_text("utf-8")):
        line = " ".join(shown.removeprefix("$ ").split())
        if line.startswith("make "):
            targets = [word for word in shlex.split(line, comments=True)[1:] if "=" not in word]
            assert set(targets) <= _TARGETS, f"{page.name}: {line}"
            continue
        words = words_of(line)
        assert names_a_command(words) or not complaint(words), f"{page.name}: {line}"


def test_what_is_wrong_would_be_seen() -> None:
    text = (
        "Run `binome reherse x`, then:\n\n```sh\n$ binome db upgrade --now\nbinome db check\n```\n"
    )
    found = shown_in(text)
    assert found == ["binome reherse x", "$ binome db upgrade --now", "binome db check"]
    assert [bool(complaint(words_of(line))) for line in found] == [True, True, False]
