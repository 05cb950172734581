"""Who is in the teams that have the bot, for those who were imported to be found there by e-mail.

Teams lists nobody of a tenant to a bot, but everybody of a team that it was added to; and to whom
it finds there it may write first.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Any

from adapters.runner.clock import Clock
from adapters.runner.directory import Place
from adapters.teams import PLATFORM, routes
from adapters.teams.connector import Connector, Refusal
from adapters.teams.profile import email_of
from adapters.teams.routes import NoWay, sealed
from adapters.teams.typed import sound
from bot.channels import is_channel
from bot.event import Sender
from storage.database import Database
from storage.nouns import Address
from storage.vault import CannotOpen, Vault

_PAGE = 1.0  # seconds between two pages; Microsoft allows seven a second in one conversation
_CALM = 5.0  # seconds, when Teams asks for patience and does not say how long
_AGAIN = 5  # tries of a page that Teams asked to wait for


class Teams:
    """The people of every team that has the bot."""

    platform = PLATFORM

    def __init__(
        self,
        connector: Connector,
        database: Database,
        clock: Clock,
        vault: Vault,
        *,
        pace: float = 1.0,
    ) -> None:
        self._connector, self._database, self._clock = connector, database, clock
        self._vault, self.pace = vault, pace

    async def places(self) -> Sequence[Place[routes.Place]]:
        """The teams, each once, whichever of its channels the bot is known in."""
        return await asyncio.to_thread(self._places)

    def _places(self) -> Sequence[Place[routes.Place]]:
        found: dict[tuple[str, str], Place[routes.Place]] = {}
        with self._database.reading(self._clock.now()) as work:
            channels = work.find(Address, platform=PLATFORM, person_id=None, reachable=True)
        for each in filter(is_channel, channels):
            try:
                way = routes.opened(each.route, self._vault)
            except (NoWay, CannotOpen):
                continue  # the doctor tells of it
            team = way.team or way.conversation
            found[each.tenant, team] = Place(each.tenant, team, way)
        return [*found.values()]

    async def people(
        self, place: Place[routes.Place], emails: Collection[str]
    ) -> AsyncIterator[Sender]:
        """Everybody in a team who belongs to its tenant."""
        after = ""
        while True:
            page = await self._patiently(place, after)
            for member in _members(page):
                sender = self._sender(place, member)
                if sender is not None:
                    yield sender
            after = sound(page.get("continuationToken"))
            if not after:
                return
            await asyncio.sleep(_PAGE * self.pace)

    def _sender(self, place: Place[routes.Place], member: Mapping[str, Any]) -> Sender | None:
        """Somebody of a roster, with all it takes to open a conversation with them."""
        own, name = sound(member.get("id")), sound(member.get("name"))
        directory = sound(member.get("aadObjectId") or member.get("objectId"))
        if not own or sound(member.get("tenantId")) not in ("", place.tenant):
            return None
        user = {"id": own, "name": name, "aadObjectId": directory}
        way = sealed(routes.way_to(routes.private(place.way, user, place.tenant)), self._vault)
        who, email = directory or own, sound(email_of(member))
        return Sender(PLATFORM, place.tenant, who, name, email, route=way)

    async def _patiently(self, place: Place[routes.Place], after: str) -> Mapping[str, Any]:
        """One page of a roster, after the waits that Teams asks for."""
        for _ in range(_AGAIN):
            try:
                return await self._connector.members(place.way.service, place.name, after)
            except Refusal as refusal:
                if refusal.status not in (412, 429):
                    raise
                await asyncio.sleep((refusal.seconds or _CALM) * self.pace)
        return await self._connector.members(place.way.service, place.name, after)


def _members(page: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = page.get("members")
    some = found if isinstance(found, list) else []
    return [each for each in some if isinstance(each, Mapping)]
