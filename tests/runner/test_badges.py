"""The pages by which a stranger checks a badge: over real HTTP, with a library that is not ours."""

import asyncio
from datetime import UTC, datetime

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from adapters.runner.badges import badges
from adapters.runner.clock import DrivenClock
from adapters.runner.http import listening
from bot.recognition.issuer import Issuer, in_the_name_of
from storage.nouns import Certificate, SigningKey
from storage.signing import Signer
from tests.client import _empty, chat
from tests.dialogues.test_recognition import agnes, ends

__all__ = ["_empty", "agnes", "chat"]
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SECRET.public_key()
PEM = PUBLIC.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
WHO = Issuer("PWN Paris", "https://binome.example.org", Signer("00112233aabbccdd", SECRET))


@pytest.fixture
def token(agnes) -> str:
    """Where Agnès's certificate is checked."""
    chat = agnes.chat
    with chat.database.work(chat.clock.now()) as work:
        given = {"public": PUBLIC.public_bytes_raw(), "sealed": b"", "made_at": work.now}
        work.add(SigningKey(name="00112233aabbccdd", **given))
    ends(chat, "closed")
    with in_the_name_of(WHO):
        agnes.says("mon attestation")
    return str(chat.only(Certificate).token)


def fetched(chat, *addresses: str, **headers: str) -> list[tuple[int, str]]:
    """The pages at some public addresses, from the server of this machine."""

    async def fetch() -> list[tuple[int, str]]:
        doors = badges(chat.database, DrivenClock(datetime.now(UTC)), WHO)
        async with (
            listening(chat.database, doors, "127.0.0.1", 0) as told,
            aiohttp.ClientSession() as http,
        ):
            found = []
            for address in addresses:
                path = address.removeprefix(WHO.public_url)
                url = told.removeprefix("at ") + path
                async with http.get(url, headers=headers) as answer:
                    found.append((answer.status, await answer.text()))
            return found

    return asyncio.run(fetch())


def test_a_stranger_follows_the_badge_to_its_key_and_verifies_it(agnes, token):
    ((status, badge),) = fetched(agnes.chat, f"/badges/{token}?format=jwt")
    assert status == 200
    ((status, key),) = fetched(agnes.chat, jwt.get_unverified_header(badge)["kid"])
    assert status == 200
    claims = jwt.decode(badge, jwt.PyJWK.from_json(key), algorithms=["EdDSA"])
    ((status, issuer),) = fetched(agnes.chat, claims["iss"])
    assert status == 200
    assert '"PWN Paris"' in issuer
    assert claims["credentialSubject"]["identifier"][0]["identityHash"] == "Agnès Martin"


def test_what_was_revoked_is_told_by_the_list_and_by_the_page(agnes, token):
    chat = agnes.chat

    def download(url, *_args, **_kwargs):
        ((status, text),) = fetched(chat, url)
        assert status == 200
        return text.encode()

    ((_, badge),) = fetched(chat, f"/badges/{token}?format=jwt")
    OB3Verifier(PEM).verify(badge, check_status=True, download=download)
    chat.change(chat.only(Certificate), revoked_at=chat.clock.now())
    with pytest.raises(OB3VerificationError, match="revocation"):
        OB3Verifier(PEM).verify(badge, check_status=True, download=download)
    ((_, page),) = fetched(chat, f"/badges/{token}")
    assert "retirée" in page or "withdrawn" in page


@pytest.mark.parametrize(("language", "says"), [("fr", "authentique"), ("en", "genuine")])
def test_the_page_says_what_the_certificate_says_in_either_language(agnes, token, language, says):
    ((status, page),) = fetched(agnes.chat, f"/badges/{token}", **{"Accept-Language": language})
    assert status == 200
    assert says in page
    assert "Agnès Martin" in page
    assert "agnes@exemple.fr" not in page


def test_what_nobody_was_given_is_found_nowhere(agnes, token):
    chat = agnes.chat
    wrong = ("x" * 16, "x" * 16 + "?format=jwt", "keys/0000000000000000", "keys/x", "", "x")
    for status, _ in fetched(chat, *(f"/badges/{each}" for each in wrong)):
        assert status == 404
    for address in (f"/badges/{token[:-1]}", f"/badges/{token}.", "/badges/"):
        ((status, page),) = fetched(chat, address, **{"Accept-Language": "fr"})
        assert status == 404
        assert "peut-être incomplète" in page
    chat.change(chat.only(Certificate), facts={})
    ((status, page),) = fetched(chat, f"/badges/{token}")
    assert status == 404
    assert "Agnès" not in page
    assert fetched(chat, f"/badges/{token}?format=jwt")[0][0] == 404


def test_a_typed_name_is_no_markup(agnes, token):
    chat = agnes.chat
    kept = chat.only(Certificate)
    chat.change(kept, facts={**kept.facts, "name": "<script>alert(1)</script>"})
    ((_, page),) = fetched(chat, f"/badges/{token}")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
