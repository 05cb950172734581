"""A Slack to test against, most of which nobody here wrote.

    def test_signing_up(slack):
        atlas = slack.workspace("Réseau Atlas", people=["Lucie Martin", "Agnès Durand"])
        url = slack.serve(make_app(...))           # an aiohttp application, in a thread of its own
        slack.hears_at(f"{url}/slack/events")      # where Slack sends what happens
        lucie = atlas.person("Lucie")
        lucie.says("bonjour")                      # → Delivery(status, body, json, again())
        lucie.waits_for("Bienvenue")               # waits for the outbox, up to a minute
        lucie.clicks("Je veux apprendre")
        lucie.submits({"Votre prénom": "Lucie"})   # the modal that opened

What the app needs
    slack.api_url          base_url of AsyncWebClient, with its slash at the end
    slack.signing_secret, slack.client_id, slack.client_secret, slack.app_id
    slack.authorize_url    authorization_url of Bolt's OAuth settings (instead of slack.com's)
    slack.app_token        xapp-…, for Socket Mode
    workspace.bot_token    xoxb-…; "" when installed=False

Workspaces: slack.workspace(name, people=…, channels=…, installed=True, scopes=…, id="T0ATLAS",
    enterprise="", rotating=False). People are names or Profile(name=, email=, tz=, locale=, admin=,
    owner=, guest=, title=). workspace.person("Lucie"), .id, .bot_user, .bot_id,
    .channels["general"] (an id), .homes, .prompts, .expire() (its tokens answer token_expired),
    .ask(method, token, **args) (emulate, asked directly). slack.people["Lucie"] looks in all.

People (server/person.py): says, clicks, submits, closes, gives("/binome", "status", channel=…),
    opens_home, uses_shortcut(callback, message=…), changes(tz=…), adds_bot(channel), removes_bot,
    installs(url), uninstalls(); messages, reads(channel), ephemerals, groups, home, modal, dm,
    waits_for(words). A DM is written to emulate first, so it has a real channel and ts.
    In an asyncio test: `await asyncio.to_thread(lucie.says, "bonjour")`.

How the app is reached
    slack.hears_at(url)    signed HTTP; slack.way.post(kind, payload, age=…, signature=…) forges
    slack.by_socket()      Socket Mode: envelopes to whoever has connected
    slack.event(workspace, {…})   any other event
    slack.challenge()      url_verification

What it did: slack.calls (server/calls.py): .to("chat.postMessage", channel=…), .counted(),
    .busiest("chat.postMessage", seconds=60), .early() (before a Retry-After was over),
    .until(condition, what). A call has method, args,
    workspace, at, status, answer, fault, arrived. "response_url" and "upload" are methods too.
    When the test ends every call is judged (judge.py); slack.unjudged = "why" spares them.

What goes wrong: slack.faults (server/faults.py): limited(method, seconds=, after=, times=),
    fails(method, "channel_not_found", channel="U…"), breaks(status=503), slow(method, seconds=),
    refuses(method), cuts(method) (done, then the connection is cut), lifted().

emulate 0.12.2 plays users, conversations, chat, files, views with single-use trigger ids, scopes
and OAuth. Ours, in server/gaps.py: time zones and locales, who may post in a channel, rotation,
revocation, suggested prompts, response_url, ids of blocks, Socket Mode.
"""

import asyncio
import threading
from collections.abc import Coroutine, Iterable, Iterator, Mapping
from concurrent.futures import Future
from typing import Any

import pytest
from aiohttp import web as aiohttp_web

from tests.slack.server.calls import Calls
from tests.slack.server.faults import Faults
from tests.slack.server.inbound import Delivery, Signed
from tests.slack.server.link import Link
from tests.slack.server.npm import Emulators
from tests.slack.server.people import Profile
from tests.slack.server.person import Person
from tests.slack.server.proxy import Proxy
from tests.slack.server.sockets import Sockets
from tests.slack.server.workspace import EVERY_SCOPE, Workspace, seed

__all__ = ["Person", "Profile", "Slack", "Workspace", "emulators", "slack"]


class Slack:
    """Workspaces, the app's keys, and all that passes between the two."""

    app_id = "A0BINOME"
    client_id = "12345.67890"
    client_secret = "client-secret"
    signing_secret = "8f742231b10e8888abcd99yyyzzz85a5"
    app_token = "xapp-1-A0BINOME-1-abc"

    def __init__(self, emulators: Emulators) -> None:
        self._emulators = emulators
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack", daemon=True)
        self._thread.start()
        self._runners: list[aiohttp_web.AppRunner] = []
        self.calls = Calls()
        self.faults = Faults()
        self.unjudged = ""
        self._app = {
            "app_id": self.app_id,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        self.proxy = Proxy(self.calls, self.faults, self._app)
        self.proxy.app_token = self.app_token
        self._runners.append(self.run(self.proxy.start()))
        self._link = Link(self.calls, self.proxy)
        self.workspaces: dict[str, Workspace] = {}

    @property
    def api_url(self) -> str:
        """The base_url of a client."""
        return f"{self.proxy.url}/api/"

    @property
    def authorize_url(self) -> str:
        """Where people are sent to install the app."""
        return f"{self.proxy.url}/oauth/v2/authorize"

    @property
    def people(self) -> Mapping[str, Person]:
        """Everybody, by the first word of their name."""
        return {
            person.profile.name.split()[0]: person
            for workspace in self.workspaces.values()
            for person in workspace.people.values()
        }

    @property
    def way(self) -> Any:
        """How the app is reached."""
        return self._link.way

    def workspace(
        self,
        name: str = "Réseau Atlas",
        *,
        people: Iterable[str | Profile] = (),
        channels: Iterable[str] = ("general",),
        installed: bool = True,
        scopes: Iterable[str] = EVERY_SCOPE,
        id: str = "T0ATLAS",  # noqa: A002  Slack's own word
        enterprise: str = "",
        rotating: bool = False,
    ) -> Workspace:
        """A new workspace; its people are in all of its channels, the bot in none."""
        profiles = [p if isinstance(p, Profile) else Profile(name=p) for p in people]
        names, scopes = list(channels), tuple(scopes)
        url = self._emulators.start(id, seed(profiles, names, self._app, id, scopes))
        made = Workspace(id, name, url, self._app, enterprise, rotating)
        known = {user["name"]: user["id"] for user in made.members()}
        for profile in profiles:
            user = known[profile.handle]
            made.directory.profiles[user] = profile
            made.people[user] = Person(user, made, self._link)
        listed = made.ask("conversations.list", limit=1000)["channels"]
        made.channels.update({c["name"]: c["id"] for c in listed if c["name"] in names})
        for person in made.people.values():
            for channel in made.channels.values():
                made.ask("conversations.join", person.token, channel=channel)
        self.workspaces[id] = self.proxy.workspaces[id] = made
        if installed:
            self.proxy.granted(made, "inner-app", scopes)
        return made

    def hears_at(self, url: str) -> None:
        """From now on Slack sends what happens to this address of the app."""
        self._link.way = Signed(url, self.signing_secret)

    def by_socket(self) -> Sockets:
        """From now on Slack sends what happens to whoever has connected by Socket Mode."""
        if not isinstance(self._link.way, Sockets):
            sockets = Sockets(self)
            self._runners.append(self.run(sockets.start()))
            self.proxy.socket_url = sockets.new_url
            self._link.way = sockets
        return self._link.way

    def event(self, workspace: Workspace, inner: dict[str, Any]) -> Delivery:
        """An event that no person's verb tells, in an envelope of its own."""
        return self._link.event(workspace, inner)

    def send(self, kind: str, payload: dict[str, Any]) -> Delivery:
        """Any payload: kind is events_api, interactive or slash_commands."""
        return self._link.send(kind, payload)

    def challenge(self) -> Delivery:
        """Ask the app whether the address is its own, as Slack does when it is typed in."""
        return self.send("events_api", {"type": "url_verification", "challenge": "3eZbrw1aB"})

    def serve(self, app: "aiohttp_web.Application | Coroutine[Any, Any, Any]") -> str:
        """Serve an aiohttp application (or what a coroutine makes) in Slack's thread; its address.

        It is stopped, and cleans up, when the test ends.
        """

        async def start() -> str:
            made = app if isinstance(app, aiohttp_web.Application) else await app
            runner = aiohttp_web.AppRunner(made, access_log=None, handle_signals=False)
            await runner.setup()
            await aiohttp_web.TCPSite(runner, "127.0.0.1", 0).start()
            self._runners.append(runner)
            return f"http://127.0.0.1:{runner.addresses[0][1]}"

        return str(self.run(start()))

    def run(self, work: Coroutine[Any, Any, Any], within: float = 120) -> Any:
        """Do something in Slack's event loop, where served applications run, and wait for it."""
        future: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(within)

    def close(self) -> None:
        """Stop what was served, last first, and forget the workspaces."""

        async def stop() -> None:
            for runner in reversed(self._runners):
                await runner.cleanup()
            await self.proxy.http.close()

        self.faults.lifted()
        try:
            self.run(stop())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(60)
            self._loop.close()
            for name in self.workspaces:
                self._emulators.stop(name)


@pytest.fixture(scope="session")
def emulators() -> Iterator[Emulators]:
    """One Node process for each test process, started by the first test that wants it."""
    started = Emulators()
    yield started
    started.close()


@pytest.fixture
def slack(emulators: Emulators) -> Iterator[Slack]:
    """A Slack without workspaces yet; every call that the app made is judged at the end."""
    opened = Slack(emulators)
    try:
        yield opened
    finally:
        opened.close()
    if not opened.unjudged:
        from tests.slack.judge import judge_calls

        judge_calls(opened.calls)
