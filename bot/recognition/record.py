"""What somebody did in a programme, as a certificate says it; or why there is nothing to certify.

Only sessions that were held count. Whoever left before the end took part, but not to the end.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from bot.programme.plan import Plan
from storage.nouns import Enrolment, Pair, Programme, Session

LEFT, NO_SESSION = "left", "no-session"


@dataclass(frozen=True, slots=True)
class Record:
    """The facts of a certificate, all in the language of whoever receives it."""

    name: str
    role: str  # mentee, mentor or both
    programme: str
    organisation: str
    first: date  # of the sessions held
    last: date
    sessions: int
    minutes: int
    others: int  # people met in these sessions
    themes: tuple[str, ...]
    coordinators: tuple[str, ...]
    on: date  # when it was made out
    locale: str


_RECORD = TypeAdapter(Record)


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part in a programme: their pairs, and the sessions these held."""

    enrolment: Enrolment
    pairs: tuple[Pair, ...]
    sessions: tuple[Session, ...]

    @property
    def held(self) -> tuple[Session, ...]:
        return tuple(each for each in self.sessions if each.state == "held")

    @property
    def lacking(self) -> str:
        """Why there is nothing to certify, by its code; empty when there is something."""
        if self.enrolment.state == "left":
            return LEFT
        return "" if self.held else NO_SESSION

    @property
    def others(self) -> set[int]:
        """The enrolments of those whom they met."""
        met = {each.pair_id for each in self.held}
        ends = {each for p in self.pairs if p.id in met for each in (p.mentee_id, p.mentor_id)}
        return ends - {self.enrolment.id}


def worked_on(part: Part, others: list[Enrolment], plan: Plan, locale: str) -> tuple[str, ...]:
    """The themes that both sides named, in the order of the plan; else those of the mentees.

    “Another subject” names none.
    """
    own, met = _topics(part.enrolment), [_topics(each) for each in others]
    shared = {code for each in met for code in own & each}
    if not shared:
        mentees = [part.enrolment, *others]
        shared = {c for each in mentees if each.role != "mentor" for c in _topics(each)}
    return tuple(topic.of(locale) for topic in plan.topics if topic.code in shared - {"other"})


def span(part: Part, programme: Programme) -> tuple[date, date]:
    """The days of the first and of the last session held, where the programme is."""
    zone = ZoneInfo(programme.zone)
    days = sorted(each.starts_at.astimezone(zone).date() for each in part.held)
    return days[0], days[-1]


def record_data(record: Record) -> dict[str, object]:
    """The record as plain JSON values."""
    data: dict[str, object] = _RECORD.dump_python(record, mode="json")
    return data


def record_from(data: dict[str, object]) -> Record:
    """The record that `record_data` made plain."""
    return _RECORD.validate_python(data)


def _topics(enrolment: Enrolment) -> set[str]:
    topics = enrolment.answers.get("topics")
    return {each for each in topics if isinstance(each, str)} if isinstance(topics, list) else set()
