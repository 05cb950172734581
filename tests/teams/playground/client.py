"""Microsoft's playground as a person's own Teams: a client of bots that nobody here wrote.

helene = stack.enter_context(playing(folder, "Hélène Marin", bot))   # bot: http://127.0.0.1:3978
helene.installs()
helene.says("hello")
helene.waits_for("Hello")                       # up to fifteen seconds
helene.presses("I want to learn", topics="linkedin")
helene.url                                      # its page, for a browser

It has one user a process, and pushes what the bot writes to whoever listens.
"""

import asyncio
import json
import os
import queue
import subprocess
import threading
import time
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp

from tests.teams.activities import pressing
from tests.teams.bot import words_of
from tests.teams.cards import everything, judge
from tests.teams.microsoft import TENANT
from tests.teams.node import node

FOLDER = Path(__file__).parent
_CLIENT = "node_modules/@microsoft/m365agentsplayground/cli.js"
_BOT = {"id": "28:binome", "name": "Binôme"}
_TEAM = "19:mentorat@thread.tacv2"
_CARD = "application/vnd.microsoft.card.adaptive"
_PATIENCE = 60.0  # seconds
Json = dict[str, Any]


class Playground:
    """Somebody's Teams."""

    def __init__(self, name: str, url: str) -> None:
        self.name, self.url = name, url
        self.conversation, self.user = _conversation(name), _user(name)
        self.there: dict[str, Json] = {}
        self.noted = 0  # cards that stayed as they were, with a word beside
        self._stop = threading.Event()
        self._came: queue.Queue[BaseException | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()
        self._begun()

    # ---------------------------------------------------------------- what they do

    def installs(self) -> None:
        """Adds the app."""
        self._posts(f"/_debug/conversation/{quote(self.conversation)}/installation", {})

    def removes(self) -> None:
        """Removes the app."""
        about = f"conversationId={quote(self.conversation)}&type=uninstall"
        told = self._asks(f"/_internal/v1/customActivities/template?{about}")
        self._posts("/_internal/v1/customActivities", told)

    def says(self, text: str) -> None:
        """Writes to the bot."""
        said = {"from": {"id": self.user}, "text": text, "textFormat": "plain"}
        self._posts(f"/_conversation/v1/conversations/{quote(self.conversation)}/messages", said)

    def mentions(self, text: str) -> None:
        """Writes to the bot in the team's channel."""
        mention = f"<at>{_BOT['name']}</at>"
        said = {
            "from": {"id": self.user},
            "text": f"{mention} {text}",
            "textFormat": "xml",
            "mentions": [{"mentioned": {"id": _BOT["id"]}, "text": mention}],
        }
        self._posts(f"/_conversation/v1/conversations/{quote(_TEAM)}/messages", said)

    def adds_to_the_team(self) -> None:
        """Adds the app to the team."""
        self._posts(f"/_debug/conversation/{quote(_TEAM)}/installation", {})

    def presses(self, title: str, **filled: str) -> None:
        """Uses a button of the latest card that has it, which the answer replaces."""
        own, card = self.card_with(title)
        told = pressing(card, title, filled)
        answer = self._posts(
            "/_conversation/v1/invoke",
            {
                "name": "adaptiveCard/action",
                "value": told["value"],
                "from": {"id": self.user},
                "conversation": {"id": self.conversation},
                "replyToId": own,
            },
        )
        assert answer["type"] != "application/vnd.microsoft.error", answer
        if answer["type"] == _CARD:
            self._shows(own, {"attachments": [{"contentType": _CARD, "content": answer["value"]}]})
        else:
            self.noted += 1

    # ---------------------------------------------------------------- what they see

    @property
    def words(self) -> str:
        """All that can be read in their conversation and in the team."""
        return "\n".join(words_of(each) for each in list(self.there.values()))

    def waits_for(self, words: str, *, times: int = 1) -> None:
        """Waits until the bot has written that."""
        self.until(lambda: self.words.count(words) >= times, repr(words))

    def until(self, condition: Callable[[], Any], what: str) -> Any:
        """Waits until something is so."""
        end = time.monotonic() + _PATIENCE
        while not (found := condition()):
            assert time.monotonic() < end, f"{self.name} waits for {what}: {self.words[-600:]}"
            time.sleep(0.02)
        return found

    def link(self, title: str) -> str:
        """Where the latest link of that name leads; waits for it."""
        _, card = self.card_with(title, "Action.OpenUrl")
        return next(str(each["url"]) for each in _named(card, "Action.OpenUrl", title))

    def first_choice(self, field: str) -> tuple[str, str]:
        """The value and the label of a question's first choice on the latest card; waits for it."""

        def asked() -> Json | None:
            inputs = (each for _, card in reversed(self._cards()) for each in everything(card))
            return next((i for i in inputs if str(i.get("id", "")).endswith(f":{field}")), None)

        first = self.until(asked, f"a question for {field}")["choices"][0]
        return first["value"], first["title"]

    def card_with(self, title: str, kind: str = "Action.Execute") -> tuple[str, Json]:
        """The latest card with that button, and its id; waits for it."""

        def found() -> tuple[str, Json] | None:
            with_it = (each for each in reversed(self._cards()) if _named(each[1], kind, title))
            return next(with_it, None)

        shown: tuple[str, Json] = self.until(found, title)
        return shown

    def _cards(self) -> list[tuple[str, Json]]:
        return [
            (own, each["content"])
            for own, said in list(self.there.items())
            for each in said.get("attachments", ())
        ]

    # ---------------------------------------------------------------- how it is reached

    def close(self) -> None:
        """Listens no more. Raises what went wrong meanwhile."""
        self._stop.set()
        self._thread.join(60)
        while not self._came.empty():
            wrong = self._came.get()
            if wrong is not None:
                raise wrong

    def _begun(self) -> None:
        wrong = self._came.get(timeout=_PATIENCE)
        if wrong is not None:
            raise wrong

    def _run(self) -> None:
        try:
            asyncio.run(self._listen())
        except BaseException as error:  # the thread that waits raises it
            self._came.put(error)

    async def _listen(self) -> None:
        place = f"{self.url}/_ws_conversation/v1/conversations/stream"
        async with aiohttp.ClientSession() as session, session.ws_connect(place) as stream:
            self._came.put(None)
            while not self._stop.is_set():
                try:
                    told = await stream.receive_json(timeout=0.1)
                except TimeoutError:
                    continue
                if told["action"] != "typing":
                    self._shows(told["message"]["messageId"], told["message"])

    def _shows(self, own: str, said: Json) -> None:
        for each in said.get("attachments", ()):
            assert each["contentType"] == _CARD
            judge(each["content"])
        self.there[own] = said

    def _asks(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.url}{path}", timeout=60) as answer:  # noqa: S310  # loopback
            return json.load(answer)

    def _posts(self, path: str, body: Json) -> Any:
        data, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}{path}", data, headers)  # noqa: S310  # loopback
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  # the same
                told = answer.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.code} {error.read().decode()[:500]}") from None
        return json.loads(told) if told else None


@contextmanager
def playing(folder: Path, name: str, bot: str, zone: str = "Europe/Paris") -> Iterator[Playground]:
    """A playground for one person, in a folder of its own, for as long as it is needed."""
    program = node(FOLDER)
    folder.mkdir()
    (folder / ".m365agentsplayground.yml").write_text(json.dumps(_tenant(name)), encoding="utf-8")
    words = ["-e", f"{bot}/api/messages", "-c", "msteams", "-p", "0", "--disable-telemetry"]
    with (
        (folder / "errors.log").open("w") as errors,
        subprocess.Popen(
            [program, FOLDER / _CLIENT, "start", *words],
            cwd=folder,
            env={**os.environ, "TZ": zone, "TEAMSAPPTESTER_BROWSER": "none"},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,  # Ctrl-C is for the tests, which then end it
        ) as process,
    ):
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            assert said.startswith("Listening on"), said
            made = Playground(name, f"http://127.0.0.1:{said.split()[-1]}")
            yield made
            made.close()
        finally:
            process.terminate()


def _tenant(name: str) -> Json:
    """Everybody that the playground knows of, this person first."""
    channel = {"id": "19:annonces@thread.tacv2", "name": "Annonces"}
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": _BOT,
        "currentUser": _account(name),
        "users": [_account(f"Personne {n}") for n in "12345"],  # it wants five
        "personalChat": {"id": _conversation(name)},
        "groupChat": {"id": "19:group@thread.v2", "name": "Tout le monde"},
        "team": {"id": _TEAM, "name": "Mentorat", "aadGroupId": "group", "channels": [channel]},
    }


def _account(name: str) -> Json:
    first, last = name.split()
    email = f"{_plain(name)}@example.org"
    return {
        "id": _user(name),
        "name": name,
        "userPrincipleName": email,
        "aadObjectId": f"aad-{_plain(name)}",
        "givenName": first,
        "surname": last,
        "email": email,
    }


def _user(name: str) -> str:
    return f"29:{_plain(name)}"


def _conversation(name: str) -> str:
    return f"a:{_plain(name)}"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.lower().replace(" ", "."))
    return letters.encode("ascii", "ignore").decode()


def _named(card: Json, kind: str, title: str) -> list[Json]:
    """The buttons of a card that have that name."""
    found = (each for each in everything(card) if each.get("type") == kind)
    return [each for each in found if each.get("title") == title]
