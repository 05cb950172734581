"""What becomes due for a call: a word to a silent mentor, then the next best is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.calendar.civil import civil
from bot.calls.putting import answer_by, kept_until, look_again, next_one, question
from bot.message import Buttons, Run
from bot.moments.moment import Moment
from bot.moments.telling import tell_by_day
from bot.notices import over
from bot.programme.plan import Plan
from bot.programme.template import plan_of
from bot.scene import voice_of
from storage.nouns import Call, Enrolment, Person, Programme
from storage.work import Work

_CHOOSING = timedelta(days=2)
_AGAIN = (1, 2, 4, 7, 10, 14, 18)  # days after nobody was found
_LONG = 24  # hours: whoever has that long to answer is reminded half-way


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A call, who asks, and who is asked now."""

    call: Call
    programme: Programme
    asker: Enrolment
    mentor: Enrolment | None
    person: Person | None  # the mentor's

    @property
    def subject(self) -> str:
        return f"call:{self.call.id}"

    @property
    def plan(self) -> Plan:
        return plan_of(self.programme.plan)


def facts(work: Work, call: Call) -> CallFacts:
    """All that a call's moments depend on."""
    mentor = work.get(Enrolment, call.mentor_id) if call.mentor_id else None
    return CallFacts(
        call,
        work.get(Programme, call.programme_id),
        work.get(Enrolment, call.enrolment_id),
        mentor,
        work.get(Person, mentor.person_id) if mentor else None,
    )


def moments(f: CallFacts) -> list[Moment]:
    """Every moment of a call, past and future."""
    call, since = f.call, f.call.asked_at or f.call.created_at
    if call.state not in ("choosing", "asked", "alone"):
        return []
    if f.programme.state != "running" or f.asker.state != "active":
        return [Moment("over", call.created_at, "let-go")]
    if call.state == "choosing":
        return [Moment("not-chosen", call.created_at + _CHOOSING, "let-go")]
    turn = len(call.asked)
    if call.state == "alone":
        return [*_kept(f, turn)]
    if f.mentor is None or f.person is None or f.mentor.state != "active":
        return [Moment(f"away-{turn}", min(since, call.created_at), "next")]
    found = [Moment(f"silent-{turn}", answer_by(f.plan, call, f.person), "next")]
    hours = f.plan.on_request.answer_hours
    if hours >= _LONG:
        at = civil(since + timedelta(hours=hours / 2), f.person.zone)
        found.append(Moment(f"recall-{turn}", at, "recall", (), _until(f, at)))
    return found


def _kept(f: CallFacts, turn: int) -> Iterator[Moment]:
    """While a call that found nobody is kept: somebody may be free since, or have come."""
    since, zone = f.call.closed_at or f.call.created_at, f.programme.zone
    for days in _AGAIN:
        at = civil(since + timedelta(days=days), zone)
        yield Moment(f"again-{turn}-{days}", at, "again", (), at + timedelta(days=1))
    yield Moment(f"kept-{turn}", civil(kept_until(f.call), zone), "give-up")


def _until(f: CallFacts, at: datetime) -> datetime:
    return at + timedelta(hours=f.plan.on_request.answer_hours / 4)


def _next(work: Work, f: CallFacts, moment: Moment) -> None:
    call = work.lock(Call, f.call.id)
    if call.state == "asked":
        key = f"{f.subject}/{moment.name}"
        next_one(work, key, f.programme, f.plan, call, "silent")


def _again(work: Work, f: CallFacts, moment: Moment) -> None:
    call = work.lock(Call, f.call.id)
    if call.state == "alone":
        look_again(work, f"{f.subject}/{moment.name}", f.programme, f.plan, call)


def _give_up(work: Work, f: CallFacts, moment: Moment) -> None:
    """Nobody came: they hear that the search ends, and the way to begin another."""
    person = work.get(Person, f.asker.person_id)
    voice = voice_of(person, f.programme)
    told = voice.para("call.given-up", None, subject=(Run(f.call.subject, typed=True),))
    again = Buttons((voice.button("button.call", "ask:call"),))
    tell_by_day(work, f"{f.subject}/{moment.name}", person, (told, again))
    over(work, f.subject)


def _recall(work: Work, f: CallFacts, moment: Moment) -> None:
    if f.mentor is None or f.person is None:
        return
    parts = question(work, f.programme, f.plan, f.call, f.mentor)
    told = voice_of(f.person, f.programme).para("call.recall")
    tell_by_day(work, f"{f.subject}/{moment.name}", f.person, (told, *parts))


def _let_go(work: Work, f: CallFacts, moment: Moment) -> None:
    work.change(f.call, state="dropped", closed_at=work.now, look_at=None)
    over(work, f.subject)


ACTS = {
    "next": _next,
    "recall": _recall,
    "again": _again,
    "give-up": _give_up,
    "let-go": _let_go,
}
