"""Writing to somebody because a moment came, never in their night."""

from collections.abc import Sequence

from bot.message import Message, Part, to_data
from bot.moments.moment import civil
from bot.scene import address_of
from storage import outbox
from storage.nouns import Person
from storage.work import Work


def tell_by_day(work: Work, key: str, person: Person, parts: Sequence[Part]) -> bool:
    """Writes under a key that is sent once, now or in the morning; False when unreachable.

    A moment is placed in somebody's day when it is derived, but the clock may tick late.
    """
    address = address_of(work, person)
    if address is None:
        return False
    due = civil(work.now, person.zone)
    outbox.post(work, key, address.id, to_data(Message(tuple(parts))), due=due)
    return True
