"""A platform in bad weather, in the words in which Slack or Teams tells that something is wrong."""

from collections import Counter

from adapters.runner import Delivered, Outcome
from adapters.slack import api as slack
from adapters.slack.delivery import RATE as OF_SLACK
from adapters.slack.failures import outcome_of as in_slack
from adapters.teams import connector as teams
from adapters.teams.delivery import RATE as OF_TEAMS
from adapters.teams.failures import outcome_of as in_teams
from storage.nouns import Address, Outgoing
from storage.pace import Rate
from tests.chaos.weather import Weather

_POST = "chat.postMessage"
_LOST = "ServerDisconnectedError"
# Tries of one message that bad luck may fail. Each waits longer than the one before, and what comes
# hours late rightly changes what people do meanwhile.
_UNLUCKY = 5


class Channel:
    """Takes messages as it pleases; `arrived` has each once, in order, and `times` how often."""

    def __init__(self, name: str, weather: Weather) -> None:
        self.name, self._weather = name, weather
        self.rate: Rate | None = OF_TEAMS if name == "teams" else OF_SLACK
        self.arrived: list[tuple[Address, Outgoing]] = []
        self.times: Counter[str] = Counter()  # by the message's key
        self.unsure = 0  # messages that must not be told twice, and perhaps arrived
        self._tries: Counter[str] = Counter()

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        """What the adapter would say of this try."""
        key = message.key
        self._tries[key] += 1
        unlucky = self._tries[key] <= _UNLUCKY
        fate = self._weather.fate(key, self._tries[key]) if unlucky else "well"
        if fate in ("well", "cut"):
            self.times[key] += 1
            if self.times[key] == 1:
                self.arrived.append((address, message))
        self.unsure += message.kind == "hold" and fate in ("cut", "unsure")
        if fate == "well":
            del self._tries[key]
            return Delivered("r")
        told = _teams if self.name == "teams" else _slack
        return told(fate, self._weather.seconds())


def _slack(fate: str, seconds: int) -> Outcome:
    if fate == "cut":
        return in_slack(slack.Unheard(_POST, _LOST))
    status = {"limited": 429, "later": 503, "unsure": 500}[fate]
    code = "ratelimited" if fate == "limited" else f"http_{status}"
    waits = float(seconds) if fate == "limited" else None
    return in_slack(slack.Refusal(_POST, code, status=status, seconds=waits))


def _teams(fate: str, seconds: int) -> Outcome:
    if fate == "cut":
        return in_teams(teams.Unheard(teams.SEND, _LOST))
    status = {"limited": 429, "later": 503, "unsure": 500}[fate]
    waits = None if fate == "unsure" else float(seconds)
    return in_teams(teams.Refusal(teams.SEND, status, f"http_{status}", waits))
