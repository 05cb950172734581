"""The page is read at every visit: how many questions it asks the database."""

from datetime import date

import pytest

from bot.home import home
from storage.nouns import Address
from tests.client import Chat


def questions(chat: Chat, user: str) -> int:
    """How many statements reading somebody's page takes, after those that find them."""
    asked: list[str] = []
    with chat.reading() as work:
        address = work.first(Address, user=user)
        driver = work.connection.connection.dbapi_connection
        driver.set_trace_callback(asked.append)
        home(work, address)
        driver.set_trace_callback(None)
    return sum(each.startswith("SELECT") for each in asked)


@pytest.fixture
def paired(chat: Chat) -> Chat:
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    for user, role in (("agnes", "mentee"), ("bruno", "mentor")):
        chat.enrols(chat.person(user), role)
    chat.pairs(chat.people["agnes"], chat.people["bruno"])
    claire = chat.person("claire")
    claire.joins()
    chat.coordinates(claire, programme)
    return chat


def test_somebody_with_a_pair(paired: Chat) -> None:
    assert questions(paired, "agnes") <= 16


def test_a_coordinator(paired: Chat) -> None:
    assert questions(paired, "claire") <= 13


def test_a_coordinators_page_asks_as_much_however_many_take_part(paired: Chat) -> None:
    before = questions(paired, "claire")
    for number in range(30):
        paired.enrols(paired.person(f"p{number}"), "mentee")
    assert questions(paired, "claire") == before


def test_a_newcomer(paired: Chat) -> None:
    paired.person("nina").joins()
    assert questions(paired, "nina") <= 7  # the last of them: does any programme say tu
