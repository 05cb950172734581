"""Databases with a schema, for tests; on PostgreSQL the schema is copied rather than made again."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from storage.database import Database
from storage.nouns import Address, Person
from storage.work import Work

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def upgraded(url: str) -> None:
    """Gives the database at `url` its schema."""
    database = Database(url)
    database.upgrade()
    database.close()


@pytest.fixture
def database(fresh_database: Callable[[Callable[[str], None]], str]) -> Iterator[Database]:
    """A database with its schema, on SQLite and then on PostgreSQL."""
    opened = Database(fresh_database(upgraded))
    yield opened
    opened.close()


def somewhere(work: Work, user: str = "U1", platform: str = "slack") -> Address:
    """Keeps an address of a person of its own."""
    person = work.add(Person(name=user, created_at=work.now))
    return work.add(Address(person_id=person.id, platform=platform, user=user))
