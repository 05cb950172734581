"""What a guest's browser may ask, each time with the secret of their link, and nothing else.

    GET  /guest                    the page; the secret stands after `#`, which no server is sent
    GET  /guest/page/<file>        its styles and scripts
    GET  /guest/words/<language>   the page's own sentences
    POST /guest/enter              the conversation: {person, lines, earlier}
    GET  /guest/lines?after=<id>   what was said since: {lines}
    POST /guest/act                {key, kind: said | pressed | home | submitted, …}, as on the
                                   playground: {errors, form, line}
    GET  /guest/files/<token>      a file that a message of this conversation attached

A request carries `Authorization: Bearer <secret>`: no cookie, so no other site can ask in a guest's
name. Unknown, expired and withdrawn links are refused in the same words. What is typed is words,
never a command; what is pressed must have been shown to this guest.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.runner.clock import Clock
from adapters.web.acting import Handle, act
from adapters.web.body import body_of
from adapters.web.downloads import as_download, page_answer, page_files
from adapters.web.guard import HEADERS, POLICY, Refused, face, language_of
from adapters.web.guests.pace import Buckets
from adapters.web.places import lines
from adapters.web.read import Json, Unreadable, event_from, key_of, number_in, text_in
from adapters.web.render import line_data, reply_data
from bot.event import Event, Joined, Said, Sender
from bot.guests.passes import PATH, address_of, admitted, opened
from bot.texts import LOCALES, catalogue
from storage.database import Database
from storage.nouns import Address, File, Line, Pass, Person
from storage.work import Work

_log = structlog.get_logger()
_MOST_BODY = 64 * 1024  # bytes
_LONGEST_SECRET = 100  # characters
_PAGE = ("guest.js", "guest.css")  # our own, beside what the playground's page is drawn with
_SHARED = (
    *("colours.css", "layout.css", "chat.css", "form.css", "logo.svg", "look.js"),
    *("dom.js", "form.js", "parts.js", "question.js", "words.js"),
)
_POLICY = POLICY.replace("img-src 'self'", "img-src 'self' blob:")


class Door:
    """The guests' door on a database: `handle` is the core's, `kick` wakes the courier."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        handle: Handle,
        public_url: str,
        kick: Callable[[], None] = lambda: None,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._clock, self._handle, self._kick = database, clock, handle, kick
        self._origin = "{0.scheme}://{0.netloc}".format(urlsplit(public_url))
        self._acts = Buckets(40, 60.0, now)  # of one guest
        self._reads = Buckets(120, 60.0, now)
        self._strangers = Buckets(60, 60.0, now)  # of everybody whose link opens nothing

    def doors(self) -> list[web.AbstractRouteDef]:
        """The routes, as the server serves them."""
        page = page_files("adapters.web", _SHARED) | page_files("adapters.web.guests", _PAGE)
        html = (files("adapters.web.guests") / "page" / "guest.html").read_text("utf-8")
        return [
            web.get(PATH, self._guarded(self._html(html))),
            web.get(f"{PATH}/page/{{name}}", self._guarded(page_answer(page))),
            web.get(f"{PATH}/words/{{language}}", self._guarded(_words)),
            web.post(f"{PATH}/enter", self._guarded(self._enter)),
            web.get(f"{PATH}/lines", self._guarded(self._lines)),
            web.post(f"{PATH}/act", self._guarded(self._act)),
            web.get(f"{PATH}/files/{{token}}", self._guarded(self._file)),
        ]

    # ------------------------------------------------------------ who is let in

    def _guarded(self, handler: Handler) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            response = await self._faced(request, handler)
            for name, value in {**HEADERS, "Content-Security-Policy": _POLICY}.items():
                response.headers.setdefault(name, value)
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault("X-Robots-Tag", "noindex")
            return response

        return answer

    async def _faced(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Every failure is a sentence, and none tells more than that."""
        try:
            return await handler(request)
        except Refused as refused:
            return face(request, refused.code, refused.status)
        except (Unreadable, LookupError):
            return face(request, "unreadable", 400)
        except (ConnectionError, TimeoutError, web.HTTPException):
            raise
        except Exception as error:
            _log.error("the guests' page failed", error=type(error).__name__, path=request.path)
            return face(request, "broken", 500)

    async def _with(self, request: web.Request, then: Callable[[Work, Pass], Any]) -> Any:
        """Does something for the guest whose link it is. Raises Refused for anybody else."""
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not 20 <= len(secret) <= _LONGEST_SECRET:
            raise self._unknown()
        origin = request.headers.get("Origin")
        if origin is not None and origin != self._origin:
            raise Refused("origin", 403)

        def inside(work: Work) -> Any:
            found = admitted(work, secret)
            return None if found is None else (found.id, then(work, found))

        came = await asyncio.to_thread(self._database.carry_out, self._clock.now(), inside)
        if came is None:
            raise self._unknown()
        return came[1]

    def _unknown(self) -> Refused:
        return Refused("guest", 403) if self._strangers.take("all") else Refused("slow", 429)

    def _may(self, buckets: Buckets, found: Pass) -> None:
        if not buckets.take(found.person_id):
            raise Refused("slow", 429)

    # ------------------------------------------------------------ what is asked

    def _html(self, html: str) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            text = html.replace("{{language}}", language_of(request))
            return web.Response(text=text, content_type="text/html")

        return answer

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        def enter(work: Work, found: Pass) -> dict[str, Any]:
            self._may(self._reads, found)
            address, person = _met(work, opened(work, found))
            if not address.welcomed:
                sender = _sender(address, person, language_of(request))  # that of the page
                self._handle(Joined(f"guest:{found.id}:joined", sender), work)
            return {"person": _shown(work.get(Person, person.id)), **lines(work, address)}

        told = await self._with(request, enter)
        self._kick()
        return web.json_response(told)

    async def _lines(self, request: web.Request) -> web.StreamResponse:
        after = request.query.get("after", "0")
        since = int(after) if after.isdecimal() and len(after) < 16 else 0

        def look(work: Work, found: Pass) -> list[dict[str, Any]]:
            self._may(self._reads, found)
            address, _ = _met(work, found)
            said = work.find(Line, address_id=address.id)
            return [line_data(line) for line in said if line.id > since]

        return web.json_response({"lines": await self._with(request, look)})

    async def _act(self, request: web.Request) -> web.StreamResponse:
        data = await _body(request)

        def do(work: Work, found: Pass) -> dict[str, Any]:
            self._may(self._acts, found)
            address, person = _met(work, found)
            event = _event(data, _sender(address, person, data.get("language")))
            of = number_in(data, "of") if data.get("kind") == "pressed" else 0
            title = str(data.get("title", ""))[:200]
            reply, line = act(work, self._handle, event, address.id, of, title)
            return {**reply_data(reply), "line": None if line is None else line_data(line)}

        told = await self._with(request, do)
        self._kick()
        return web.json_response(told)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]

        def look(work: Work, found: Pass) -> File | None:
            self._may(self._reads, found)
            address, _ = _met(work, found)
            file = work.first(File, token=token)
            said = work.find(Line, address_id=address.id, author="bot")
            given = any(_attaches(line, token) for line in said)
            return file if given else None

        file = await self._with(request, look)
        if file is None:
            raise Refused("not-found", 404)
        return as_download(file)


def _met(work: Work, found: Pass) -> tuple[Address, Person]:
    return address_of(work, found), work.get(Person, found.person_id)


def _sender(address: Address, person: Person, turned_to: Any = None) -> Sender:
    """The guest, in the language that they turned the page to, else in their own."""
    return Sender(
        platform=address.platform,
        tenant=address.tenant,
        user=address.user,
        name=person.name,
        locale=turned_to if turned_to in LOCALES else person.locale,
    )


def _event(data: Json, sender: Sender) -> Event:
    """What the guest did. A guest gives no commands: what begins with a slash is words."""
    kind = data.get("kind")
    if kind == "said":
        return Said(f"web:{sender.user}:{key_of(data)}", sender, text_in(data, "text"))
    if kind not in ("pressed", "home", "submitted"):
        raise Unreadable("kind")
    return event_from(data, sender)


def _shown(person: Person) -> dict[str, str]:
    return {"name": person.name, "locale": person.locale, "zone": person.zone}


def _attaches(line: Line, token: str) -> bool:
    parts = line.payload.get("parts", ())
    return any(part.get("part") == "attachment" and part.get("token") == token for part in parts)


async def _words(request: web.Request) -> web.StreamResponse:
    language = request.match_info["language"]
    if language not in LOCALES:
        raise Refused("not-found", 404)
    ours: Mapping[str, Any] = catalogue(language)
    return web.json_response({key: forms for key, forms in ours.items() if key.startswith("web.")})


async def _body(request: web.Request) -> Json:
    if request.content_type != "application/json" or (request.content_length or 0) > _MOST_BODY:
        raise Refused("too-large" if request.content_length else "unreadable", 413)
    return await body_of(request)
