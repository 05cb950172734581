"""Conversations written straight into the platform's own history, as a rehearsal does."""

from collections import deque
from typing import Any

from adapters.web.render import Press, deed, offered
from bot.event import Event, Pressed
from bot.message import Message, from_data
from bot.texts import Voice
from storage.nouns import Address, Line
from storage.work import Work

_REMEMBERED = 12  # the latest messages of an address, among which a press is looked for


class Recorder:
    """Keeps what was heard and done, so that the page shows it like any conversation."""

    def __init__(self) -> None:
        self._latest: dict[int, deque[tuple[int, Message]]] = {}

    def heard(self, work: Work, address: Address, key: str, payload: dict[str, Any]) -> None:
        """A message reached an address."""
        line = work.add(
            Line(
                address_id=address.id, author="bot", key=f"out:{key}", payload=payload, at=work.now
            )
        )
        latest = self._latest.setdefault(address.id, deque(maxlen=_REMEMBERED))
        latest.append((line.id, from_data(payload)))

    def did(self, work: Work, address: Address, event: Event) -> None:
        """The person at an address did something."""
        of, press = 0, None
        if isinstance(event, Pressed):
            of, press = self._pressed(address, event)
        said = deed(event, press, of, "")
        if said is not None:
            line = Line(
                address_id=address.id, author="person", key=event.key, payload=said, at=work.now
            )
            work.add(line)

    def _pressed(self, address: Address, event: Pressed) -> tuple[int, Press | None]:
        """The latest line that offered what was pressed."""
        voice = Voice(event.sender.locale if event.sender.locale in ("fr", "en") else "fr")
        for line, message in reversed(self._latest.get(address.id, ())):
            press = offered(message, event.action, event.values, voice)
            if press is not None:
                return line, press
        return 0, None
