"""A tenant on this machine: `binome teams` in a process of its own, and a playground each."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import here
from tests.ports import free_port
from tests.teams.bot import KEY
from tests.teams.node import node
from tests.teams.playground.client import FOLDER, Playground, playing
from tests.teams.test_command import Running

__all__ = ["here"]
# Around the world: it is day in one of them at least, whenever a test runs.
_ZONES = (
    "Europe/Paris",
    "America/New_York",
    "America/Los_Angeles",
    "Pacific/Auckland",
    "Asia/Tokyo",
    "Asia/Kolkata",
)


@dataclass
class Tenant:
    """The bot, and whoever has it in their Teams."""

    bot: Running
    url: str
    database: str
    joining: Callable[[str], Playground]
    people: dict[str, Playground] = field(default_factory=dict)

    def person(self, name: str) -> Playground:
        """Somebody with a Teams of their own."""
        self.people[name] = self.joining(name)
        return self.people[name]


@pytest.fixture
def tenant(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tenant]:
    """A bot, and nobody in its Teams yet."""
    node(FOLDER)
    port = free_port()
    url, database = f"http://127.0.0.1:{port}", f"sqlite:///{here}/binome.sqlite"
    for name, value in {
        "TEAMS_LOCAL": "true",
        "SECRET_KEY": KEY,
        "HTTP_PORT": str(port),
        "DATABASE_URL": database,
        "ORGANISERS": "helene.marin@example.org",
    }.items():
        monkeypatch.setenv(f"BINOME_{name}", value)
    bot = Running("teams")
    assert url in bot.told
    try:
        with ExitStack() as stack:
            zone = by_day()
            yield Tenant(
                bot,
                url,
                database,
                lambda name: stack.enter_context(
                    playing(here / name.replace(" ", "-"), name, url, zone)
                ),
            )
    finally:
        code, errors = bot.stop()
    assert code == 0, errors
    assert "Traceback" not in errors, errors


@pytest.fixture
def page_zone() -> str:
    """Where the person at the page is, as everybody else: the bot lets her sleep too."""
    return by_day()


def by_day() -> str:
    """A place where nobody sleeps now: some messages wait for the morning."""
    now = datetime.now(UTC)
    return next(zone for zone in _ZONES if 9 <= now.astimezone(ZoneInfo(zone)).hour < 19)
