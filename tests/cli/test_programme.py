"""Programmes made and looked at by whoever runs the bot."""

from datetime import UTC, datetime

import pytest

from bot.programme.making import NameTaken, TooSoon, in_time, make
from bot.programme.template import load
from storage.database import Database
from storage.nouns import Coordination, Person, Programme

NEXT = "2090-02-07"  # a Tuesday, far enough whatever the day of the test


def kept(here) -> Database:
    return Database(f"sqlite:///{here}/data/binome.sqlite")


@pytest.mark.parametrize("day", ["2090-02-31", "7 février", "next week"])
def test_a_day_that_no_calendar_has_is_refused_with_one_that_would_do(binome, here, day):
    refused = binome("programme", "create", "pwn-digital-2016", "--starts-on", day)
    assert refused.code == 2
    assert f"--starts-on {day!r} is not a day: write one such as 2027-02-02." in refused.err
    assert not (here / "data").exists()


def test_a_programme_is_made_with_its_coordinators(binome, here):
    made = binome(
        *("programme", "create", "pwn-digital-2016", "--name", "Mentorat  2090"),
        *("--starts-on", NEXT, "--coordinator", "Claire.Marchetti@example.org"),
        *("--coordinator", "zoe@example.org"),
    )
    assert made.code == 0, made.err
    assert "Mentorat 2090 (mentorat-2090), from pwn-digital-2016: draft" in made.out
    assert f"  {NEXT}  kickoff" in made.out
    assert "Claire Marchetti <claire.marchetti@example.org>, Zoe <zoe@example.org>" in made.out
    with kept(here).reading(datetime.now(UTC)) as work:
        (programme,) = work.find(Programme)
        people = work.find(Person)
        assert programme.look_at is not None
        assert [each.organiser for each in people] == [True, True]
        assert len(work.find(Coordination, programme_id=programme.id)) == 2

    assert binome("programme", "list").out == (
        f"Mentorat 2090: pwn-digital-2016, draft, starts on {NEXT}, 0 people\n"
    )
    assert binome("programme", "show", "MENTORAT 2090").out == made.out
    assert binome("programme", "show", "mentorat-2090").out == made.out


def test_two_programmes_of_one_name_are_refused(binome):
    create = ("programme", "create", "pwn-digital-2016")
    assert binome(*create).code == 0
    again = binome(*create)
    assert again.code == 2
    assert "already called 'Reverse Mentoring Digital': give this one another name" in again.err
    assert binome(*create, "--name", "Another").code == 0


def test_a_start_too_soon_is_refused_with_the_soonest(binome):
    refused = binome("programme", "create", "pwn-digital-2016", "--starts-on", "2016-02-02")
    assert refused.code == 2
    assert "leaves no time for sign-up" in refused.err
    assert "No programme yet" in binome("programme", "list").out


def test_a_wrong_coordinator_keeps_everything_from_being_made(binome):
    refused = binome("programme", "create", "pwn-digital-2016", "--coordinator", "claire")
    assert refused.code == 2
    assert "--coordinator 'claire' is not an e-mail address" in refused.err
    assert "No programme yet" in binome("programme", "list").out


def test_a_name_that_nothing_has(binome):
    assert "There are: none yet." in binome("programme", "show", "x").err
    binome("programme", "create", "pwn-digital-2016", "--name", "Mentorat")
    refused = binome("programme", "show", "x")
    assert refused.code == 2
    assert "There are: 'Mentorat'." in refused.err


def test_the_soonest_start_keeps_the_weekday_and_all_of_sign_up(database):
    plan = load("pwn-digital-2016")
    now = datetime(2026, 11, 22, tzinfo=UTC)
    soonest = in_time(plan, now.date())
    assert soonest.weekday() == plan.starts_on.weekday()
    assert -plan.calendar.signup <= (soonest - now.date()).days < -plan.calendar.signup + 7
    with database.work(now) as work:
        one = make(work, plan, "Été à Paris")
        assert (one.starts_on, one.slug, one.state) == (soonest, "ete-a-paris", "draft")
        with pytest.raises(NameTaken):
            make(work, plan, "ETE A PARIS")
        with pytest.raises(TooSoon):
            make(work, plan, "Autre", now.date())
