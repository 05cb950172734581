"""The Home tab: published when it is opened, and again while its owner may be looking at it.

Nobody's Home is published for a change they cannot see: only whoever opened theirs within the hour
is kept up to date. Several changes close together are one publication, and no workspace sees more
of them than Slack allows (100 a minute).
"""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta

import structlog

from adapters.runner.clock import Clock
from adapters.runner.core import home, voice_at
from adapters.slack import PLATFORM
from adapters.slack.api import Api, Failed
from adapters.slack.keys import Keys, NotInstalled
from adapters.slack.render.home import home_view
from bot.message import Message
from bot.texts import Voice
from storage.database import Database
from storage.nouns import Address

_log = structlog.get_logger()
_LOOKING = timedelta(hours=1)
_REMEMBERED = 20_000  # people
_PAUSE = 0.3  # seconds, for changes that come together
_EACH = 60 / 75  # seconds between two publications in one workspace …
_BURST = 5  # … after the first few
_AT_ONCE = 5  # so that one slow answer does not hold up the others

Place = tuple[str, str]  # tenant and user


class Homes:
    """Who looks at their Home, and what is still to be published."""

    def __init__(
        self,
        api: Api,
        keys: Keys,
        database: Database,
        clock: Clock,
        pause: float = _PAUSE,
    ) -> None:
        self._api, self._keys, self._database, self._clock = api, keys, database, clock
        self._pause = pause
        self._opened: OrderedDict[Place, datetime] = OrderedDict()
        self._waiting: dict[Place, None] = {}
        self._news = asyncio.Event()
        self._free_at: dict[str, float] = {}

    def opened(self, tenant: str, user: str) -> None:
        """Somebody opened their Home: it is published, and followed for an hour."""
        self._opened[tenant, user] = self._clock.now()
        self._opened.move_to_end((tenant, user))
        while len(self._opened) > _REMEMBERED:
            self._opened.popitem(last=False)
        self._ask((tenant, user))

    def changed(self, tenant: str, user: str) -> None:
        """Something happened to somebody: their Home is published if they may be looking at it."""
        seen = self._opened.get((tenant, user))
        if seen is not None and seen > self._clock.now() - _LOOKING:
            self._ask((tenant, user))

    def _ask(self, place: Place) -> None:
        self._waiting[place] = None
        self._news.set()

    async def run(self) -> None:
        """Publishes what is asked for, until cancelled."""
        while True:
            await self._news.wait()
            await asyncio.sleep(self._pause)
            await self.publish()

    async def publish(self) -> None:
        """Publishes what waits and may leave now; the rest is asked for again."""
        self._news.clear()
        loop = asyncio.get_running_loop()
        leaving: list[Place] = []
        for place in list(self._waiting):
            now = loop.time()
            free_at = max(self._free_at.get(place[0], 0.0), now)
            if free_at - now > _BURST * _EACH:
                self._news.set()
                continue
            self._free_at[place[0]] = free_at + _EACH
            del self._waiting[place]
            leaving.append(place)
        turns = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._publish(*place, turns) for place in leaving))

    async def _publish(self, tenant: str, user: str, turns: asyncio.Semaphore) -> None:
        async with turns:
            await self._put(tenant, user)

    async def _put(self, tenant: str, user: str) -> None:
        try:
            message, voice = await asyncio.to_thread(self._composed, tenant, user)
            if message is None:
                return
            key = await self._keys.of(tenant)
            view = home_view(message, voice)
            await self._api.call("views.publish", key.token, user_id=user, view=view)
        except (NotInstalled, *Failed) as failure:
            # The next visit publishes it again.
            error = getattr(failure, "code", type(failure).__name__)
            _log.warning("a Home was not published", tenant=tenant, error=error)
        except Exception:
            _log.exception("a Home could not be composed", tenant=tenant)

    def _composed(self, tenant: str, user: str) -> tuple[Message | None, Voice]:
        with self._database.reading(self._clock.now()) as work:
            address = work.first(Address, platform=PLATFORM, tenant=tenant, user=user)
            if address is None:
                return None, Voice()
            return home(work, address), voice_at(work, address)
