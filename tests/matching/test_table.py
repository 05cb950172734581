"""Two CSV files in, rows out, and errors that say where."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from matching import match
from matching.table import TableError, as_csv, as_json, read_people_csv, rows_of

MENTEES = """id,name,needs,topics,languages,halfdays,zone,team,person,avoids
s1,Chantal,Rédiger une bio LinkedIn|Oser publier,linkedin,fr,mon-am|tue-am,Europe/Paris,RH,c,
s2,Hélène,"Twitter, en confiance",twitter,fr|en,,,,h,t
"""
MENTORS = """id,name,skills,topics,capacity,halfdays,zone,team,person
j1,Inès,Profils LinkedIn,linkedin,2,mon-am,Europe/Paris,Digital,i
j2,Tom,Live-tweet,twitter,1,,,,t
"""


def written(
    tmp_path: Path, mentees: str = MENTEES, mentors: str = MENTORS, encoding: str = "utf-8"
) -> tuple[Path, Path]:
    paths: tuple[Path, Path] = (tmp_path / "mentees.csv", tmp_path / "mentors.csv")
    for path, text in zip(paths, (mentees, mentors), strict=True):
        path.write_text(text, encoding=encoding)
    return paths


def test_two_files_become_candidates(tmp_path):
    table = read_people_csv(*written(tmp_path), date(2026, 1, 8))
    chantal, helene = table.mentees
    assert chantal.statements == ("Rédiger une bio LinkedIn", "Oser publier")
    assert chantal.hours == {8, 9, 10, 11, 32, 33, 34, 35}
    assert helene.statements == ("Twitter, en confiance",)
    assert helene.hours == frozenset()
    assert helene.avoids == {table.mentors[1].person}
    assert table.mentors[0].capacity == 2
    assert table.called["mentor", 2] == ("j2", "Tom")


def test_the_outcome_becomes_rows_with_reasons(tmp_path):
    table = read_people_csv(*written(tmp_path), date(2026, 1, 8))
    rows = rows_of(match(table.mentees, table.mentors), table)
    assert [(r["status"], r["mentee_name"], r["mentor_name"], r["reason"]) for r in rows] == [
        ("paired", "Chantal", "Inès", ""),
        ("unmatched", "Hélène", "", "excluded"),
        ("unmatched", "", "Tom", "excluded"),
    ]
    assert rows[0]["because"] == "Rédiger une bio LinkedIn ↔ Profils LinkedIn"
    assert json.loads(as_json(rows)) == rows
    reread = list(csv.DictReader(io.StringIO(as_csv(rows))))
    assert [row["mentor"] for row in reread] == ["j1", "", "j2"]


def test_semicolons_and_the_mark_of_spreadsheets_are_understood(tmp_path):
    paths = written(
        tmp_path, "id;name;needs\n1;Ana;Blog, web\n", "id;name;skills\n1;Bo;Blog\n", "utf-8-sig"
    )
    table = read_people_csv(*paths)
    assert table.mentees[0].statements == ("Blog, web",)


def test_a_cell_that_looks_like_a_formula_is_written_as_text(tmp_path):
    table = read_people_csv(
        *written(tmp_path, "id,name,needs\n1,=cmd(),Blog\n", "id,name,skills\n1,Bo,Blog\n")
    )
    assert ",'=cmd()," in as_csv(rows_of(match(table.mentees, table.mentors), table))


@pytest.mark.parametrize(
    ("mentees", "sentence"),
    [
        ("", "mentees.csv, line 1: the column id is missing"),
        ("id,name\n1,A\n", "line 1: the column needs is missing"),
        ("id,name,needs,colour\n", "line 1, column colour: not known"),
        ("id,name,needs,team,team\n", "line 1, column team: given twice"),
        ("id,name,needs\n1,A,Blog\n2,B,\n", "line 3, column needs: empty"),
        (
            "id,name,needs\n1,A,Blog\n\n1,B,Web\n",
            "line 4, column id: '1' was already used on line 2",
        ),
        ("id,name,needs\n1,A,Blog,Web\n", "line 2, column 4: one cell too many"),
        ("id,name,needs,capacity\n1,A,Blog,two\n", "line 2, column capacity: 'two' is not"),
        ("id,name,needs,format\n1,A,Blog,zoom\n", "line 2, column format: 'zoom' is not one of"),
        ("id,name,needs,halfdays\n1,A,Blog,noon\n", "line 2, column halfdays: 'noon' is not"),
        (
            "id,name,needs,halfdays,zone\n1,A,Blog,mon-am,Paris\n",
            "line 2, column zone: 'Paris' is not a time zone",
        ),
    ],
)
def test_an_error_names_its_file_line_and_column(tmp_path, mentees, sentence):
    with pytest.raises(TableError, match=sentence.replace("(", r"\(")):
        read_people_csv(*written(tmp_path, mentees))


def test_another_encoding_is_refused_by_file(tmp_path):
    with pytest.raises(TableError, match=r"mentees\.csv: not in UTF-8"):
        read_people_csv(*written(tmp_path, encoding="latin-1"))
