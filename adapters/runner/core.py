"""The conversational core, loaded once the bot is ready: it is a third of all that is loaded.

Whoever needs it before waits for it here. One thread loads all of it, because its parts know one
another: of two that each loaded some, one could find the other's half done.
"""

from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from bot.event import Event
from bot.message import Message, Reply
from bot.texts import Voice
from storage.nouns import Address, Person
from storage.work import Work

if TYPE_CHECKING:
    from bot.conversation.prompts import Prompt

_LOADING = Lock()


def load() -> None:
    """Loads it, or waits until it is loaded; never to be called where an event loop runs."""
    with _LOADING:
        import bot.dialogues.forgetting
        import bot.handle
        import bot.readers
        import bot.tick
        import bot.watch  # noqa: F401  # each is found again below


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


def voice_at(work: Work, address: Address) -> Voice:
    """In which voice `bot.readers` has an address spoken to."""
    load()
    from bot.readers import voice_at

    return voice_at(work, address)


def voice_of(person: Person) -> Voice:
    """In which voice `bot.scene` has a person spoken to, whatever the programme."""
    load()
    from bot.scene import voice_of

    return voice_of(person)


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


def in_trouble(work: Work) -> bool:
    """Whether `bot.watch` may have something to tell."""
    load()
    from bot.watch import in_trouble

    return in_trouble(work)


def tell_of_trouble(work: Work) -> int:
    """What `bot.watch` tells coordinators, and how many programmes heard of it."""
    load()
    from bot.watch import tell

    return tell(work)
