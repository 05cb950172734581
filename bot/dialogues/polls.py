"""Polls: a few taps after a session, half-way, at the close and after a workshop.

A poll is a form like any other. Its answers leave the draft as soon as it is finished: they are
kept apart, without a name when the plan says that this poll is anonymous.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.assessment import FORM as ASSESSMENT
from bot.conversation.leading import DIALOGUES, LEFT_IN_PEACE, Dialogue, dialogue
from bot.dialogues.choices import labelled
from bot.dialogues.workshops import came, in_words_of
from bot.forms import Choose, Form, Given, Scale, Text, next_field
from bot.forms.field import typed
from bot.forms.views import turn
from bot.message import Message, Part, to_data
from bot.notices import over
from bot.pairs.agreeing import next_step
from bot.pairs.both import Both, Side, both, held, sessions_of, tell
from bot.pairs.purpose import recalled
from bot.programme.template import plan_of
from bot.scene import Scene, address_of, voice_of
from bot.waves import WAVE, wave_of_next
from storage import outbox
from storage.nouns import (
    Answer,
    Draft,
    Enrolment,
    Pair,
    Person,
    Poll,
    Programme,
    Session,
    Workshop,
)
from storage.work import Work

_FIRST_ANONYMOUS = 2**30  # far from the numbers that the database gives, in as many bits
_YES_NO = labelled("yes-no", ("yes", "no"))
_HOW_FAR = labelled("how-far", ("yes", "partly", "no"))


def _met(answers: Mapping[str, Any]) -> bool:
    return answers.get("met") == "yes"


class AfterSession(Form, name="session"):
    """Asked of both once a session is over."""

    met = Choose(among=_YES_NO)
    rating = Scale(when=_met)
    progress = Choose(among=_HOW_FAR, when=_met)
    takeaway = Text(at_most=500, optional=True, when=_met)


class Midway(Form, name="midway"):
    """The pulse of a programme half-way."""

    going = Scale()
    need = Text(at_most=500, optional=True)


class Closing(Form, name="closing"):
    """The assessment at the end."""

    recommend = Scale(lowest=0, highest=10)
    reached = Choose(among=_HOW_FAR)
    level = Scale()
    comment = Text(at_most=500, optional=True)
    quote = Choose(among=_YES_NO, when=lambda answers: bool(answers.get("comment")))


class AfterWorkshop(Form, name="workshop"):
    """One question to those who said they would come."""

    came = Choose(among=_YES_NO)
    useful = Scale(when=lambda answers: answers.get("came") == "yes")
    word = Text(
        at_most=500,
        optional=True,
        when=lambda answers: answers.get("came") == "yes",
        where=lambda given: bool(given.facts.get("question")),
    )


POLLS: dict[str, type[Form]] = {
    form.name: form for form in (AfterSession, Midway, Closing, AfterWorkshop)
}


def send(
    work: Work,
    programme: Programme,
    form: str,
    enrolment: Enrolment,
    subject: str = "",
    *,
    due: datetime | None = None,
) -> bool:
    """Asks one person a poll, once; False when it is too late, or nobody can be reached."""
    if programme.state == "closed":
        return False
    if work.first(Poll, enrolment_id=enrolment.id, form=form, subject=subject) is not None:
        return False
    person = work.get(Person, enrolment.person_id)
    address = address_of(work, person)
    if address is None:
        return False
    poll = work.add(
        Poll(
            programme_id=programme.id,
            enrolment_id=enrolment.id,
            form=form,
            subject=subject,
            sent_at=work.now,
        )
    )
    draft = work.add(
        Draft(
            person_id=person.id,
            programme_id=programme.id,
            form=form,
            subject=subject,
            created_at=work.now,
            changed_at=work.now,
            look_at=work.now + LEFT_IN_PEACE,
        )
    )
    voice = voice_of(person, programme)
    scene = Scene(work, "", address, person, programme)
    facts = DIALOGUES[form].facts(scene, draft)
    given = Given(voice, work.now, programme.plan, facts)
    field = next_field(POLLS[form], draft, given)
    if field is None:
        raise LookupError(f"the poll {form!r} asks nothing")
    anonymous = form in plan_of(programme.plan).polls.anonymous
    values = {name: value for name, value in given.facts.items() if isinstance(value, str | tuple)}
    assesses = form == ASSESSMENT
    opening: list[Part] = [
        voice.para(
            f"assessment.intro.{subject}" if assesses else f"poll.{form}.intro", None, **values
        )
    ]
    opening += recalled(work, programme, enrolment, form, subject)
    if anonymous:
        opening.append(voice.hint("poll.anonymous"))
    if assesses:
        floor = plan_of(programme.plan).polls.floor
        opening.append(voice.hint("assessment.together", None, others=floor - 1))
    parts = [*opening, *turn(POLLS[form], field, draft, given).parts]
    outbox.post(work, f"poll/{poll.id}", address.id, to_data(Message(tuple(parts))), due=due)
    return True


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    """Who and what the poll is about, for its sentences."""
    kind, _, key = draft.subject.partition(":")
    if kind == "session":
        session = scene.work.get(Session, int(key))
        pair = both(scene.work, scene.work.get(Pair, session.pair_id), scene.programme)
        side = pair.side(scene.person)
        role, clock = side.role, ZoneInfo(scene.person.zone)
        return {
            "name": pair.other(side).name,
            "when": scene.voice.day(session.starts_at.astimezone(clock).date()),
            "role": role,
        }
    if kind == "workshop":
        workshop = in_words_of(scene.work.get(Workshop, int(key)), scene.plan, scene.voice)
        facts: dict[str, Any] = {"title": typed(workshop.title)}
        own = next((e.question for e in scene.plan.workshops if e.key == workshop.key), None)
        if own is not None:
            facts["question"] = typed(own.of(scene.voice.locale))
        return facts
    return {"programme": scene.programme.name if scene.programme else ""}


def lapsed(scene: Scene, draft: Draft) -> bool:
    """Whether it is too late to answer: the person left, or the last report may have been read.

    One answer after the last report could be read by setting a second one beside it.
    """
    enrolment, programme = scene.enrolment, scene.programme
    over = programme is None or programme.state == "closed"
    return over or enrolment is None or enrolment.state == "left"


def _finish(then: Callable[[Scene, Draft, dict[str, Any]], None]) -> Any:
    def finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
        keep(scene, draft, answers)
        then(scene, draft, answers)

    return finish


def keep(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    """Keeps a poll's answers apart from the form that asked them."""
    enrolment, programme, work = scene.enrolment, scene.programme, scene.work
    if enrolment is None or programme is None:
        return
    anonymous = draft.form in scene.plan.polls.anonymous
    kept = dict(answers)
    if draft.form == "closing" and "level" in enrolment.answers:
        kept["level_before"] = enrolment.answers["level"]
    if anonymous:
        floor = scene.plan.polls.floor
        kept[WAVE] = wave_of_next(work, programme, draft.form, enrolment.role, floor)
    work.add(
        Answer(
            # In the order of their numbers, anonymous answers would follow the order of the polls.
            id=_FIRST_ANONYMOUS + secrets.randbelow(_FIRST_ANONYMOUS) if anonymous else 0,
            programme_id=programme.id,
            form=draft.form,
            role=enrolment.role,
            enrolment_id=None if anonymous else enrolment.id,
            subject=draft.subject,
            answers=kept,
            # An anonymous answer keeps the month only: a day could tell who it was.
            on=work.now.date().replace(day=1) if anonymous else work.now.date(),
        )
    )
    poll = work.first(Poll, enrolment_id=enrolment.id, form=draft.form, subject=draft.subject)
    if poll is not None:
        work.change(poll, state="answered", answered_at=work.now)
    work.change(draft, answers={}, skipped=[])


def _after_session(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    work = scene.work
    session = work.get(Session, int(draft.subject.split(":")[1]))
    # Both may answer at the same time: one after the other, each sees what the other said.
    pair = both(work, work.lock(Pair, session.pair_id), scene.programme)
    session = work.get(Session, session.id)
    side = pair.side(scene.person)
    was = session.state
    session = _settled(work, session, answers["met"])
    work.change(pair.pair, look_at=work.now)
    if was != "held" and session.state == "held":
        about = f"pair:{pair.pair.id}"
        over(work, about, "silent", "unconfirmed", since="held", session=session.id)
    thanks = "poll.session.thanks" if answers["met"] == "yes" else "poll.session.not-met"
    sessions = sessions_of(work, pair.pair)
    step = next_step(pair, side, sessions) if session.state != "planned" else ()
    scene.say(scene.voice.para(thanks, None, name=pair.other(side).name), *step)
    all_held = held(sessions) == pair.foreseen and not pair.pair.calls  # asked one by one: no end
    if was == "planned" and session.state == "held" and all_held:
        _congratulate(scene, pair, side)


def _congratulate(scene: Scene, pair: Both, by: Side) -> None:
    """All sessions held: the other side hears it too."""
    other = pair.other(by)
    parts = (other.voice.para("session.all-held", None, name=by.name),)
    tell(scene.work, f"pair:{pair.pair.id}/all-held", other, parts)


def _settled(work: Work, session: Session, met: str) -> Session:
    """One `yes` is enough for a session to have been held; it takes both to say that it was not."""
    if session.state in ("held", "cancelled"):
        return session
    if met == "yes":
        return work.change(session, state="held", closed_at=work.now)
    others = work.find(Answer, form="session", subject=f"session:{session.id}")
    if len(others) >= 2 and all(each.answers.get("met") == "no" for each in others):
        return work.change(session, state="missed", closed_at=work.now)
    return session


def half_said(work: Work, session: Session) -> bool:
    """Whether one of the two said that they met, and left the other questions open."""
    left = work.find(Draft, form=AfterSession.name, subject=f"session:{session.id}", state="open")
    return any(_met(draft.answers) for draft in left)


def _thank(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    scene.say(scene.voice.para(f"poll.{draft.form}.thanks"))


def _after_workshop(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    came(scene, int(draft.subject.split(":")[1]), answers["came"] == "yes")
    _thank(scene, draft, answers)


dialogue(Dialogue(AfterSession, _finish(_after_session), _facts, lapsed, steady=True))
dialogue(Dialogue(Midway, _finish(_thank), _facts, lapsed, steady=True))
dialogue(Dialogue(Closing, _finish(_thank), _facts, lapsed, steady=True))
dialogue(Dialogue(AfterWorkshop, _finish(_after_workshop), _facts, lapsed, steady=True))
