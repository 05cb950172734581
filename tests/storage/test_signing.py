"""The signing key: made once, unreadable at rest, and carried over to a new key of the vault."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from storage.database import Database
from storage.nouns import SigningKey
from storage.signing import Signer, signer
from storage.vault import CannotOpen, Vault
from tests.storage.ready import NOW

OLD, NEW = "c0ffee0123456789abcdef0123456789", "correct-horse-battery-staple-2026"


@pytest.fixture
def database(database_url):
    database = Database(database_url)
    database.upgrade()
    yield database
    database.close()


def begun(database: Database, *keys: str) -> Signer:
    return database.carry_out(NOW, lambda work: signer(work, Vault(keys)))


def test_it_is_made_once_and_signs_under_one_name(database):
    first, again = begun(database, OLD), begun(database, OLD)
    assert first.name == again.name
    assert first.sign(b"text") == again.sign(b"text")
    with database.reading(NOW) as work:
        (kept,) = work.find(SigningKey)
    Ed25519PublicKey.from_public_bytes(kept.public).verify(first.sign(b"text"), b"text")
    assert "secret" not in repr(first).lower()


def test_a_new_key_of_the_vault_seals_it_anew_and_changes_no_signature(database):
    first = begun(database, OLD)
    assert begun(database, NEW, OLD).sign(b"text") == first.sign(b"text")
    assert begun(database, NEW).name == first.name
    with pytest.raises(CannotOpen):
        begun(database, OLD)
