"""When people are free, in their own words: read exactly, or asked again."""

from datetime import UTC, datetime
from itertools import product

import pytest

from bot.dialogues.halfdays import halfdays_meant
from bot.dialogues.questions import HALFDAYS
from bot.forms.field import Given, Wrong
from bot.texts import Voice

WEEK = ("mon", "tue", "wed", "thu", "fri")


def on(days: str, parts: str) -> list[str]:
    return [f"{day}-{part}" for day, part in product(days.split(), parts.split())]


def given(language: str) -> Given:
    return Given(voice=Voice(language), now=datetime(2026, 1, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mardi matin et jeudi soir", ["tue-am", "thu-eve"]),
        ("plutôt le mardi matin, merci", ["tue-am"]),
        ("Je suis disponible tous les matins", on("mon tue wed thu fri", "am")),
        ("tous les matins sauf mercredi", on("mon tue thu fri", "am")),
        ("tous les matins, sauf le mercredi.", on("mon tue thu fri", "am")),
        ("tous les matins mais pas le mercredi ni le jeudi", on("mon tue fri", "am")),
        ("tous les jours sauf le vendredi", on("mon tue wed thu", "am pm")),
        (
            "toute la semaine excepté le lundi matin",
            [*on("mon", "pm"), *on("tue wed thu fri", "am pm")],
        ),
        ("n’importe quand", on("mon tue wed thu fri", "am pm")),
        ("le lundi et le mardi, jamais le matin", ["mon-pm", "tue-pm"]),
        ("du lundi au mercredi", on("mon tue wed", "am pm")),
        ("every morning but Wednesday", on("mon tue thu fri", "am")),
        ("every day except Friday afternoon", [*on("mon tue wed thu", "am pm"), "fri-am"]),
        ("Monday to Wednesday mornings", on("mon tue wed", "am")),
        ("Mondays work for me", on("mon", "am pm")),
        ("I'm free on Tuesday evenings", ["tue-eve"]),
        ("anytime", on("mon tue wed thu fri", "am pm")),
        ("lundi et mardi matin", ["mon-am", "tue-am"]),
        ("lundi toute la journée et mardi matin", ["mon-am", "mon-pm", "tue-am"]),
        ("les lundis et jeudis soirs", ["mon-eve", "thu-eve"]),
        ("du lundi au jeudi, le matin", on("mon tue wed thu", "am")),
        ("le matin, lundi et mardi", ["mon-am", "tue-am"]),
        ("lundi matin et tous les soirs", ["mon-am", *on("mon tue wed thu fri", "eve")]),
        ("Mon, Wed, Fri mornings", ["mon-am", "wed-am", "fri-am"]),
        ("Tue/Thu evenings", ["tue-eve", "thu-eve"]),
        ("lundi-mercredi", on("mon tue wed", "am pm")),
        ("everything but Friday", on("mon tue wed thu", "am pm")),
        ("1, 3", ["mon-am", "mon-eve"]),
    ],
)
def test_words_that_say_when_are_kept_as_they_are_meant(typed: str, kept: list[str]) -> None:
    assert HALFDAYS.read(typed, given("fr")) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "je travaille le lundi",
        "I work on Mondays",
        "jamais le vendredi",
        "never on Fridays",
        "pas lundi matin",
        "pas le lundi",
        "lundi non",
        "le mardi je ne peux pas",
        "lundi, jamais",
        "pas avant 10 h le mardi",
        "le jeudi après 17h",
        "mardi midi",
        "un lundi sur deux",
        "parfois le mercredi soir",
        "lundi pas seulement le matin",
        "Monday but only the morning",
        "lundi matin et jeudy matin",
        "sauf le mercredi",
        "je garde mes enfants le mercredi",
        "tous les matins sauf exception",
        "my day off is Friday",
    ],
)
def test_words_that_cannot_be_read_exactly_are_asked_again(typed: str) -> None:
    with pytest.raises(Wrong) as wrong:
        HALFDAYS.read(typed, given("fr"))
    assert wrong.value.key == "halfdays-unclear"
    assert "tous les matins sauf le mercredi" in wrong.value.sentence(Voice("fr"))
    assert "every morning except Wednesday" in wrong.value.sentence(Voice("en"))


def test_words_about_something_else_name_no_half_day() -> None:
    assert halfdays_meant("bonjour", given("fr")) == []
