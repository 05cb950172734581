"""Whoever, or whatever channel, can be written to no more is told of to the coordinators, once."""

import pytest

from storage import contact
from storage.nouns import Address, Installation, Notice, Programme
from tests.moments.conftest import chat

__all__ = ["chat"]


@pytest.fixture
def claire(chat):
    programme = chat.programme(state="running")
    claire = chat.person("claire", name="Claire Roy")
    claire.joins()
    chat.coordinates(claire, programme)
    return claire


@pytest.fixture
def marc(chat, claire):
    marc = chat.person("marc", name="Marc Petit")
    marc.joins()
    chat.enrols(marc, "mentor")
    return marc


def test_the_coordinator_hears_once_of_who_removed_the_bot(chat, claire, marc):
    marc.removes_the_bot()
    chat.later(days=1)
    assert "Marc Petit ne reçoit plus mes messages" in claire.heard()
    chat.later(days=5)
    assert len(chat.all(Notice, kind="out-of-reach")) == 1


def test_who_comes_back_at_once_is_nobodys_news(chat, claire, marc):
    chat.jump(chat.clock.now().replace(hour=23))
    marc.removes_the_bot()
    marc.says("bonjour")
    chat.later(days=1)
    assert chat.all(Notice, kind="out-of-reach") == []


def test_a_workspace_that_leaves_is_not_news_about_each_of_its_people(chat, claire, marc):
    with chat.database.work(chat.clock.now()) as work:
        work.add(
            Installation(
                platform=marc.sender.platform,
                tenant=marc.sender.tenant,
                sealed=b"",
                installed_at=work.now,
                revoked_at=work.now,
            )
        )
    marc.removes_the_bot()
    chat.later(days=1)
    assert chat.all(Notice, kind="out-of-reach") == []


def shut_out(chat, name):
    """What an adapter does when the bot was removed from a channel."""
    with chat.database.work(chat.clock.now()) as work:
        contact.lost(work, work.first(Address, user=f"C-{name}"))


@pytest.mark.parametrize("use", ["community", "coordinators"])
def test_a_lost_channel_is_told_to_each_coordinator_once(chat, claire, use):
    claire.gives(f"here {use}", channel="mentorat")
    shut_out(chat, "mentorat")
    chat.later(hours=14)
    heard = claire.heard()
    assert "Je ne peux plus écrire dans #mentorat" in heard
    assert "/binome here" in heard
    chat.later(days=3)
    assert len(chat.all(Notice, kind="channel-lost")) == 1


def test_a_lost_community_is_told_where_the_coordinators_gather(chat, claire):
    claire.gives("here community", channel="mentorat")
    claire.gives("here coordinators", channel="coordination")
    shut_out(chat, "mentorat")
    chat.later(hours=14)
    assert "dans #mentorat" in chat.read_in("coordination")[-1]
    assert "Je ne peux plus écrire" not in claire.heard()


def test_a_channel_found_again_at_once_is_no_news(chat, claire):
    chat.jump(chat.clock.now().replace(hour=23))
    claire.gives("here community", channel="mentorat")
    shut_out(chat, "mentorat")
    claire.gives("here", channel="mentorat")
    chat.later(days=1)
    assert chat.all(Notice, kind="channel-lost") == []
    shut_out(chat, "mentorat")
    chat.later(days=1)
    assert len(chat.all(Notice, kind="channel-lost")) == 1
    assert chat.only(Programme).community_id is not None
