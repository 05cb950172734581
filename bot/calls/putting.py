"""Putting a call to one mentor after another, until somebody takes it or nobody is left."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.civil import civil
from bot.calls.best import Choice, best, why_nobody
from bot.calls.taking import hours_parts
from bot.message import Button, Buttons, Part, Run
from bot.moments.telling import tell_by_day
from bot.notices import notice, over
from bot.programme.plan import Plan
from bot.scene import address_of, voice_of
from bot.texts import Voice
from storage.nouns import Call, Enrolment, Person, Programme
from storage.work import Work

WRITTEN = "%Y%m%d%H%M"
KEPT = timedelta(days=21)  # how long somebody is looked for


def put(
    work: Work, key: str, programme: Programme, plan: Plan, call: Call, choice: Choice
) -> Call | None:
    """Asks that mentor; None when there is nowhere to write to them."""
    if address_of(work, choice.person) is None:
        return None
    at = civil(work.now, choice.person.zone)
    call = work.change(
        call,
        state="asked",
        mentor_id=choice.mentor.id,
        asked=[*call.asked, choice.mentor.id],
        slots={**call.slots, str(choice.mentor.id): [each.isoformat() for each in choice.slots]},
        asked_at=at,
        look_at=work.now,
    )
    parts = question(work, programme, plan, call, choice.mentor)
    tell_by_day(work, f"{key}/call-{call.id}-{len(call.asked)}", choice.person, parts)
    return call


def question(
    work: Work, programme: Programme, plan: Plan, call: Call, mentor: Enrolment
) -> tuple[Part, ...]:
    """What a mentor is asked: by whom, for what, and when it could be."""
    asker = work.get(Person, work.get(Enrolment, call.enrolment_id).person_id)
    person = work.get(Person, mentor.person_id)
    voice = voice_of(person, programme)
    parts: list[Part] = [
        voice.para(
            "call.question",
            None,
            name=(Run(asker.name, typed=True),),
            length=voice.duration(call.minutes),
            subject=(Run(call.subject, typed=True),),
        )
    ]
    if call.point:
        parts.append(voice.para("call.point", None, point=(Run(call.point, typed=True),)))
    parts += [
        voice.para("call.slots"),
        slot_buttons(voice, call, mentor, work.now),
        *hours_parts(work, plan, mentor, voice),
        voice.hint("call.answer-by", None, when=answer_by(plan, call, person)),
    ]
    return tuple(parts)


def offered(call: Call, mentor: Enrolment) -> list[datetime]:
    """The moments at which that mentor was told they could say yes."""
    return [datetime.fromisoformat(each) for each in call.slots.get(str(mentor.id), ())]


def slot_buttons(voice: Voice, call: Call, mentor: Enrolment, now: datetime) -> Buttons:
    """Each slot that is still ahead as a yes, then a no that needs no excuse."""
    starts = offered(call, mentor)
    yes = tuple(
        Button(voice.moment(each), f"call-yes:{call.id}:{each:{WRITTEN}}", "primary")
        for each in starts
        if each > now
    )
    return Buttons((*yes, voice.button("button.call-no", f"call-no:{call.id}")))


def answer_by(plan: Plan, call: Call, mentor: Person) -> datetime:
    """Until when that mentor alone is waited for."""
    asked = call.asked_at or call.created_at
    return civil(asked + timedelta(hours=plan.on_request.answer_hours), mentor.zone)


def next_one(
    work: Work, key: str, programme: Programme, plan: Plan, call: Call, why: str = ""
) -> Call:
    """Asks the next best, and tells who waits; `why` names what became of the one before."""
    before = work.first(Enrolment, id=call.mentor_id) if call.mentor_id else None
    if len(call.asked) < plan.on_request.queue:
        for choice in best(work, programme, plan, call):
            asked = put(work, key, programme, plan, call, choice)
            if asked is not None:
                _tell_next(work, key, programme, plan, asked, choice, before, why)
                return asked
    person, voice = _asker(work, programme, call)
    told = alone_parts(work, voice, programme, plan, call)
    tell_by_day(work, f"{key}/call-{call.id}-alone", person, told)
    return nobody(work, key, programme, call)


def look_again(work: Work, key: str, programme: Programme, plan: Plan, call: Call) -> Call:
    """Somebody may be free at last for a call that was kept: they are asked, and who waits knows.

    Not where whoever waits asked anew: the newer call stands for both.
    """
    if any(each.id > call.id for each in work.find(Call, enrolment_id=call.enrolment_id)):
        over(work, f"call:{call.id}")
        return work.change(call, look_at=None)
    for choice in best(work, programme, plan, call):
        asked = put(work, key, programme, plan, call, choice)
        if asked is None:
            continue
        asked = work.change(asked, closed_at=None)
        over(work, f"call:{call.id}")
        person, voice = _asker(work, programme, call)
        told = voice.para(
            "call.found",
            None,
            name=(Run(choice.person.name, typed=True),),
            subject=(Run(call.subject, typed=True),),
            when=answer_by(plan, asked, choice.person),
        )
        tell_by_day(work, f"{key}/call-{call.id}-found", person, (told,))
        return asked
    return call


def kept_until(call: Call) -> datetime:
    """Until when somebody is looked for, of a call that found nobody."""
    return (call.closed_at or call.created_at) + KEPT


def alone_parts(
    work: Work, voice: Voice, programme: Programme, plan: Plan, call: Call
) -> tuple[Part, ...]:
    """What whoever asked hears when nobody can, now: why, what comes next, and until when."""
    subject = (Run(call.subject, typed=True),)
    cause = why_nobody(work, programme, plan, call)
    why = "call.alone" if cause == "nobody" else f"call.alone-{cause}"
    others = sum(
        each.id != call.id and each.enrolment_id != call.enrolment_id
        for each in work.find(Call, programme_id=programme.id, state="alone")
        if each.look_at is not None
    )
    until = (call.closed_at or work.now) + KEPT
    parts: list[Part] = [voice.para(why, None, subject=subject)]
    parts.append(voice.para("call.kept", None, day=until.astimezone(ZoneInfo(voice.zone)).date()))
    if others:
        parts.append(voice.hint("call.others-wait", others))
    drop = voice.button("button.call-drop", f"call-drop:{call.id}")
    return (*parts, Buttons((voice.button("button.call", "ask:call"), drop)))


def nobody(work: Work, key: str, programme: Programme, call: Call) -> Call:
    """Nobody can, now: the call is kept a while, and the coordinators may know somebody."""
    call = work.change(call, state="alone", mentor_id=None, closed_at=work.now, look_at=work.now)
    person, _ = _asker(work, programme, call)
    about = f"call:{call.id}"
    notice(
        work, programme, f"{key}/{about}", about, "call-alone", [person.name], asked=call.subject
    )
    return call


def _tell_next(
    work: Work,
    key: str,
    programme: Programme,
    plan: Plan,
    call: Call,
    choice: Choice,
    before: Enrolment | None,
    why: str,
) -> None:
    if before is None or not why:
        return
    person, voice = _asker(work, programme, call)
    earlier = work.get(Person, before.person_id)
    told = voice.para(
        f"call.{why}",
        None,
        name=(Run(earlier.name, typed=True),),
        other=(Run(choice.person.name, typed=True),),
        when=answer_by(plan, call, choice.person),
    )
    tell_by_day(work, f"{key}/call-{call.id}-next-{len(call.asked)}", person, (told,))


def _asker(work: Work, programme: Programme, call: Call) -> tuple[Person, Voice]:
    person = work.get(Person, work.get(Enrolment, call.enrolment_id).person_id)
    return person, voice_of(person, programme)
