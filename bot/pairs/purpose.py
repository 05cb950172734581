"""What a session is for: what it was asked for, and in an exchange whose turn it is to lead."""

from bot.message import Part, Run, Runs
from bot.pairs.both import Both, Side, both, have_met, leader, pairs_in, sessions_of
from bot.programme.template import plan_of
from bot.scene import voice_of
from storage.nouns import Enrolment, Pair, Person, Programme, Session
from storage.work import Work


def purpose(work: Work, pair: Both, side: Side, session: Session) -> tuple[Part, ...]:
    """What one side should know of a session ahead; nothing where the plan says it all."""
    found: list[Part] = []
    if session.about:
        about = (Run(session.about, typed=True),)
        found.append(side.voice.para("session.about", None, about=about))
    if pair.exchange:
        mine, name, aim = _turn(work, pair, side, session)
        key = "session.you-lead" if mine else "session.they-lead"
        found.append(side.voice.para(key, None, name=name, aim=aim))
    return tuple(found)


def recalled(
    work: Work, programme: Programme, enrolment: Enrolment, form: str, subject: str
) -> tuple[Part, ...]:
    """What a poll is about, for two who learn from each other: whose session it was, both aims.

    Whoever never met anybody is told that this is known.
    """
    if form in ("midway", "closing") and not have_met(work, enrolment):
        voice = voice_of(work.get(Person, enrolment.person_id), programme)
        return (voice.para(f"poll.{form}.unmet"),)
    if plan_of(programme.plan).rules.strategy != "two-way":
        return ()
    _, _, key = subject.partition(":")
    if form == "session":
        session = work.get(Session, int(key))
        pair = both(work, work.get(Pair, session.pair_id), programme)
        side = _own(pair, enrolment)
        if not pair.exchange:
            return ()
        mine, name, aim = _turn(work, pair, side, session)
        key_of = "session.you-led" if mine else "session.they-led"
        return (side.voice.para(key_of, None, name=name, aim=aim),)
    return _both_aims(work, programme, enrolment) if form in ("midway", "closing") else ()


def _both_aims(work: Work, programme: Programme, enrolment: Enrolment) -> tuple[Part, ...]:
    """What one came to learn, and what each of the others wanted of them."""
    voice = voice_of(work.get(Person, enrolment.person_id), programme)
    found: list[Part] = []
    mine = _aims(enrolment)
    if mine:
        found.append(voice.para("exchange.your-aim", None, aim=(Run(mine, typed=True),)))
    for each in pairs_in(work, enrolment):
        pair = both(work, each, programme)
        other = pair.other(_own(pair, enrolment))
        theirs = _aims(other.enrolment)
        if pair.exchange and theirs:
            aim = (Run(theirs, typed=True),)
            found.append(voice.para("exchange.their-aim", None, name=other.name, aim=aim))
    return tuple(found)


def _turn(work: Work, pair: Both, side: Side, session: Session) -> tuple[bool, Runs, Runs]:
    """Whether a session is one's own to lead, the other's name, and the learner's aim."""
    leads = leader(pair, sessions_of(work, pair.pair), session)
    aim = (Run(_aims(pair.other(leads).enrolment), typed=True),)
    return leads.role == side.role, pair.other(side).name, aim


def _aims(enrolment: Enrolment) -> str:
    """What somebody wants to be able to do, on one line."""
    return " · ".join(enrolment.answers.get("objectives", ()))


def _own(pair: Both, enrolment: Enrolment) -> Side:
    return pair.mentee if pair.mentee.enrolment.id == enrolment.id else pair.mentor
