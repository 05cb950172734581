"""The end of a pair: no fault, no reproach, and somebody looks after whoever remains."""

from bot.message import Part
from bot.pairs.agreeing import close, out_of_calendars
from bot.pairs.both import ahead, both, sessions_of, tell
from bot.scene import address_of, coordinators, post, voice_of
from bot.texts import Typed
from storage.nouns import Draft, Enrolment, Notice, Pair, Person, Poll
from storage.work import Work


def end(work: Work, key: str, pair: Pair, reason: str, *, by: Person | None = None) -> Pair:
    """Ends a pair early, and tells the other side and the coordinators; `by` hears elsewhere."""
    whole = both(work, pair)
    session = ahead(sessions_of(work, pair))
    if session is not None:
        session = close(work, session)
    pair = work.change(pair, state="ended", reason=reason, ended_at=work.now, look_at=None)
    for side in whole.sides:
        _forget_polls(work, pair, side.enrolment)
        if by is None or side.person.id != by.id:
            told: list[Part] = [side.voice.para("ended.other", None, name=whole.other(side).name)]
            if session is not None:
                told += out_of_calendars(work, whole, session, side)
            tell(work, f"{key}/ended", side, told)
    names = [side.person.name for side in whole.sides]
    work.add(
        Notice(
            programme_id=pair.programme_id,
            subject=f"pair:{pair.id}",
            kind="pair-ended",
            facts={"names": names, "reason": reason},
            at=work.now,
        )
    )
    for person in coordinators(work, whole.programme):
        voice, address = voice_of(person, whole.programme), address_of(work, person)
        if address is not None:
            noticed = voice.para("notice.pair-ended", None, names=Typed(voice.listed(names)))
            post(work, f"{key}/ended/{person.id}", address, (noticed,))
    return pair


def _forget_polls(work: Work, pair: Pair, enrolment: Enrolment) -> None:
    """Polls about sessions of an ended pair are no longer expected."""
    subjects = {f"session:{session.id}" for session in sessions_of(work, pair)}
    for poll in work.find(Poll, enrolment_id=enrolment.id, state="sent"):
        if poll.subject in subjects:
            work.change(poll, state="expired")
            for draft in work.find(Draft, subject=poll.subject, form=poll.form, state="open"):
                if draft.person_id == enrolment.person_id:
                    work.change(draft, state="cancelled", answers={}, look_at=None)
