"""A pause that ends by itself: until when, and coming back earlier."""

import re
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.calendar.when import day
from bot.conversation.leading import Dialogue, begin, dialogue
from bot.conversation.pressed import action
from bot.forms import Form, Given, Text, Wrong
from bot.message import NOTHING, Buttons, Reply, Run
from bot.pairs.both import both, pairs_of
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Draft, Enrolment, Programme

# Where a sentence such as `mettez-moi en pause jusqu'en mars` begins to say how long.
_UNTIL = re.compile(r"\b(?:jusqu['’]|until\b|till\b|pendant\b|pour\b|for\b).*", re.IGNORECASE)
_LONGEST = timedelta(days=366)


def _day_meant(text: str, given: Given) -> str:
    """The last day of a pause that people type, as kept: ISO. Raises Wrong."""
    today = given.now.astimezone(ZoneInfo(given.voice.zone)).date()
    try:
        until: date | None = date.fromisoformat(text)
    except ValueError:
        until = day(text, given.now, given.voice.zone, given.voice.locale)
    if until is None:
        raise Wrong("no-such-day")
    if until <= today:
        raise Wrong("day-past", day=until)
    if until > today + _LONGEST:
        raise Wrong("day-far")
    return until.isoformat()


class _Day(Text):
    """A day in the person's own words, read back in full."""

    def show(self, value: Any, given: Given) -> tuple[Run, ...]:
        return (Run(given.voice.day(date.fromisoformat(value))),)


class Pause(Form, name="pause"):
    """Until when nothing is asked of someone."""

    until = _Day(at_most=80, meaning=_day_meant)


def pause(scene: Scene, text: str) -> None:
    """Puts someone's place on hold, until the day they said or will say."""
    enrolment = scene.enrolment
    if enrolment is None or enrolment.state == "left":
        scene.say(scene.voice.para("me.not-enrolled"))
        return
    said, answers = _UNTIL.search(text), {}
    with suppress(Wrong):
        meant = said[0] if said else text
        answers = {"until": _day_meant(meant, Given(scene.voice, scene.work.now))}
    begin(scene, Pause, answers=answers)


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    enrolment = scene.enrolment
    if enrolment is None or enrolment.state == "left":
        scene.say(scene.voice.para("me.not-enrolled"))
        return
    until = date.fromisoformat(answers["until"])
    scene.work.change(enrolment, state="paused", paused_until=until, look_at=scene.work.now)
    scene.say(
        scene.voice.para("pause.done", None, day=until),
        Buttons((scene.voice.button("button.resume", f"come-back:{enrolment.id}"),)),
    )
    for pair in pairs_of(scene):
        whole = both(scene.work, pair, scene.programme)
        side = whole.side(scene.person)
        other = whole.other(side)
        told = other.voice.para("pause.other", None, name=side.name, day=until)
        scene.tell(other.person, told)


def come_back(scene: Scene) -> bool:
    """Ends a pause now; False when there was none."""
    enrolment = scene.enrolment
    if enrolment is None or enrolment.state != "paused":
        return False
    # The day of return stays: silence before it is nobody's fault, so nudges count from it.
    today = scene.work.now.astimezone(ZoneInfo(scene.person.zone)).date()
    scene.work.change(enrolment, state="active", paused_until=today, look_at=scene.work.now)
    name = (Run(Typed(scene.person.name.split()[0] if scene.person.name else ""), typed=True),)
    scene.say(scene.voice.para("pause.back", None, name=name))
    for pair in pairs_of(scene):
        scene.work.change(pair, look_at=scene.work.now)
        whole = both(scene.work, pair, scene.programme)
        side = whole.side(scene.person)
        other = whole.other(side)
        scene.tell(other.person, other.voice.para("pause.other-back", None, name=side.name))
    return True


dialogue(Dialogue(Pause, _finish))


@action("come-back")
def _come_back(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    enrolment = scene.work.first(Enrolment, id=int(words[0]), person_id=scene.person.id)
    if enrolment is None:
        raise LookupError("somebody else's")
    programme = scene.work.get(Programme, enrolment.programme_id)
    if not come_back(scene.within(programme)):
        scene.say(scene.voice.para("resume.nothing"))
    return NOTHING
