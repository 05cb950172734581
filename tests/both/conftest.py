"""A conversation on each database, and the same database as another process opens it."""

from collections.abc import Callable, Iterator

import pytest

from adapters.runner.clock import DrivenClock
from storage.database import Database
from tests.client import START, Chat, upgraded


@pytest.fixture
def url(fresh_database: Callable[[Callable[[str], None]], str]) -> str:
    """A database of this test's own with its schema, on SQLite and then on PostgreSQL."""
    return fresh_database(upgraded)


@pytest.fixture
def chat(url: str) -> Iterator[Chat]:
    """A conversation on that database."""
    database = Database(url)
    yield Chat(database, DrivenClock(START))
    database.close()


@pytest.fixture
def another(url: str) -> Iterator[Database]:
    """That database, as a second process opens it."""
    database = Database(url)
    yield database
    database.close()
