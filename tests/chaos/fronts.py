"""A workspace of Slack and a tenant of Teams in bad weather, through the adapters' own HTTP.

The weather begins once everybody was met: somebody who cannot be looked up at that moment is
greeted without a name. People act in waves: everybody does the same thing, in any order, then all
that is due is delivered. The story's clock stands still meanwhile; the couriers' goes on while they
wait for a platform.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from adapters.runner import DrivenClock
from storage import outbox
from storage.database import Database
from storage.nouns import Outgoing, table_of
from tests.chaos.weather import Weather
from tests.platforms.mixed import Mixed
from tests.platforms.slack import InSlack
from tests.platforms.stage import Player, Stage
from tests.platforms.teams import InTeams
from tests.slack.harness import Slack
from tests.slack.server.calls import Call
from tests.slack.server.faults import Fault, Faults
from tests.slack.server.inbound import Delivery as Told
from tests.slack.server.inbound import Way
from tests.teams import microsoft
from tests.teams.bot import Delivery, Teams, words_of

Again = Callable[[], object]
_OUT = table_of(Outgoing)
_POST, _SEND = "chat.postMessage", "send"
_WHILE = timedelta(seconds=5)  # more than the next try has to wait for


class Storm(Faults):
    """What goes wrong with Slack's API, drawn for each call."""

    def __init__(self, weather: Weather) -> None:
        super().__init__()
        self._weather = weather

    def spoiling(self, call: Call) -> Fault | None:
        """One fault of one call."""
        fate = self._weather.next_fate(_POST if call.method == _POST else "slack")
        seconds = self._weather.seconds()
        return {
            "limited": Fault(call.method, "limited", status=429, seconds=seconds),
            "cut": Fault(call.method, "cuts"),
            "later": Fault(call.method, "breaks", status=503),
            "unsure": Fault(call.method, "breaks", status=500),
        }.get(fate)


class Bringing:
    """Slack, which tells some events again; others it asks for once, as it does."""

    def __init__(self, way: Way, fronts: "Fronts") -> None:
        self._way, self._fronts = way, fronts

    def send(self, kind: str, payload: dict[str, Any]) -> Told:
        """Tells it."""
        told = self._way.send(kind, payload)
        if kind == "events_api":
            self._fronts.perhaps_again(told.again)
        return told


class Tenant(Teams):
    """Teams, which tells some activities again."""

    fronts: "Fronts"

    def posts(self, body: Any, **given: Any) -> Delivery:
        """Tells it."""
        told = super().posts(body, **given)
        self.fronts.perhaps_again(lambda: super(Tenant, self).posts(body, **given))
        return told


class _Slack(InSlack):
    def __init__(self, fronts: "Fronts", *given: Any) -> None:
        super().__init__(*given)
        self._fronts = fronts

    def settle(self) -> None:
        self._fronts.settle()


class _Teams(InTeams):
    def __init__(self, fronts: "Fronts", database: Database) -> None:
        super().__init__(database)
        self._fronts = fronts

    def __enter__(self) -> "InTeams":
        self.bot = Tenant(self.database, clock=self.clock)
        self.bot.fronts = self._fronts
        self._stack.callback(self.bot.stop)
        return self

    def settle(self) -> None:
        self._fronts.settle()


class Fronts(Mixed):
    """Both, and the bot in each, in that weather."""

    def __init__(
        self, database: Database, slack: Slack, in_slack: list[str], weather: Weather
    ) -> None:
        Stage.__init__(self, database)
        self.weather, self._names = weather, in_slack
        weather.begun = False
        self.slack = _Slack(self, database, slack, in_slack)
        self.teams = _Teams(self, database)
        self.slack.clock = self.teams.clock = self.clock
        self._emulated = slack
        self._stack = ExitStack()
        self._mail = DrivenClock(self.clock.now())  # the couriers'
        self._waving = False
        self._soon: list[Again] = []
        self._late: list[Again] = []

    def __enter__(self) -> "Fronts":
        super().__enter__()
        for bot in (self.slack.bot, self.teams.bot):
            bot.courier._clock = bot.bot.platform._clock = self._mail
        self._emulated.proxy.faults = Storm(self.weather)
        self._emulated._link.way = Bringing(self._emulated.way, self)
        self.teams.bot.microsoft.weather = self._in_teams
        return self

    def _in_teams(self, name: str, _where: str, _body: Any) -> microsoft.Fault | None:
        fate = self.weather.next_fate(_SEND if name == "send" else "teams")
        after = str(self.weather.seconds())
        return {
            "limited": microsoft.Fault(name, 429, after=after),
            "cut": microsoft.Fault(name, cut=True),
            "later": microsoft.Fault(name, 503, after=after),
            "unsure": microsoft.Fault(name, 500),
        }.get(fate)

    # ------------------------------------------------------------ events

    def wave(self, players: Sequence[Player], *acts: Callable[[Player], object]) -> None:
        """Everybody does one thing after the other, each when all have done the one before."""
        for act in acts:
            self._waving = True
            for player in self.weather.shuffled(players, lambda one: one.name):
                act(player)
            self._told_again()
            self._waving = False
            self.settle()

    def perhaps_again(self, again: Again) -> None:
        """Tells something again at once, at the end of a wave or of the next, or not."""
        match self.weather.told_again():
            case "at once":
                again()
            case "soon":
                self._soon.append(again)
            case "late":
                self._late.append(again)

    def _told_again(self) -> None:
        now, self._soon, self._late = self._soon, self._late, []
        for again in now:
            again()

    # ------------------------------------------------------------ deliveries

    def settle(self) -> None:
        """Waits until all that is due has left, however long the platforms make it wait."""
        if self._waving:
            return
        self._drain()
        self._mail.set(max(self.clock.now(), self._mail.now()))
        rates: dict[str, Any] = {"slack": self.slack.bot.bot.platform.rate}
        rates["teams"] = self.teams.bot.bot.platform.rate
        while self._waits():
            for bot in (self.slack.bot, self.teams.bot):
                bot.courier.kick()
            self.teams.bot.until(lambda: self._rests(rates), "a rest")
            with self.database.reading(self._mail.now()) as work:
                coming = outbox.next_due(work, None, rates)
            if coming is not None and coming > self._mail.now():
                self._mail.set(coming)
                self._mail.advance(_WHILE)
        self._drain()

    def _drain(self) -> None:
        """Waits until nothing is left to do after an answer."""
        self._emulated.run(self.slack.bot.receiving.drain())
        self.teams.bot.run(self.teams.bot.receiving.drain())

    def _waits(self) -> bool:
        """Whether anything is due for people that has not left."""
        with self.database.reading(self.clock.now()) as work:
            away = select(func.min(_OUT.c.due_at)).where(_OUT.c.state.in_(("pending", "sending")))
            soonest: datetime | None = work.connection.execute(away).scalar()
        return soonest is not None and soonest <= self.clock.now()

    def _rests(self, rates: dict[str, Any]) -> bool:
        """Whether the couriers can do nothing more at their hour."""
        with self.database.reading(self._mail.now()) as work:
            coming = outbox.next_due(work, None, rates)
            sending = outbox.counts(work)["sending"]
        return not sending and (coming is None or coming > self._mail.now())

    # ------------------------------------------------------------ what arrived

    def arrived(self) -> tuple[dict[str, list[str]], int]:
        """What each conversation was posted, in order, once; and how often it came once more."""
        found: dict[str, list[str]] = {}
        twice = 0
        names = {each.id: each.profile.name for each in self.slack.workspace.people.values()}
        for call in self._emulated.calls.to(_POST):
            if call.arrived and call.fault == "cuts":
                twice += 1
            elif call.ok:
                place = names.get(call.args["channel"], "")
                found.setdefault(place, []).append(str(call.args["text"]))
        for asked in self.teams.bot.microsoft.to(_SEND):
            if asked.cut:
                twice += 1
            elif asked.status < 300:
                found.setdefault(asked.conversation, []).append(words_of(asked.body))
        return found, twice
