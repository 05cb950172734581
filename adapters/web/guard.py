"""Who may talk to the playground: this machine, this page, and nobody in its name.

- Only a loopback name is accepted as Host, so that a name which points here by trickery is refused.
- What changes something must come from our own page: its origin, and a token only that page holds.
- The page may load nothing from elsewhere and run no script but ours; typed text cannot become one.
- Every refusal is a JSON sentence, in the language of the page.
"""

import hmac
import re
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from adapters.web.read import Unreadable
from bot.guests.passes import PATH
from bot.texts import LOCALES, UnknownText, Voice

_log = structlog.get_logger()

MOST_BODY = 256 * 1024  # bytes
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_OURS = {"same-origin", "none"}  # `none`: the person typed the address themselves
_SAFE = {"GET", "HEAD"}
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Refused(Exception):
    """The request was refused with the status {status}: {code}."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__((type(self).__doc__ or "").format(code=code, status=status))
        self.code, self.status = code, status


def guard(token: str) -> Middleware:
    """Lets our own page through, and turns every failure into a sentence."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            _check(request, token)
            return await handler(request)
        except Refused as refused:
            return face(request, refused.code, refused.status)
        except Unreadable as unreadable:
            return face(request, "unreadable", 400, unreadable.what)
        except web.HTTPException as refusal:
            return face(request, _CODES.get(refusal.status, "refused"), refusal.status)
        except (ConnectionError, TimeoutError):
            raise
        except Exception:
            _log.exception("the playground failed", method=request.method, path=request.path)
            return face(request, "broken", 500)

    return guarded


_CODES = {404: "not-found", 405: "not-found", 413: "too-large", 400: "unreadable"}


async def dress(_request: web.Request, response: web.StreamResponse) -> None:
    """Puts the protective headers on every answer, streams included."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")


def face(request: web.Request, code: str, status: int, about: str = "") -> web.Response:
    """A refusal as JSON: a code for programs, a sentence for people."""
    voice = Voice(language_of(request))
    try:
        sentence = voice.words(f"web.error.{code}")
    except UnknownText:  # pragma: no cover - a test walks every code
        sentence = code
    data = {"error": code, "message": sentence, "about": about}
    return web.json_response(data, status=status)


def language_of(request: web.Request) -> str:
    """The first language of ours that the browser, or the page in its name, asks for."""
    for wanted in request.headers.get("Accept-Language", "").split(","):
        language = re.split(r"[-;]", wanted.strip())[0].lower()
        if language in LOCALES:
            return language
    return "fr"


def _check(request: web.Request, token: str) -> None:
    try:
        host = urlsplit(f"//{request.host}").hostname
    except ValueError:
        host = None
    if host not in _LOOPBACK:
        raise Refused("host", 403)
    if request.headers.get("Sec-Fetch-Site", "none") not in _OURS:
        raise Refused("origin", 403)
    if request.method in _SAFE:
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise Refused("origin", 403)
    if request.path.startswith(f"{PATH}/"):
        return  # a guest's request carries the secret of their link instead
    if not hmac.compare_digest(request.headers.get("X-Token", "").encode(), token.encode()):
        raise Refused("token", 403)
    if request.content_type != "application/json":
        raise Refused("unreadable", 415)
