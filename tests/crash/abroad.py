"""The story of one pair in a Slack workspace and in a Teams tenant, by a bot that is killed."""

import random
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

from adapters.runner import DrivenClock
from adapters.runner.http import meanwhile
from adapters.slack import profile, receiving, serving
from adapters.slack.api import connected
from adapters.slack.app import assembled, bolt
from adapters.slack.keys import OneKey, presented
from bot.handle import handle
from storage.database import Database
from tests.crash.away import Abroad, Process
from tests.platforms.slack import InSlack, InWorkspace
from tests.platforms.stage import Answers, Player, Stage
from tests.slack.bot import PATIENCE
from tests.slack.harness import Slack
from tests.slack.server.inbound import Delivery, Signed
from tests.slack.server.person import Person


class Signing(Signed):
    """Slack, which tells again whatever was not answered well."""

    def __init__(self, process: Process, secret: str) -> None:
        super().__init__(f"{process.address}/slack/events", secret)
        self._process = process

    def post(
        self,
        kind: str,
        payload: dict[str, Any],
        *,
        age: float = 0,
        signature: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Delivery:
        """One request, until it is answered."""
        once = super().post
        while True:
            answer = self._process.tries(
                lambda: once(kind, payload, age=age, signature=signature, headers=headers)
            )
            if answer.status < 500:
                return answer


class KilledInSlack(InSlack):
    """A workspace, whose bot is another process."""

    def __init__(
        self,
        database: Database,
        slack: Slack,
        names: list[str],
        dice: random.Random,
        points: int,
    ) -> None:
        super().__init__(database, slack, names)
        url, token, secret = slack.api_url, self.workspace.bot_token, slack.signing_secret

        async def assemble(
            stack: AsyncExitStack,
            kept: Database,
            clock: DrivenClock,
            kick: Callable[[], None],
            _port: int,
        ) -> Abroad:
            api = await stack.enter_async_context(connected(url))
            bot = assembled(kept, clock, api, OneKey(await presented(api, token)), handle)
            vars(profile)["_PATIENCE"] = vars(receiving)["_OPENING"] = PATIENCE
            taking_in = bot.receiving(kick, patience=PATIENCE)
            await stack.enter_async_context(meanwhile(bot.homes.run))
            return Abroad(
                bot.platform, taking_in, serving.doors(bolt(api, taking_in, secret), None)
            )

        url_of_ours = database._url.render_as_string(False)
        self.process = Process(url_of_ours, assemble, self.clock, dice, points)
        slack._link.way = Signing(self.process, secret)

    def __enter__(self) -> "KilledInSlack":
        self.process.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.process.stop()

    def joining(self, name: str) -> Player:
        """A member of the workspace, who tries again what did not work."""
        return Patient(self, self.workspace.person(name))

    def settle(self) -> None:
        """Waits until nothing is left to send."""
        self.process.settle()

    def until(self, moment: datetime) -> None:
        """Lets time pass, stopping at every moment at which something is due."""
        passes(self, self.process, moment)

    def posts(self) -> int:
        """How many messages Slack was given and took."""
        return sum(each.ok for each in self._slack.calls.to("chat.postMessage"))


class Patient(InWorkspace):
    """Somebody who presses again when nothing opens."""

    def __init__(self, stage: InSlack, person: Person) -> None:
        super().__init__(stage, person)

    def submits(self, answers: Answers) -> None:
        """Opens the modal, fills it in and sends it."""
        self._stage.fills_in(self.name)
        while self._person.modal is None:
            self.presses("Répondre sur une seule page")
        given = {question: answer for question, answer in answers.items() if answer != ""}
        delivery = self._person.submits(given)
        assert delivery.errors == {}
        self._done(delivery.status)


def passes(stage: Stage, process: Process, moment: datetime) -> None:
    """Lets time pass for a bot that is elsewhere."""
    process.settle()
    while (soonest := process.next_at()) is not None and soonest < moment:
        stage.clock.set(max(soonest, stage.clock.now()))
        process.settle()
    stage.clock.set(moment)
    process.settle()
