"""A programme's own moments: the moves made by the calendar, those suggested, and the posts."""

from datetime import UTC, date, datetime

import pytest

from adapters.runner.clock import DrivenClock
from storage.nouns import Address, Draft, Outgoing, Programme
from tests.client import Chat, Someone

KICKOFF = date(2016, 2, 2)


@pytest.fixture
def programme(chat: Chat) -> Programme:
    chat.clock = DrivenClock(datetime(2015, 12, 1, 9, tzinfo=UTC))
    return chat.programme(state="draft", starts_on=KICKOFF)


@pytest.fixture
def claire(chat: Chat, programme: Programme) -> Someone:
    claire = chat.person("claire")
    claire.joins()
    chat.coordinates(claire, programme)
    claire.heard()
    return claire


def state(chat: Chat) -> str:
    found: str = chat.only(Programme).state
    return found


def test_the_calendar_suggests_and_waits_where_somebody_must_decide(
    claire: Someone, chat: Chat, programme: Programme
) -> None:
    chat.until(datetime(2015, 12, 22, 7, 59, tzinfo=UTC))
    assert claire.heard() == ""
    chat.until(datetime(2015, 12, 22, 8, 0, tzinfo=UTC))
    assert "C’est le jour prévu pour ouvrir les inscriptions" in claire.heard()
    assert state(chat) == "draft"
    chat.moves(programme, "signup")
    chat.until(datetime(2016, 1, 19, 8, 0, tzinfo=UTC))
    assert "C’est le jour prévu pour former les binômes" in claire.heard()
    assert state(chat) == "signup"


def test_the_same_move_is_suggested_once_even_when_several_phases_are_past(
    claire: Someone, chat: Chat, programme: Programme
) -> None:
    chat.jump(datetime(2016, 3, 1, 9, tzinfo=UTC))
    chat.tick()
    assert claire.heard().count("C’est le jour prévu pour ouvrir") == 1


def test_the_calendar_starts_and_closes_by_itself(
    claire: Someone, chat: Chat, programme: Programme
) -> None:
    chat.until(datetime(2016, 2, 1, 9, tzinfo=UTC))
    chat.moves(programme, "kickoff")
    chat.until(datetime(2016, 2, 3, 8, 0, tzinfo=UTC))
    assert state(chat) == "running"
    claire.heard()
    chat.until(datetime(2016, 6, 14, 6, 59, tzinfo=UTC))
    assert state(chat) == "running"
    chat.until(datetime(2016, 6, 14, 7, 0, tzinfo=UTC))
    assert state(chat) == "closing"
    chat.until(datetime(2016, 6, 30, 7, 0, tzinfo=UTC))
    assert "C’est le jour prévu pour clore" in claire.heard()
    assert state(chat) == "closing"


def test_a_kickoff_that_came_late_goes_on_at_once(
    claire: Someone, chat: Chat, programme: Programme
) -> None:
    chat.until(datetime(2016, 2, 1, 9, tzinfo=UTC))
    chat.moves(programme, "reviewed")
    chat.until(datetime(2016, 2, 5, 9, tzinfo=UTC))
    assert state(chat) == "reviewed"
    assert claire.heard().count("C’est le jour du lancement") == 1
    chat.moves(programme, "kickoff")
    chat.tick()
    assert state(chat) == "running"


def test_a_kickoff_after_the_closing_day_goes_through_every_phase(
    chat: Chat, programme: Programme
) -> None:
    chat.jump(datetime(2016, 7, 1, 9, tzinfo=UTC))
    chat.moves(programme, "kickoff")
    chat.tick()
    assert state(chat) == "closing"


def test_three_days_before_sign_up_closes_those_half_way_hear_it(
    claire: Someone, chat: Chat, programme: Programme
) -> None:
    chat.until(datetime(2016, 1, 8, 9, tzinfo=UTC))
    chat.moves(programme, "signup")
    agnes = chat.person("agnes")
    agnes.joins()
    agnes.presses("Je veux apprendre")
    agnes.presses("J’accepte ces règles")
    nora = chat.person("nora")
    chat.enrols(nora, "mentee")
    nora.says("modifier mes réponses")  # she is in: nothing of hers is unfinished
    for each in (agnes, nora):
        each.heard()
    chat.until(datetime(2016, 1, 14, 9, tzinfo=UTC))
    for each in (agnes, nora, claire):
        each.heard()
    chat.until(datetime(2016, 1, 15, 8, 0, tzinfo=UTC))
    assert "se terminent le mardi 19 janvier. La vôtre est presque complète" in agnes.heard()
    assert nora.heard() == ""
    assert "1 inscription reste inachevée" in claire.heard()
    assert "Qu’aimeriez-vous savoir faire" in agnes.presses("Reprendre où j’en étais")
    assert chat.all(Draft, state="open")


def test_when_nobody_is_half_way_the_coordinator_hears_that(
    claire: Someone, chat: Chat, programme: Programme
) -> None:
    chat.moves(programme, "signup")
    chat.until(datetime(2016, 1, 14, 9, tzinfo=UTC))
    claire.heard()
    chat.until(datetime(2016, 1, 15, 8, 0, tzinfo=UTC))
    assert "se terminent le mardi 19 janvier. Aucune n’est restée en chemin." in claire.heard()


def test_posts_go_to_the_community_on_their_day_once(chat: Chat, programme: Programme) -> None:
    with chat.database.work(chat.clock.now()) as work:
        channel = work.add(Address(platform="console", user="#all"))
        work.change(work.get(Programme, programme.id), community_id=channel.id)
    chat.moves(programme, "running")
    chat.until(datetime(2016, 2, 3, 7, 59, tzinfo=UTC))
    assert "#all" not in chat.channels
    chat.until(datetime(2016, 2, 3, 8, 0, tzinfo=UTC))
    (post,) = chat.channels["#all"]
    assert post.text.startswith("Merci pour cette belle soirée de lancement !")
    chat.until(datetime(2016, 2, 20, 8, 0, tzinfo=UTC))
    assert len(chat.channels["#all"]) == 3
    assert {each.kind for each in chat.all(Outgoing, address_id=channel.id)} == {"hold"}


def test_a_post_whose_day_is_long_past_is_not_made(chat: Chat, programme: Programme) -> None:
    with chat.database.work(chat.clock.now()) as work:
        channel = work.add(Address(platform="console", user="#all"))
        work.change(work.get(Programme, programme.id), community_id=channel.id)
    chat.jump(datetime(2016, 2, 17, 9, tzinfo=UTC))
    chat.moves(programme, "running")
    chat.tick()
    (post,) = chat.channels["#all"]  # yesterday's, not those of the weeks before
    assert "Je n’ose pas demander" in post.text


def test_a_closed_programme_is_silent(claire: Someone, chat: Chat, programme: Programme) -> None:
    chat.moves(programme, "closed")
    chat.until(datetime(2016, 8, 1, 9, tzinfo=UTC))
    assert claire.heard() == ""
