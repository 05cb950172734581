"""Wrong words after a command are answered with what was meant, or with the forms that fit."""

import pytest

from storage.nouns import Programme
from tests.commands.desk import Desk, in_state


def _forms(said: str) -> list[str]:
    return [line.removeprefix("• ") for line in said.split("\n") if line.startswith("• ")]


@pytest.mark.parametrize(
    ("state", "typed", "meant"),
    [
        ("matching", "review aprove 1", "/binome review approve 1"),
        ("matching", "review lok Anne Paul", "/binome review lock Anne Paul"),
        ("signup", "export datset", "/binome export dataset"),
        ("running", "remind unplaned", "/binome remind unplanned"),
        ("signup", "people mentes", "/binome people mentees"),
        ("signup", "workshop kickoff atended all", "/binome workshop kickoff attended all"),
    ],
)
def test_a_misspelt_keyword_is_asked_about_and_one_button_gives_the_command(
    desk, state, typed, meant
):
    desk.gives("open")
    in_state(desk.town, "draft")
    desk.gives("open")
    in_state(desk.town, state)
    said = desk.gives(typed)
    assert f"Vouliez-vous dire {meant}" in said
    assert desk.buttons()[0] == meant.removeprefix("/binome ").replace(" ", ":").join(
        ("command:", "")
    )


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("review why", ["/binome review why N"]),
        ("review why-not Anne", ["/binome review why-not NOM NOM"]),
        ("review swap", ["/binome review swap N M [force]"]),
    ],
)
def test_a_known_keyword_shows_its_own_form_alone(desk, typed, forms):
    in_state(desk.town, "matching")
    said = desk.gives(typed)
    assert _forms(said) == forms
    assert "Par exemple" not in said  # it is an example of another form


def test_the_example_stays_where_it_fits(desk):
    in_state(desk.town, "matching")
    said = desk.gives("review approve")
    assert len(_forms(said)) == 1
    assert "Par exemple : /binome review approve 1 3 5-8" in said


# ---------------------------------------------------------------- days that no calendar has


@pytest.fixture
def organiser(town):
    town.work.change(town.again(), name="Mentorat 2016")
    return Desk(town, town.person("Olga Petit", organiser=True))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ('"Mentorat 2017" 2017-02-31', "2017-02-31"),
        ('"Mentorat 2017" 32 mars', "32 mars"),
        ("Mentorat 2017-02-31", "2017-02-31"),
        ("Mentorat 31/02/2017", "31/02/2017"),
    ],
)
def test_a_programme_is_not_named_after_a_day_that_does_not_exist(organiser, typed, words):
    before = len(organiser.work.find(Programme))
    said = organiser.gives(f"create pwn-digital-2016 {typed}")
    assert f"Je ne reconnais pas de date dans « {words} »" in said
    assert "/binome create MODÈLE" in said
    assert len(organiser.work.find(Programme)) == before


def test_a_day_that_does_not_exist_moves_no_date(desk):
    assert "Je ne reconnais pas de date dans « 31 février »" in desk.gives("dates 31 février")


def test_a_workshop_needs_a_day_that_exists_and_an_hour(desk):
    for words in ("31 avril 18h", "12 avril"):
        said = desk.gives(f'workshop new "Atelier LinkedIn" {words}')
        assert f"un jour et une heure dans « {words} »" in said
        assert _forms(said) == ['/binome workshop new "TITRE" DATE HEURE']


def test_a_day_past_is_told_with_its_year(desk):
    assert "1er janvier 2015 est déjà passé" in desk.gives("dates 2015-01-01")


# ---------------------------------------------------------------- templates


def test_the_beginning_of_a_template_is_enough_to_find_it(organiser):
    assert "Vouliez-vous dire pwn-digital-2016" in organiser.gives("create pwn")


def test_what_resembles_no_template_is_not_guessed(organiser):
    said = organiser.gives("create zzzzz")
    assert "Il n’y a pas de modèle « zzzzz »." in said
    assert "Vouliez-vous dire" not in said


# ---------------------------------------------------------------- answers that were odd


def test_a_person_is_told_with_names_not_codes(desk):
    desk.town.mentee("Anne Leroy", languages=["fr", "en"], zone="Europe/London")
    said = desk.gives("people anne")
    assert "Langues : français et anglais" in said
    assert "Fuseau horaire : Londres" in said


@pytest.mark.parametrize(("state", "button"), [("running", "rematch"), ("closed", "report")])
def test_without_sessions_the_next_step_is_one_that_the_state_allows(desk, state, button):
    in_state(desk.town, state)
    desk.gives("sessions")
    assert desk.buttons() == [f"command:{button}"]


def test_help_about_a_word_of_one_command_explains_that_command(desk) -> None:
    assert "/binome invite" in desk.gives("help guest")
    assert "invite guest" in desk.gives("help guests")
