"""A desk in a town, in any state."""

from collections.abc import Iterator

import pytest

from tests.client import _empty, chat
from tests.commands.desk import Desk
from tests.pairing.town import Town, a_town

__all__ = ["_empty", "chat", "desk", "town"]


@pytest.fixture
def town() -> Iterator[Town]:
    with a_town("signup") as town:
        yield town


@pytest.fixture
def desk(town: Town) -> Desk:
    return Desk(town)
