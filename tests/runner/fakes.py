"""A platform that answers as it is told, and remembers what it was given."""

import asyncio
from collections.abc import Callable

from adapters.runner import Delivered, Outcome
from storage.nouns import Address, Outgoing
from storage.pace import Rate

Answer = Callable[[str, int], Outcome]  # the key of a message, and which attempt this is


def yes(key: str, _attempt: int) -> Outcome:
    return Delivered(f"r-{key}")


class FakePlatform:
    """Takes `seconds` for each message, then gives `answer`'s answer."""

    def __init__(
        self,
        name: str = "slack",
        answer: Answer = yes,
        seconds: float = 0.0,
        rate: Rate | None = None,
    ) -> None:
        self.name, self.rate = name, rate
        self.answer, self.seconds = answer, seconds
        self.given: list[str] = []
        self.at_once = self.most_at_once = 0
        self.busy: set[int] = set()

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        key = message.key
        assert address.id not in self.busy, "two messages of one address on their way at once"
        assert message.payload == {"text": key}
        self.busy.add(address.id)
        self.given.append(key)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.seconds)
            return self.answer(key, self.given.count(key))
        finally:
            self.at_once -= 1
            self.busy.discard(address.id)
