from datetime import UTC, datetime

import pytest

from bot.pairing.names import Names
from storage.nouns import Person

NOW = datetime(2016, 1, 20, tzinfo=UTC)
PEOPLE = [
    "Claire Martin",
    "Paul Martin",
    "Marie-Christine Bouvet",
    "Élodie Marchal",
    "Claire Dutertre",
]
NAMES = Names.of(Person(id=n, name=name, created_at=NOW) for n, name in enumerate(PEOPLE, 1))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Claire Martin", [1]),
        ("MARTIN claire", [1]),
        ("Claire", [1, 5]),
        ("elodie", [4]),
        ("Marie Christine", [3]),
        ("Dutert", [5]),
        ("Cl", []),
        ("", []),
        ("Nobody Else", []),
    ],
)
def test_a_typed_name_means_people(typed, expected):
    assert NAMES.meant(typed) == expected


@pytest.mark.parametrize(
    ("typed", "found", "lost"),
    [
        ("Claire Martin et Paul", [1, 2], []),
        ("ma cheffe Claire Martin", [1], []),
        ("Claire", [], ["Claire"]),
        ("Bouvet; Marchal", [3, 4], []),
        ("quelqu’un de la compta", [], ["quelqu’un de la compta"]),
        ("Paul, Paul", [2], []),
    ],
)
def test_a_sentence_names_people_only_when_it_is_sure(typed, found, lost):
    assert NAMES.named_in(typed) == (found, lost)


def test_a_misspelt_name_has_a_near_one():
    assert NAMES.near("Elodie Marshal") == "Élodie Marchal"
    assert NAMES.near("xxxx") == ""
