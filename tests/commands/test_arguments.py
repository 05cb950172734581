from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.arguments import Arguments, WrongWords

NOW = datetime(2016, 1, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("approve 1 3", ("approve", "1", "3")),
        ('post "Bonjour à tous"', ("post", "Bonjour à tous")),
        ("lock « Anne Leroy » “Paul Roy”", ("lock", "Anne Leroy", "Paul Roy")),
        ("post l’atelier d'hier", ("post", "l’atelier", "d'hier")),
        ('post "sans fin', ("post", '"sans', "fin")),
        ('post ""', ("post", "")),
        ("   ", ()),
    ],
)
def test_quotes_of_every_kind_hold_words_together(typed, words):
    assert Arguments.of(typed).words == words


def test_what_follows_keeps_its_own_spelling_and_lines():
    said = Arguments.of("post Bonjour  à toutes !\nÀ jeudi.").after()
    assert said.raw == "Bonjour à toutes !\nÀ jeudi."


@pytest.mark.parametrize(
    ("typed", "numbers"), [("1 3 5-7", [1, 3, 5, 6, 7]), ("1,3", [1, 3]), ("#4 et 2", [4, 2])]
)
def test_numbers_come_alone_listed_or_in_ranges(typed, numbers):
    assert Arguments.of(typed).numbers() == numbers


@pytest.mark.parametrize("typed", ["", "x", "5-3", "1 deux", "1-99999"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(WrongWords):
        Arguments.of(typed).numbers()


@pytest.mark.parametrize(
    ("typed", "name", "day"),
    [
        ("Mentorat 2027", "Mentorat 2027", None),
        ("Promotion mai 2027", "Promotion mai 2027", None),
        ('"Mentorat 3" 2027-02-02', "Mentorat 3", date(2027, 2, 2)),
        ("Promo mai 2 février 2027", "Promo mai", date(2027, 2, 2)),
        ("Mentoring February 2 2027", "Mentoring", date(2027, 2, 2)),
        ("02/02/2027", "", date(2027, 2, 2)),
    ],
)
def test_a_day_is_found_at_the_end_of_a_name(typed, name, day):
    rest, found = Arguments.of(typed).ending_day(NOW, "Europe/Paris", "fr")
    assert (rest.raw, found) == (name, day)


@given(st.text(max_size=80))
def test_nothing_typed_breaks_the_reading(text):
    said = Arguments.of(text)
    assert len(said.words) == len(said)
    assert said.after(99).raw == ""
    said.ending_day(NOW, "Europe/Paris", "fr")
