"""The database brought up to date, and checked."""

import sqlite3

import pytest

from adapters.cli.db import ADVICE
from adapters.runner import SystemClock
from storage import installations
from storage.database import Database
from storage.nouns import Address
from storage.vault import Vault


def test_a_database_is_made_then_found_well(binome, here):
    missing = binome("db", "check")
    assert missing.code == 1
    assert "does not exist yet: `binome db upgrade` makes it" in missing.err
    made = binome("db", "upgrade")
    assert made.code == 0
    assert made.out == f"sqlite:///{here}/data/binome.sqlite: up to date.\n"
    assert "nothing wrong" in binome("db", "check").out


@pytest.fixture
def file(here, binome):
    binome("db", "upgrade")
    return here / "data/binome.sqlite"


def run(file, *statements):
    connection = sqlite3.connect(file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_newer_database_is_refused_with_what_to_do(binome, file):
    run(file, "UPDATE alembic_version SET version_num = '9999'")
    for words in (("db", "upgrade"), ("programme", "list")):
        refused = binome(*words)
        assert refused.code == 1
        assert "unknown to this program" in refused.err
        assert "Traceback" not in refused.err
    checked = binome("db", "check")
    assert checked.code == 1
    assert ADVICE["schema-newer"] in checked.err


def test_what_is_broken_is_listed(binome, file):
    columns = "id, programme_id, person_id, rights, weekly"
    someone = f"INSERT INTO coordination ({columns}) VALUES (1, 7, 8, 'owner', 1)"
    run(file, "DROP TABLE answer", someone)
    checked = binome("db", "check")
    assert checked.code == 1
    told = checked.err.splitlines()
    assert told[0].endswith("needs care.")
    assert f"table-missing: answer: {ADVICE['table-missing']}." in told
    assert sum(line.startswith("dangling: ") for line in told) == 2


def test_a_file_that_is_no_database_is_told(binome, here):
    (here / "data").mkdir()
    (here / "data/binome.sqlite").write_text("not a database, " * 100)
    for words in (("db", "upgrade"), ("programme", "list")):
        refused = binome(*words)
        assert refused.code == 1
        assert "cannot be opened (file is not a database)" in refused.err
    assert ADVICE["unreachable"] in binome("db", "check").err


def test_a_file_that_was_damaged_is_told(binome, file):
    with file.open("r+b") as bytes_of_it:
        bytes_of_it.seek(2 * 4096)
        bytes_of_it.write(b"\xff" * 8 * 4096)
    checked = binome("db", "check")
    assert checked.code == 1
    assert ADVICE["damaged"] in checked.err
    assert ADVICE["unreachable"] not in checked.err
    looked = binome("doctor")
    assert looked.code == 1
    assert ADVICE["damaged"] in looked.out


def test_a_backup_is_made_and_brought_back(binome, file, here):
    missing = binome("db", "backup", "--database", "sqlite:///other.sqlite")
    assert missing.code == 1
    assert "there is nothing to back up" in missing.err
    run(file, "INSERT INTO received VALUES (1, 'once', '2026-11-23 09:00:00.000000')")
    made = binome("db", "backup", "--to", here / "b.sqlite")
    assert made.code == 0
    assert made.out == f"Backup of sqlite:///{file}, 1 rows: {here}/b.sqlite\n"
    assert "exists already" in binome("db", "backup", "--to", here / "b.sqlite").err
    run(file, "DELETE FROM received")
    run(file, "INSERT INTO received VALUES (2, 'later', '2026-11-23 09:00:00.000000')")
    refused = binome("db", "restore", here / "b.sqlite")
    assert refused.code == 1
    assert "add --replace" in refused.err
    back = binome("db", "restore", here / "b.sqlite", "--replace")
    assert back.code == 0, back.err
    assert f"holds the 1 rows of {here}/b.sqlite" in back.out
    kept = next(line for line in back.out.splitlines() if line.startswith("What was there: "))
    assert [keys_of(each) for each in (file, kept.removeprefix("What was there: "))] == [
        ["once"],
        ["later"],
    ]


def keys_of(file):
    connection = sqlite3.connect(file)
    found = [key for (key,) in connection.execute("SELECT key FROM received")]
    connection.close()
    return found


def test_only_the_newest_backups_are_kept(binome, file, here):
    folder = here / "data/backups"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"binome-2026010{day}T000000Z.sqlite").touch()
    made = binome("db", "backup", "--keep", "2")
    assert made.out.count("Deleted: ") == 2
    assert (folder / "binome-20260103T000000Z.sqlite").exists()
    assert "leave --to away" in binome("db", "backup", "--keep", "2", "--to", "x").err


def test_what_is_not_a_backup_is_told(binome, file, here):
    (here / "words").write_text("not a database, " * 100)
    refused = binome("db", "restore", "words", "--replace")
    assert refused.code == 1
    assert "words is not a backup of Binôme" in refused.err
    run(file, "UPDATE alembic_version SET version_num = '9999'")
    assert binome("db", "backup", "--to", "newer").code == 0
    assert "unknown to this program" in binome("db", "restore", "newer", "--replace").err


def test_a_second_program_on_one_file_is_refused_in_a_sentence(binome, file, here, monkeypatch):
    monkeypatch.setenv("BINOME_TEAMS_LOCAL", "true")
    monkeypatch.setenv("BINOME_SECRET_KEY", "0123456789abcdef" * 2)
    binome("db", "backup", "--to", "b")
    ground = Database(f"sqlite:///{file}")
    with ground.serving():
        for words in (("serve",), ("db", "upgrade"), ("db", "restore", "b", "--replace")):
            refused = binome(*words)
            assert refused.code == 1
            assert refused.err.startswith(f"binome: Another process already serves {file}: stop it")
            assert refused.err.count("\n") == 1
        assert binome("db", "check").code == binome("db", "backup").code == 0
    ground.close()


OLD, NEW = "c0ffee0123456789abcdef0123456789", "correct-horse-battery-staple-2026"


def test_a_key_can_be_taken_away_once_everything_is_sealed_anew(binome, file, monkeypatch):
    ground, now = Database(f"sqlite:///{file}"), SystemClock().now()
    route = {"name": "#veille", "sealed": Vault([OLD]).seal({"serviceUrl": "x"}).decode()}
    with ground.work(now) as work:
        installations.keep(work, Vault([OLD]), "slack", "T1", "Atelier", {"bot_token": "xoxb-1"})
        place = work.add(Address(platform="teams", user="a", route=route))
        work.add(Address(platform="slack", user="b"))
    monkeypatch.setenv("BINOME_SECRET_KEY", NEW)
    refused = binome("db", "reseal")
    assert refused.code == 2
    assert "put the key it was sealed with back" in refused.err
    monkeypatch.setenv("BINOME_SECRET_KEY", f"{NEW},{OLD}")
    assert binome("db", "reseal").out.startswith("2 sealed anew")
    monkeypatch.setenv("BINOME_SECRET_KEY", NEW)
    assert binome("db", "reseal").out.startswith("0 sealed anew")
    with ground.reading(now) as work:
        assert installations.find(work, Vault([NEW]), "slack", "T1") == {"bot_token": "xoxb-1"}
        kept = work.get(Address, place.id).route
        assert kept["name"] == "#veille"
        assert Vault([NEW]).open(kept["sealed"].encode()) == {"serviceUrl": "x"}
    ground.close()
