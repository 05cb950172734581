"""A guest account of a workspace takes part like any other."""

import pytest

from adapters.slack.profile import is_somebody, sender_of


@pytest.mark.parametrize(
    "kind",
    [
        {"is_restricted": True, "is_ultra_restricted": False},  # of several channels
        {"is_restricted": True, "is_ultra_restricted": True},  # of one channel
    ],
)
def test_a_guest_account_is_a_person_with_their_name_zone_and_language(kind: dict[str, bool]):
    user = {
        "id": "U0GUEST1",
        "tz": "Europe/Paris",
        "locale": "fr-FR",
        "is_admin": False,
        "is_owner": False,
        "profile": {"real_name": "Nadia Roy", "email": "nadia@start-up.example"},
        **kind,
    }
    assert is_somebody(user)
    found = sender_of("T1", user)
    assert (found.name, found.email) == ("Nadia Roy", "nadia@start-up.example")
    assert (found.zone, found.locale, found.administers) == ("Europe/Paris", "fr-FR", False)
