"""The guests' page, served for real on loopback in a thread of its own, with a guest invited."""

import asyncio
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from adapters.runner.clock import DrivenClock
from adapters.runner.courier import Courier
from adapters.runner.http import listening
from adapters.web.guests.door import Door
from adapters.web.platform import WebPlatform
from bot.event import Command
from bot.guests.door import open_to_guests, opening
from bot.handle import handle
from bot.message import from_data, text_of
from bot.understanding.recognise import recogniser
from storage import outbox
from storage.database import Database
from tests.client import Chat

START = datetime(2016, 1, 5, 9, tzinfo=UTC)


@dataclass
class House:
    """A served door, the conversation behind it, and the link of a guest."""

    url: str
    chat: Chat
    link: str
    seconds: list[float]  # what the door believes the time to be

    @property
    def secret(self) -> str:
        return self.link.partition("#")[2]

    def asks(
        self,
        path: str,
        data: Any = None,
        *,
        secret: str | None = None,
        method: str = "",
        **headers: str,
    ) -> tuple[int, Any]:
        """The status and the JSON that a request is answered with."""
        body = None if data is None else json.dumps(data).encode()
        known = self.secret if secret is None else secret
        given = {"Authorization": f"Bearer {known}", "Accept-Language": "fr"}
        if body is not None:
            given["Content-Type"] = "application/json"
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(  # noqa: S310  # our own server, by HTTP
            f"{self.url}/guest/{path}", body, given
        )
        request.method = method or ("POST" if body is not None else "GET")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  # the same
                return answer.status, _read(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, _read(refused)

    def acts(self, kind: str, **more: Any) -> tuple[int, Any]:
        """What the guest does, under a key of its own."""
        return self.asks("act", {"key": str(uuid4()), "kind": kind, **more})

    def gives(self, words: str, *, door: str = "https://binome.example.org") -> str:
        """What Claire, who coordinates, is answered; by another way than the page's."""
        claire = self.chat.people["claire"]
        with opening(door), self.chat.database.work(self.chat.clock.now()) as work:
            handle(Command(self.chat.key(), claire.sender, words), work)
        told: list[str] = []
        with self.chat.database.work(self.chat.clock.now()) as work:
            for each in outbox.claim(work, ["console"], limit=100):
                told.append(text_of(from_data(each.outgoing.payload)))
                assert outbox.sent(work, each, "receipt")
        return plain("\n".join(told))

    def link_in(self, words: str) -> str:
        """The link in the answer to a command."""
        return next(each for each in self.gives(words).split() if each.startswith("https://"))

    def enters(self, **more: Any) -> tuple[int, Any]:
        return self.asks("enter", method="POST", **more)


def plain(text: str) -> str:
    """Text with plain spaces, as tests write them."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _read(answer: Any) -> Any:
    text = answer.read()
    json_ = answer.headers.get_content_type() == "application/json"
    return json.loads(text) if json_ else text.decode()


@contextmanager
def housed(folder: Path, *, state: str = "signup", port: int = 0, **plan: Any) -> Iterator[House]:
    """Serves the door on a database of its own until the block ends."""
    recogniser()  # as where it is served: no transaction waits for it
    database = Database(f"sqlite:///{folder / 'guests.sqlite'}")
    database.upgrade()
    clock, seconds = DrivenClock(START), [0.0]
    chat = Chat(database, clock)
    programme = chat.programme(state=state, starts_on=date(2016, 2, 2), **plan)
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, programme)
    ready, told, stops = threading.Event(), [], []

    async def run() -> None:
        platform = WebPlatform(database, clock)
        courier = Courier(database, [platform], clock)
        core = open_to_guests(handle, "https://binome.example.org")
        # Our own address is only known once it is listened on, and nobody asks before.
        door = Door(database, clock, core, told_url(), lambda: None, now=lambda: seconds[0])
        async with listening(database, door.doors(), "127.0.0.1", port) as at:
            told.append(at.removeprefix("at "))
            stop = asyncio.Event()
            stops.append((asyncio.get_running_loop(), stop))
            ready.set()
            while not stop.is_set():
                await courier.once()
                await asyncio.sleep(0.05)

    def told_url() -> str:
        return f"http://127.0.0.1:{port}" if port else "https://binome.example.org"

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    try:
        assert ready.wait(60), "the door did not open"
        house = House(told[0], chat, "", seconds)
        house.link = _invited(house)
        yield house
    finally:
        loop, stop = stops[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join(60)
        database.close()
        assert not thread.is_alive()


def _invited(house: House) -> str:
    """The link that a coordinator is given, word for word."""
    return house.link_in('invite guest "Nadia Roy" nadia@exemple.fr mentor')
