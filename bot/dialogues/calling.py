"""Asking for a session now, on a subject: a short form, the best people free, one of them chosen.

Whoever is asked takes it at one press, at one of the moments that suit both, or says not this time.
"""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from bot.calls.best import Choice, best, free_slots
from bot.calls.putting import (
    WRITTEN,
    alone_parts,
    answer_by,
    next_one,
    nobody,
    offered,
    put,
    slot_buttons,
)
from bot.calls.standing import under_way, used
from bot.calls.taking import NoLonger, take
from bot.conversation.leading import Dialogue, begin, dialogue
from bot.conversation.pressed import action
from bot.dialogues.choices import labelled
from bot.dialogues.signup import sign_up
from bot.forms import Choose, Form, Given, Text
from bot.forms.field import typed
from bot.message import NOTHING, UNSETTLED, Bullets, Button, Buttons, Option, Para, Part, Reply, Run
from bot.moments.telling import tell_by_day
from bot.notices import over
from bot.programme.lifecycle import dates, takes_in
from bot.scene import Scene, voice_of
from bot.texts import Typed
from bot.understanding.asked import asked_in
from storage.nouns import Call, Draft, Enrolment, Person, Programme


def _is_precise(given: Given) -> bool:
    return bool(given.plan.get("on_request", {}).get("precise"))


def _several_lengths(given: Given) -> bool:
    return len(_minutes(given)) > 1


def _lengths(given: Given) -> tuple[Option, ...]:
    return tuple(Option(str(each), given.voice.duration(each)) for each in _minutes(given))


def _minutes(given: Given) -> tuple[int, ...]:
    return tuple(given.plan.get("on_request", {}).get("minutes") or (60,))


class Wanted(Form, name="call"):
    """What somebody needs, how long, and how soon."""

    subject = Text(at_most=200)
    point = Text(at_most=300, where=_is_precise)
    minutes = Choose(among=_lengths, where=_several_lengths)
    within = Choose(among=labelled("within", ("3", "7", "21")))  # days


def call(scene: Scene, text: str) -> None:
    """Begins asking for a session, or says what comes before it."""
    asked = asked_in(text)
    enrolment, programme, voice = scene.enrolment, scene.programme, scene.voice
    if programme is None or enrolment is None or not enrolment.answers:
        sign_up(scene, "mentee", asked.subject)
        return
    if enrolment.state == "left":
        scene.say(voice.para("me.not-enrolled"))
        return
    problem = _not_now(scene, programme, enrolment)
    if problem is not None:
        scene.say(*problem)
        return
    plan = scene.plan.on_request
    known: dict[str, Any] = {"subject": asked.subject} if asked.subject else {}
    if asked.minutes in plan.minutes:
        known["minutes"] = str(asked.minutes)
    begin(scene, Wanted, answers=known, intro=(voice.para("call.intro"),))


def may_call(scene: Scene) -> bool:
    """Whether sessions are asked for in that programme, by whoever speaks."""
    enrolment = scene.enrolment
    return (
        scene.programme is not None
        and scene.plan.on_request.allowed
        and enrolment is not None
        and enrolment.state == "active"
        and enrolment.role != "mentor"
        and bool(enrolment.answers)
    )


def _not_now(scene: Scene, programme: Programme, enrolment: Enrolment) -> tuple[Part, ...] | None:
    """Why no session can be asked for now, and what can be done instead."""
    voice, plan = scene.voice, scene.plan
    if not plan.on_request.allowed:
        plan_it = Buttons((voice.button("button.plan-next", "ask:plan", "primary"),))
        return (voice.para("call.not-here"), plan_it)
    if enrolment.role == "mentor":
        return (voice.para("call.mentor"),)
    if enrolment.state == "paused":
        return (voice.para("call.paused"), Buttons((voice.button("button.resume", "ask:resume"),)))
    if programme.state != "running":
        if takes_in(plan, programme.state) or programme.state in (
            "matching",
            "reviewed",
            "kickoff",
        ):
            day = dates(plan, programme.starts_on)["running"]
            return (voice.para("call.not-yet", None, day=day),)
        return (voice.para("call.over", None, programme=Typed(programme.name)),)
    waiting = under_way(scene.work, enrolment)
    if waiting is not None:
        return where(scene, waiting)
    if used(scene.work, enrolment) >= plan.on_request.each:
        return (voice.para("call.each", plan.on_request.each),)
    return None


def where(scene: Scene, waiting: Call) -> tuple[Part, ...]:
    """Where a call stands that is not answered yet, for whoever asked."""
    voice = scene.voice
    drop = voice.button("button.call-drop", f"call-drop:{waiting.id}")
    if waiting.state == "choosing" or waiting.mentor_id is None:
        return _choices(scene, waiting, best(scene.work, _programme(scene), scene.plan, waiting))
    mentor = scene.work.get(Enrolment, waiting.mentor_id)
    person = scene.work.get(Person, mentor.person_id)
    told = voice.para(
        "call.waiting",
        None,
        name=(Run(person.name, typed=True),),
        subject=(Run(waiting.subject, typed=True),),
        when=answer_by(scene.plan, waiting, person),
    )
    return (told, Buttons((drop,)))


def _programme(scene: Scene) -> Programme:
    if scene.programme is None:
        raise LookupError("no programme is spoken of")
    return scene.programme


def _too_late(scene: Scene, draft: Draft) -> bool:
    enrolment, programme = scene.enrolment, scene.programme
    if programme is None or enrolment is None:
        return True
    return _not_now(scene, programme, enrolment) is not None


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    programme, enrolment, plan = _programme(scene), scene.enrolment, scene.plan
    if enrolment is None:  # `_too_late` saw to it
        return
    enrolment = scene.work.lock(Enrolment, enrolment.id)  # two forms at once ask for one session
    problem = _not_now(scene, programme, enrolment)
    if problem is not None:
        scene.say(*problem)
        return
    new = scene.work.add(
        Call(
            programme_id=programme.id,
            enrolment_id=enrolment.id,
            subject=answers["subject"],
            point=answers.get("point", ""),
            minutes=int(answers.get("minutes", plan.on_request.minutes[0])),
            within_days=int(answers["within"]),
            created_at=scene.work.now,
            look_at=scene.work.now,
        )
    )
    found = best(scene.work, programme, plan, new)
    if found:
        scene.say(*_choices(scene, new, found))
    else:
        scene.say(*alone_parts(scene.work, scene.voice, programme, plan, new))
        nobody(scene.work, scene.key, programme, new)


dialogue(Dialogue(Wanted, _finish, lapse=_too_late, lapsed="call.lapsed"))


def _choices(scene: Scene, new: Call, found: list[Choice]) -> tuple[Part, ...]:
    """Who could give that session, what they can show, and when."""
    voice = scene.voice
    drop = voice.button("button.call-drop", f"call-drop:{new.id}")
    if not found:
        return (voice.para("call.none-now"), Buttons((drop,)))
    key = "call.best" if found[0].soon else "call.best-later"
    parts: list[Part] = [voice.para(key, None, subject=(Run(new.subject, typed=True),))]
    for each in found:
        slots = voice.listed([voice.moment(start) for start in each.slots])
        parts += [
            Para((Run(each.person.name, bold=True, typed=True),)),
            Bullets((typed(each.skill), voice.runs("call.next-slots", None, slots=slots))),
        ]
    alike = Counter(_first(each.person) for each in found)
    asks = tuple(
        Button(
            voice.words("button.call-to", None, name=Typed(_short(each.person, alike))),
            f"call-to:{new.id}:{each.mentor.id}",
            "primary" if number == 0 else "plain",
        )
        for number, each in enumerate(found)
    )
    return (*parts, Buttons((*asks, drop)))


def _short(person: Person, alike: Counter[str]) -> str:
    """The first name, or the whole one where two people share it."""
    first = _first(person)
    return first if alike[first] == 1 else person.name


def _first(person: Person) -> str:
    return next(iter(person.name.split()), person.name)


def _own_call(scene: Scene, key: str) -> tuple[Scene, Call]:
    """The call of that id, if it is theirs, locked. Raises LookupError."""
    found = scene.work.lock(Call, int(key))
    asker = scene.work.get(Enrolment, found.enrolment_id)
    if asker.person_id != scene.person.id:
        raise LookupError("somebody else's call")
    return scene.within(scene.work.get(Programme, found.programme_id)), found


@action("call-to")
def _press_to(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """One of those shown is chosen."""
    now, found = _own_call(scene, words[0])
    if found.state == "asked":
        now.say(*where(now, found))
        return UNSETTLED
    if found.state != "choosing":
        raise LookupError("over")
    choices = best(now.work, _programme(now), now.plan, found)
    chosen = next((each for each in choices if each.mentor.id == int(words[1])), None)
    asked = None
    if chosen is not None:
        asked = put(now.work, now.key, _programme(now), now.plan, found, chosen)
    if chosen is None or asked is None:
        now.say(now.voice.para("call.not-free"), *_choices(now, found, choices))
        return UNSETTLED
    now.say(
        now.voice.para(
            "call.asked",
            None,
            name=(Run(chosen.person.name, typed=True),),
            when=answer_by(now.plan, asked, chosen.person),
        ),
        Buttons((now.voice.button("button.call-drop", f"call-drop:{asked.id}"),)),
    )
    return NOTHING


@action("call-drop")
def _press_drop(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """Whoever asked needs it no more."""
    now, found = _own_call(scene, words[0])
    if found.state not in ("choosing", "asked", "alone") or found.look_at is None:
        raise LookupError("over")
    _release(now, found)
    now.work.change(found, state="dropped", mentor_id=None, closed_at=now.work.now, look_at=None)
    over(now.work, f"call:{found.id}")
    now.say(now.voice.para("call.dropped"))
    return NOTHING


def _release(scene: Scene, found: Call, but: int = 0) -> None:
    """Whoever is being asked hears that they need not answer."""
    if found.state != "asked" or found.mentor_id in (None, but):
        return
    mentor = scene.work.get(Enrolment, found.mentor_id)
    person = scene.work.get(Person, mentor.person_id)
    asker = scene.work.get(Enrolment, found.enrolment_id)
    name = (Run(scene.work.get(Person, asker.person_id).name, typed=True),)
    told = voice_of(person, scene.programme).para("call.released", None, name=name)
    tell_by_day(scene.work, f"{scene.key}/call-{found.id}-released", person, (told,))


def _put_to_me(scene: Scene, key: str) -> tuple[Scene, Call, Enrolment]:
    """A call that was put to whoever speaks, locked. Raises LookupError."""
    found = scene.work.lock(Call, int(key))
    asked = scene.work.among(Enrolment, found.asked)
    mine = next((each for each in asked if each.person_id == scene.person.id), None)
    if mine is None or mine.state == "left":
        raise LookupError("never asked")
    return scene.within(scene.work.get(Programme, found.programme_id)), found, mine


@action("call-yes")
def _press_yes(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """A mentor takes it, at that moment; a late yes counts as long as nobody else has taken it."""
    now, found, mine = _put_to_me(scene, words[0])
    if found.state == "met" and found.mentor_id == mine.id:
        now.say(now.voice.para("call.yours-already"))
        return UNSETTLED
    if found.state not in ("asked", "alone") or now.programme is None:
        now.say(now.voice.para("call.gone"))
        return UNSETTLED
    if now.programme.state != "running" or _asker_is_gone(now, found):
        now.say(now.voice.para("call.gone"))
        return UNSETTLED
    start = datetime.strptime(words[1], WRITTEN).replace(tzinfo=UTC)
    if start not in offered(found, mine):
        raise LookupError("a moment that was never offered")
    try:
        with now.work.attempt():
            take(now.work, now.key, now.programme, now.plan, found, mine.id, start)
    except NoLonger as problem:
        return _other_moment(now, found, mine, problem)
    _release(now, found, but=mine.id)
    return NOTHING


def _asker_is_gone(scene: Scene, found: Call) -> bool:
    return scene.work.get(Enrolment, found.enrolment_id).state != "active"


def _other_moment(scene: Scene, found: Call, mine: Enrolment, problem: NoLonger) -> Reply:
    """That moment is taken, or the hours are used up: other moments, or somebody else."""
    voice, programme = scene.voice, _programme(scene)
    if problem.key == "call.no-hours":
        scene.say(voice.para(problem.key))
        if found.mentor_id == mine.id:
            next_one(scene.work, scene.key, programme, scene.plan, found, "declined")
        return UNSETTLED
    asker = scene.work.get(Enrolment, found.enrolment_id)
    slots = free_slots(scene.work, programme, scene.plan, asker, mine, found)
    parts: list[Part] = [voice.para(problem.key)]
    if slots and found.mentor_id == mine.id:
        told = [each.isoformat() for each in slots]
        found = scene.work.change(found, slots={**found.slots, str(mine.id): told})
        parts += [voice.para("call.slots"), slot_buttons(voice, found, mine, scene.work.now)]
    scene.say(*parts)
    return UNSETTLED


@action("call-no")
def _press_no(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """Not this time: no reason is asked, and the next best is."""
    now, found, mine = _put_to_me(scene, words[0])
    if found.state != "asked" or found.mentor_id != mine.id:
        now.say(now.voice.para("call.gone"))
        return UNSETTLED
    found = now.work.change(found, declined=[*found.declined, mine.id])
    now.say(now.voice.para("call.thanks-anyway"))
    next_one(now.work, now.key, _programme(now), now.plan, found, "declined")
    return NOTHING
