"""Taking a call: a mentor's yes becomes an ordinary session, planned at once.

Both places are held while it is decided, always in the order of their numbers: of two yeses at the
same instant that ask for the same hour of somebody, the second sees what the first took.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.calls.best import busy_times
from bot.calls.hours import offer
from bot.calls.standing import to_be_planned
from bot.message import Part
from bot.pairs import agreeing
from bot.pairs.both import Both, ahead, both, pairs_in, sessions_of, tell
from bot.programme.plan import Plan
from bot.scene import voice_of
from bot.texts import Voice
from storage.nouns import Call, Enrolment, Pair, Programme, Session
from storage.work import Work


class NoLonger(ValueError):
    """A call cannot be taken like that any more: `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def take(
    work: Work, key: str, programme: Programme, plan: Plan, call: Call, mentor: int, start: datetime
) -> Call:
    """Plans the session that was asked for, with that mentor. Raises NoLonger.

    The call is locked by whoever asks this.
    """
    asker, teacher = _held(work, call.enrolment_id, mentor)
    offered = offer(work, plan, teacher)
    if offered is not None and offered.left < call.minutes:
        raise NoLonger("call.no-hours")
    if start <= work.now or _busy(work, (asker, teacher), start, call.minutes):
        raise NoLonger("call.slot-taken")
    pair = _pair(work, programme, asker, teacher)
    if ahead(sessions_of(work, pair.pair)) is not None:
        raise NoLonger("call.slot-taken")
    session = work.add(
        Session(
            pair_id=pair.pair.id,
            number=max((each.number for each in sessions_of(work, pair.pair)), default=0) + 1,
            starts_at=start,
            minutes=call.minutes,
            proposed_by=asker.id,
            extra=not pair.pair.calls,
            about=about(call),
            created_at=work.now,
        )
    )
    call = work.change(
        call,
        state="met",
        mentor_id=mentor,
        session_id=session.id,
        closed_at=work.now,
        look_at=None,
    )
    agreeing.accept(work, key, pair, pair.mentor, session)
    _tell_left(work, key, plan, pair)
    return call


def may_meet_again(work: Work, pair: Both) -> bool:
    """Whether two whom a call put together have time left for the session that they lost."""
    if not pair.pair.calls:
        return True
    _, mentor = _held(work, pair.mentee.enrolment.id, pair.mentor.enrolment.id)
    call = to_be_planned(work, pair.mentee.enrolment.id, mentor.id)
    if call is None:
        return False
    offered = offer(work, pair.plan, mentor)
    return offered is None or offered.left >= call.minutes


def hours_parts(work: Work, plan: Plan, mentor: Enrolment, voice: Voice) -> tuple[Part, ...]:
    """What is left of the hours that a mentor offers, as they read it; nothing where none count."""
    found = offer(work, plan, mentor)
    if found is None:
        return ()
    left, all_of_it = voice.duration(found.left), voice.duration(found.offered)
    if not found.left:
        return (voice.hint("call.hours-none", None, offered=all_of_it),)
    return (voice.hint("call.hours-left", None, left=left, offered=all_of_it),)


def about(call: Call) -> str:
    """What a session was asked for: the one precise point, where there is one."""
    return call.point or call.subject


def _held(work: Work, *places: int) -> tuple[Enrolment, ...]:
    """Some places, locked in the order of their numbers, given in the order asked."""
    for each in sorted(set(places)):
        work.lock(Enrolment, each)
    return tuple(work.get(Enrolment, each) for each in places)


def _busy(work: Work, places: Sequence[Enrolment], start: datetime, minutes: int) -> bool:
    end = start + timedelta(minutes=minutes)
    return any(
        begins < end and start < ends for one in places for begins, ends in busy_times(work, one)
    )


def _pair(work: Work, programme: Programme, asker: Enrolment, mentor: Enrolment) -> Both:
    """The pair of these two: theirs if they have one, else one that the call makes."""
    known = pairs_in(work, asker, states=("active", "completed", "ended"))
    mine = [each for each in known if (each.mentee_id, each.mentor_id) == (asker.id, mentor.id)]
    going = next((each for each in mine if each.state == "active"), None)
    again = going or next((each for each in reversed(mine) if each.calls), None)
    if again is None:
        again = work.add(
            Pair(
                programme_id=programme.id,
                mentee_id=asker.id,
                mentor_id=mentor.id,
                calls=1,
                started_at=work.now,
                look_at=work.now,
            )
        )
    elif again.calls:
        fields = {"state": "active", "reason": "", "ended_at": None, "look_at": work.now}
        again = work.change(again, calls=again.calls + 1, **fields)
    return both(work, again, programme)


def _tell_left(work: Work, key: str, plan: Plan, pair: Both) -> None:
    """The mentor hears what is left of their hours."""
    mentor = pair.mentor
    voice = voice_of(mentor.person, pair.programme)
    told = hours_parts(work, plan, mentor.enrolment, voice)
    if told:
        tell(work, f"{key}/hours", mentor, told)
