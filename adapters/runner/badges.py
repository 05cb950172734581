"""The pages by which anybody checks a certificate and its badge, and whoever signed them.

GET /badges/issuer            who signs (an Open Badges profile)
GET /badges/keys/NAME         a public key (a JWK), named by the head of every badge
GET /badges/status/N          what was revoked (a signed BitstringStatusList)
GET /badges/TOKEN             what a certificate says; with `?format=jwt`, its signed credential

A token is on the certificate, and nowhere else: whoever has it was shown it by its holder.
"""

from asyncio import to_thread
from collections.abc import Callable
from html import escape
from typing import Any

from aiohttp import web

from adapters.runner.clock import Clock
from adapters.runner.leaflets import HEADERS, STYLE, language_asked
from bot.recognition.badge import badge, profile, public_key, status_list
from bot.recognition.certificate import dates, day
from bot.recognition.giving import told
from bot.recognition.issuer import BADGES, Issuer
from bot.recognition.record import Record
from bot.texts import Voice
from storage.database import Database
from storage.nouns import Certificate, Enrolment, Person, SigningKey
from storage.signing import revoked
from storage.work import Work

_JWT = "application/jwt"
_A_WHILE = "public, max-age=300"  # seconds that others may keep a status list


def badges(database: Database, clock: Clock, who: Issuer) -> list[web.AbstractRouteDef]:
    """The pages, as the server serves them."""

    async def read(look: Callable[[Work], Any]) -> Any:
        def looking() -> Any:
            with database.reading(clock.now()) as work:
                return look(work)

        return await to_thread(looking)

    async def issuer(_request: web.Request) -> web.StreamResponse:
        return _json({"@context": [_CONTEXT], **profile(who)})

    async def key(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        found: SigningKey | None = await read(lambda work: work.first(SigningKey, name=name))
        if found is None:
            raise web.HTTPNotFound
        return _json(public_key(found.name, found.public))

    async def status(request: web.Request) -> web.StreamResponse:
        number = int(request.match_info["number"])

        def look(work: Work) -> str:
            return status_list(number, revoked(work), work.now, who)

        return _token(await read(look), **{"Cache-Control": _A_WHILE})

    async def check(request: web.Request) -> web.StreamResponse:
        token, language = request.match_info["token"], language_asked(request)
        certificate, email = await read(lambda work: _found(work, token))
        record = certificate and told(certificate)
        if request.query.get("format") == "jwt":
            if not record or not who.signs:
                raise web.HTTPNotFound
            return _token(badge(certificate, record, email, who))
        return web.Response(
            text=drawn(certificate, record, who, language),
            status=200 if record else 404,
            content_type="text/html",
            headers={**HEADERS, "Content-Language": language, "X-Robots-Tag": "noindex"},
        )

    return [
        web.get(f"{BADGES}/issuer", issuer),
        web.get(f"{BADGES}/keys/{{name:[0-9a-f]{{16}}}}", key),
        web.get(f"{BADGES}/status/{{number:[0-9]{{1,9}}}}", status),
        web.get(f"{BADGES}/{{token:[^/]*}}", check),  # cut short or mistyped: the page says so
    ]


_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_OPEN = {"Access-Control-Allow-Origin": "*"}  # checkers also run in browsers


def _json(value: dict[str, Any]) -> web.Response:
    return web.json_response(value, headers=_OPEN)


def _token(signed: str, **headers: str) -> web.Response:
    return web.Response(body=signed.encode(), content_type=_JWT, headers={**_OPEN, **headers})


def _found(work: Work, token: str) -> tuple[Certificate | None, str]:
    """A certificate, and the e-mail of whoever holds it."""
    certificate = work.first(Certificate, token=token)
    if certificate is None:
        return None, ""
    place = work.get(Enrolment, certificate.enrolment_id)
    return certificate, work.get(Person, place.person_id).email or ""


def drawn(
    certificate: Certificate | None, record: Record | None, who: Issuer, language: str
) -> str:
    """What a certificate says, as a page in HTML."""
    voice = Voice(language)
    if certificate is None or record is None:
        verdict, rows, link = voice.words("check.unknown"), "", ""
    else:
        withdrawn = certificate.revoked_at is not None
        verdict = voice.words("check.revoked" if withdrawn else "check.valid")
        rows = "\n".join(
            f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
            for name, value in _rows(record, voice)
        )
        said = escape(voice.words("check.token"))
        link = f'<p><a href="?format=jwt">{said}</a></p>' if who.signs else ""
    title = escape(voice.words("check.title"))
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Binôme</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p><strong>{escape(verdict)}</strong></p>
<dl>
{rows}
</dl>
{link}
</main>
</body>
</html>
"""


def _rows(record: Record, voice: Voice) -> list[tuple[str, str]]:
    held = voice.words("certificate.sessions", record.sessions)
    rows = [
        ("name", record.name),
        ("role", voice.words(f"badge.role.{record.role}")),
        ("programme", record.programme),
        ("organisation", record.organisation),
        ("sessions", f"{held}, {voice.duration(record.minutes)}"),
        ("dates", dates(record, voice)),
        ("made-on", day(record.on, voice.locale)),
    ]
    return [(voice.words(f"check.{name}"), value) for name, value in rows if value]
