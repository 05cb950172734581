"""The doors of the playground, over real HTTP on loopback."""

import asyncio
import json
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout

from adapters.cli.play import COORDINATOR, furnish
from adapters.web.app import real_core
from adapters.web.guard import MOST_BODY
from bot.message import Message, to_data
from storage.nouns import Address, File, Line, Outgoing, Person
from tests.web import scripted
from tests.web.site import START, Site, served


class Page:
    """What an open page may do: read, and post with its token."""

    def __init__(self, http: ClientSession, site: Site, token: str) -> None:
        self.http, self.site, self.token = http, site, token

    async def get(self, path: str, **headers: str) -> tuple[int, Any]:
        async with self.http.get(path, headers=headers) as answer:
            return answer.status, await answer.json()

    async def post(self, path: str, data: Any, **headers: str) -> tuple[int, Any]:
        sent = {"X-Token": self.token, **headers}
        async with self.http.post(path, json=data, headers=sent) as answer:
            return answer.status, await answer.json()

    async def does(self, who: str, kind: str, **more: Any) -> tuple[int, Any]:
        place = self.site.places[who]
        data = {"key": str(uuid.uuid4()), "kind": kind, **more}
        return await self.post(f"/api/places/{place}", data)

    async def says(self, who: str, text: str) -> tuple[int, Any]:
        return await self.does(who, "said", text=text)

    async def lines(self, who: str) -> list[dict[str, Any]]:
        _, data = await self.get(f"/api/places/{self.site.places[who]}")
        found: list[dict[str, Any]] = data["lines"]
        return found


@asynccontextmanager
async def opened(site: Site) -> AsyncIterator[Page]:
    async with ClientSession(site.url, timeout=ClientTimeout(60)) as http:
        async with http.get("/") as answer:
            html = await answer.text()
        found = re.search(r'name="token" content="([^"]+)"', html)
        assert found is not None
        yield Page(http, site, found.group(1))


def visit(site: Site, story: Callable[[Page], Awaitable[None]]) -> None:
    async def run() -> None:
        async with opened(site) as page:
            await story(page)

    asyncio.run(run())


def test_the_page_calls_cities_as_its_reader_does(site):
    async def story(page):
        _, french = await page.get("/api/words/fr")
        _, english = await page.get("/api/words/en")
        assert french["web.city.Europe/London"] == ["Londres"]
        assert "web.city.Europe/London" not in english, "which is its own name"
        assert "web.city.Europe/Paris" not in french

    visit(site, story)


# ---------------------------------------------------------------- conversing


def test_a_message_and_its_answer_become_lines_in_order(site):
    async def story(page):
        status, reply = await page.says("martine", "bonjour <b>toi</b>")
        assert (status, reply["errors"], reply["form"]) == (200, {}, None)
        mine, its = await page.lines("martine")
        assert (mine["author"], mine["payload"]) == (
            "person",
            {"kind": "said", "text": "bonjour <b>toi</b>"},
        )
        assert mine == reply["line"]
        assert its["author"] == "bot"
        assert its["payload"]["parts"][0]["runs"][1] == {
            "text": "bonjour <b>toi</b>",
            "bold": True,
            "typed": True,
            "at": None,
            "hour": False,
        }
        assert await page.lines("camille") == []

    visit(site, story)


def test_the_same_key_twice_is_one_event(site):
    async def story(page):
        place = site.places["martine"]
        data = {"key": str(uuid.uuid4()), "kind": "said", "text": "bonjour"}
        first, second = [await page.post(f"/api/places/{place}", data) for _ in range(2)]
        assert first == second
        assert len(await page.lines("martine")) == 2

    visit(site, story)


def test_a_command_reaches_the_core_as_a_command(site):
    async def story(page):
        await page.says("camille", "/binome review 3")
        mine, its = await page.lines("camille")
        assert mine["payload"] == {"kind": "command", "text": "review 3"}
        assert its["payload"]["parts"][0]["runs"][1]["text"] == "review 3"

    visit(site, story)


def test_an_answered_question_is_answered_once(site):
    async def story(page):
        await page.says("martine", "choisir")
        asked = (await page.lines("martine"))[-1]
        action = f"answer:{scripted.DRAFTS['choisir']}:format"
        press = {"action": action, "values": ["remote"], "of": asked["id"]}
        status, reply = await page.does("martine", "pressed", **press)
        assert status == 200
        assert reply["line"]["payload"]["label"] == "À distance"
        count = len(await page.lines("martine"))
        again = await page.does("martine", "pressed", **{**press, "values": ["either"]})
        assert again == (200, {"errors": {}, "form": None, "line": None})
        assert len(await page.lines("martine")) == count

    visit(site, story)


def test_an_answer_that_was_refused_leaves_its_question_open(site):
    async def story(page):
        await page.says("martine", "choisir")
        asked = (await page.lines("martine"))[-1]
        action = f"answer:{scripted.DRAFTS['choisir']}:format"
        press = {"action": action, "of": asked["id"]}
        _, refused = await page.does("martine", "pressed", **press, values=["either"])
        assert refused["line"]["payload"]["settles"] is False
        _, taken = await page.does("martine", "pressed", **press, values=["remote"])
        assert taken["line"]["payload"]["settles"] is True
        _, again = await page.does("martine", "pressed", **press, values=["remote"])
        assert again["line"] is None

    visit(site, story)


def test_only_what_was_shown_can_be_pressed(site):
    async def story(page):
        await page.says("martine", "choisir")
        asked = (await page.lines("martine"))[-1]
        action = f"answer:{scripted.DRAFTS['choisir']}:format"
        for wrong in (
            {"action": "close-programme:1", "of": asked["id"]},
            {"action": action, "values": ["elsewhere"], "of": asked["id"]},
            {"action": action, "values": ["remote"], "of": asked["id"] - 1},
            {"action": action, "values": ["remote"], "of": 999},
        ):
            status, told = await page.does("martine", "pressed", **wrong)
            assert (status, told["error"]) == (409, "not-offered")
        status, told = await page.does(
            "camille", "pressed", action=action, values=["remote"], of=asked["id"]
        )
        assert (status, told["error"]) == (409, "not-offered")

    visit(site, story)


def test_a_form_opens_reports_its_mistakes_and_is_sent(site):
    async def story(page):
        await page.says("martine", "texte")
        asked = (await page.lines("martine"))[-1]
        draft = scripted.DRAFTS["texte"]
        status, reply = await page.does(
            "martine", "pressed", action=f"form:{draft}", of=asked["id"]
        )
        assert status == 200
        assert reply["form"]["fields"][1]["options"][0] == {
            "value": "linkedin",
            "label": "LinkedIn",
            "hint": "",
        }
        assert reply["line"] is None
        sent: dict[str, Any] = {
            "draft": draft,
            "values": {"objectives": "", "charter": "yes"},
            "title": "T",
        }
        status, reply = await page.does("martine", "submitted", **sent)
        assert status == 200
        assert list(reply["errors"]) == ["objectives"]
        assert reply["line"] is None
        sent["values"]["objectives"] = "écrire"
        status, reply = await page.does("martine", "submitted", **sent)
        assert reply["errors"] == {}
        assert reply["line"]["payload"] == {"kind": "submitted", "draft": draft, "title": "T"}

    visit(site, story)


def test_a_channel_is_read_and_its_buttons_are_pressed_as_somebody(site):
    with site.database.work(START) as work:
        row = scripted.everything(work, work.get(Person, 1))
        data = to_data(Message(row))
        channel = site.places["channel"]
        line = work.add(
            Line(address_id=channel, author="bot", key="post", payload=data, at=work.now)
        )

    async def story(page):
        _, place = await page.get(f"/api/places/{channel}")
        assert place["channel"]["name"] == "communaute"
        assert place["channel"]["programmes"] == ["Mentorat inversé 2016"]
        status, told = await page.does("channel", "said", text="bonjour")
        assert (status, told["error"]) == (409, "channel")
        press = {"action": "accept:1", "of": line.id}
        status, told = await page.does("channel", "pressed", **press)
        assert status == 400
        status, _ = await page.does("channel", "pressed", **press, **{"as": site.places["léa"]})
        assert status == 200
        assert len(await page.lines("channel")) == 1
        assert "accept:1" in json.dumps(await page.lines("léa"))

    visit(site, story)


def test_a_failure_of_the_core_keeps_nothing_and_says_so(site):
    async def story(page):
        status, told = await page.says("martine", "casse")
        assert (status, told["error"]) == (500, "broken")
        assert "rien n’a été changé" in told["message"]
        assert await page.lines("martine") == []

    visit(site, story)


# ---------------------------------------------------------------- people


def test_people_are_found_by_the_beginning_of_any_of_their_names(site):
    async def story(page):
        _, everybody = await page.get("/api/people")
        assert everybody["total"] == 6
        assert everybody["people"][0]["name"] == "Camille Durand"
        assert everybody["people"][0]["coordinates"] == ["Mentorat inversé 2016"]
        _, found = await page.get("/api/people?search=lef%20mart")
        assert [each["name"] for each in found["people"]] == ["Martine Lefèvre"]
        assert found["people"][0]["roles"][0]["role"] == "mentee"
        _, nobody = await page.get("/api/people?search=zzz")
        assert nobody["people"] == []
        assert [each["name"] for each in everybody["channels"]] == ["communaute"]

    visit(site, story)


def test_a_newcomer_arrives_once_and_is_welcomed(site):
    async def story(page):
        newcomer = {
            "key": str(uuid.uuid4()),
            "name": "Zoé d’Été",
            "locale": "en",
            "zone": "Asia/Tokyo",
        }
        status, made = await page.post("/api/people", newcomer)
        assert status == 201
        assert await page.post("/api/people", newcomer) == (201, made)
        _, place = await page.get(f"/api/places/{made['place']}")
        assert place["person"]["name"] == "Zoé d’Été"
        assert (place["person"]["locale"], place["person"]["zone"]) == ("en", "Asia/Tokyo")
        assert [line["author"] for line in place["lines"]] == ["bot"]
        for wrong in ({"locale": "xx"}, {"zone": "Mars/Olympus"}, {"name": " "}, {"name": 3}):
            status, told = await page.post("/api/people", {**newcomer, **wrong})
            assert (status, told["about"]) == (400, next(iter(wrong)))

    visit(site, story)


def test_a_long_conversation_comes_by_pages(site):
    with site.database.work(START) as work:
        for number in range(450):
            work.add(
                Line(
                    address_id=site.places["martine"],
                    author="person",
                    key=f"n{number}",
                    payload={"kind": "said", "text": str(number)},
                    at=START,
                )
            )

    async def story(page):
        seen: list[str] = []
        path = f"/api/places/{site.places['martine']}"
        before, earlier = "", True
        while earlier:
            _, data = await page.get(path + before)
            seen = [line["payload"]["text"] for line in data["lines"]] + seen
            before, earlier = f"?before={data['lines'][0]['id']}", data["earlier"]
        assert seen == [str(number) for number in range(450)]

    visit(site, story)


# ---------------------------------------------------------------- time


def test_time_goes_forward_and_lets_what_is_due_happen(site):
    async def story(page):
        _, clock = await page.get("/api/clock", **{"Accept-Language": "en"})
        assert clock["now"] == "2016-02-09T08:12:00+00:00"
        assert not clock["playing"]
        assert clock["next"][0] == {
            "at": "2016-02-09T09:00:00+00:00",
            "subject": "Martine Lefèvre",
            "why": "End of the pause",
        }
        status, clock = await page.post("/api/clock", {"do": "next"})
        assert (status, clock["now"]) == (200, "2016-02-09T09:00:00+00:00")
        assert len(await page.lines("sophie")) == 1
        await page.post("/api/clock", {"do": "advance", "seconds": 3 * 86400})
        lines = await page.lines("sophie")
        # Each greeting came at its own moment, although the clock went three days at once.
        assert [line["at"][:16] for line in lines] == [
            f"2016-02-{day:02}T09:00" for day in (9, 10, 11, 12)
        ]

    visit(site, story)


def test_time_runs_while_a_page_is_open_and_stops_when_asked(site):
    async def story(page):
        async with page.http.get("/api/live") as live:
            await live.content.readuntil(b"\n\n")
            status, clock = await page.post("/api/clock", {"do": "play", "speed": 86400})
            assert (status, clock["playing"]) == (200, True)
            while site.clock.now() < START + timedelta(hours=5):  # noqa: ASYNC110  # its own thread
                await asyncio.sleep(0.02)
            _, clock = await page.post("/api/clock", {"do": "pause"})
            assert not clock["playing"]
        stopped = site.clock.now()
        await asyncio.sleep(0.2)
        assert site.clock.now() == stopped

    visit(site, story)


def test_time_stops_by_itself_when_nobody_watches(site):
    async def story(page):
        await page.post("/api/clock", {"do": "play", "speed": 3600})
        async with asyncio.timeout(60):  # else the clock keeps running
            while (await page.get("/api/clock"))[1]["playing"]:  # noqa: ASYNC110  # as a page asks
                await asyncio.sleep(0.02)

    visit(site, story)


@pytest.mark.parametrize(
    "wrong",
    [
        {"do": "advance", "seconds": -1},
        {"do": "advance", "seconds": 10**12},
        {"do": "advance"},
        {"do": "play", "speed": 0},
        {"do": "play", "speed": 10**9},
        {"do": "rewind"},
        {},
    ],
)
def test_time_refuses_what_makes_no_sense(site, wrong):
    async def story(page):
        status, told = await page.post("/api/clock", wrong)
        assert status == 400
        assert told["message"]
        assert site.clock.now() == START

    visit(site, story)


def test_news_reaches_an_open_page(site):
    async def story(page):
        async with page.http.get("/api/live") as live:
            assert live.headers["Content-Type"].startswith("text/event-stream")
            await live.content.readuntil(b"\n\n")
            await page.says("martine", "bonjour")
            mine = await _event(live.content, "line")
            assert mine["line"]["payload"]["text"] == "bonjour"
            its = await _event(live.content, "line")
            assert (its["place"], its["line"]["author"]) == (site.places["martine"], "bot")
            await page.post("/api/clock", {"do": "advance", "seconds": 60})
            assert (await _event(live.content, "clock"))["now"] == "2016-02-09T08:13:00+00:00"

    visit(site, story)


async def _event(stream: asyncio.StreamReader, kind: str) -> Any:
    while True:
        block = (await stream.readuntil(b"\n\n")).decode()
        if block.startswith(f"event: {kind}\n"):
            return json.loads(block.split("data: ", 1)[1])


# ---------------------------------------------------------------- who is let in


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "[bad", "10.0.0.1"])
def test_another_host_is_refused(site, host):
    async def story(page):
        status, told = await page.get("/api/people", Host=host)
        assert (status, told["error"]) == (403, "host")

    visit(site, story)


def test_a_post_needs_the_page_s_own_token_and_origin(site):
    async def story(page):
        path = f"/api/places/{site.places['martine']}"
        data = {"key": str(uuid.uuid4()), "kind": "said", "text": "bonjour"}
        own = site.url.rstrip("/")
        for headers, error in (
            ({"X-Token": "guess"}, "token"),
            ({"X-Token": ""}, "token"),
            ({"Origin": "https://example.org"}, "origin"),
            ({"Origin": "null"}, "origin"),
            ({"Origin": own.replace("http:", "https:")}, "origin"),
            ({"Sec-Fetch-Site": "cross-site"}, "origin"),
        ):
            status, told = await page.post(path, data, **headers)
            assert (status, told["error"]) == (403, error)
        status, told = await page.get("/api/people", **{"Sec-Fetch-Site": "cross-site"})
        assert status == 403
        async with page.http.post(path, data="{}", headers={"X-Token": page.token}) as answer:
            assert answer.status == 415
        assert await page.lines("martine") == []
        status, _ = await page.post(path, data, Origin=own, **{"Sec-Fetch-Site": "same-origin"})
        assert status == 200

    visit(site, story)


def test_too_long_or_mangled_bodies_have_a_face(site):
    async def story(page):
        path = f"/api/places/{site.places['martine']}"
        status, told = await page.post(path, {"text": "x" * MOST_BODY})
        assert (status, told["error"]) == (413, "too-large")
        headers = {"X-Token": page.token, "Content-Type": "application/json"}
        for body in (b"{", b"[]", b"\xff"):
            async with page.http.post(path, data=body, headers=headers) as answer:
                assert answer.status == 400
                assert (await answer.json())["error"] == "unreadable"

    visit(site, story)


def test_every_failure_is_json_in_the_language_asked_for(site):
    async def story(page):
        english = {"Accept-Language": "en-GB,fr;q=0.5"}
        for path in (
            "/nowhere",
            "/api/places/999",
            "/files/none",
            "/page/index.html",
            "/page/..%2fapp.py",
        ):
            status, told = await page.get(path, **english)
            assert status == 404
            assert set(told) == {"error", "message", "about"}
        _, told = await page.get("/api/places/999", **english)
        assert told["message"].startswith("This conversation does not exist")
        _, told = await page.get("/api/places/999", **{"Accept-Language": "de"})
        assert told["message"].startswith("Cette conversation n’existe pas")
        async with page.http.delete("/api/people", headers={"X-Token": page.token}) as answer:
            assert answer.status in (404, 405, 415)
            assert "message" in await answer.json()

    visit(site, story)


def test_the_page_may_run_nothing_but_its_own_scripts(site):
    async def story(page):
        async with page.http.get("/") as answer:
            policy = answer.headers["Content-Security-Policy"]
            html = await answer.text()
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "{{" not in html
        assert not re.search(r"<script(?![^>]*\bsrc=)", html)
        assert not re.search(r"\son\w+=|\sstyle=", html)
        for name in re.findall(r'"(/page/[^"]+)"', html):
            async with page.http.get(name) as asset:
                assert asset.status == 200
                tag = asset.headers["ETag"]
                assert asset.headers["X-Content-Type-Options"] == "nosniff"
            async with page.http.get(name, headers={"If-None-Match": tag}) as again:
                assert again.status == 304

    visit(site, story)


def test_files_come_by_token_and_only_pictures_are_shown(site):
    async def story(page):
        await page.says("martine", "tout")
        with site.database.reading(START) as work:
            files = {file.name: file for file in work.find(File)}
        for name, disposition in (
            ("seance.ics", "attachment"),
            ("rapport.html", "attachment"),
            ("graphique.png", "inline"),
        ):
            async with page.http.get(f"/files/{files[name].token}") as answer:
                assert answer.status == 200
                assert await answer.read() == files[name].content
                assert answer.headers["Content-Disposition"].startswith(disposition)
                assert "sandbox" in answer.headers["Content-Security-Policy"]
                shown = answer.headers["Content-Type"]
                assert (shown == "image/png") == (disposition == "inline")

    visit(site, story)


# ---------------------------------------------------------------- the rest


def test_a_message_delivered_twice_is_one_line(tmp_path: Path) -> None:
    with served(tmp_path, scripted.core()) as site:

        async def story(page):
            await page.says("martine", "bonjour")
            with site.database.work(START) as work:
                sent = work.find(Outgoing)[0]
                assert sent.state == "sent"
                line = work.find(Line, author="bot")[0]
                assert sent.receipt == str(line.id)
                work.change(sent, state="pending", receipt="")
            await page.post("/api/clock", {"do": "advance", "seconds": 60})
            assert len(await page.lines("martine")) == 2

        visit(site, story)


def test_the_words_of_the_page_exist_in_both_languages(site):
    async def story(page):
        _, french = await page.get("/api/words/fr")
        _, english = await page.get("/api/words/en")
        ours = [{key for key in each if "web.city." not in key} for each in (french, english)]
        assert ours[0] == ours[1]
        status, _ = await page.get("/api/words/de")
        assert status == 404

    visit(site, story)


def test_someone_unknown_greets_the_real_core(tmp_path: Path, understanding: None) -> None:
    with served(tmp_path, real_core(), inhabited=False) as site:

        async def story(page):
            data = {"key": str(uuid.uuid4()), "name": "Zoé", "locale": "fr", "zone": "Europe/Paris"}
            status, made = await page.post("/api/people", data)
            assert status == 201
            site.places["zoé"] = made["place"]
            await page.says("zoé", "bonjour")
            lines = await page.lines("zoé")
            assert [line["author"] for line in lines][-2:] == ["person", "bot"]
            status, answer = await page.does("zoé", "home")
            assert (status, answer["line"]) == (200, None)  # asking for it leaves no line
            home = (await page.lines("zoé"))[-1]
            assert home["payload"]["parts"][0]["runs"][0]["text"] == "Bonjour "
            await page.does("zoé", "pressed", action="ask:help", values=[], of=home["id"])
            assert "Écrivez-moi" in str((await page.lines("zoé"))[-1]["payload"])
            with site.database.reading(START) as work:
                assert work.get(Address, made["place"]).platform == "web"

        visit(site, story)


def test_a_guest_opens_a_link_that_a_coordinator_made_in_the_playground(tmp_path: Path) -> None:
    url = "http://127.0.0.1"
    with served(tmp_path, real_core(url), inhabited=False, url=url) as site:
        with site.database.work(START) as work:
            furnish(work)
            (claire,) = work.find(Person, name=COORDINATOR)
            (address,) = work.find(Address, person_id=claire.id)
            site.places["claire"] = address.id

        async def story(page):
            await page.says("claire", '/binome invite guest "Nadia Roy" nadia@example.org')
            told = json.dumps(await page.lines("claire"))
            found = re.search(r"http://127\.0\.0\.1/guest#([\w-]+)", told)
            assert found is not None, told
            async with page.http.get("/guest") as answer:
                assert "guest.js" in await answer.text()
            bearer = {"Authorization": f"Bearer {found[1]}"}
            async with page.http.post("/guest/enter", headers=bearer) as answer:
                assert (answer.status, (await answer.json())["person"]["name"]) == (
                    200,
                    "Nadia Roy",
                )
            async with page.http.post("/guest/enter") as answer:
                assert answer.status == 403
            for host, status in (("evil.example", 403), ("127.0.0.1", 200)):
                async with page.http.get("/guest", headers={"Host": host}) as answer:
                    assert answer.status == status
            heard: list[dict[str, Any]] = []
            while not any("réservé une place" in json.dumps(e, ensure_ascii=False) for e in heard):
                async with page.http.get("/guest/lines", headers=bearer) as answer:
                    heard = (await answer.json())["lines"]

        visit(site, story)
