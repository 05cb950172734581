"""Pairs for a spreadsheet."""

import csv
import json

import pytest
from openpyxl import load_workbook

MENTEES = (
    "id,name,needs,languages\ns1,Chantal,Rédiger une bio LinkedIn,fr\n"
    "s2,Zoë,Rédiger un profil LinkedIn,sv\ns3,=cmd(),LinkedIn et tricot et jardin,fr\n"
)
MENTORS = "id,name,skills,languages\nj1,Inès,Profils et bio LinkedIn,fr\n"


@pytest.fixture
def files(here):
    (here / "mentees.csv").write_text(MENTEES, "utf-8")
    (here / "mentors.csv").write_text(MENTORS, "utf-8")
    return "mentees.csv", "mentors.csv"


def told_of(binome, *words):
    ran = binome("match", *words)
    assert ran.code == 0, ran.err
    return ran.out


def test_pairs_are_told_with_their_reasons_and_ways_out(binome, files):
    lines = told_of(binome, *files).splitlines()
    assert lines[0].startswith("Chantal ↔ Inès (")
    assert lines[1].startswith("    “Rédiger une bio LinkedIn” meets “Profils et bio LinkedIn”")
    assert "1 more place with Inès would be enough" in lines[3]
    assert lines[-1].startswith("greedy: 1 pair, the weakest at ")


def test_the_same_in_french(binome, files):
    said = told_of(binome, *files, "--language", "fr").replace("\u00a0", " ")
    assert "« Rédiger une bio LinkedIn » rencontre « Profils et bio LinkedIn »" in said
    assert "1 place de plus avec Inès suffirait" in said


def test_options_name_the_files_as_well(binome, files):
    by_option = told_of(binome, "--mentees", files[0], "--mentors", files[1])
    assert by_option == told_of(binome, *files)


@pytest.mark.parametrize("strategy", ["greedy", "everyone", "total", "fair", "two-way"])
def test_json_has_the_shape_that_the_documentation_says(binome, files, strategy):
    told = json.loads(told_of(binome, *files, "--json", "--strategy", strategy))
    assert set(told) == {"pairs", "unmatched", "summary"}
    for pair in told["pairs"]:
        assert {"mentee", "mentor", "score", "label", "why"} <= set(pair)
    for left in told["unmatched"]:
        assert left["reason"]
        assert left["unlock"]
    paired = [pair["mentee"] for pair in told["pairs"]] + [pair["mentor"] for pair in told["pairs"]]
    assert sorted(paired + [left["id"] for left in told["unmatched"]]) == ["j1", "s1", "s2", "s3"]
    assert told["summary"]["strategy"] == strategy
    assert told["summary"]["pairs"] == len(told["pairs"])


def test_an_exchange_of_which_one_direction_is_missing_names_the_columns(binome, files, here):
    ran = binome("match", *files, "--strategy", "two-way")
    assert "Add the column skills to mentees.csv" in ran.err
    assert "the column needs to mentors.csv" in ran.err
    (here / "mentees.csv").write_text("id,needs,skills\ns1,LinkedIn,Piano\n", "utf-8")
    (here / "mentors.csv").write_text("id,skills,needs\nj1,LinkedIn,Piano\n", "utf-8")
    ran = binome("match", *files, "--strategy", "two-way", "--json")
    assert not ran.err
    assert len(json.loads(ran.out)["pairs"]) == 1


def test_explain_tells_the_words_the_rank_and_the_rules(binome, files):
    told = json.loads(told_of(binome, *files, "--format", "json", "--explain"))
    more = told["pairs"][0]["explanation"]
    assert more["rank"] == 1
    assert ["linkedin", "linkedin", "same"] in more["needs"][0]["terms"]


def test_for_a_spreadsheet(binome, files, here):
    assert told_of(binome, *files, "--out", "pairs.csv") == "pairs.csv: 1 pairs, 2 left out.\n"
    with (here / "pairs.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["mentor"] for row in rows] == ["j1", "", ""]
    assert rows[2]["mentee_name"] == "'=cmd()"
    assert told_of(binome, *files, "--csv").startswith("status,mentee,")


def test_for_a_workbook(binome, files, here):
    told_of(binome, *files, "--out", "pairs.xlsx", "--explain")
    book = load_workbook(here / "pairs.xlsx")
    assert book.sheetnames == ["pairs", "unmatched", "summary"]
    assert [cell.value for cell in book["pairs"][2]][:2] == ["s1", "Chantal"]
    assert book["unmatched"].max_row == 3
    assert not list(here.glob("*.part"))


def test_what_is_wrong_is_told_with_its_place(binome, files, here):
    assert "exclude each other" in binome("match", *files, "--csv", "--json").err
    assert "Give both files" in binome("match", "mentees.csv").err
    assert "add --out" in binome("match", *files, "--format", "xlsx").err
    missing = binome("match", "none.csv", files[1])
    assert missing.code == 2
    assert "none.csv cannot be read" in missing.err
    (here / "mentees.csv").write_text("id,name,needs\n,A,x\n", "utf-8")
    wrong = binome("match", *files)
    assert wrong.code == 1
    assert "mentees.csv, line 2, column id: empty." in wrong.err


def test_files_of_older_excel_are_read_as_people_import_reads_them(binome, files, here):
    as_utf8 = told_of(binome, *files)
    for name in files:
        text = (here / name).read_text("utf-8")
        (here / name).write_bytes(text.encode("cp1252"))
    ran = binome("match", *files)
    assert (ran.code, ran.out) == (0, as_utf8)
    assert "mentees.csv was read as Windows-1252" in ran.err
    (here / "own.csv").write_bytes("word;means\nÉtoile;CRM\n".encode("cp1252"))
    assert binome("match", *files, "--synonyms", "own.csv").code == 0
    (here / "mentees.csv").write_bytes("id,needs\ns1,La liberté créée\n".encode("mac_roman"))
    assert "mentees.csv: not in UTF-8" in binome("match", *files).err


def test_the_words_of_an_organisation_come_from_a_file(binome, here):
    (here / "a.csv").write_text("id,needs\ns1,Où en est Atlas\n", "utf-8")
    (here / "b.csv").write_text("id,skills\nj1,Customer relationship management\n", "utf-8")
    (here / "own.csv").write_text("word;means\nAtlas;CRM|ventes\n\n", "utf-8")
    asked = ("a.csv", "b.csv", "--json", "--explain")
    assert not json.loads(told_of(binome, *asked))["pairs"]
    (pair,) = json.loads(told_of(binome, *asked, "--synonyms", "own.csv"))["pairs"]
    (term,) = pair["explanation"]["needs"][0]["terms"]
    assert term == ["atlas", "customer relationship management", "own"]
    assert "which in your organisation means" in pair["why"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("word\nAtlas\n", "the column 'means' is missing"),
        ("word,means\nAtlas,\n", "line 2: write a word and what it means"),
        ("word,means\n…,CRM\n", "line 2: write a word and what it means"),
    ],
)
def test_words_that_cannot_be_read_are_told_with_their_line(binome, files, here, content, told):
    (here / "own.csv").write_text(content, "utf-8")
    ran = binome("match", *files, "--synonyms", "own.csv")
    assert ran.code != 0
    assert told in ran.err


def test_a_mentee_may_ask_for_two_mentors(binome, here):
    (here / "a.csv").write_text("id,needs,capacity\ns1,LinkedIn,2\n", "utf-8")
    (here / "b.csv").write_text("id,skills\nj1,LinkedIn\nj2,Profil LinkedIn\n", "utf-8")
    told = json.loads(told_of(binome, "a.csv", "b.csv", "--json"))
    assert [pair["mentor"] for pair in told["pairs"]] == ["j1", "j2"]


def test_people_too_near_in_age_are_barred_when_asked(binome, here):
    (here / "a.csv").write_text("id,needs,born\ns1,LinkedIn,1990\n", "utf-8")
    (here / "b.csv").write_text("id,skills,born\nj1,LinkedIn,1995\n", "utf-8")
    told = json.loads(told_of(binome, "a.csv", "b.csv", "--json", "--age-gap", "10"))
    assert [left["code"] for left in told["unmatched"]] == ["age-gap", "age-gap"]


def test_a_manager_in_neither_file_is_told_on_the_side(binome, here):
    (here / "a.csv").write_text("id,needs,manager\ns1,LinkedIn,Paule\n", "utf-8")
    (here / "b.csv").write_text("id,skills\nj1,LinkedIn\n", "utf-8")
    ran = binome("match", "a.csv", "b.csv", "--json")
    assert "line 2, column manager: 'Paule' is in neither file." in ran.err
    assert len(json.loads(ran.out)["pairs"]) == 1
