"""Writing to somebody because a moment came: never in their night, and what can wait not too often.

What can wait is a nudge, or the recall of a poll or of a form left half-way. An answer to what
somebody just did, the reminder of a session or the questions after it never wait.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.calendar.civil import civil
from bot.message import Part
from bot.programme.plan import Plan
from bot.scene import address_of, hour_for, post
from storage import outbox
from storage.nouns import Address, Person
from storage.work import Work

WEEK = timedelta(days=7)
# How the keys begin of what is said because a moment came, not because somebody did something.
OF_ITSELF = (
    "pair:",
    "enrolment:",
    "programme:",
    "draft:",
    "circle:",
    "question:",
    "call:",
    "certificate:",
    "commendation:",
    "poll/",
)


# How their keys go, of what can wait; an assessment after the first is one as well, under its poll.
CAN_WAIT = re.compile(r"pair:\d+/quiet-|draft:\d+/(left-|remind$)|enrolment:\d+/induction-again$")


class WeekFull(Exception):
    """This person has heard enough this week: what can wait waits until {until}."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__((type(self).__doc__ or "").format(until=until))


def tell_by_day(
    work: Work,
    key: str,
    person: Person,
    parts: Sequence[Part],
    *,
    by: datetime | None = None,
) -> bool:
    """Writes under a key that is sent once, now or in the morning; False when unreachable.

    A moment is placed in somebody's day when it is derived, but the clock may tick late. What would
    come after `by`, too late, leaves at once.
    """
    address = address_of(work, person)
    if address is None:
        return False
    post(work, key, address, parts, due=hour_for(work, person, address, by))
    return True


def tell_with_room(work: Work, key: str, person: Person, parts: Sequence[Part], plan: Plan) -> bool:
    """The same for what can wait. Raises WeekFull when the person's week has no room."""
    want_room(work, person, plan)
    return tell_by_day(work, key, person, parts)


def want_room(work: Work, person: Person, plan: Plan) -> None:
    """Raises WeekFull when the person's week has no room for what can wait."""
    address = address_of(work, person)
    until = address and _room_from(work, address, plan.messages.per_week)
    if until:
        raise WeekFull(civil(until, person.zone))


def _room_from(work: Work, address: Address, most: int) -> datetime | None:
    """When the week has room again; None when it has some now."""
    told = outbox.heard(work, address.id, work.now - WEEK, OF_ITSELF)
    return told[-most] + WEEK if len(told) >= most else None
