"""What the week brought, on Mondays at nine, to whoever wants to read it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from storage.nouns import Coordination, Pair, Session
from tests.client import START, Chat, Someone


@pytest.fixture
def claire(chat: Chat) -> Someone:
    """She owns a running programme without a day of its own in sight."""
    programme = chat.programme(
        state="running", starts_on=date(2016, 1, 4), posts=(), momentum={"first_hours": 0}
    )
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, programme, weekly=True)
    claire.heard()
    return claire


def met(chat: Chat) -> Pair:
    anne, paul = chat.person("anne", name="Anne Leroy"), chat.person("paul", name="Paul Roy")
    chat.enrols(anne, "mentee")
    chat.enrols(paul, "mentor")
    pair = chat.pairs(anne, paul)
    with chat.database.work(START) as work:
        for number, state, days in ((1, "held", 1), (2, "planned", 8)):
            work.add(
                Session(
                    pair_id=pair.id, number=number, state=state, sequence=1, minutes=60,
                    starts_at=START + timedelta(days=days), proposed_by=pair.mentee_id,
                    created_at=START,
                )
            )  # fmt: skip
        work.change(pair, look_at=START)
    return pair


def test_on_monday_at_nine_the_week_in_counts(chat, claire):
    met(chat)
    chat.until(datetime(2016, 1, 11, 7, 59, tzinfo=UTC))
    assert claire.heard() == ""
    chat.until(datetime(2016, 1, 11, 8, 1, tzinfo=UTC))
    said = claire.heard()
    assert said.splitlines() == [
        "Reverse Mentoring Digital : la semaine",
        "• 2 nouvelles inscriptions",
        "• 1 binôme formé",
        "• 1 séance tenue",
        "• 1 séance prévue ces sept prochains jours",
        "[Ma journée] [Ne plus recevoir ce point]",
    ]
    assert "Anne" not in said


def test_a_quiet_week_is_a_line_every_other_week_at_most(chat, claire):
    heard = []
    for _ in range(4):
        chat.later(days=7)
        heard.append(claire.heard())
    assert [bool(each) for each in heard] == [True, False, True, False]
    assert heard[0].startswith("Reverse Mentoring Digital : une semaine calme, rien de neuf.")


def test_a_date_that_nobody_agreed_to_is_no_lost_session(chat, claire):
    pair = met(chat)
    with chat.database.work(START) as work:
        work.add(
            Session(
                pair_id=pair.id, number=3, state="cancelled", sequence=0, minutes=60,
                starts_at=START + timedelta(days=2), closed_at=START + timedelta(days=2),
                proposed_by=pair.mentee_id, created_at=START,
            )
        )  # fmt: skip
    chat.later(days=7)
    assert "annulée" not in claire.heard()


def test_it_stops_at_a_press_and_starts_again(chat, claire):
    met(chat)
    chat.later(days=7)
    claire.heard()
    assert "plus de point le lundi" in claire.presses("Ne plus recevoir ce point")
    assert chat.only(Coordination).weekly is False
    chat.later(days=7)
    assert "La semaine" not in claire.heard()
    assert "arrive le lundi matin" in claire.gives("aujourdhui hebdo oui")
    chat.later(days=7)
    assert "semaine calme" in claire.heard()
    assert "no more summary" in _in_english(chat, claire).gives("today weekly off")
    assert "/binome today weekly" in claire.gives("today weekly perhaps")


def _in_english(chat: Chat, someone: Someone) -> Someone:
    chat.change(someone.person, locale="en", locale_chosen=True)
    return someone


def test_nobody_stops_it_for_another(chat, claire):
    anne = chat.person("anne")
    anne.joins()
    anne.heard()
    assert "Ce bouton ne sert plus" in anne.sends("weekly:1:off")
    assert chat.only(Coordination).weekly is True
