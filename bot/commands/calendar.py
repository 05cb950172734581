"""The dates of a programme: telling them, moving them, and the workshops that follow them."""

from datetime import date, timedelta

from bot.calendar.civil import on
from bot.circles.letters import move_meetings
from bot.commands.arguments import Arguments, UnknownDay
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.registry import bare, command
from bot.message import NOTHING, Buttons, Facts, Part, Reply, Run, Runs
from bot.programme.lifecycle import dates_lived
from bot.scene import Scene
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
    now = scene.within(_start_on(scene, programme, start))
    now.say(
        voice.para("command.dates.moved"),
        Facts(calendar_facts(now)),
        Buttons((run_button(now, "status", "status"),)),
    )
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
    for each in scene.plan.workshops:
        if each.key in known:
            continue
        day = programme.starts_on + timedelta(days=each.day)
        scene.work.add(
            Workshop(
                programme_id=programme.id,
                key=each.key,
                title=each.title.of(programme.locale),
                starts_at=on(day, each.at, programme.zone),
                minutes=each.minutes,
                place=each.place.of(programme.locale),
                agenda=list(each.agenda.of(programme.locale)),
            )
        )


def _start_on(scene: Scene, programme: Programme, start: date) -> Programme:
    """Moves the start, and the template's workshops with it."""
    planned = {each.key: each for each in scene.plan.workshops}
    for workshop in scene.work.find(Workshop, programme_id=programme.id, state="planned"):
        each = planned.get(workshop.key)
        if each is not None:
            at = on(start + timedelta(days=each.day), each.at, programme.zone)
            scene.work.change(workshop, starts_at=at, sequence=workshop.sequence + 1)
    move_meetings(scene.work, scene.key, programme, start - programme.starts_on)
    return scene.work.change(programme, starts_on=start, look_at=scene.work.now)
