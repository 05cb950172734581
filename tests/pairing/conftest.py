"""A town for each test."""

from collections.abc import Iterator

import pytest

from tests.client import _empty, chat
from tests.pairing.town import Town, a_town

__all__ = ["_empty", "chat", "town"]


@pytest.fixture
def town() -> Iterator[Town]:
    with a_town() as town:
        yield town
