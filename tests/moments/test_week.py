"""What can wait waits while somebody's week is full; what cannot leaves all the same."""

from datetime import date, timedelta

import pytest

from bot.message import Para, Run
from bot.moments.telling import WeekFull, tell_with_room
from bot.programme.template import load, plan_of
from storage import outbox
from storage.nouns import Address, Happened, Outgoing, Programme
from tests.client import Chat, Someone

NEWS = (Para((Run("Un mot."),)),)


def running(chat: Chat, most: int) -> Programme:
    """A programme that runs, in which people hear so much in a week."""
    calendar = load("pwn-digital-2016").calendar.model_dump() | {"midway": None}
    return chat.programme(
        state="running",
        starts_on=date(2016, 1, 4),
        posts=(),
        calendar=calendar,
        messages={"per_week": most},
    )


def enrolled(chat: Chat) -> Someone:
    agnes = chat.person("agnes")
    chat.enrols(agnes, "mentee")
    agnes.heard()
    return agnes


def told(chat: Chat, someone: Someone, *keys: str) -> None:
    """The bot says something of itself, under these keys."""
    with chat.database.work(chat.clock.now()) as work:
        address = work.first(Address, person_id=someone.person.id)
        assert address is not None
        for key in keys:
            outbox.post(work, key, address.id, {"parts": []})


def says(chat: Chat, someone: Someone, key: str) -> None:
    programme = chat.only(Programme)
    with chat.database.work(chat.clock.now()) as work:
        tell_with_room(work, key, someone.person, NEWS, plan_of(programme.plan))


def test_a_week_is_full_once_it_holds_the_most_and_has_room_when_the_oldest_is_a_week_old(
    chat: Chat,
) -> None:
    running(chat, most=2)
    agnes = enrolled(chat)
    told(chat, agnes, "pair:1/a")
    first = chat.clock.now()
    chat.jump(first + timedelta(days=1))
    told(chat, agnes, "poll/1")
    with pytest.raises(WeekFull) as full:
        says(chat, agnes, "pair:1/b")
    assert full.value.until == first + timedelta(days=7)
    chat.jump(full.value.until)
    says(chat, agnes, "pair:1/b")
    assert len(chat.all(Outgoing, key="pair:1/b")) == 1


def test_answers_to_what_somebody_did_fill_no_week(chat: Chat) -> None:
    running(chat, most=1)
    agnes = enrolled(chat)
    told(chat, agnes, "event-7/1", "event-8/1", "slack:T1:Ev1/1")
    says(chat, agnes, "pair:1/a")
    assert len(chat.all(Outgoing, key="pair:1/a")) == 1


def test_a_nudge_rests_until_there_is_room_and_then_happens_once(chat: Chat) -> None:
    running(chat, most=1)
    agnes, lea = enrolled(chat), chat.person("lea")
    chat.enrols(lea, "mentor")
    lea.heard()
    pair = chat.pairs(agnes, lea)
    chat.later(days=1, hours=2)
    assert "Il ne manque plus qu’une date" in agnes.heard()
    chat.later(days=6)
    assert "Vous pouvez proposer une date" in lea.heard()
    assert agnes.heard() == ""
    chat.later(days=1)
    assert agnes.heard().count("n’est pas encore fixée") == 1
    names = [each.name for each in chat.all(Happened, subject=f"pair:{pair.id}")]
    assert len(names) == len(set(names))


def test_a_nudge_that_would_come_too_late_is_let_go(chat: Chat) -> None:
    running(chat, most=1)
    agnes, lea = enrolled(chat), chat.person("lea")
    chat.enrols(lea, "mentor")
    pair = chat.pairs(agnes, lea)
    chat.later(days=6)
    told(chat, lea, "pair:9/news")
    lea.heard()
    chat.later(days=7, hours=1)
    assert lea.heard() == ""
    late = [each for each in chat.all(Happened, subject=f"pair:{pair.id}") if each.note == "late"]
    assert [each.name.endswith("-7-mentor") for each in late] == [True]
