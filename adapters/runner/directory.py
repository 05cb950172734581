"""Finding, where the bot is, the people who were imported: by e-mail, without disturbing anybody.

Whoever is found is `Known`: their address is kept, and nothing is said to them yet. A platform says
where to look, and reads who is there as slowly as it must.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import structlog

from adapters.runner.clock import Clock
from bot.event import Event, Known, Sender
from bot.message import Reply
from storage import contact
from storage.database import Database
from storage.work import Work

_log = structlog.get_logger()
_LOOK, _DAY = 300.0, 86_400.0  # seconds
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Place(Generic[P]):
    """Where people can be looked for: a workspace, a team."""

    tenant: str
    name: str  # within the tenant, one of its own
    way: P  # by which the platform reads who is there


class Rosters(Protocol[P]):
    """What a platform tells of who is where."""

    @property
    def platform(self) -> str:
        """The name that addresses carry."""

    async def places(self) -> Sequence[Place[P]]:
        """Where the bot may look."""

    def people(self, place: Place[P], emails: Collection[str]) -> AsyncIterator[Sender]:
        """Who is there: everybody, or only those with these e-mails when that is quicker."""


class Directory(Generic[P]):
    """Looks for the people imported since the last time, and once a day for those not found."""

    def __init__(
        self,
        rosters: Rosters[P],
        database: Database,
        clock: Clock,
        handle: Callable[[Event, Work], Reply],
    ) -> None:
        self.rosters = rosters
        self._database, self._clock, self._handle = database, clock, handle
        self._tried: set[tuple[str, str, str]] = set()  # tenant, place and e-mail

    async def run(self) -> None:
        """Looks from time to time, until cancelled."""
        started = asyncio.get_running_loop().time()
        while True:
            try:
                await self.look()
            except Exception:  # the database or the platform may be away for a while
                _log.exception("people could not be looked for; trying again")
            await asyncio.sleep(_LOOK)
            if asyncio.get_running_loop().time() - started > _DAY:
                started += _DAY
                self._tried.clear()

    async def look(self) -> int:
        """Looks for everybody who is new, in every place, and how many were found."""
        found = 0
        for place in await self.rosters.places():
            try:
                found += await self._look_in(place)
            except Exception as failure:  # one place that says no hides no other
                error = getattr(failure, "code", type(failure).__name__)
                _log.warning("people could not be looked for", tenant=place.tenant, error=error)
        return found

    async def _look_in(self, place: Place[P]) -> int:
        missing = await asyncio.to_thread(self._missing, place.tenant)
        tried = {email for *where, email in self._tried if where == [place.tenant, place.name]}
        wanted = missing - tried
        if not wanted:
            return 0
        found = 0
        async for sender in self.rosters.people(place, wanted):
            if sender.email.strip().lower() in wanted:
                await asyncio.to_thread(self._keep, sender)
                found += 1
        self._tried |= {(place.tenant, place.name, email) for email in wanted}
        _log.info("people were looked for", tenant=place.tenant, wanted=len(wanted), found=found)
        return found

    def _missing(self, tenant: str) -> set[str]:
        with self._database.reading(self._clock.now()) as work:
            return contact.unmet(work, self.rosters.platform, tenant)

    def _keep(self, sender: Sender) -> None:
        # The same person found again on another day is another event, which changes nothing.
        now = self._clock.now()
        key = f"{sender.platform}:{sender.tenant}:{sender.user}:known:{now:%Y-%m-%d}"
        self._database.carry_out(now, lambda work: self._handle(Known(key, sender), work))
