"""Settings: every one documented, and a wrong one told by name."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.cli import settings
from adapters.cli.failure import MISUSED, Failure
from adapters.cli.settings import PREFIX, Settings, load

ROOT = Path(__file__).parent.parent.parent
NAMES = [f"{PREFIX}{name}".upper() for name in Settings.model_fields]


def test_the_page_of_settings_is_complete_and_true() -> None:
    page = (ROOT / "docs/settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `(BINOME_\w+)` \| (.+?) \| (.+?) \|$", page, re.MULTILINE)
    assert [name for name, _, _ in rows] == NAMES
    for name, says, default in rows:
        assert len(says) > 20
        value = Settings.model_fields[name.removeprefix(PREFIX).lower()].default
        if isinstance(value, bool | int | str):
            assert default == f"`{str(value).lower()}`"
    assert set(re.findall(r"BINOME_[A-Z_]+", page)) == set(NAMES)


def test_the_example_names_every_setting_and_is_valid(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    assert re.findall(r"^# (BINOME_\w+)=", example, re.MULTILINE) == NAMES
    (here / ".env").write_text(example.replace("# BINOME_", "BINOME_"), "utf-8")
    monkeypatch.delenv("BINOME_DATA_FOLDER")
    assert load().data_folder == Path("/var/lib/binome")


def test_without_settings_all_is_in_the_data_folder(here: Path) -> None:
    assert load().database == f"sqlite:///{here}/data/binome.sqlite"


@pytest.mark.parametrize(
    ("home", "folder"),
    [("/data/x", "/data/x/binome"), ("", "/home/zoe/.local/share/binome"), ("odd", None)],
)
def test_the_data_folder_is_where_linux_wants_it(home, folder, here, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", home)
    monkeypatch.setenv("HOME", "/home/zoe")
    expected = folder or "/home/zoe/.local/share/binome"
    assert settings.default_data_folder() == Path(expected)


def test_the_environment_goes_before_the_file(here, monkeypatch):
    (here / ".env").write_text("BINOME_PORT=9001\nBINOME_LOG_LEVEL=error\nOTHER=1\n", "utf-8")
    monkeypatch.setenv("BINOME_PORT", "9002")
    found = load()
    assert (found.port, found.log_level) == (9002, "error")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BINOME_PORT", "abc", "BINOME_PORT (in the environment) must be a whole number: it is"),
        ("BINOME_PORT", "0", "must be at least 1"),
        ("BINOME_PORT", "70000", "must be at most 65535"),
        ("BINOME_DURABLE", "maybe", "BINOME_DURABLE (in the environment) must be true or false"),
        ("BINOME_LOG_LEVEL", "loud", "must be 'debug', 'info', 'warning' or 'error'"),
        ("BINOME_DATABSE_URL", "x", "is not a setting: did you mean BINOME_DATABASE_URL?"),
        ("BINOME_ZZZ", "x", "is not a setting: docs/settings.md lists all of them."),
    ],
)
def test_a_wrong_setting_is_told_by_name(name, value, sentence, here, monkeypatch):
    monkeypatch.setenv(name, value)
    with pytest.raises(Failure, match=re.escape(sentence)) as wrong:
        load()
    assert name in str(wrong.value)
    assert wrong.value.code == MISUSED


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("BINOME_PORT=abc", "BINOME_PORT (in .env) must be a whole number"),
        ("BINOME_DATBASE_URL=x", "BINOME_DATBASE_URL (in .env) is not a setting"),
    ],
)
def test_a_wrong_line_of_the_file_too(line, sentence, here):
    (here / ".env").write_text(f"{line}\n", "utf-8")
    with pytest.raises(Failure, match=re.escape(sentence)):
        load()


def test_a_file_in_another_encoding_is_told(here):
    (here / ".env").write_bytes("BINOME_DATA_FOLDER=/été\n".encode("latin-1"))
    with pytest.raises(Failure, match=r"\.env is not in UTF-8"):
        load()


def test_a_database_that_is_no_database_is_told_without_its_password(binome, monkeypatch):
    monkeypatch.setenv("BINOME_DATABASE_URL", "mysql://zoe:secret@host/name")
    refused = binome("programme", "list")
    assert refused.code == 2
    assert "is not one Binôme understands" in refused.err
    assert "secret" not in refused.err + refused.out


def test_a_database_that_does_not_answer_is_told(binome):
    refused = binome("programme", "list", "--database", "postgresql://zoe:secret@127.0.0.1:9/x")
    assert refused.code == 1
    assert "cannot be opened" in refused.err
    assert "BINOME_DATABASE_URL" in refused.err
    assert "secret" not in refused.err


def test_a_folder_that_cannot_be_made_is_told(binome, here):
    (here / "file").write_text("")
    refused = binome("programme", "list", "--database", f"sqlite:///{here}/file/deep/x.sqlite")
    assert refused.code == 1
    assert f"{here}/file/deep cannot be used" in refused.err


def test_a_data_folder_that_cannot_be_made_is_named(binome, here, monkeypatch):
    (here / "file").write_text("")
    monkeypatch.setenv("BINOME_DATA_FOLDER", f"{here}/file/deep")
    refused = binome("play")
    assert refused.code == 1
    assert f"{here}/file/deep cannot be used" in refused.err
    assert "BINOME_DATA_FOLDER" in refused.err


@pytest.mark.parametrize("url", ["http://binome.example.org", "http://10.0.0.7:3000"])
def test_links_of_guests_are_never_sent_in_clear(binome, monkeypatch, url):
    monkeypatch.setenv("BINOME_GUESTS", "true")
    monkeypatch.setenv("BINOME_PUBLIC_URL", url)
    refused = binome("serve")
    assert refused.code == 2
    assert "BINOME_PUBLIC_URL" in refused.err
    assert "https://" in refused.err


def test_a_wrong_setting_stops_the_real_program(here):
    done = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "programme", "list"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "BINOME_PORT": "high", "HOME": str(here)},
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "binome: BINOME_PORT (in the environment) must be a whole number: it is 'high'.\n"
    )
