"""A Teams tenant whose bot is another process, which is killed."""

import random
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

import aiohttp

from adapters.runner import DrivenClock
from adapters.runner.http import meanwhile
from adapters.teams import delivery, profile
from adapters.teams.app import assembled
from adapters.teams.connector import session
from adapters.teams.tokens import BySecret
from bot.handle import handle
from storage.database import Database
from tests.crash.abroad import passes
from tests.crash.away import Abroad, Process
from tests.platforms.stage import Answers, Player
from tests.platforms.teams import InTeams, InTenant, filled
from tests.teams.bot import PATIENCE, Delivery, Teams
from tests.teams.microsoft import APP_ID, SECRET, TENANT, private_key

_KEEP = "Enregistrer mes réponses"


class Elsewhere(Teams):
    """Microsoft here and the bot elsewhere; Teams tells again whatever was not answered well."""

    process: Process

    async def _start(self) -> None:
        runner = await self.microsoft.start()
        self._stack.push_async_callback(runner.cleanup)
        self.http = await self._stack.enter_async_context(aiohttp.ClientSession())

    def posts(self, body: Any, **given: Any) -> Delivery:
        """Sends something to the bot, until it is answered."""
        self.url, once = self.process.address, super().posts

        def act() -> Delivery:
            try:
                return once(body, **given)
            except aiohttp.ClientError as error:
                raise ConnectionError from error

        while (answer := self.process.tries(act)).status >= 500:
            pass
        return answer


class KilledInTeams(InTeams):
    """A tenant, whose bot is another process."""

    def __init__(self, database: Database, dice: random.Random, points: int) -> None:
        super().__init__(database)
        for key in ("key-1", "key-web", "key-none"):
            private_key(key)  # made once, and known in every fork
        self.bot = made = Elsewhere(database, clock=self.clock)
        vault, microsoft = made.vault, made.microsoft

        async def assemble(
            stack: AsyncExitStack,
            kept: Database,
            clock: DrivenClock,
            kick: Callable[[], None],
            port: int,
        ) -> Abroad:
            # The story's time stands still: a conversation that rests would rest for ever.
            vars(delivery)["WINDOWS"] = ()
            asked = await stack.enter_async_context(session())
            way = BySecret(APP_ID, SECRET, TENANT, microsoft.url)
            here, keys = f"http://127.0.0.1:{port}", f"{microsoft.url}/openid"
            tenants = frozenset({TENANT})
            bot = assembled(kept, clock, asked, vault, APP_ID, tenants, way, here, handle, keys)
            vars(profile)["_PATIENCE"] = PATIENCE
            receiving = bot.receiving(kick, patience=(PATIENCE, PATIENCE))
            await stack.enter_async_context(meanwhile(*bot.works))
            return Abroad(bot.platform, receiving, bot.doors(receiving))

        url = database._url.render_as_string(False)
        self.process = made.process = Process(url, assemble, self.clock, dice, points)

    def __enter__(self) -> "KilledInTeams":
        self.process.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.process.stop()
        self.bot.stop()

    def joining(self, name: str) -> Player:
        """Somebody of the tenant, who tries again what did not work."""
        return Patient(self, self.bot.person(name))

    def settle(self) -> None:
        """Waits until nothing is left to send."""
        self.process.settle()

    def until(self, moment: datetime) -> None:
        """Lets time pass, stopping at every moment at which something is due."""
        passes(self, self.process, moment)

    def posts(self) -> int:
        """How many activities the connector was given and took."""
        return sum(each.status < 300 for each in self.bot.microsoft.to("send"))


class Patient(InTenant):
    """Somebody who reads on when a button says so, and presses again when nothing opens."""

    def submits(self, answers: Answers) -> None:
        """Opens the form on one card, fills it in and sends it."""
        self._stage.fills_in(self.name)
        while not self._offered(_KEEP):
            self.presses("Répondre sur une seule page")
        _, card = self._person.card_with(_KEEP)
        self._done(self._person.presses(_KEEP, **filled(card, answers)))

    def _offered(self, title: str) -> bool:
        try:
            self._person.card_with(title)
        except AssertionError:
            return False
        return True

    def _done(self, delivery: Delivery) -> None:
        # An activity that was handled before the kill is answered by words: the rest is below.
        assert delivery.status == 200
        self._stage.settle()
