"""Making a programme, its dates, its opening."""

from datetime import UTC, date, datetime

import pytest

from bot.scene import coordinates
from storage.nouns import Address, Programme, Workshop
from tests.commands.desk import Desk, in_state


@pytest.fixture
def organiser(town):
    town.work.change(town.again(), name="Mentorat 2016")  # leaves the template's own name free
    return Desk(town, town.person("Olga Petit", organiser=True))


def newest(desk: Desk) -> Programme:
    return desk.work.find(Programme)[-1]


def test_create_names_dates_and_coordinates(organiser):
    said = organiser.gives('create pwn-digital-2016 "Mentorat 2017" 7 février 2017')
    made = newest(organiser)
    assert (made.name, made.slug) == ("Mentorat 2017", "mentorat-2017")
    assert (made.starts_on, made.state) == (date(2017, 2, 7), "draft")
    assert coordinates(organiser.work, organiser.person, made)
    assert organiser.work.get(Address, organiser.address.id).programme_id == made.id
    assert "mardi 7 février 2017" in said
    assert "En préparation" in organiser.gives("status")


def test_a_programme_speaks_in_public_as_whoever_created_it(organiser):
    organiser.work.change(organiser.person, locale="en")
    organiser.gives("create pwn-digital-2016")
    assert newest(organiser).locale == "en"


def test_without_a_date_the_first_with_time_to_sign_up_is_chosen(organiser):
    organiser.gives("create pwn-digital-2016")
    assert newest(organiser).starts_on == date(2016, 3, 8)  # a Tuesday, as in the template
    organiser.work.now = datetime(2026, 9, 1, tzinfo=UTC)
    organiser.gives("creer pwn-digital-2016 Rentrée")
    found = newest(organiser)
    assert found.starts_on == date(2026, 10, 13)
    assert found.starts_on.weekday() == 1


def test_two_programmes_cannot_have_one_name(organiser):
    organiser.gives('create pwn-digital-2016 "Mentorat 2017" 2017-02-07')
    before = organiser.work.find(Programme)
    said = organiser.gives('create pwn-digital-2016 "MENTORAT 2017" 2017-02-07')
    assert "Un programme s’appelle déjà MENTORAT 2017" in said
    assert '/binome create pwn-digital-2016 "Mentorat inversé 2027"' in said
    assert organiser.work.find(Programme) == before


def test_a_date_too_soon_is_refused_with_the_soonest_possible(organiser):
    before = len(organiser.work.find(Programme))
    assert "Au plus tôt" in organiser.gives("create pwn-digital-2016 X 2016-01-30")
    assert len(organiser.work.find(Programme)) == before


def test_an_unknown_template_is_guessed_at(organiser):
    assert "Vouliez-vous dire pwn-digital-2016" in organiser.gives("create pwn-digital-2017")
    assert "command:create:pwn-digital-2016" in organiser.buttons()
    organiser.presses("command:create:pwn-digital-2016")
    assert newest(organiser).template == "pwn-digital-2016"


def test_moving_the_start_moves_every_date_and_the_workshops(desk):
    in_state(desk.town, "draft")
    desk.gives("open")
    said = desk.gives("dates 2016-03-01")
    assert "mardi 1er mars" in said
    (kickoff,) = desk.work.find(Workshop, key="kickoff")
    assert kickoff.starts_at == datetime(2016, 3, 1, 17, 30, tzinfo=UTC)
    assert kickoff.sequence == 1
    assert desk.programme.starts_on == date(2016, 3, 1)


def test_a_workshop_whose_day_was_chosen_by_hand_keeps_it(desk):
    in_state(desk.town, "draft")
    desk.gives("open")
    assert "à la main" not in desk.gives("dates 2016-02-16"), "every day is the template’s"
    desk.gives("workshop twitter date 2016-05-12 18h")
    desk.gives('workshop new "Soirée LinkedIn" 2016-05-20 19h')
    chosen = datetime(2016, 5, 12, 16, tzinfo=UTC)
    said = desk.gives("dates 2016-03-01")
    assert "Twitter pour débuter et Soirée LinkedIn gardent les jours choisis" in said
    (twitter,) = desk.work.find(Workshop, key="twitter")
    assert (twitter.starts_at, twitter.sequence) == (chosen, 1), (
        "moved once, before a day was chosen"
    )
    (kickoff,) = desk.work.find(Workshop, key="kickoff")
    assert kickoff.starts_at == datetime(2016, 3, 1, 17, 30, tzinfo=UTC)
    desk.work.change(desk.person, locale="en", locale_chosen=True)
    desk.gives("workshop soiree-linkedin cancel")
    said = desk.gives("dates 2016-03-08")
    assert "Twitter for beginners keeps the day chosen by hand" in said
    (twitter,) = desk.work.find(Workshop, key="twitter")
    assert twitter.starts_at == chosen


@pytest.mark.parametrize(
    ("state", "typed", "said"),
    [
        ("draft", "2015-01-01", "déjà passé"),
        ("running", "2016-03-01", "je ne les déplace plus"),
        ("draft", "un jour", "Je ne reconnais pas de date"),
    ],
)
def test_dates_that_cannot_move(desk, state, typed, said):
    in_state(desk.town, state)
    assert said in desk.gives(f"dates {typed}")
    assert desk.programme.starts_on == date(2016, 2, 2)


def test_open_plans_the_workshops_once_and_may_reopen(desk):
    in_state(desk.town, "draft")
    said = desk.gives("open")
    assert "Un message à copier" in said
    assert len(desk.work.find(Workshop)) == 3
    in_state(desk.town, "matching")
    assert "rouvertes" in desk.gives("open")
    assert desk.programme.state == "signup"
    assert len(desk.work.find(Workshop)) == 3
    assert "déjà ouvertes" in desk.gives("open")
