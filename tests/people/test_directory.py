"""Lists of people as offices send them, good and bad."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.directory import Directory, read_people
from bot.people.problems import CODES, Problem
from bot.people.rows import Row


def table(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def found(directory: Directory) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.column, problem.code) for problem in directory.problems]


def test_a_french_file_with_everything() -> None:
    directory = read_people(
        table(
            "Nom;E-mail;Rôle;Langue;Fuseau horaire;Équipe;Responsable;Plateforme;Espace;"
            "Identifiant;Matricule",
            "Zoé Martin;Zoe.Martin@Exemple.org;mentor·e;français;europe/paris;Données;"
            "helene@exemple.org;Slack;T01;U123;007",
            "Hélène  Dupont;helene@exemple.org;Mentorée;en-gb;;;;;;;",
        )
    )
    assert directory.problems == ()
    assert directory.encoding == "utf-8"
    assert directory.ignored == ("Matricule",)
    assert directory.people == (
        Row(
            line=2,
            name="Zoé Martin",
            email="zoe.martin@exemple.org",
            role="mentor",
            locale="fr",
            zone="Europe/Paris",
            team="Données",
            manager="helene@exemple.org",
            platform="slack",
            tenant="T01",
            user="U123",
        ),
        Row(
            line=3,
            name="Hélène Dupont",
            email="helene@exemple.org",
            role="mentee",
            locale="en-GB",
        ),
    )


PLAIN = "name,email\nZoé Müller,zoe@exemple.org\nCésar Œuvrard,cesar@exemple.org\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PLAIN.encode(), "utf-8"),
        (codecs.BOM_UTF8 + PLAIN.encode(), "utf-8"),
        (PLAIN.encode("cp1252"), "cp1252"),
        (PLAIN.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"), "utf-16"),
        (PLAIN.replace(",", ";").encode(), "utf-8"),
        (PLAIN.replace(",", "\t").encode("utf-16"), "utf-16"),
        (PLAIN.replace("\n", "\r\n").encode(), "utf-8"),
        (PLAIN.replace("\n", "\r").encode(), "utf-8"),
        (("sep=;\n" + PLAIN.replace(",", ";")).encode(), "utf-8"),
        (("\n;;\n" + PLAIN.replace(",", ";")).encode(), "utf-8"),
    ],
)
def test_encodings_separators_and_line_ends(data: bytes, encoding: str) -> None:
    directory = read_people(data)
    assert directory.problems == ()
    assert [person.name for person in directory.people] == ["Zoé Müller", "César Œuvrard"]
    assert directory.encoding == encoding


@pytest.mark.parametrize(
    "name",
    [
        "Anaïs L’Hôpital – Noël",
        "D´Artagnan",
        "N°12 « Été »",
        "ÉLÉONORE ÇELIK",
        "José Ñuñez",
        "Strauß",
        "mentoré·e",
        "François…",
    ],
)
def test_windows_names_are_sure(name: str) -> None:
    directory = read_people(f"nom;e-mail\n{name};a@b.fr".encode("cp1252"))
    assert [person.name for person in directory.people] == [name]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Renée", "mac_roman"),
        ("Hélène", "mac_roman"),
        ("Benoît", "mac_roman"),
        ("Éric", "mac_roman"),
        ("François", "mac_roman"),
        ("Renée", "cp850"),
        ("Hélène", "cp850"),
        ("François", "cp850"),
        ("Jérôme", "cp850"),
        ("Пушкин", "cp1251"),
        ("Παπαδόπουλος", "cp1253"),
        ("山田太郎", "shift_jis"),
        ("Zoé", "utf-16-le"),
        ("Zoe", "utf-16-be"),
    ],
)
def test_an_encoding_that_would_be_a_guess_is_refused(name: str, encoding: str) -> None:
    directory = read_people(f"nom;e-mail\n{name};a@b.fr\n".encode(encoding))
    assert directory.people == ()
    (problem,) = directory.problems
    assert problem.code == "unreadable"
    assert problem.line in (1, 2)


def test_the_line_that_cannot_be_decoded_is_told() -> None:
    data = table("nom;e-mail", "Zoé;z@b.fr", "Léa;l@b.fr") + b"\r\nRen\x8f;r@b.fr"
    assert found(read_people(data)) == [(4, "", "unreadable")]


@pytest.mark.parametrize("data", [b"", b"  \r\n\r\n", codecs.BOM_UTF8, b";;;\n;;;"])
def test_an_empty_file(data: bytes) -> None:
    assert found(read_people(data)) == [(0, "", "empty-file")]


def test_a_header_alone() -> None:
    assert found(read_people(b"nom;e-mail\r\n\r\n")) == [(1, "", "no-rows")]


def test_missing_columns_are_told_together() -> None:
    directory = read_people(b"prenon;emial;zone\nZ;z@b.fr;UTC\nY;y@b.fr;Mars")
    assert found(directory) == [
        (1, "name", "missing-column"),
        (1, "email", "missing-column"),
        (3, "zone", "unknown-zone"),
    ]
    assert directory.people == ()
    assert directory.ignored == ("prenon", "emial")


def test_a_column_twice() -> None:
    directory = read_people(b"nom,mail,courriel\nZoe,z@b.fr,y@b.fr")
    assert found(directory) == [(1, "email", "duplicate-column")]


def test_first_and_last_names() -> None:
    for header in ("Prénom;Nom;Courriel", "First name;Last name;Email"):
        directory = read_people(table(header, "Zoé;Martin;z@b.fr", "Cher;;c@b.fr"))
        assert [person.name for person in directory.people] == ["Zoé Martin", "Cher"]


ROLES = {
    "mentee": ["mentee", "Mentoré", "mentorée", "mentoré·e", "mentoré(e)", "mentoré.e", "MENTORÉE"],
    "mentor": ["mentor", "Mentors", "mentor·e", "mentor(e)", "mentor.e.s"],
    "both": ["both", "les deux", "mentor et mentoré·e", "mentor/mentee", "mentee and mentor"],
}


@pytest.mark.parametrize(
    ("typed", "role"), [(typed, role) for role, words in ROLES.items() for typed in words]
)
def test_roles(typed: str, role: str) -> None:
    directory = read_people(table("nom;mail;rôle", f"Zoé;z@b.fr;{typed}"))
    assert [person.role for person in directory.people] == [role]


@pytest.mark.parametrize("typed", ["mentore", "chef", "mentor ou mentoré", "?", "not a mentor"])
def test_roles_that_are_not_sure(typed: str) -> None:
    directory = read_people(table("nom;mail;rôle", f"Zoé;z@b.fr;{typed}"))
    assert directory.problems == (Problem(2, "role", "unknown-role", typed),)


def test_every_problem_is_told_at_once_with_line_and_column() -> None:
    directory = read_people(
        table(
            "name,email,role,zone,locale,manager,platform,user",
            "Zoé,zoe@exemple.org,mentor,Europe/Paris,fr,,,",
            ",lea@exemple,boss,Paris,klingon,nobody,irc,",
            "Ana,ANA@exemple.org,mentee,,,ana@Exemple.org,,",
            "Bob,Zoe@exemple.org,,,,,,",
            "C\x07arl,carl@exemple.org,,,,,,",
            f"{'x' * 200},x@exemple.org,,,,,,",
            "RenÃ©e,renee@exemple.org,,,,,,",
            "Dan,dan@exemple.org,,,,,,U1",
            "Eve,eve@exemple.org,,,,,slack,U2",
            "Fay,fay@exemple.org,,,,,slack,U2",
            "Gil,gil@exemple.org,,,,,,,surplus",
            "Hal,rené@exemple.org,,,,,,",
        )
    )
    assert found(directory) == [
        (3, "email", "bad-email"),
        (3, "role", "unknown-role"),
        (3, "zone", "unknown-zone"),
        (3, "locale", "unknown-locale"),
        (3, "manager", "bad-email"),
        (3, "platform", "unknown-platform"),
        (3, "name", "missing-value"),
        (4, "manager", "own-manager"),
        (5, "email", "duplicate-email"),
        (6, "name", "control-character"),
        (7, "name", "too-long"),
        (8, "name", "garbled"),
        (9, "platform", "incomplete-address"),
        (11, "user", "duplicate-address"),
        (12, "", "too-many-cells"),
        (13, "email", "bad-email"),
    ]
    assert [person.name for person in directory.people] == ["Zoé", "Eve"]
    values = {(problem.line, problem.code): problem for problem in directory.problems}
    assert values[5, "duplicate-email"] == Problem(
        5, "email", "duplicate-email", "zoe@exemple.org", see=2
    )
    assert values[6, "control-character"].value == "C\ufffdarl"
    assert values[7, "too-long"].value == "x" * 59 + "…"
    assert values[11, "duplicate-address"].see == 10
    assert {problem.code for problem in directory.problems} <= CODES


def test_rings_of_managers_are_told_once_each() -> None:
    boss = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "f", "f": "e", "g": "h", "h": "elsewhere"}
    lines = [f"{name},{name}@x.org,{chief}@x.org" for name, chief in boss.items()]
    directory = read_people(table("name,email,manager", *lines))
    assert found(directory) == [(2, "manager", "manager-cycle"), (6, "manager", "manager-cycle")]
    assert directory.problems[0].value == "b@x.org"


def test_one_bad_row_in_a_thousand() -> None:
    lines = [f"Personne {n},p{n}@exemple.org,mentee" for n in range(1000)]
    lines[617] = "Personne 617,p617.exemple.org,mentee"
    directory = read_people(table("nom,email,rôle", *lines))
    assert directory.problems == (Problem(619, "email", "bad-email", "p617.exemple.org"),)
    assert len(directory.people) == 999


def test_lines_are_those_of_the_file_whatever_the_cells_hold() -> None:
    directory = read_people(b'name,email,team\n"A","a@x.org","one\ntwo"\n\nB,b,\n')
    assert found(directory) == [(2, "team", "control-character"), (5, "email", "bad-email")]


def test_an_open_quote_stops_the_reading_and_says_where() -> None:
    directory = read_people(table("name,email", "A,nowhere", '"B,b@x.org', "C,c@x.org"))
    assert found(directory) == [(2, "email", "bad-email"), (3, "", "unbalanced-quote")]


def test_formulas_and_markup_are_only_text() -> None:
    names = ["=1+1", "@SUM(A1)", "-Zoé", "+33", "<b>*x*</b>", "<!channel>"]
    lines = [f'"{name}",p{n}@x.org' for n, name in enumerate(names)]
    directory = read_people(table("name,email", *lines))
    assert [person.name for person in directory.people] == names


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("slack", "U1", ("slack", "U1")),
        ("Teams user ID", "29:abc", ("teams", "29:abc")),
        ("slack,teams", ",29:abc", ("teams", "29:abc")),
        ("platform,user", "MS Teams,29:abc", ("teams", "29:abc")),
        ("platform", "slack", ("slack", None)),
        ("slack,platform", "U1,slack", ("slack", "U1")),
        ("slack,user", "U1,U1", ("slack", "U1")),
        ("slack,teams", "U1,29:abc", "two-addresses"),
        ("slack,platform", "U1,teams", "two-addresses"),
        ("slack,platform,user", "U1,slack,U2", "two-addresses"),
        ("user", "U1", "incomplete-address"),
    ],
)
def test_addresses(header: str, cells: str, expected: tuple[str, str | None] | str) -> None:
    directory = read_people(table(f"name,email,{header}", f"Zoé,z@x.org,{cells}"))
    if isinstance(expected, str):
        assert [problem.code for problem in directory.problems] == [expected]
    else:
        assert [(person.platform, person.user) for person in directory.people] == [expected]


@pytest.mark.parametrize(
    "email",
    [
        "a@b",
        "@b.fr",
        "a@",
        "a b@c.fr",
        "<a@b.fr>",
        "a@b.fr,c@d.fr",
        "a@b..fr",
        "é@b.fr",
        "a\u200b@b.fr",
    ],
)
def test_bad_emails(email: str) -> None:
    directory = read_people(table("name;email", f"Zoé;{email}"))
    assert [problem.column for problem in directory.problems] == ["email"]


@given(st.binary(max_size=400))
def test_no_bytes_raise(data: bytes) -> None:
    directory = read_people(data)
    assert directory.people or directory.problems


_PIECES = st.sampled_from(
    [
        "name",
        "email",
        "role",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        '"',
        "a@x.org",
        "é",
        "\x00",
        "sep=;",
        "x",
    ]
)


@given(st.lists(_PIECES, max_size=40), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_no_table_raises(pieces: list[str], encoding: str) -> None:
    directory = read_people(("name,email\n" + "".join(pieces)).encode(encoding))
    assert directory.people or directory.problems
    assert {problem.code for problem in directory.problems} <= CODES
    for problem in directory.problems:
        assert problem.value.isprintable() or "\ufffd" in problem.value


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.(fr|org)", fullmatch=True),
        # Letters that begin what a misread accent looks like are tested as garbled above.
        st.text(
            st.characters(categories=["L", "Nd"], exclude_characters="ÃÂâï"),
            min_size=1,
            max_size=30,
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(",;\t"),
)
def test_good_files_come_back_whole(people: dict[str, str], separator: str) -> None:
    lines = [separator.join((f'"{name}"', email)) for email, name in people.items()]
    directory = read_people(table(separator.join(("name", "email")), *lines))
    assert directory.problems == ()
    assert {person.email: person.name for person in directory.people} == people
