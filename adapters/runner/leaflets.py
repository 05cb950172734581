"""The pages that anybody may read: what this is, what is kept about people, on what terms.

GET /          what Binôme is, for whoever follows its link
GET /privacy   what is kept, for how long, how to see it and have it erased
GET /terms     what may be expected of it, and of those who use it

They are plain pages, in the language that a browser asks for or that `?lang=` names.
"""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from aiohttp import web

from bot.message import Run, Runs
from bot.texts import LOCALES, Typed, Voice, language_of

PRIVACY, TERMS = "/privacy", "/terms"
_NAMES = {"about": "/", "privacy": PRIVACY, "terms": TERMS}
# The sections of each page, and how many points each has after its first sentence.
_SECTIONS: dict[str, dict[str, int]] = {
    "about": {"begin": 0},
    "privacy": {"kept": 5, "not-kept": 4, "seen": 4, "long": 4, "rights": 4, "contact": 0},
    "terms": {"choice": 3, "pair": 2, "care": 3, "contact": 0},
}
STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem 4rem;
  font: 1.0625rem/1.6 system-ui, sans-serif; overflow-wrap: break-word; }
h1, h2 { line-height: 1.25; }
h2 { margin-top: 2rem; font-size: 1.25rem; }
li { margin: .35rem 0; }
header { text-align: right; }
nav { margin-top: 3rem; border-top: 1px solid; padding-top: 1rem; }
nav a { margin-right: 1.25rem; }
"""
_TRUSTED = b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_TRUSTED}'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Practice:
    """What the operator decided: how long people who are gone are kept, and who answers for it."""

    retention_days: int  # 0 keeps them until they ask
    contact: str = ""  # an e-mail, or the address of a page


def leaflets(practice: Practice) -> list[web.AbstractRouteDef]:
    """The pages, as the server serves them."""

    def door(name: str) -> web.AbstractRouteDef:
        async def answer(request: web.Request) -> web.StreamResponse:
            language = language_asked(request)
            return web.Response(
                text=drawn(name, practice, language),
                content_type="text/html",
                headers={**HEADERS, "Content-Language": language},
            )

        return web.get(_NAMES[name], answer)

    return [door(name) for name in _NAMES]


def language_asked(request: web.Request) -> str:
    """The language of ours that a request names, else the one its browser likes best."""
    if request.query.get("lang") in LOCALES:
        return request.query["lang"]
    liked = [*_liked(request.headers.get("Accept-Language", ""))]
    known = (each for each in liked if each.partition("-")[0].lower() in LOCALES)
    return language_of(next(known, liked[0] if liked else LOCALES[0]))


def _liked(header: str) -> Iterator[str]:
    """The languages of a browser, the best liked first."""
    ranked: list[tuple[float, int, str]] = []
    for each in header.split(","):
        name, _, weight = each.partition(";")
        likes = weight.strip().removeprefix("q=") or "1"
        if name.strip() and likes.replace(".", "", 1).isdecimal() and float(likes) > 0:
            ranked.append((-float(likes), len(ranked), name.strip()))
    for _, _, name in sorted(ranked):
        yield name


# ---------------------------------------------------------------- drawing


def drawn(name: str, practice: Practice, language: str) -> str:
    """A page in HTML."""
    voice, other = Voice(language), next(each for each in LOCALES if each != language)
    title = voice.words(f"leaflet.{name}.title")
    body = "\n".join(_sections(name, practice, voice))
    links = " ".join(
        f'<a href="{path}?lang={language}">{escape(voice.words(f"leaflet.{each}.link"))}</a>'
        for each, path in _NAMES.items()
        if each != name
    )
    said = escape(Voice(other).words("leaflet.language"))
    turn = f'<a href="?lang={other}" lang="{other}" hreflang="{other}">{said}</a>'
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} – Binôme</title>
<style>{STYLE}</style>
</head>
<body>
<header>{turn}</header>
<main>
<h1>{escape(title)}</h1>
<p>{_html(voice.runs(f"leaflet.{name}.intro"))}</p>
{body}
</main>
<nav aria-label="Binôme">{links}</nav>
</body>
</html>
"""


def _sections(name: str, practice: Practice, voice: Voice) -> Iterator[str]:
    for section, points in _SECTIONS[name].items():
        own = "leaflet" if section == "contact" else f"leaflet.{name}"
        yield f"<h2>{escape(voice.words(f'{own}.{section}.title'))}</h2>"
        if section == "contact":
            yield f"<p>{_contact(practice, voice)}</p>"
            continue
        yield f"<p>{_html(voice.runs(f'{own}.{section}.intro'))}</p>"
        if points:
            yield "<ul>"
            for number in range(1, points + 1):
                yield f"<li>{_html(_point(f'{own}.{section}.{number}', practice, voice))}</li>"
            yield "</ul>"


def _point(key: str, practice: Practice, voice: Voice) -> Runs:
    if key != "leaflet.privacy.long.2":
        return voice.runs(key)
    if not practice.retention_days:
        return voice.runs("leaflet.privacy.long.for-ever")
    return voice.runs("leaflet.privacy.long.gone", practice.retention_days)


def _contact(practice: Practice, voice: Voice) -> str:
    if not practice.contact:
        return _html(voice.runs("leaflet.contact.nobody"))
    contact = Typed(practice.contact)
    return _html(voice.runs("leaflet.contact.somebody", None, contact=contact))


def _html(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    """A stretch of text; what the operator typed is where to write."""
    text = escape(run.text)
    if run.typed:
        page = run.text.startswith(("https://", "http://"))
        return f'<a href="{text if page else f"mailto:{text}"}">{text}</a>'
    return f"<strong>{text}</strong>" if run.bold else text
