"""The page of guests as a part of what is served."""

from typing import Any

import pytest

from adapters.cli.failure import Failure
from adapters.cli.guests import opening
from adapters.cli.settings import Settings


def settings(**given: Any) -> Settings:
    return Settings(guests=True, **given)


def test_guests_need_an_address_that_their_links_begin_with() -> None:
    with pytest.raises(Failure, match="BINOME_PUBLIC_URL"):
        opening(settings())


def test_they_are_a_part_of_their_own() -> None:
    assert callable(opening(settings(public_url="https://binome.example.org")))
