"""Binôme itself, in the Teams of the tests, and the people who talk to it there."""

import asyncio
import shutil
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Future
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.runner import Clock, Courier, SystemClock
from adapters.runner.http import listening, meanwhile
from adapters.teams import profile
from adapters.teams.app import assembled
from adapters.teams.connector import session
from adapters.teams.tokens import BySecret, Way
from bot.handle import handle
from bot.message import Message, Para, Run, to_data
from bot.understanding.recognise import recogniser
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Noun, Programme
from storage.nouns import Person as Somebody
from storage.vault import Vault
from tests.client import Chat, upgraded
from tests.ports import free_port
from tests.teams.activities import activity, pressing
from tests.teams.cards import everything
from tests.teams.microsoft import APP_ID, SECRET, TENANT, Microsoft
from tests.teams.published import wrong_in

PATIENCE = 60.0  # seconds, which no machine is too slow for
KEY = "k3y-of-the-tests-with-more-than-32-characters"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the bot answered to something that Teams sent."""

    status: int
    body: Any
    seconds: float


class Teams:
    """Microsoft and the bot, in one event loop of a thread of their own."""

    def __init__(self, database: Database, *, clock: Clock | None = None, **given: Any) -> None:
        self.database, self.clock = database, clock or SystemClock()
        self.microsoft, self.vault = Microsoft(), Vault([KEY])
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="teams", daemon=True)
        self._thread.start()
        self._given, self._stack = given, AsyncExitStack()
        self._keys = count(1)
        self.run(self._start())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Does something in the loop."""
        future: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(2 * PATIENCE)

    def stop(self) -> None:
        """Stops it as the command does: intake first."""
        self.run(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        self._loop.close()

    async def _start(
        self,
    ) -> None:
        enter = self._stack.enter_async_context
        runner = await self.microsoft.start()
        self._stack.push_async_callback(runner.cleanup)
        asked = await enter(session())
        given = dict(self._given)
        core: Callable[..., Any] = given.pop("core", handle)
        app_id: str = given.pop("app_id", APP_ID)
        way: Way | None = BySecret(APP_ID, SECRET, TENANT, self.microsoft.url) if app_id else None
        self.port = free_port()
        self.bot = assembled(
            self.database,
            self.clock,
            asked,
            self.vault,
            app_id,
            frozenset({TENANT}) if app_id else frozenset(),
            given.pop("way", way),
            f"http://127.0.0.1:{self.port}",
            core,
            f"{self.microsoft.url}/openid",
        )
        self.courier = Courier(self.database, [self.bot.platform], self.clock, look=0.05)
        running = asyncio.create_task(self.courier.run())

        async def land() -> None:
            self.courier.stop()
            await running

        self._stack.push_async_callback(land)
        self.receiving = self.bot.receiving(self.courier.kick, **given)
        await enter(meanwhile(*self.bot.works))
        doors = self.bot.doors(self.receiving)
        told = await enter(listening(self.database, doors, "127.0.0.1", self.port))
        self.url = told.removeprefix("at ")
        self.http = await enter(aiohttp.ClientSession())

    # ------------------------------------------------------------ what Teams does

    def posts(self, body: Any, **given: Any) -> Delivery:
        """Sends something to the bot, with a good token unless `header` says otherwise."""
        sent: Delivery = self.run(self._post(body, **given))
        return sent

    async def _post(
        self, body: Any, *, header: str | None = "good", raw: bytes = b"", origin: str = ""
    ) -> Delivery:
        token = f"Bearer {self.microsoft.token()}" if header == "good" else header
        headers = {} if token is None else {"Authorization": token}
        if origin:
            headers["Origin"] = origin
        what: Json = {"data": raw} if raw else {"json": body}
        began = time.monotonic()
        async with self.http.post(f"{self.url}/api/messages", headers=headers, **what) as answer:
            told = await answer.read()
            found = await answer.json() if told.startswith(b"{") else None
            return Delivery(answer.status, found, time.monotonic() - began)

    def gets(self, url: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        """Fetches a page as a browser does."""

        async def fetch() -> tuple[int, Mapping[str, str], bytes]:
            async with self.http.get(url, headers=headers) as answer:
                return answer.status, answer.headers, await answer.read()

        found: tuple[int, Mapping[str, str], bytes] = self.run(fetch())
        return found

    def person(self, name: str, **given: Any) -> "Person":
        """Somebody of the tenant, who has the app."""
        return Person(self, name, **given)

    def key(self) -> str:
        """A new id for something that happens."""
        return f"17{next(self._keys):011}"

    # ------------------------------------------------------------ what is kept

    def all(self, noun: type[Noun], **equal: Any) -> list[Any]:
        """Everything of a kind that the database holds."""
        with self.database.reading(self.clock.now()) as work:
            return [*work.find(noun, **equal)]

    def only(self, noun: type[Noun], **equal: Any) -> Any:
        """The one noun of its kind."""
        found = self.all(noun, **equal)
        assert len(found) == 1, f"{len(found)} of {noun.__name__}: {found}"
        return found[0]

    def until(self, condition: Callable[[], Any], what: str) -> Any:
        """Waits until something is so."""
        end = time.monotonic() + PATIENCE
        while not (found := condition()):
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.01)
        return found

    def settled(self) -> None:
        """Waits until nothing is due, nor left to be done after an answer."""

        def idle() -> bool:
            with self.database.reading(self.clock.now()) as work:
                coming = outbox.next_due(work)
                sending = outbox.counts(work)["sending"]
            return not sending and (coming is None or coming > self.clock.now())

        self.run(self.receiving.drain())  # what takes long is answered before it is done
        self.until(idle, "an empty outbox")
        self.run(self.receiving.drain())

    def tells(self, address: Address, *parts: Any, key: str = "k", **given: Any) -> None:
        """Puts a message in the outbox for an address."""
        told = tuple(Para((Run(each),)) if isinstance(each, str) else each for each in parts)
        with self.database.work(self.clock.now()) as work:
            outbox.post(work, key, address.id, to_data(Message(told)), **given)
        self.courier.kick()

    def opens(self, template: str = "pwn-digital-2016", **changed: Any) -> Programme:
        """A programme whose sign-up is open now."""
        chat: Any = Chat(self.database, self.clock)  # type: ignore[arg-type]  # real time
        made: Programme = chat.programme(template, starts_on=self.clock.now().date(), **changed)
        return made


class Person:
    """Somebody in a private conversation with the bot."""

    def __init__(self, teams: Teams, name: str, email: str = "") -> None:
        first = name.split(maxsplit=1)[0].lower()
        self.teams, self.name, self.conversation = teams, name, f"a:{first}"
        self.account = {"id": f"29:{first}", "name": name, "aadObjectId": f"aad-{first}"}
        self.email = email or f"{first}@example.org"
        member = {**self.account, "email": self.email, "userPrincipalName": self.email}
        teams.microsoft.members[self.account["id"]] = member

    def activity(self, kind: str = "message", /, **more: Any) -> Json:
        """Something that this person does."""
        return activity(
            kind,
            **{
                "id": self.teams.key(),
                "serviceUrl": self.teams.microsoft.service,
                "from": self.account,
                "conversation": {"id": self.conversation, "conversationType": "personal"},
                **more,
            },
        )

    def installs(self) -> Delivery:
        """Adds the app."""
        return self.teams.posts(self.activity("installationUpdate", action="add"))

    def removes(self) -> Delivery:
        """Removes the app."""
        return self.teams.posts(self.activity("installationUpdate", action="remove"))

    def says(self, text: str, **more: Any) -> Delivery:
        """Writes to the bot."""
        return self.teams.posts(self.activity(text=text, **more))

    def presses(self, title: str, *, old: bool = False, **filled: str) -> Delivery:
        """Presses a button of the latest card that has it; the card is replaced by the answer."""
        own, card = self.card_with(title)
        shown = (each["title"] for each in everything(card) if "title" in each)
        told = pressing(
            card, next(t for t in shown if _spaced(t) == _spaced(title)), filled, old=old
        )
        same = {name: told[name] for name in ("type", "name", "value") if name in told}
        kind = same.pop("type")
        answer = self.teams.posts(self.activity(kind, replyToId=own, **same))
        if not old and answer.body["type"].endswith("card.adaptive"):
            there = self.teams.microsoft.there[self.conversation]
            there[own] = {
                **there[own],
                "attachments": [{"contentType": "card", "content": answer.body["value"]}],
            }
        return answer

    def card_with(self, title: str) -> tuple[str, Json]:
        """The latest card with that button, and its id."""
        for own, said in reversed(self.there.items()):
            for each in said.get("attachments", ()):
                shown = [part.get("title", "") for part in everything(each["content"])]
                if _spaced(title) in map(_spaced, shown):
                    return own, each["content"]
        raise AssertionError(f"no card shows {title}: {self.words}")

    @property
    def there(self) -> dict[str, Json]:
        """What the conversation holds, by id."""
        return self.teams.microsoft.there.get(self.conversation, {})

    @property
    def words(self) -> str:
        """All that can be read in the conversation."""
        return "\n".join(words_of(each) for each in self.there.values())

    def waits_for(self, words: str) -> None:
        """Waits until the bot has written that."""
        self.teams.until(lambda: words in self.words, f"{words!r} in {self.words!r}")

    @property
    def address(self) -> Address:
        """Where the bot meets them."""
        found: Address = self.teams.only(Address, user=self.account["aadObjectId"])
        return found


def words_of(said: Json) -> str:
    """The words of an activity, with plain spaces."""
    told = [str(said.get("text") or "")]
    for each in said.get("attachments", ()):
        told += [
            "".join(p.get("text", "") for p in b["inlines"])
            if "inlines" in b
            else b.get("text", "")
            for b in everything(each["content"])
            if "inlines" in b or b.get("type") == "TextBlock"
        ]
        told += [b["title"] for b in everything(each["content"]) if "title" in b]
    return _spaced("\n".join(told))


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def known(teams: Teams, person: Person, **given: Any) -> Address:
    """An address for somebody, as if they had written once."""
    from adapters.teams.read import sender_of
    from adapters.teams.routes import sealed

    sender = sender_of(person.activity())
    with teams.database.work(teams.clock.now()) as work:
        whom = work.add(Somebody(name=person.name, created_at=work.now))
        return work.add(
            Address(
                **{
                    "person_id": whom.id,
                    "platform": "teams",
                    "tenant": TENANT,
                    "user": sender.user,
                    "route": sealed(sender.route, teams.vault),
                    "heard_at": work.now - timedelta(minutes=1),
                    **given,
                }
            )
        )


@pytest.fixture(scope="session")
def empty_teams(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema."""
    file = tmp_path_factory.mktemp("teams") / "empty.sqlite"
    upgraded(f"sqlite:///{file}")
    recogniser()  # so that no first message waits for what understanding learns
    return file


@pytest.fixture
def database(empty_teams: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite database of its own."""
    copy = tmp_path / "teams.sqlite"
    shutil.copyfile(empty_teams, copy)
    opened = Database(f"sqlite:///{copy}")
    yield opened
    opened.close()


@contextmanager
def running(database: Database, *, hurried: bool = False, **given: Any) -> Iterator[Teams]:
    """The bot for as long as it is needed.

    Only when it is `hurried` does it wait for Teams, and keep Teams waiting, no longer than ever.
    """
    with pytest.MonkeyPatch.context() as patch:
        if not hurried:
            given.setdefault("patience", (PATIENCE, PATIENCE))
            patch.setattr(profile, "_PATIENCE", PATIENCE)
        made = Teams(database, **given)
        try:
            yield made
        finally:
            made.stop()
    found = [wrong for call in made.microsoft.calls for wrong in wrong_in(call)]
    assert found == [], found


@pytest.fixture
def teams(database: Database) -> Iterator[Teams]:
    """The bot, running."""
    with running(database) as made:
        yield made
