"""Things that happen at the same instant, each in a thread and a transaction of its own.

On PostgreSQL the transactions meet at the worst moments: once both have begun, when each is about
to wait for a row, having read all that it reads before, and when each is about to add its first.
SQLite lets one write at a time, so there they only begin together.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from bot.event import Event, Pressed, Said
from bot.handle import handle
from bot.message import Reply
from bot.understanding.recognise import recogniser
from storage import inbox
from storage.work import Work
from tests.client import Chat, Someone

_FOR_THE_OTHER = 0.2  # seconds; it may rightly be waiting for a lock and never come


def at_once(chat: Chat, *acts: Callable[[], Any]) -> list[Any]:
    """Does them all at the same instant; what each came to, in order. Raises what failed."""
    start = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)
    failed: list[BaseException] = []

    def act(number: int) -> None:
        try:
            start.wait(60)
            results[number] = acts[number]()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=act, args=(number,)) for number in range(len(acts))]
    with _meeting(len(acts)) if chat.database.kind == "postgresql" else _apart():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
    assert not any(thread.is_alive() for thread in threads), "some wait for each other for ever"
    if failed:
        raise failed[0]
    chat.deliver()
    return results


def handled(chat: Chat, *events: Event) -> list[Reply]:
    """Handles events at the same instant."""
    recogniser()  # learned before, as by a bot that serves: the other would not wait for so long
    return at_once(chat, *(turn(chat, event) for event in events))


def turn(chat: Chat, event: Event) -> Callable[[], Reply]:
    """What a platform's adapter does with an event."""
    return lambda: chat.database.carry_out(chat.clock.now(), lambda work: handle(event, work))


def said(someone: Someone, text: str) -> Event:
    """What typing a text sends."""
    return Said(someone.chat.key(), someone.sender, text)


def pressed(someone: Someone, label: str) -> Event:
    """What pressing a button that they were shown sends."""
    action, values = someone.action_of(label)
    return Pressed(someone.chat.key(), someone.sender, action, values)


@contextmanager
def _apart() -> Iterator[None]:
    yield


@contextmanager
def _meeting(many: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        _meet(patch, many, inbox, "seen", before=False)
        _meet(patch, many, Work, "lock")
        _meet(patch, many, Work, "add")
        yield


def _meet(
    patch: pytest.MonkeyPatch, many: int, owner: Any, name: str, *, before: bool = True
) -> None:
    """Makes threads wait for each other around their first call of a function."""
    barrier, real, came = threading.Barrier(many), getattr(owner, name), threading.local()

    def wait() -> None:
        if not getattr(came, "here", False):
            came.here = True
            with suppress(threading.BrokenBarrierError):
                barrier.wait(_FOR_THE_OTHER)

    def together(*args: Any) -> Any:
        if before:
            wait()
            return real(*args)
        result = real(*args)
        wait()
        return result

    patch.setattr(owner, name, together)
