"""The database brought up to date, and checked."""

import sqlite3

import pytest

from adapters.cli.db import ADVICE


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
    run(file, "DROP TABLE answer", "INSERT INTO coordination VALUES (1, 7, 8)")
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
