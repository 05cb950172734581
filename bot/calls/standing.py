"""The calls of a programme as they stand: whose turn it is, which sessions came of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.pairs.both import over
from storage.nouns import Call, Enrolment, Programme, Session
from storage.work import Work

OPEN = ("choosing", "asked")
COUNTED = ("proposed", "planned", "held")  # sessions that took, or will take, somebody's time


def sessions_of_calls(work: Work, calls: Iterable[Call]) -> dict[int, Session]:
    """The sessions that came of some calls, by id."""
    ids = [each.session_id for each in calls if each.session_id is not None]
    return {each.id: each for each in work.among(Session, ids)}


def used(work: Work, asker: Enrolment) -> int:
    """How many sessions somebody has asked for and had, or may yet have."""
    mine = work.find(Call, enrolment_id=asker.id)
    held = sessions_of_calls(work, mine)
    met = [held.get(each.session_id or 0) for each in mine if each.state == "met"]
    waiting = sum(each.state in OPEN for each in mine)
    return waiting + sum(each is not None and each.state in COUNTED for each in met)


def under_way(work: Work, asker: Enrolment) -> Call | None:
    """The call of somebody that still looks for a mentor, if any: there is one at a time."""
    mine = work.find(Call, enrolment_id=asker.id)
    return next((each for each in mine if each.state in OPEN), None)


def to_be_planned(work: Work, mentee: int, mentor: int) -> Call | None:
    """The call of two people whose session was cancelled or missed: its time may be used again."""
    met = work.find(Call, enrolment_id=mentee, mentor_id=mentor, state="met")
    held = sessions_of_calls(work, met)
    lost = [
        each for each in met if (s := held.get(each.session_id or 0)) and s.state not in COUNTED
    ]
    return lost[-1] if lost else None


@dataclass(frozen=True)
class Load:
    """What every mentor of a programme is already asked for, read at once."""

    work: Work
    programme: Programme

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Those that wait for a mentor's word, and those that one of them took."""
        found = (
            self.work.find(Call, programme_id=self.programme.id, state=state)
            for state in ("asked", "met")
        )
        return tuple(each for some in found for each in some)

    @cached_property
    def _sessions(self) -> Mapping[int, Session]:
        return sessions_of_calls(self.work, self.calls)

    def ahead(self, mentor: int) -> int:
        """How many people a mentor is to help, or is asked to help, now."""
        mine = [each for each in self.calls if each.mentor_id == mentor]
        sessions = [self._sessions.get(each.session_id or 0) for each in mine]
        coming = sum(
            each is not None
            and each.state in ("proposed", "planned")
            and not over(each, self.work.now)
            for each in sessions
        )
        return coming + sum(each.state == "asked" for each in mine)

    def taken(self, mentor: int) -> int:
        """The minutes that are taken of a mentor's hours."""
        mine = [each for each in self.calls if each.mentor_id == mentor and each.state == "met"]
        sessions = [self._sessions.get(each.session_id or 0) for each in mine]
        return sum(each.minutes for each in sessions if each and each.state in COUNTED)

    def asked(self, mentor: int) -> int:
        """The minutes that a mentor is asked for, and has not answered."""
        mine = (each for each in self.calls if each.mentor_id == mentor)
        return sum(each.minutes for each in mine if each.state == "asked")
