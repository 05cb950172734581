"""Pairs for a spreadsheet."""

import csv
import json

import pytest

from adapters.cli.match import REASONS
from matching import proposals

MENTEES = "id,name,needs,languages\ns1,Chantal,Rédiger une bio LinkedIn,fr\ns2,Zoë,Tricoter,sv\n"
MENTORS = "id,name,skills,languages\nj1,Inès,Profils et bio LinkedIn,fr\n"


@pytest.fixture
def files(here):
    (here / "mentees.csv").write_text(MENTEES, "utf-8")
    (here / "mentors.csv").write_text(MENTORS, "utf-8")
    return "mentees.csv", "mentors.csv"


def test_every_reason_has_its_words():
    assert set(REASONS) == set(proposals.REASONS)


def test_pairs_are_told_with_their_reasons(binome, files):
    told = binome("match", *files)
    assert told.code == 0, told.err
    lines = told.out.splitlines()
    assert lines[0].startswith("Chantal ↔ Inès (")
    assert lines[1] == "    Rédiger une bio LinkedIn ↔ Profils et bio LinkedIn"
    assert lines[2].startswith("Zoë: left out, ")


def test_for_a_spreadsheet_and_for_a_program(binome, files, here):
    rows = json.loads(binome("match", *files, "--json").out)
    assert [row["status"] for row in rows] == ["paired", "unmatched"]
    written = binome("match", *files, "--out", "pairs.csv")
    assert written.out == "pairs.csv: 1 pairs, 1 left out.\n"
    with (here / "pairs.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["mentor"] for row in csv.DictReader(file)] == ["j1", ""]
    assert binome("match", *files, "--csv").out.startswith("status,mentee,")


def test_what_is_wrong_is_told_with_its_place(binome, files, here):
    assert "exclude each other" in binome("match", *files, "--csv", "--json").err
    missing = binome("match", "none.csv", files[1])
    assert missing.code == 2
    assert "none.csv cannot be read" in missing.err
    (here / "mentees.csv").write_text("id,name,needs\ns1,,x\n", "utf-8")
    wrong = binome("match", *files)
    assert wrong.code == 1
    assert "mentees.csv, line 2, column name: empty." in wrong.err
