"""Somebody erased stays so until they write: looking around and having a profile is not writing."""

import pytest

from storage.nouns import Address, Person
from tests.slack.atlas import atlas, binome, lucie
from tests.slack.bot import database, empty_file, learned
from tests.slack.server.blocks import spaced, written

__all__ = ["atlas", "binome", "database", "empty_file", "learned", "lucie"]


@pytest.fixture
def erased(binome, lucie):
    """Lucie, after the bot forgot her as she asked."""
    lucie.says("bonjour")
    lucie.says("effacez mes données")
    binome.settled()
    lucie.clicks("Effacer définitivement")
    binome.settled()
    assert _nobody(binome)
    return lucie


def _nobody(binome):
    return binome.only(Address).person_id is None and not binome.all(Person, erased_at=None)


def test_looking_around_tells_nothing_and_is_not_welcomed_again(binome, atlas, erased):
    told = len(erased.messages)
    atlas.homes.pop(erased.id, None)
    assert erased.opens_home("messages").status == 200
    assert erased.opens_home("home").status == 200
    binome.until(lambda: erased.id in atlas.homes, "her Home")
    binome.settled()
    assert len(erased.messages) == told
    assert "Lucie" not in spaced(written(erased.home["blocks"]))
    assert _nobody(binome)


def test_a_profile_that_changes_brings_nobody_back(binome, erased):
    assert erased.changes(tz="Asia/Tokyo").status == 200
    assert erased.changes(deleted=True).status == 200
    assert _nobody(binome)


def test_whoever_writes_again_is_met_afresh(binome, erased):
    erased.says("bonjour")
    erased.waits_for("Bonjour Lucie")
    assert len(binome.all(Person, erased_at=None)) == 1
