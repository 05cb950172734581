"""In whose name certificates are made out, as the settings have it."""

import asyncio
from typing import Any

from pydantic import SecretStr

from adapters.cli.recognition import issuer_of
from adapters.cli.settings import Settings
from adapters.runner import SystemClock
from storage.database import Database

KEY = SecretStr("c0ffee0123456789abcdef0123456789")
URL = "https://binome.example.org"


def issuer(database_url: str, **given):
    database = Database(database_url)
    try:
        database.upgrade()
        return asyncio.run(issuer_of(Settings(**given), database, SystemClock()))
    finally:
        database.close()


def test_it_signs_once_it_can_be_reached_and_its_key_is_sealed(tmp_path):
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    first = issuer(url, organisation="PWN Paris", public_url=f"{URL}/", secret_key=KEY)
    again = issuer(url, organisation="PWN Paris", public_url=URL, secret_key=KEY)
    assert first.signs
    assert first.at("issuer") == f"{URL}/badges/issuer"
    assert (first.name, first.signer.name) == ("PWN Paris", again.signer.name)


def test_without_a_key_or_an_address_there_is_a_name_and_no_badge(tmp_path):
    settings: list[dict[str, Any]] = [{}, {"public_url": URL}, {"secret_key": KEY}]
    for n, given in enumerate(settings):
        found = issuer(f"sqlite:///{tmp_path / f'{n}.sqlite'}", organisation="PWN Paris", **given)
        assert not found.signs
        assert found.name == "PWN Paris"
