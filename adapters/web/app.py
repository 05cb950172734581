"""The playground's server: one page on this machine, and the few doors behind it.

    GET  /                          the page, holding the token that every POST must repeat
    GET  /page/<file>               its styles and scripts, shipped with the package
    GET  /files/<token>             a file that a message attached
    GET  /api/words/<language>      the page's own sentences
    GET  /api/people?search=        who is there: {people: [...], total, channels: [...]}
    POST /api/people                {key, name, locale, zone}: someone new opens the conversation
    GET  /api/places/<id>?before=   a conversation: {person or channel, lines: [...], earlier}
    POST /api/places/<id>           {key, kind, …}: something a person does, see below
    GET  /api/clock                 {now, playing, speed, next: [{at, subject, why}]}
    POST /api/clock                 {do: "advance", seconds} | {do: "next"} | {do: "play", speed}
                                    | {do: "pause"}; speed is simulated seconds per second
    GET  /api/live                  Server-Sent Events: line, clock, people, reload
    …    /guest                     the page of guests, see `adapters.web.guests.door`

What a person does is `{kind: "said", text}`, `{kind: "pressed", action, values, of: <line>}`,
`{kind: "home"}`, `{kind: "submitted", draft, values, title}` or `{kind: "left"}`; in a channel,
`as` is the place of whoever does it. The answer is `{errors, form, line}`. Every failure is
`{error, message, about}`.
Only 127.0.0.1 is bound, and `adapters.web.guard` says who is let in.
"""

import asyncio
import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from datetime import timedelta
from zoneinfo import available_timezones

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.runner.clock import DrivenClock
from adapters.runner.courier import Courier
from adapters.web import places
from adapters.web.body import body_of
from adapters.web.downloads import as_download, page_answer, page_files
from adapters.web.guard import MOST_BODY, Refused, dress, guard, language_of
from adapters.web.guests.door import Door
from adapters.web.platform import WebPlatform
from adapters.web.read import Unreadable, event_from, key_of, number_in, text_in
from adapters.web.render import reply_data
from adapters.web.world import Core, World, newcomer, sender_of
from bot.calendar.zones import renamed
from bot.event import Joined, Sender
from bot.guests.door import open_to_guests
from bot.texts import LOCALES, Voice, catalogue
from storage.database import Database
from storage.nouns import Address, File, Person
from storage.work import Work

HOST = "127.0.0.1"
PORT = 8420
WORLD: web.AppKey[World] = web.AppKey("world", World)
_STEPS_SHOWN = 20


def make_app(
    database: Database,
    clock: DrivenClock,
    courier: Courier,
    platform: WebPlatform,
    core: Core | None = None,
    *,
    beat: float = 1.0,
    url: str = "",
) -> web.Application:
    """The playground on a database, a clock and a courier that delivers to `platform`.

    `beat` is how many seconds pass between two steps of play. At `url`, where it is told, guests
    open their links.
    """
    token = secrets.token_urlsafe(32)
    core = core or real_core(url)
    world = World(database, clock, courier, core, platform.live, beat)
    app = web.Application(middlewares=[guard(token)], client_max_size=MOST_BODY)
    app[WORLD] = world
    app.on_response_prepare.append(dress)
    app.on_shutdown.append(_stop)
    page = page_files("adapters.web")
    app.router.add_get("/", _page(page, token))
    app.router.add_get("/page/{name}", page_answer(page))
    app.router.add_get("/files/{token}", _file)
    app.router.add_get("/api/words/{language}", _words)
    app.router.add_get("/api/people", _people)
    app.router.add_post("/api/people", _new_person)
    app.router.add_get("/api/places/{place:[0-9]{1,15}}", _place)
    app.router.add_post("/api/places/{place:[0-9]{1,15}}", _act)
    app.router.add_get("/api/clock", _clock)
    app.router.add_post("/api/clock", _move_clock)
    app.router.add_get("/api/live", _live)
    if url:
        app.router.add_routes(Door(database, clock, core.handle, url, world.deliver_soon).doors())
    return app


def real_core(url: str = "") -> Core:
    """The core that every platform talks to; it lets guests in at `url`."""
    from bot.handle import handle
    from bot.tick import tick, upcoming

    return Core(open_to_guests(handle, url), tick, upcoming)


async def serve(app: web.Application, port: int = PORT, *, ready: Callable[[str], None]) -> None:
    """Serves the page on this machine until cancelled; `ready` is told its address."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        ready(f"http://{HOST}:{runner.addresses[0][1]}/")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


async def _stop(app: web.Application) -> None:
    await app[WORLD].pause()
    app[WORLD].live.close()


# ---------------------------------------------------------------- the page


def _page(page: Mapping[str, bytes], token: str) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        text = page["index.html"].decode()
        text = text.replace("{{token}}", token).replace("{{language}}", language_of(request))
        return web.Response(text=text, content_type="text/html")

    return answer


async def _words(request: web.Request) -> web.Response:
    language = request.match_info["language"]
    if language not in LOCALES:
        raise Refused("not-found", 404)
    ours = {key: forms for key, forms in catalogue(language).items() if key.startswith("web.")}
    ours |= {f"web.city.{zone}": (city,) for zone, city in renamed(language).items()}
    return web.json_response(ours)


async def _file(request: web.Request) -> web.Response:
    token = request.match_info["token"]
    file: File | None = await request.app[WORLD].read(lambda work: work.first(File, token=token))
    if file is None:
        raise Refused("not-found", 404)
    return as_download(file)


# ---------------------------------------------------------------- people and places


async def _people(request: web.Request) -> web.Response:
    search = request.query.get("search", "")[:100]

    def look(work: Work) -> dict[str, object]:
        return {**places.people(work, search), "channels": places.channels(work)}

    return web.json_response(await request.app[WORLD].read(look))


async def _new_person(request: web.Request) -> web.Response:
    data = await body_of(request)
    name = text_in(data, "name", at_most=80).strip()
    locale = text_in(data, "locale", at_most=5)
    zone = text_in(data, "zone", at_most=40)
    if locale not in LOCALES:
        raise Unreadable("locale")
    if zone not in available_timezones():
        raise Unreadable("zone")
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "someone"
    # The page's key makes the name unique, so that trying again does not make a second person.
    user = f"{slug[:40]}-{hashlib.sha256(key_of(data).encode()).hexdigest()[:6]}"
    event = Joined(f"web:{user}:joined", newcomer(user, name, locale, zone))
    address = await request.app[WORLD].arrive(event)
    return web.json_response({"place": address.id}, status=201)


async def _place(request: web.Request) -> web.Response:
    place = int(request.match_info["place"])
    before = request.query.get("before")

    def look(work: Work) -> dict[str, object]:
        address = _address(work, place)
        past = int(before) if before and before.isdecimal() and len(before) < 16 else None
        shown = places.lines(work, address, before=past)
        if address.person_id is None:
            about = next(each for each in places.channels(work) if each["place"] == place)
            return {"channel": about, **shown}
        return {"person": places.person_at(work, address), **shown}

    return web.json_response(await request.app[WORLD].read(look))


async def _act(request: web.Request) -> web.Response:
    world, place = request.app[WORLD], int(request.match_info["place"])
    data = await body_of(request)

    def who(work: Work) -> Sender:
        address = _address(work, place)
        if address.person_id is None:
            if data.get("kind") != "pressed":
                raise Refused("channel", 409)
            address = _address(work, number_in(data, "as"))
        if address.person_id is None:
            raise Refused("channel", 409)
        return sender_of(address, work.get(Person, address.person_id))

    event = event_from(data, await world.read(who))
    of = number_in(data, "of") if data.get("kind") == "pressed" else 0
    title = str(data.get("title", ""))[:200]
    reply, line = await world.act(event, place=place, of=of, title=title)
    return web.json_response({**reply_data(reply), "line": line})


def _address(work: Work, place: int) -> Address:
    found = work.first(Address, id=place, platform=places.PLATFORM)
    if found is None:
        raise Refused("no-place", 404)
    return found


# ---------------------------------------------------------------- time and news


async def _clock(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    coming = await world.upcoming(_STEPS_SHOWN, Voice(language_of(request)))
    return web.json_response({**world.state(), "next": coming})


async def _move_clock(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    data = await body_of(request)
    match data.get("do"):
        case "advance":
            await world.advance(timedelta(seconds=number_in(data, "seconds")))
        case "next":
            if not await world.go_to_next():
                raise Refused("nothing-due", 409)
        case "play":
            world.play(timedelta(seconds=number_in(data, "speed")))
        case "pause":
            await world.pause()
        case other:
            raise Unreadable(f"do {other!r}")
    return await _clock(request)


async def _live(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    response.headers["Cache-Control"] = "no-store"
    await response.prepare(request)
    try:
        async for news in request.app[WORLD].live.news():
            await response.write(news)
    except ConnectionError:
        pass  # the page was closed
    return response
