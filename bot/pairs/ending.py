"""The end of a pair: no fault, no reproach, and somebody looks after whoever remains."""

from bot.message import Part
from bot.notices import OF_PAIR, notice, over
from bot.pairs.agreeing import close
from bot.pairs.both import ahead, both, sessions_of, tell
from bot.pairs.calendars import out_of
from storage.nouns import Draft, Enrolment, Notice, Pair, Person, Poll
from storage.work import Work

COORDINATION = "coordination"  # the reason of a pair that its coordinators part
CONCLUDED = "concluded"  # the same, when nobody is sought for the two
WITHDRAWN = "withdrawn"  # the reason of a pair that one of the two ended, without leaving
_SAID = {COORDINATION: "ended.parted", CONCLUDED: "ended.concluded"}


def end(work: Work, key: str, pair: Pair, reason: str, *, by: Person | None = None) -> Pair:
    """Ends a pair early, and tells the other side and the coordinators; `by` hears elsewhere."""
    whole = both(work, pair)
    session = ahead(sessions_of(work, pair))
    if session is not None:
        session = close(work, session)
    pair = work.change(pair, state="ended", reason=reason, ended_at=work.now, look_at=None)
    parted = reason in _SAID
    for side in whole.sides:
        _forget_polls(work, pair, side.enrolment)
        if by is None or side.person.id != by.id:
            words = _SAID.get(reason, "ended.other")
            told: list[Part] = [side.voice.para(words, None, name=whole.other(side).name)]
            if session is not None:
                told += out_of(work, whole, session, side)
            tell(work, f"{key}/ended", side, told)
    names = [side.person.name for side in whole.sides]
    subject, kind = f"pair:{pair.id}", "pair-ended"
    over(work, subject, *OF_PAIR)
    if parted and by is not None:
        _note(work, pair, subject, kind, names, by)
    else:
        notice(work, whole.programme, f"{key}/ended", subject, kind, names, reason=reason)
    return pair


def _note(work: Work, pair: Pair, subject: str, kind: str, names: list[str], by: Person) -> None:
    """What a coordinator decided is counted like any other end, and is news to nobody."""
    work.add(
        Notice(
            programme_id=pair.programme_id,
            subject=subject,
            kind=kind,
            facts={"names": names, "reason": pair.reason},
            state="handled",
            at=work.now,
            handled_by=by.id,
            handled_at=work.now,
        )
    )


def _forget_polls(work: Work, pair: Pair, enrolment: Enrolment) -> None:
    """Polls about sessions of an ended pair are no longer expected."""
    subjects = {f"session:{session.id}" for session in sessions_of(work, pair)}
    for poll in work.find(Poll, enrolment_id=enrolment.id, state="sent"):
        if poll.subject in subjects:
            work.change(poll, state="expired")
            for draft in work.find(Draft, subject=poll.subject, form=poll.form, state="open"):
                if draft.person_id == enrolment.person_id:
                    work.change(draft, state="cancelled", answers={}, look_at=None)
