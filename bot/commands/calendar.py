"""The dates of a programme: telling them, moving them, and the workshops that follow them.

A day that a coordinator chose for a workshop stays: a room may be booked for it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.calendar.civil import on
from bot.circles.letters import move_meetings
from bot.commands.arguments import Arguments, UnknownDay
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.registry import bare, command
from bot.dialogues.workshops import in_words_of
from bot.message import NOTHING, Buttons, Facts, Part, Reply, Run, Runs
from bot.programme.lifecycle import dates_lived
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Programme, Workshop
from storage.nouns.programme import STATES

MOVABLE = ("draft", "signup", "matching", "reviewed")  # after the kick-off, people count on them


@command("dates", states=STATES, reads=bare)
def dates_(scene: Scene, words: Arguments) -> Reply:
    """The dates of the programme; another start moves them all."""
    programme, voice = programme_of(scene), scene.voice
    if not words:
        parts: list[Part] = [
            voice.title("command.dates.title", name=programme.name),
            Facts(calendar_facts(scene)),
        ]
        if programme.state in MOVABLE:
            parts.append(voice.hint("command.dates.move"))
        scene.say(*parts)
        return NOTHING
    if programme.state not in MOVABLE:
        scene.say(voice.para("command.dates.too-late"))
        return NOTHING
    rest, start = words.ending_day(scene.work.now, programme.zone, voice.locale)
    if start is None or rest:
        raise UnknownDay(words.raw)
    kickoff = start + timedelta(days=scene.plan.calendar.kickoff)
    if kickoff <= scene.work.now.date():
        scene.say(voice.para("command.dates.past", None, day=day_in_full(scene, kickoff)))
        return NOTHING
    kept = _chosen_by_hand(scene, programme)
    now = scene.within(_start_on(scene, programme, start, kept))
    parts = [voice.para("command.dates.moved"), Facts(calendar_facts(now))]
    if kept:
        titles = voice.listed(in_words_of(each, scene.plan, voice).title for each in kept)
        parts.append(voice.hint("command.dates.kept", len(kept), titles=Typed(titles)))
    now.say(*parts, Buttons((run_button(now, "status", "status"),)))
    return NOTHING


def calendar_facts(scene: Scene) -> tuple[tuple[str, Runs], ...]:
    """The first day of each phase, as rows."""
    voice, programme = scene.voice, programme_of(scene)
    return tuple(
        (voice.words(f"programme.phase.{phase}"), (Run(day_in_full(scene, day)),))
        for phase, day in dates_lived(scene.plan, programme.starts_on).items()
    )


def day_in_full(scene: Scene, day: date) -> str:
    """A day, with its year when it is not this one."""
    shown = scene.voice.day(day)
    return shown if day.year == scene.work.now.year else f"{shown} {day.year}"


def plan_workshops(scene: Scene) -> None:
    """Puts the template's workshops on the calendar, those that are not there yet."""
    programme = programme_of(scene)
    known = {each.key for each in scene.work.find(Workshop, programme_id=programme.id)}
    planned = _planned_at(scene, programme, programme.starts_on)
    for each in scene.plan.workshops:
        if each.key in known:
            continue
        scene.work.add(
            Workshop(
                programme_id=programme.id,
                key=each.key,
                title=each.title.of(programme.locale),
                starts_at=planned[each.key],
                minutes=each.minutes,
                place=each.place.of(programme.locale),
                agenda=list(each.agenda.of(programme.locale)),
            )
        )


def _chosen_by_hand(scene: Scene, programme: Programme) -> list[Workshop]:
    """The workshops to come that are not on the template's day: a coordinator chose theirs."""
    planned = _planned_at(scene, programme, programme.starts_on)
    return [
        each
        for each in scene.work.find(Workshop, programme_id=programme.id, state="planned")
        if each.starts_at > scene.work.now and each.starts_at != planned.get(each.key)
    ]


def _planned_at(scene: Scene, programme: Programme, start: date) -> dict[str, datetime]:
    """When each workshop of the template takes place in a programme that starts on that day."""
    return {
        each.key: on(start + timedelta(days=each.day), each.at, programme.zone)
        for each in scene.plan.workshops
    }


def _start_on(
    scene: Scene, programme: Programme, start: date, kept: Sequence[Workshop]
) -> Programme:
    """Moves the start, and with it the template's workshops but those that keep their day."""
    planned = _planned_at(scene, programme, start)
    for workshop in scene.work.find(Workshop, programme_id=programme.id, state="planned"):
        at = planned.get(workshop.key)
        if at is not None and workshop not in kept:
            scene.work.change(workshop, starts_at=at, sequence=workshop.sequence + 1)
    move_meetings(scene.work, scene.key, programme, start - programme.starts_on)
    return scene.work.change(programme, starts_on=start, look_at=scene.work.now)
