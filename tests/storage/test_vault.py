"""The vault: what is sealed says nothing, and opens only with a key that was given."""

from datetime import timedelta

import pytest

from storage.vault import CannotOpen, NoGoodKey, Vault, keys_in
from tests.storage.ready import NOW

OLD, NEW = "c0ffee0123456789abcdef0123456789", "correct-horse-battery-staple-2026"
TOKEN = {"bot_token": "xoxb-1234-secret", "scopes": ["chat:write"], "name": "Élan"}


def test_what_is_sealed_opens_whole_and_says_nothing() -> None:
    vault = Vault([OLD])
    sealed = vault.seal(TOKEN)
    assert Vault([OLD]).open(sealed) == TOKEN
    assert b"xoxb" not in sealed
    assert vault.seal(TOKEN) != sealed, "the same twice does not look the same"


def test_a_new_key_seals_while_old_ones_still_open() -> None:
    sealed = Vault([OLD]).seal(TOKEN)
    both = Vault([NEW, OLD])
    assert both.open(sealed) == TOKEN
    moved = both.renew(sealed)
    assert both.renew(moved) == moved
    assert Vault([NEW]).open(moved) == TOKEN
    with pytest.raises(CannotOpen):
        Vault([OLD]).open(moved)


def test_a_wrong_key_and_a_changed_byte_are_told_with_the_setting() -> None:
    sealed = Vault([OLD]).seal(TOKEN)
    for vault, found in ((Vault([NEW]), sealed), (Vault([OLD]), sealed[:-5] + b"AAAA=")):
        with pytest.raises(CannotOpen, match="No key of BINOME_SECRET_KEY opens"):
            vault.open(found)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        (None, "BINOME_SECRET_KEY is missing: "),
        (" , ", "is missing"),
        ("short", "has only 5 characters: give it at least 32 random characters"),
        (f"{OLD},short", "has, in its key 2, only 5 characters"),
        ("changeme" * 4, "repeats the same few characters"),
    ],
)
def test_a_key_that_protects_nothing_is_refused_in_a_sentence(setting, says) -> None:
    with pytest.raises(NoGoodKey) as refused:
        Vault(keys_in(setting))
    assert says in str(refused.value)
    assert setting is None or "short" not in str(refused.value)


def test_keys_are_separated_by_commas_the_newest_first() -> None:
    assert keys_in(f"{NEW} , {OLD},") == [NEW, OLD]


# ---------------------------------------------------------------- stamps


def test_a_stamp_comes_back_in_time_or_not_at_all() -> None:
    vault = Vault([NEW, OLD])
    token = vault.stamp("file seventeen", "file", NOW)
    assert "seventeen" not in token
    assert vault.stamped(token, 600, "file", NOW) == "file seventeen"
    assert vault.stamped(token, 600, "file", NOW + timedelta(seconds=600)) == "file seventeen"
    assert vault.stamped(token, 600, "file", NOW + timedelta(seconds=601)) is None
    assert Vault([OLD]).stamped(token, 600, "file", NOW) is None


def test_a_stamp_serves_its_own_purpose_only() -> None:
    vault = Vault([OLD])
    token = vault.stamp("17", "file", NOW)
    assert vault.stamped(token, 600, "install", NOW) is None
    assert vault.stamped(vault.seal({"a": 1}).decode(), 600, "file") is None
    with pytest.raises(CannotOpen):
        vault.open(token.encode())


@pytest.mark.parametrize("token", ["", "é", "\udcff", "AAAA", "gAAAAA", "=" * 200])
def test_anything_else_from_outside_is_nothing(token: str) -> None:
    assert Vault([OLD]).stamped(token, 600) is None


def test_a_stamp_made_now_is_read_now() -> None:
    vault = Vault([OLD])
    assert vault.stamped(vault.stamp("Zoé"), 60) == "Zoé"
