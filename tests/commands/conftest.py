"""A desk in a town, in any state."""

from collections.abc import Iterator

import pytest

from tests.commands.desk import Desk
from tests.pairing.town import Town, a_town


@pytest.fixture
def town() -> Iterator[Town]:
    with a_town("signup") as town:
        yield town


@pytest.fixture
def desk(town: Town) -> Desk:
    return Desk(town)
