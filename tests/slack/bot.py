"""Binôme itself, in the Slack of the tests: by HTTP or by socket, for one workspace or for many."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.runner import Clock, Courier, SystemClock
from adapters.runner.http import listening, meanwhile
from adapters.slack import profile, receiving, serving
from adapters.slack.api import connected
from adapters.slack.app import assembled, bolt
from adapters.slack.installed import ManyKeys
from adapters.slack.installing import States, flow
from adapters.slack.keys import OneKey, presented
from bot.handle import handle
from bot.message import Message, Para, Run, to_data
from bot.understanding.recognise import recogniser
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Noun, Person, Programme
from storage.vault import Vault
from tests.client import Chat, upgraded
from tests.ports import free_port
from tests.slack.harness import Slack, Workspace

PATIENCE = 60.0  # seconds, which no machine is too slow for
SECRET = "k3y-of-the-tests-with-more-than-32-characters"


class Binome:
    """The bot, running; `workspace` is where it has the one token, None when it is installed."""

    def __init__(
        self,
        slack: Slack,
        database: Database,
        workspace: Workspace | None,
        *,
        by_socket: bool = False,
        core: Callable[..., Any] = handle,
        clock: Clock | None = None,
        **given: Any,
    ) -> None:
        self.slack, self.database = slack, database
        self.clock = clock or SystemClock()
        self.vault = Vault([SECRET])
        self.workspaces = {"*"}  # that may install it
        self._workspace, self._socket, self._core, self._given = workspace, by_socket, core, given
        self._stack = AsyncExitStack()
        self.url = ""

    def start(self) -> None:
        """Starts it in Slack's event loop."""
        if self._socket:
            self.slack.by_socket()
        self.slack.run(self._start())
        if not self._socket:
            self.slack.hears_at(f"{self.url}/slack/events")

    def stop(self) -> None:
        """Stops it as the command does: intake first."""
        self.slack.run(self._stack.aclose())

    async def _start(self) -> None:
        enter = self._stack.enter_async_context
        slack = self.slack
        api = await enter(connected(slack.api_url))
        pages, port = None, free_port()
        if self._workspace is not None:
            self.keys: Any = OneKey(await presented(api, self._workspace.bot_token))
        else:
            self.keys = ManyKeys(
                self.database, self.vault, self.clock, api, slack.client_id, slack.client_secret
            )
            states = States(self.database, self.vault, self.clock)
            pages = flow(
                api,
                self.keys,
                states,
                slack.client_id,
                slack.client_secret,
                f"http://127.0.0.1:{port}",
                self.workspaces,
            )
        self.bot = assembled(self.database, self.clock, api, self.keys, self._core)
        self.courier = Courier(self.database, [self.bot.platform], self.clock, look=0.05)
        running = asyncio.create_task(self.courier.run())

        async def land() -> None:
            self.courier.stop()
            await running

        self._stack.push_async_callback(land)
        self.receiving = self.bot.receiving(self.courier.kick, **self._given)
        app = bolt(api, self.receiving, "" if self._socket else slack.signing_secret)
        await enter(meanwhile(self.bot.homes.run))
        if self._socket:
            await enter(serving.by_socket(api, app, self.receiving, slack.app_token))
        else:
            self._stack.push_async_callback(self.receiving.drain)
            doors = serving.doors(app, pages)
            told = await enter(listening(self.database, doors, "127.0.0.1", port))
            self.url = told.removeprefix("at ")

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
        return self.slack.calls.until(condition, what)

    def settled(self) -> None:
        """Waits until nothing is due."""

        def idle() -> bool:
            with self.database.reading(self.clock.now()) as work:
                coming = outbox.next_due(work)
                sending = outbox.counts(work)["sending"]
            return not sending and (coming is None or coming > self.clock.now())

        self.slack.run(self.receiving.drain())  # what takes long is answered before it is done
        self.until(idle, "an empty outbox")
        self.slack.run(self.receiving.drain())

    def posts(self, address: Address, text: str, key: str = "k", **given: Any) -> None:
        """Puts a message in the outbox for an address."""
        told = to_data(Message((Para((Run(text),)),)))
        with self.database.work(self.clock.now()) as work:
            outbox.post(work, key, address.id, told, **given)
        self.courier.kick()

    def known(self, person: Any, workspace: Workspace, **given: Any) -> Address:
        """An address for somebody of a workspace, as if they had written once."""
        with self.database.work(self.clock.now()) as work:
            whom = work.add(Person(name=person.profile.name, created_at=work.now))
            return work.add(
                Address(
                    person_id=whom.id,
                    platform="slack",
                    tenant=workspace.id,
                    user=person.id,
                    heard_at=work.now,
                    **given,
                )
            )

    def opens(self, template: str = "pwn-digital-2016", **changed: Any) -> Programme:
        """A programme whose sign-up is open now."""
        chat: Any = Chat(self.database, self.clock)  # type: ignore[arg-type]  # real time
        made: Programme = chat.programme(template, starts_on=self.clock.now().date(), **changed)
        return made


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema."""
    file = tmp_path_factory.mktemp("slack") / "empty.sqlite"
    upgraded(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def learned() -> None:
    """What understanding learns at the start, so that no first message waits for it."""
    recogniser()


@pytest.fixture
def database(learned: None, empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite database of its own."""
    copy = tmp_path / "slack.sqlite"
    shutil.copyfile(empty_file, copy)
    opened = Database(f"sqlite:///{copy}")
    yield opened
    opened.close()


@contextmanager
def running(*given: Any, hurried: bool = False, **named: Any) -> Iterator[Binome]:
    """The bot for as long as it is needed.

    Only when it is `hurried` does it wait for Slack, and keep Slack waiting, no longer than ever.
    """
    with pytest.MonkeyPatch.context() as patch:
        if not hurried:
            named.setdefault("patience", PATIENCE)
            patch.setattr(receiving, "_OPENING", PATIENCE)
            patch.setattr(profile, "_PATIENCE", PATIENCE)
        made = Binome(*given, **named)
        made.start()
        try:
            yield made
        finally:
            made.stop()
