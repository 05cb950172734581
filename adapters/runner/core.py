"""The conversational core, loaded once the bot is ready: it is a third of all that is loaded.

Whoever needs it before waits for it here. One thread loads all of it, because its parts know one
another: of two that each loaded some, one could find the other's half done.
"""

from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from bot.event import Event
from bot.message import Message, Reply
from storage.nouns import Address
from storage.work import Work

if TYPE_CHECKING:
    from bot.conversation.prompts import Prompt

_LOADING = Lock()


def load() -> None:
    """Loads it, or waits until it is loaded; never to be called where an event loop runs."""
    with _LOADING:
        import bot.dialogues.forgetting
        import bot.handle
        import bot.tick  # noqa: F401  # each is found again below


def handle(event: Event, work: Work) -> Reply:
    """What `bot.handle` does."""
    load()
    from bot.handle import handle

    return handle(event, work)


def home(work: Work, address: Address) -> Message:
    """What `bot.home` shows."""
    load()
    from bot.home import home

    return home(work, address)


def prompts(work: Work, address: Address) -> "tuple[Prompt, ...]":
    """What `bot.conversation.prompts` suggests."""
    load()
    from bot.conversation.prompts import prompts

    return prompts(work, address)


def forget_the_gone(work: Work, after: timedelta) -> int:
    """What `bot.dialogues.forgetting` does of whoever is gone for so long."""
    load()
    from bot.dialogues.forgetting import forget_the_gone

    return forget_the_gone(work, after)


def tick(work: Work, most: int) -> int:
    """What `bot.tick` finds due, at most so much of each kind."""
    load()
    from bot.tick import tick

    return tick(work, most)
