"""Those whom the operator lets create programmes, by their e-mails.

Slack says who administers a workspace, Teams does not: an operator may name people for both.
"""

from collections.abc import Callable, Collection
from dataclasses import replace

from bot.event import Event, Known, Left
from bot.message import Reply
from storage.nouns import Address, Person
from storage.work import Work

Handle = Callable[[Event, Work], Reply]


def named_in(setting: str | None) -> frozenset[str]:
    """The e-mails of a setting, separated by commas."""
    return frozenset(each.strip().lower() for each in (setting or "").split(",") if each.strip())


def granting(handle: Handle, emails: Collection[str]) -> Handle:
    """The same core, told of each of these people that they may create programmes."""

    def act(event: Event, work: Work) -> Reply:
        if _email(event, work) in emails:
            # What their platform says of them changes nothing of what the operator says.
            told = None if isinstance(event, Known | Left) else True
            event = replace(event, sender=replace(event.sender, administers=told))
        return handle(event, work)

    return act if emails else handle


def _email(event: Event, work: Work) -> str:
    """What the platform says of whoever speaks, else what it said before."""
    sender = event.sender
    if sender.email:
        return sender.email.strip().lower()
    place = work.first(Address, platform=sender.platform, tenant=sender.tenant, user=sender.user)
    if place is None or place.person_id is None:
        return ""
    return work.get(Person, place.person_id).email or ""
