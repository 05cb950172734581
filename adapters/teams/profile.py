"""Who somebody is: an activity tells their name, the roster of its conversation their e-mail.

The roster is asked at first contact. When it does not answer in time, what came with the activity
must do, and it is asked again later.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.runner.clock import Clock
from adapters.teams import PLATFORM
from adapters.teams.connector import Connector, Failed
from bot.event import Sender
from storage.database import Database
from storage.nouns import Address, Person

_log = structlog.get_logger()
_FRESH = timedelta(days=1)
_AGAIN = timedelta(minutes=1)  # after Teams did not answer
_PATIENCE = 1.0  # seconds: Teams wants its own answer within five
_REMEMBERED = 20_000  # people
_GUEST = "#EXT#"  # in the name of a guest's account, which is no e-mail then


class Profiles:
    """Senders, with what the roster says of those who are new."""

    def __init__(self, connector: Connector, database: Database, clock: Clock) -> None:
        self._connector, self._database, self._clock = connector, database, clock
        self._asked: OrderedDict[tuple[str, str], datetime] = OrderedDict()  # until when

    async def of(self, sender: Sender, activity: Mapping[str, Any]) -> Sender:
        """The sender of an activity, with their e-mail when it was not known."""
        now, place = self._clock.now(), (sender.tenant, sender.user)
        if sender.email or self._asked.get(place, now) > now:
            return sender
        if await asyncio.to_thread(self._met, sender, now):
            self._remember(place, now + _FRESH)
            return sender
        try:
            async with asyncio.timeout(_PATIENCE):
                member = await self._connector.member(
                    str(activity["serviceUrl"]),
                    str(activity["conversation"]["id"]),
                    str(activity["from"]["id"]),
                )
        except (TimeoutError, *Failed) as error:
            _log.warning("Teams did not say who somebody is", error=type(error).__name__)
            self._remember(place, now + _AGAIN)
            return sender
        self._remember(place, now + _FRESH)
        return replace(sender, name=sender.name or _text(member, "name"), email=email_of(member))

    def _met(self, sender: Sender, now: datetime) -> bool:
        with self._database.reading(now) as work:
            found = work.first(Address, platform=PLATFORM, tenant=sender.tenant, user=sender.user)
            if found is None or found.person_id is None:
                return False
            return work.get(Person, found.person_id).email is not None

    def _remember(self, place: tuple[str, str], until: datetime) -> None:
        self._asked[place] = until
        self._asked.move_to_end(place)
        while len(self._asked) > _REMEMBERED:
            self._asked.popitem(last=False)


def email_of(member: Mapping[str, Any]) -> str:
    """The e-mail of somebody on a roster; the name of their account does for those of the house."""
    email, account = _text(member, "email"), _text(member, "userPrincipalName")
    return email or ("" if _GUEST in account.upper() else account)


def _text(of: Mapping[str, Any], name: str) -> str:
    found = of.get(name)
    return found if isinstance(found, str) else ""
