from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.understanding.recognise import recogniser
from tests.web import scripted
from tests.web.site import Site, served


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A playground with a few people in it, whose bot answers by rote."""
    with served(tmp_path, scripted.core()) as opened:
        yield opened


@pytest.fixture(scope="session")
def understanding() -> None:
    """What the real core learns of people's words: seconds, which no answer waits for then."""
    recogniser()
