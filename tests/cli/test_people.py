"""Importing people from the command line."""

import subprocess
import sys
from pathlib import Path

import pytest

from adapters.cli import people
from bot.people import importing, problems

ROOT = Path(__file__).parent.parent.parent
GOOD = "Nom;E-mail;Rôle;Responsable;Badge\nZoé;zoe@example.org;mentor;ines@example.org;7\n"


def test_every_problem_has_its_sentence():
    assert set(people.SENTENCES) == problems.CODES | importing.CODES
    for code, sentence in people.SENTENCES.items():
        problem = problems.Problem(3, "email", code, "x@y", 2)
        told = people.in_words(problem, "f.csv")
        assert told.startswith("f.csv, line 3, column email: ")
        assert told.endswith(".")
        assert ":" in sentence or "?" in sentence, "what is wrong, then what to do"


def test_a_list_is_imported_then_updated(binome, here):
    (here / "people.csv").write_bytes(GOOD.encode("cp1252"))
    first = binome("people", "import", "people.csv")
    assert first.code == 0, first.err
    assert "people.csv: 1 people, 1 new, 0 updated, 0 unchanged; 0 linked" in first.out
    assert "Managers who are not among the people: ines@example.org." in first.out
    assert "read as Windows-1252" in first.out
    assert "not read: Badge." in first.out
    (here / "people.csv").write_text(GOOD + "Inès;ines@example.org;mentee;;\n", "utf-8")
    second = binome("people", "import", "people.csv")
    assert "2 people, 1 new, 1 updated, 0 unchanged; 1 linked to their manager." in second.out
    assert "2 people, 0 new, 0 updated, 2 unch" in binome("people", "import", "people.csv").out


def test_a_trial_counts_and_keeps_nothing(binome, here):
    (here / "people.csv").write_text(GOOD, "utf-8")
    for _ in range(2):
        trial = binome("people", "import", "people.csv", "--dry-run")
        assert trial.code == 0
        assert "1 people, 1 new" in trial.out
        assert "nothing was kept" in trial.out


def test_people_are_invited_to_a_programme(binome, here):
    (here / "people.csv").write_text(GOOD, "utf-8")
    invite = ("people", "import", "people.csv", "--programme", "mentorat")
    assert "No programme is called 'mentorat'" in binome(*invite).err
    binome("programme", "create", "pwn-digital-2016", "--name", "Mentorat")
    assert "1 newly invited to Mentorat." in binome(*invite).out
    assert "mentor, invited: 1" in binome("programme", "show", "Mentorat").out
    assert "0 people" in binome("programme", "list").out, "nobody takes part before saying yes"


def test_a_list_with_mistakes_is_refused_whole(binome, here):
    wrong = "Nom;E-mail;Rôle\nZoé;zoe@example.org;mentor\nInès;ines@;chef\n"
    (here / "people.csv").write_text(wrong, "utf-8")
    refused = binome("people", "import", "people.csv")
    assert refused.code == 1
    assert refused.err.splitlines() == [
        "people.csv, line 3, column email: “ines@” is not an e-mail address: write one such as"
        " zoe@example.org.",
        "people.csv, line 3, column role: “chef” is not a role: write mentee, mentor or both.",
        "Nothing was imported: put these 2 places right, then run the command again.",
    ]
    (here / "people.csv").write_text(GOOD, "utf-8")
    assert "1 new" in binome("people", "import", "people.csv").out


def test_a_clash_with_people_already_known_is_refused_whole(binome, here):
    head = "name,email,slack,manager\n"
    (here / "one.csv").write_text(head + "Zoé,zoe@example.org,U1,\n", "utf-8")
    (here / "two.csv").write_text(head + "Max,max@example.org,U1,\n", "utf-8")
    binome("people", "import", "one.csv")
    refused = binome("people", "import", "two.csv")
    assert refused.code == 1
    assert "two.csv, line 2, column user: “U1” is already the address" in refused.err


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_a_file_in_a_wrong_encoding_is_refused_by_the_real_program(encoding, here):
    (here / "people.csv").write_bytes("name,email\nHélène,h@example.org\n".encode(encoding))
    done = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "people", "import", here / "people.csv"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "its encoding cannot be told for sure: save it again as “CSV UTF-8”" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (here / "data").exists()


GUESTS = {"BINOME_GUESTS": "true", "BINOME_PUBLIC_URL": "https://binome.example.org"}


@pytest.fixture
def open_to_guests(monkeypatch):
    for name, value in GUESTS.items():
        monkeypatch.setenv(name, value)


def test_a_guest_is_invited_by_a_link_where_nobody_chats(binome, here, open_to_guests):
    binome("programme", "create", "pwn-digital-2016", "--name", "Mentorat")
    invite = ("people", "invite", "Nadia Roy", "nadia@example.org", "--programme", "mentorat")
    first = binome(*invite)
    assert first.code == 0, first.err
    told = "Nadia Roy is invited to Mentorat as mentor; unopened, the link ends"
    assert told in first.err
    (link,) = first.out.splitlines()
    assert link.startswith("https://binome.example.org/guest#")
    second = binome(*invite, "--role", "mentee")
    assert second.out.splitlines() != [link], "a new link closes the one before"
    assert "mentor, invited: 1" in binome("programme", "show", "Mentorat").out
    refused = binome(*invite, "--role", "both")
    assert (refused.code, "'both' is not a role of 'Mentorat': " in refused.err) == (2, True)
    assert "is not an e-mail" in binome(*invite[:3], "nadia@", *invite[4:]).err


def test_no_link_is_made_where_guests_are_not_let_in(binome, here, monkeypatch):
    binome("programme", "create", "pwn-digital-2016", "--name", "Mentorat")
    invite = ("people", "invite", "Nadia Roy", "--programme", "mentorat")
    assert "BINOME_GUESTS" in binome(*invite).err
    monkeypatch.setenv("BINOME_GUESTS", "true")
    assert "BINOME_PUBLIC_URL" in binome(*invite).err


def test_whoever_coordinates_is_no_guest(binome, here, open_to_guests):
    claire = "claire@example.org"
    binome("programme", "create", "pwn-digital-2016", "--name", "Mentorat", "--coordinator", claire)
    refused = binome("people", "invite", "Claire", claire, "--programme", "Mentorat")
    assert (refused.code, "no link is made in their name" in refused.err) == (2, True)
