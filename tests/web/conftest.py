from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web import scripted
from tests.web.site import Site, served


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A playground with a few people in it, whose bot answers by rote."""
    with served(tmp_path, scripted.core()) as opened:
        yield opened
