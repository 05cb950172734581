"""Whoever can be met nowhere any more is told of to the coordinators, once."""

import pytest

from storage.nouns import Installation, Notice
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
