"""Help worth reading, and at once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from tests.cli.commands import complaint, leaves, words_of

ROOT = Path(__file__).parent.parent.parent
LEAVES = dict(leaves())
HEAVY = (
    *("aiohttp", "babel", "numpy", "pydantic", "pydantic_settings", "rich", "slack_bolt"),
    *("slack_sdk", "sqlalchemy"),
)


def test_no_line_of_a_list_of_commands_is_cut_short(binome) -> None:
    for group in sorted({path[0] for path in LEAVES if len(path) > 1}):
        assert "..." not in binome(group, "--help").out.partition("Commands:")[2], group


def test_every_promised_command_is_there() -> None:
    assert {" ".join(path) for path in LEAVES} == {
        *("rehearse", "play", "console", "match"),
        *("programme create", "programme list", "programme show"),
        *("people import", "people invite"),
        *(
            "template list",
            "template show",
            "template check",
            "template copy",
            "db upgrade",
            "db check",
        ),
        *("db backup", "db restore", "db reseal"),
        *("kit list", "kit show", "kit check"),
        *("messages again", "messages discard"),
        *("serve", "slack", "manifest slack", "doctor slack"),
        *("teams", "manifest teams", "doctor teams"),
    }


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_a_command_says_what_one_gets_and_gives_an_example(path, binome):
    shown = binome(*path, "--help")
    assert shown.code == 0
    command = LEAVES[path]
    assert command.help.split(".")[0].count(" ") >= 5, "a sentence, not a label"
    assert command.epilog.startswith("Example: binome ")
    words = words_of(command.epilog.removeprefix("Example: "))
    assert tuple(words[: len(path)]) == path
    assert complaint(words) == ""
    undocumented = [each.name for each in command.params if not each.help]
    assert undocumented == []


def test_the_list_of_commands_cuts_no_sentence(binome):
    assert re.findall(r"\w\.\.\.$", binome("--help").out, re.MULTILINE) == []


def test_help_loads_nothing_heavy():
    asked = (
        "import sys\n"
        "from adapters.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print('loaded', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "Commands:" in done.stdout
    assert done.stdout.splitlines()[-1] == "loaded []"


def test_the_version_by_the_real_door():
    done = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"binome {bot.__version__}\n"


def test_a_wrong_command_line_is_told_with_its_own_code(binome):
    wrong = binome("rehearsal")
    assert wrong.code == 2
    assert re.search(r"No such command 'rehearsal'", wrong.err)
