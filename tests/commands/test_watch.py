"""Messages that are late or do not arrive: the coordinators hear it once, and settle it."""

from datetime import date, timedelta

import pytest

from bot import watch
from storage import contact, outbox
from storage.nouns import Address, Notice, Outgoing, Programme
from tests.client import Chat, Someone


@pytest.fixture
def claire(chat: Chat) -> Someone:
    """Who coordinates a programme in which Anne takes part."""
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    someone = chat.person("claire", name="Claire Marchetti")
    someone.joins()
    chat.coordinates(someone, programme)
    chat.enrols(chat.person("anne", name="Anne Leroy"), "mentee")
    chat.people["anne"].heard()
    someone.heard()
    return someone


def looks(chat: Chat) -> int:
    """The bot watches over its messages, as it does every two minutes."""
    with chat.reading() as work:
        if not watch.in_trouble(work):
            return 0
    with chat.database.work(chat.clock.now()) as work:
        return watch.tell(work)


def refused(chat: Chat, key: str = "k", user: str = "anne") -> None:
    """A message for somebody that their platform will never take."""
    with chat.database.work(chat.clock.now()) as work:
        place = work.first(Address, user=user)
        assert place is not None
        outbox.post(work, key, place.id, {"parts": []})
        (claimed,) = outbox.claim(work)
        outbox.refuse(work, claimed, "invalid_blocks")


def states(chat: Chat, key: str = "k") -> tuple[str, str]:
    found = chat.only(Outgoing, key=key)
    return found.state, found.error


def test_nothing_is_told_while_all_is_well(chat: Chat, claire: Someone) -> None:
    assert looks(chat) == 0
    assert chat.all(Notice) == []


def test_what_did_not_arrive_is_told_once_and_sent_again(chat: Chat, claire: Someone) -> None:
    refused(chat)
    assert looks(chat) == 1
    chat.deliver()
    heard = claire.heard()
    assert "Des messages n’ont pas pu parvenir à Anne Leroy" in heard
    assert "renvoyez-les" in heard
    refused(chat, "k2")
    assert looks(chat) == 0, "while nobody has dealt with it, it is no news"
    assert "1 message est de nouveau en route" in claire.presses("Les renvoyer")
    assert states(chat)[0] == "sent"
    assert looks(chat) == 1, "the second message had not been told"
    assert looks(chat) == 0
    assert len(chat.all(Notice, kind="undelivered")) == 2


def test_what_did_not_arrive_can_be_given_up(chat: Chat, claire: Someone) -> None:
    refused(chat)
    refused(chat, "k2")
    looks(chat)
    chat.deliver()
    assert "2 messages ne partiront plus" in claire.presses("Y renoncer")
    assert states(chat) == states(chat, "k2") == ("dead", outbox.DISCARDED)
    assert looks(chat) == 0
    notice = chat.only(Notice)
    assert notice.state == "handled"


def test_what_was_settled_by_the_operator_is_not_done_twice(chat: Chat, claire: Someone) -> None:
    refused(chat)
    looks(chat)
    chat.deliver()
    with chat.database.work(chat.clock.now()) as work:
        outbox.discard(work, chat.only(Outgoing, key="k").id)
    assert "Rien n’attend plus pour Anne Leroy" in claire.presses("Les renvoyer")
    assert states(chat) == ("dead", outbox.DISCARDED)


def test_it_is_told_in_the_coordinators_channel(chat: Chat, claire: Someone) -> None:
    claire.gives("here coordinators", channel="coordination")
    claire.heard()
    refused(chat)
    looks(chat)
    chat.deliver()
    assert "n’ont pas pu parvenir à Anne Leroy" in chat.read_in("coordination")[-1]
    assert claire.heard() == ""


def test_whoever_cannot_be_met_is_other_news(chat: Chat, claire: Someone) -> None:
    refused(chat)
    with chat.database.work(chat.clock.now()) as work:
        place = work.first(Address, user="anne")
        assert place is not None
        contact.lost(work, place)
    assert looks(chat) == 0


def test_a_delay_is_told_once_and_settled_when_it_ends(chat: Chat, claire: Someone) -> None:
    with chat.database.work(chat.clock.now()) as work:
        place = work.first(Address, user="anne")
        assert place is not None
        outbox.post(work, "k", place.id, {"parts": []})
    chat.jump(chat.clock.now() + timedelta(minutes=14))
    assert looks(chat) == 0
    chat.jump(chat.clock.now() + timedelta(minutes=2))
    assert looks(chat) == 1
    assert looks(chat) == 0
    chat.deliver()
    heard = claire.heard()
    assert "attendent de partir depuis plus d’un quart d’heure" in heard
    assert "prévenez la personne qui administre Binôme" in heard
    assert looks(chat) == 0
    assert chat.only(Notice, kind="late").state == "handled"


def test_a_closed_programme_has_no_news(chat: Chat, claire: Someone) -> None:
    chat.change(chat.only(Programme), state="closed")
    refused(chat)
    assert looks(chat) == 0
