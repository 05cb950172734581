"""Somebody who coordinates can be met no more: the others hear of it, or else the organisers.

A programme whose owners all left is taken over at a press: by whoever still coordinates it, or by
an organiser when nobody does.
"""

from datetime import datetime, timedelta

from bot.calendar.civil import civil
from bot.message import Buttons
from bot.moments.moment import Moment
from bot.moments.telling import tell_by_day
from bot.notices import notice
from bot.rights import COORDINATOR, OWNER, who_may
from bot.scene import address_of, voice_of
from bot.texts import Typed
from storage import contact
from storage.nouns import Address, Person, Programme
from storage.work import Work

LOST = "coordinator-lost"
_NEWS = timedelta(days=7)


def lost(work: Work, programme: Programme) -> tuple[tuple[int, datetime], ...]:
    """Who coordinates and can be met nowhere, and since when."""
    found = []
    for person in who_may(work, programme, COORDINATOR):
        since = lost_at(work, person)
        if since is not None:
            found.append((person.id, since))
    return tuple(found)


def lost_at(work: Work, person: Person) -> datetime | None:
    """When somebody could no longer be met anywhere; a workspace that left is its own news."""
    places = work.find(Address, person_id=person.id)
    since = [each.unreachable_since for each in places if each.unreachable_since is not None]
    if not places or len(since) < len(places):
        return None
    return None if any(contact.departed(work, each) for each in places) else max(since)


def moments(programme: Programme, found: tuple[tuple[int, datetime], ...]) -> list[Moment]:
    """One moment for each person, each time that they are lost."""
    return [
        Moment(
            f"{LOST}-{person}-{since:%Y%m%d%H%M%S}",
            civil(since, programme.zone),
            LOST,
            (person,),
            since + _NEWS,
        )
        for person, since in found
    ]


def tell(work: Work, programme: Programme, moment: Moment) -> None:
    """Tells those who remain; the organisers when nobody does."""
    gone = work.get(Person, int(moment.about[0]))
    left = [p for p in who_may(work, programme, COORDINATOR) if address_of(work, p) is not None]
    subject = f"programme:{programme.id}"
    key = f"{subject}/{moment.name}"
    if left:
        owned = any(address_of(work, p) is not None for p in who_may(work, programme, OWNER))
        kind = LOST if owned else f"{LOST}-owner"
        notice(work, programme, key, subject, kind, [gone.name])
    else:
        tell_organisers(work, programme, key)


def tell_organisers(work: Work, programme: Programme, key: str) -> None:
    """A programme that nobody coordinates any more is offered to those who may create some."""
    for person in work.find(Person, organiser=True):
        voice = voice_of(person, programme)
        take = voice.button("rights.take", f"take-programme:{programme.id}", "primary")
        about = {"programme": Typed(programme.name)}
        told = (voice.para("rights.nobody-left", None, **about), Buttons((take,)))
        tell_by_day(work, f"{key}/{person.id}", person, told)
