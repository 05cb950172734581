"""The badge: an Open Badges 3.0 credential, signed by the organisation as a JSON Web Token.

A token (the specification's VC-JWT, here with EdDSA) is signed over its very bytes: whoever checks
it needs no JSON-LD and no canonical form, and every language has a library that does it. The person
is a random name; what ties the badge to somebody are their name, and their e-mail as a salted hash.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from gzip import compress
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.recognition.certificate import dates
from bot.recognition.issuer import Issuer
from bot.recognition.record import Record
from bot.texts import Voice
from storage.nouns import Certificate

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
_PLACES = 131_072  # of one status list: the fewest that its specification allows
_FRESH = timedelta(days=1)  # after which a status list must be asked for again


def badge(certificate: Certificate, record: Record, email: str, who: Issuer) -> str:
    """The signed credential, as a compact token."""
    return signed(credential(certificate, record, email, who), who)


def credential(certificate: Certificate, record: Record, email: str, who: Issuer) -> dict[str, Any]:
    """What is signed: who did what, when, for whom, and where it can be revoked."""
    voice = Voice(record.locale)
    at = who.at(certificate.token)
    status, place = where_revoked(certificate, who)
    return {
        "@context": [*CONTEXTS],
        "id": at,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": voice.words("badge.name", None, programme=record.programme),
        "issuer": profile(who),
        "validFrom": _moment(certificate.issued_at),
        "awardedDate": _moment(certificate.issued_at),
        "credentialSubject": {
            "id": f"urn:uuid:{uuid5(NAMESPACE_URL, at)}",
            "type": ["AchievementSubject"],
            "activityStartDate": f"{record.first.isoformat()}T00:00:00Z",
            "activityEndDate": f"{record.last.isoformat()}T00:00:00Z",
            "role": record.role,
            "narrative": _narrative(record, voice),
            "identifier": _identity(certificate, record, email),
            "achievement": _achievement(certificate, record, voice, who),
        },
        "credentialSchema": [{"id": _SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {
            "id": f"{status}#{place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(place),
            "statusListCredential": status,
        },
    }


def profile(who: Issuer) -> dict[str, Any]:
    """Who signs, as its public page says it."""
    return {
        "id": who.at("issuer"),
        "type": ["Profile"],
        "name": who.name or "Binôme",
        "url": who.public_url,
    }


def public_key(name: str, public: bytes) -> dict[str, str]:
    """A public key as its page gives it (a JWK)."""
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": _plain64(public),
        "kid": name,
        "use": "sig",
        "alg": "EdDSA",
    }


def where_revoked(certificate: Certificate, who: Issuer) -> tuple[str, int]:
    """The status list that would tell of a revocation, and the place in it."""
    number, place = divmod(certificate.id, _PLACES)
    return who.at("status", str(number)), place


def status_list(number: int, revoked: Collection[int], now: datetime, who: Issuer) -> str:
    """A signed list of what was revoked, among the certificates of these ids."""
    bits = bytearray(_PLACES // 8)
    for one in revoked:
        held_in, place = divmod(one, _PLACES)
        if held_in == number:
            bits[place // 8] |= 0x80 >> (place % 8)
    at = who.at("status", str(number))
    listed = {
        "@context": [CONTEXTS[0]],
        "id": at,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": who.at("issuer"),
        "validFrom": _moment(now),
        "validUntil": _moment(now + _FRESH),
        "credentialSubject": {
            "id": f"{at}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": f"u{_plain64(compress(bytes(bits), mtime=0))}",
        },
    }
    return signed(listed, who)


def signed(said: Mapping[str, Any], who: Issuer) -> str:
    """A credential as a signed token. Raises LookupError without a signer."""
    if who.signer is None:
        raise LookupError("nobody signs")
    maker = said["issuer"]
    claims = {
        **said,
        "iss": maker if isinstance(maker, str) else maker["id"],
        "jti": said["id"],
        "nbf": _seconds(said["validFrom"]),
    }
    if said["type"][1] == "OpenBadgeCredential":
        claims["sub"] = said["credentialSubject"]["id"]
    if "validUntil" in said:
        claims["exp"] = _seconds(said["validUntil"])
    head = {"alg": "EdDSA", "kid": who.at("keys", who.signer.name), "typ": "JWT"}
    text = f"{_plain64(_json(head))}.{_plain64(_json(claims))}"
    return f"{text}.{_plain64(who.signer.sign(text.encode()))}"


def _achievement(
    certificate: Certificate, record: Record, voice: Voice, who: Issuer
) -> dict[str, Any]:
    # The same for everybody of a role in a programme.
    about = who.at("achievements", str(certificate.programme_id), record.role, record.locale)
    programme = record.programme
    return {
        "id": f"urn:uuid:{uuid5(NAMESPACE_URL, about)}",
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": voice.words(f"badge.achievement.{record.role}", None, programme=programme),
        "description": voice.words(f"badge.about.{record.role}", None, programme=programme),
        "criteria": {"narrative": voice.words("badge.criteria")},
        "inLanguage": record.locale,
        "tag": [*record.themes],
    }


def _narrative(record: Record, voice: Voice) -> str:
    return voice.words(
        "badge.narrative",
        None,
        sessions=voice.words("certificate.sessions", record.sessions),
        length=voice.duration(record.minutes),
        when=dates(record, voice),
    )


def _identity(certificate: Certificate, record: Record, email: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "type": "IdentityObject",
            "identityType": "name",
            "hashed": False,
            "identityHash": record.name,
        }
    ]
    if email:
        # Of the token, so that the same facts give the same bytes.
        salt = sha256(f"salt {certificate.token}".encode()).hexdigest()[:16]
        hashed = sha256(f"{email.strip().lower()}{salt}".encode()).hexdigest()
        found.append(
            {
                "type": "IdentityObject",
                "identityType": "emailAddress",
                "hashed": True,
                "salt": salt,
                "identityHash": f"sha256${hashed}",
            }
        )
    return found


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _plain64(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
