"""The badge, checked by libraries that are not ours: PyJWT its signature, openbadgeslib the whole.

openbadgeslib is an issuer's and a verifier's library of its own; only its verifier is used.
"""

import io
import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime
from hashlib import sha256

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from PIL import Image

from bot.recognition.badge import badge, credential, public_key, status_list
from bot.recognition.issuer import Issuer
from bot.recognition.picture import SIDE, picture
from bot.recognition.record import record_data
from storage.nouns import Certificate
from storage.signing import Signer
from tests.recognition.records import ALL, USUAL

ISSUED = datetime(2016, 6, 30, 10, 15, 20, 999, tzinfo=UTC)
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WHO = Issuer("PWN Paris", "https://binome.example.org", Signer("00112233aabbccdd", SECRET))
EMAIL = "Elodie@Example.org"


def certificate(number: int = 17, **fields) -> Certificate:
    given = {"token": "mX3v7Qk2Lw9TzRb5", "facts": record_data(USUAL), "issued_at": ISSUED}
    return Certificate(id=number, programme_id=3, enrolment_id=5, **{**given, **fields})


def verifier(secret: Ed25519PrivateKey = SECRET) -> OB3Verifier:
    public = secret.public_key()
    return OB3Verifier(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


@pytest.mark.parametrize("record", ALL, ids=lambda each: each.name[:5])
def test_an_independent_library_verifies_it(record):
    found = verifier().verify(badge(certificate(), record, EMAIL, WHO))
    assert found.issuer.id == "https://binome.example.org/badges/issuer"
    assert found.issuer.name == "PWN Paris"
    assert record.programme in found.achievement.name
    assert found.issuance_date == ISSUED.replace(microsecond=0)


def test_a_library_of_tokens_verifies_it_with_the_key_that_is_published():
    token = badge(certificate(), USUAL, EMAIL, WHO)
    head = jwt.get_unverified_header(token)
    assert head == {
        "alg": "EdDSA",
        "kid": "https://binome.example.org/badges/keys/00112233aabbccdd",
        "typ": "JWT",
    }
    key = jwt.PyJWK(public_key("00112233aabbccdd", SECRET.public_key().public_bytes_raw()))
    claims = jwt.decode(token, key, algorithms=["EdDSA"])
    assert claims["jti"] == claims["id"] == "https://binome.example.org/badges/mX3v7Qk2Lw9TzRb5"
    assert claims["sub"] == claims["credentialSubject"]["id"]
    assert claims["nbf"] == int(ISSUED.timestamp())


def test_nothing_of_it_can_be_changed_and_nobody_else_signs():
    token = badge(certificate(), USUAL, EMAIL, WHO)
    head, _, signature = token.split(".")
    other = badge(certificate(), ALL[2], EMAIL, WHO).split(".")[1]
    with pytest.raises(OB3VerificationError):
        verifier().verify(f"{head}.{other}.{signature}")
    with pytest.raises(OB3VerificationError):
        verifier(Ed25519PrivateKey.from_private_bytes(bytes(32))).verify(token)


def test_it_names_its_holder_and_hides_the_email():
    said = json.dumps(credential(certificate(), USUAL, EMAIL, WHO), ensure_ascii=False)
    assert "Élodie Lefèvre-Nuñez" in said
    assert 'example.org"' not in said.lower().replace("binome.example.org", "")
    name, email = credential(certificate(), USUAL, EMAIL, WHO)["credentialSubject"]["identifier"]
    assert name["identityHash"] == USUAL.name
    wanted = sha256(f"elodie@example.org{email['salt']}".encode()).hexdigest()
    assert email["identityHash"] == f"sha256${wanted}"
    assert len(credential(certificate(), USUAL, "", WHO)["credentialSubject"]["identifier"]) == 1


def test_the_same_facts_are_the_same_bytes():
    assert badge(certificate(), USUAL, EMAIL, WHO) == badge(certificate(), USUAL, EMAIL, WHO)


@pytest.mark.parametrize("number", [1, 17, 131_071, 131_072, 400_000])
def test_a_status_list_tells_what_was_revoked(number):
    token = badge(certificate(number), USUAL, EMAIL, WHO)
    entry = jwt.decode(token, options={"verify_signature": False})["credentialStatus"]
    place = entry["statusListCredential"].rpartition("/")[2]

    def asked(revoked):
        def download(_url, *_args, **_kwargs):
            return status_list(int(place), revoked, datetime.now(UTC), WHO).encode()

        return download

    others = {number - 1, number + 1, number + 131_072}
    found = verifier().verify(token, check_status=True, download=asked(others))
    assert found.issuer.name == "PWN Paris"
    with pytest.raises(OB3VerificationError, match="'revocation' is set"):
        verifier().verify(token, check_status=True, download=asked({*others, number}))


@pytest.mark.parametrize("record", ALL, ids=lambda each: each.name[:5])
def test_the_picture_carries_the_badge(record):
    token = badge(certificate(), record, EMAIL, WHO)
    content = picture(record, token)
    assert OB3Verifier.extract_token_from_png(content) == token
    verifier().verify(OB3Verifier.extract_token_from_png(content))
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.size == (SIDE, SIDE)
    assert content == picture(record, token)


def test_the_secret_is_in_nothing_that_is_shown():
    shown = repr(WHO) + badge(certificate(), USUAL, EMAIL, WHO)
    assert SECRET.private_bytes_raw().hex() not in shown
    claims = badge(certificate(), USUAL, EMAIL, WHO).split(".")[1]
    assert b'"d"' not in urlsafe_b64decode(claims + "==")
