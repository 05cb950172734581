"""In whose name certificates are made out, from the settings; the first start makes its key."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.cli.settings import Settings
    from adapters.runner import Clock
    from bot.recognition.issuer import Issuer
    from storage.database import Database


async def issuer_of(settings: "Settings", database: "Database", clock: "Clock") -> "Issuer":
    """The issuer; it signs when there is a key to seal its own with, and a public address.

    Raises NoGoodKey, or CannotOpen when the key was sealed with another.
    """
    from bot.recognition.issuer import Issuer

    name, url = settings.organisation or "", settings.public_url or ""
    if not url or settings.secret_key is None:
        return Issuer(name)
    from storage import signing
    from storage.vault import Vault, keys_in

    vault = Vault(keys_in(settings.secret_key.get_secret_value()))
    signer = await asyncio.to_thread(
        database.carry_out, clock.now(), lambda work: signing.signer(work, vault)
    )
    return Issuer(name, url, signer)
