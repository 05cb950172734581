"""The platform itself: it takes a message, keeps it in its own history, and shows it at once."""

import asyncio
from typing import Any

from adapters.runner.clock import Clock
from adapters.runner.platform import Delivered, Outcome
from adapters.web.live import Live
from adapters.web.places import PLATFORM
from adapters.web.render import line_data
from storage.database import Database
from storage.nouns import Address, Line, Outgoing


class WebPlatform:
    """Delivers to the conversations of the playground."""

    name, rate = PLATFORM, None

    def __init__(self, database: Database, clock: Clock) -> None:
        self.live = Live()
        self._database, self._clock = database, clock

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        """Keeps the message as a line of its place; the same key twice is one line."""
        key = f"out:{message.key}"
        line, new = await asyncio.to_thread(self._keep, address, message.payload, key)
        if new:
            self.live.tell("line", {"place": address.id, "line": line_data(line)})
        return Delivered(str(line.id))

    def _keep(self, address: Address, payload: dict[str, Any], key: str) -> tuple[Line, bool]:
        with self._database.work(self._clock.now()) as work:
            before = work.first(Line, key=key)
            if before is not None:
                return before, False
            line = Line(address_id=address.id, author="bot", key=key, payload=payload, at=work.now)
            return work.add(line), True
