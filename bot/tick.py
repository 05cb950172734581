"""The clock's side of the heart: what the facts make due now happens, once.

One call looks at a few subjects; whoever calls it does so until it returns 0. Each moment has a
savepoint of its own: one that fails is tried again an hour later, and holds up no other.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

from bot.moments import call, circle, draft, enquiry, enrolment, pair, programme
from bot.moments.moment import Moment
from bot.moments.telling import WeekFull
from bot.recognition import commending, sending
from storage.looking import ahead, happened, looking, next_look
from storage.nouns import (
    Call,
    Certificate,
    Circle,
    Commendation,
    Draft,
    Enquiry,
    Enrolment,
    Happened,
    Noun,
    Pair,
    Programme,
)
from storage.trouble import trouble_of
from storage.work import Work, undone_by_another

_log = logging.getLogger(__name__)
_SET_ASIDE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of noun that has moments."""

    noun: type[Noun]
    facts: Callable[[Work, Any], Any]
    moments: Callable[[Any], list[Moment]]
    acts: Mapping[str, Callable[[Work, Any, Moment], None]]
    at_once: int  # in one transaction, at most


def _subject(noun: type[Noun], module: ModuleType, at_once: int = 50) -> Subject:
    return Subject(noun, module.facts, module.moments, module.ACTS, at_once)


# A programme's own moves come first: they change what is due for everybody in it.
SUBJECTS = (
    _subject(Programme, programme),
    _subject(Enrolment, enrolment),
    _subject(Pair, pair),
    _subject(Call, call),
    _subject(Enquiry, enquiry),
    _subject(Draft, draft),
    _subject(Circle, circle),
    _subject(Certificate, sending, sending.AT_ONCE),
    _subject(Commendation, commending),
)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Something that will be due, for eyes: when, for what, and what it is."""

    at: datetime
    subject: str
    name: str


def tick(work: Work, most: int = 50) -> int:
    """Does what is due for up to `most` subjects of each kind; how many were looked at.

    A kind waits until all of those before it are done: they may change what is due for it, and what
    somebody is told at one moment is then told in one order, however many others are.
    """
    soonest = next_look(work)
    if soonest is None or soonest > work.now:
        return 0
    looked = 0
    for subject in SUBJECTS:
        some = looking(work, subject.noun, min(most, subject.at_once))
        for noun in some:
            _look(work, subject, noun)
        looked += len(some)
        if len(some) == min(most, subject.at_once):
            break  # there may be more of them
    return looked


def due(moments: list[Moment], happened: set[str], now: datetime) -> list[Moment]:
    """The moments that have come and have not happened, earliest first."""
    found = [each for each in moments if each.at <= now and each.name not in happened]
    return sorted(found, key=lambda each: (each.at, each.name))


def next_at(moments: list[Moment], happened: set[str], now: datetime) -> datetime | None:
    """When the next moment comes."""
    return min((m.at for m in moments if m.at > now and m.name not in happened), default=None)


def _look(work: Work, subject: Subject, noun: Any) -> None:
    again: datetime | None = work.now + _SET_ASIDE
    with _its_own_trouble(f"{subject.noun.__name__}:{noun.id}"):
        again = _happen(work, subject, noun)
    work.change(noun, look_at=again)


@contextmanager
def _its_own_trouble(what: str) -> Iterator[None]:
    """What fails inside is seen in the log, and holds up nothing else."""
    try:
        yield
    except Exception as error:
        if undone_by_another(error) or trouble_of(error) is not None:
            raise  # nobody's trouble: whoever called makes the whole tick again
        _log.exception("a moment failed", extra={"subject": what})


def _happen(work: Work, subject: Subject, noun: Any) -> datetime | None:
    """Does what is due, one moment at a time: each may change what the others are.

    Returns when to look again; a moment that failed is tried again later, and the others go on.
    """
    key: str | None = None
    done: set[str] = set()
    failed: set[str] = set()
    resting: dict[str, datetime] = {}
    while True:
        facts = subject.facts(work, noun)
        moments = subject.moments(facts)
        if key is None:
            key = facts.subject
            done = happened(work, key)
        waiting = due(moments, done | failed | resting.keys(), work.now)
        if not waiting:
            again = [next_at(moments, done, work.now), *resting.values()]
            if failed:
                again.append(work.now + _SET_ASIDE)
            return min((each for each in again if each is not None), default=None)
        moment = waiting[0]
        failed.add(moment.name)
        with _its_own_trouble(f"{key} {moment.name}"), _room(moment, resting), work.attempt():
            late = moment.until is not None and work.now > moment.until
            note = "late" if late else ""
            work.add(Happened(subject=key, name=moment.name, at=work.now, note=note))
            if not late:
                subject.acts[moment.act](work, facts, moment)
            done.add(moment.name)
        failed -= done | resting.keys()
        noun = work.get(subject.noun, noun.id)


@contextmanager
def _room(moment: Moment, resting: dict[str, datetime]) -> Iterator[None]:
    """What finds somebody's week full rests until there is room, when it is looked at again."""
    try:
        yield
    except WeekFull as full:
        resting[moment.name] = full.until


def upcoming(work: Work, limit: int = 10) -> list[Upcoming]:
    """What will be due next, soonest first."""
    found: list[Upcoming] = []
    for subject in SUBJECTS:
        for noun in ahead(work, subject.noun, limit):
            facts = subject.facts(work, noun)
            done = happened(work, facts.subject)
            found += [
                Upcoming(each.at, facts.subject, each.name)
                for each in subject.moments(facts)
                if each.name not in done and each.at > work.now
            ]
    return sorted(found, key=lambda each: (each.at, each.subject, each.name))[:limit]
