"""The organisation's signing key, made once and sealed at rest; and what was withdrawn since."""

import secrets
from dataclasses import dataclass, field
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Executable, select

from storage.nouns import Certificate, SigningKey, table_of
from storage.vault import Vault
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with Ed25519, under the name of a key."""

    name: str
    _secret: Ed25519PrivateKey = field(repr=False)

    def sign(self, text: bytes) -> bytes:
        """The signature of a text, 64 bytes."""
        return self._secret.sign(text)


def signer(work: Work, vault: Vault) -> Signer:
    """The signer with the newest key, made when there is none. Raises CannotOpen.

    To be called at every start: what is sealed with an old key of the vault is sealed anew.
    """
    work.alone("signing-key")
    found = work.find(SigningKey)
    for each in found:
        renewed = vault.renew(each.sealed)
        if renewed != each.sealed:
            work.change(each, sealed=renewed)
    newest = found[-1] if found else _made(work, vault)
    secret = bytes.fromhex(vault.open(newest.sealed)["ed25519"])
    return Signer(newest.name, Ed25519PrivateKey.from_private_bytes(secret))


def revoked(work: Work) -> list[int]:
    """The ids of the certificates that were withdrawn."""
    return [row[0] for row in work.connection.execute(_revoked())]


@cache
def _revoked() -> Executable:
    table = table_of(Certificate)
    return select(table.c.id).where(table.c.revoked_at.is_not(None)).order_by(table.c.id)


def _made(work: Work, vault: Vault) -> SigningKey:
    secret = Ed25519PrivateKey.generate()
    return work.add(
        SigningKey(
            name=secrets.token_hex(8),
            public=secret.public_key().public_bytes_raw(),
            sealed=vault.seal({"ed25519": secret.private_bytes_raw().hex()}),
            made_at=work.now,
        )
    )
