"""Two CSV files in, candidates out, and errors that say where."""

from datetime import date
from pathlib import Path

import pytest

from matching import match, why_not
from matching.table import TableError, halfday_codes, read_people_csv

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


def test_semicolons_and_the_mark_of_spreadsheets_are_understood(tmp_path):
    paths = written(
        tmp_path, "id;name;needs\n1;Ana;Blog, web\n", "id;name;skills\n1;Bo;Blog\n", "utf-8-sig"
    )
    table = read_people_csv(*paths)
    assert table.mentees[0].statements == ("Blog, web",)


def test_an_id_and_texts_are_all_it_takes(tmp_path):
    table = read_people_csv(*written(tmp_path, "id,needs\na,Blog\n", "id,skills\na,Blog\n"))
    assert table.called["mentee", 1] == ("a", "a")
    assert len(match(table.mentees, table.mentors).proposals) == 1


def test_somebody_in_both_files_is_one_person_when_the_name_says_so_too(tmp_path):
    table = read_people_csv(
        *written(tmp_path, "id,name,needs\na,Ana,Blog\n", "id,name,skills\na,Ana,Blog\n")
    )
    assert why_not(1, 1, table.mentees, table.mentors) == "same-person"


def test_managers_are_followed_up_by_id_or_by_name_at_any_depth(tmp_path):
    mentees = "id,name,needs,manager\nboss,Ana Roy,Blog,\nmid,Bo,Blog,boss\n"
    mentors = "id,name,skills,manager\nx,Cy,Blog,Bo\ny,Di,Blog,Someone else\n"
    table = read_people_csv(*written(tmp_path, mentees, mentors))
    assert why_not(1, 1, table.mentees, table.mentors) == "reporting-line"
    assert why_not(2, 1, table.mentees, table.mentors) == "reporting-line"
    assert why_not(1, 2, table.mentees, table.mentors) in ("", "better")


def test_a_loop_of_managers_does_no_harm(tmp_path):
    mentees = "id,needs,manager\na,Blog,b\nb,Blog,a\n"
    table = read_people_csv(*written(tmp_path, mentees, "id,skills\nc,Blog\n"))
    assert table.mentees[0].managers == {table.mentees[1].person}


def test_half_days_are_read_as_people_write_them():
    said = ("mardi matin", "Thursday evening", "friday", "jeudi après-midi", "mon-eve", "lun-am")
    assert halfday_codes(said) == {
        *("tue-am", "thu-eve", "fri-am", "fri-pm", "thu-pm", "mon-eve", "mon-am")
    }


def test_two_way_files_say_what_each_gives_back(tmp_path):
    mentees, mentors = "id,needs,skills\na,Blog,Piano\n", "id,skills,needs\nb,Blog,Chant\n"
    table = read_people_csv(*written(tmp_path, mentees, mentors))
    assert (table.mentees[0].returns, table.mentors[0].returns) == (("Piano",), ("Chant",))


@pytest.mark.parametrize(
    ("mentees", "sentence"),
    [
        ("", "mentees.csv: the file is empty"),
        ("\n\n", "mentees.csv: the file is empty"),
        ("id,needs\n", "mentees.csv: there is nobody under the header"),
        ("id,needs\n1,'Blog\n".replace("'", '"'), "line 2: a quote is amiss"),
        ("PK\x03\x04 and the rest of a workbook", "mentees.csv: a workbook; save it as"),
        ("nom,besoins\n1,Blog\n", "line 1: the column id is missing"),
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
        ("id,name,needs,halfdays\n1,A,Blog,noon\n", "line 2, column availability: 'noon' is not"),
        (
            "id,name,needs,halfdays,zone\n1,A,Blog,mon-am,Paris\n",
            "line 2, column zone: 'Paris' is not a time zone",
        ),
    ],
)
def test_an_error_names_its_file_line_and_column(tmp_path, mentees, sentence):
    with pytest.raises(TableError, match=sentence.replace("(", r"\(")):
        read_people_csv(*written(tmp_path, mentees))


def test_somebody_unknown_is_noted_and_stops_nothing(tmp_path):
    lines = "id,name,needs,manager,exclude\n1,A,Blog,Nobody Here,B\n"
    table = read_people_csv(*written(tmp_path, lines))
    assert any(
        "line 2, column manager: 'Nobody Here' is in neither file." in e for e in table.notes
    )


def test_tabs_separate_cells_too(tmp_path):
    table = read_people_csv(*written(tmp_path, "id\tneeds\n1\tBlog, web\n"))
    assert table.mentees[0].statements == ("Blog, web",)


def test_another_encoding_is_refused_by_file(tmp_path):
    with pytest.raises(TableError, match=r"mentees\.csv: not in UTF-8"):
        read_people_csv(*written(tmp_path, encoding="latin-1"))
