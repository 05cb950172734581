"""A pause that ends by itself: until when, and coming back earlier."""

import re
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.calendar.when import day
from bot.conversation.leading import Dialogue, begin, dialogue, drop, open_draft
from bot.conversation.pressed import action
from bot.dialogues.choices import Agreement
from bot.forms import Form, Given, Text, Wrong
from bot.forms.words import fold
from bot.message import NOTHING, UNSETTLED, Buttons, Option, Part, Reply, Run
from bot.pairs.both import Both, Side, ahead, both, over, pairs_of, sessions_of
from bot.scene import Scene
from bot.texts import Typed
from storage.looking import wake
from storage.nouns import Call, Draft, Enquiry, Enrolment, Programme, Session

# Where a sentence such as `mettez-moi en pause jusqu'en mars` begins to say how long.
_UNTIL = re.compile(r"\b(?:jusqu['’]|until\b|till\b|pendant\b|pour\b|for\b).*", re.IGNORECASE)
_LONGEST = timedelta(days=366)
_STATED = "stated"  # the subject of a pause that nobody asked for: an absence was told
# What asks for a pause; `I broke my leg, off for three weeks` only tells of an absence.
_ASKS = re.compile(
    r"\b(?:pauses?|break|breather|souffler|suspen\w*|interrom\w*|freeze|hold|attente|mettez|mets"
    r"|contact\w*|proposez|propose|suggest|messages?)\b"
)


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


def _yes_or_no(given: Given) -> tuple[Option, ...]:
    return tuple(Option(each, given.voice.words(f"pause.sure-{each}")) for each in ("yes", "no"))


class Pause(Form, name="pause"):
    """Until when nothing is asked of someone, and whether they want it when they did not say so."""

    until = _Day(at_most=80, meaning=_day_meant)
    sure = Agreement(among=_yes_or_no, where=lambda given: bool(given.facts.get(_STATED)))


def pause(scene: Scene, text: str) -> None:
    """Puts someone's place on hold, until the day they said or will say."""
    enrolment = scene.enrolment
    if enrolment is None or enrolment.state == "left":
        scene.say(scene.voice.para("pause.newcomer"))
        return
    if enrolment.state == "applied":  # a pause would end as a place that nobody decided about
        scene.say(scene.voice.para("selection.nothing-to-pause"))
        return
    said, answers = _UNTIL.search(text), {}
    with suppress(Wrong):
        meant = said[0] if said else text
        answers = {"until": _day_meant(meant, Given(scene.voice, scene.work.now))}
    stated = bool(answers) and not _ASKS.search(fold(text))
    before = open_draft(scene, Pause, _STATED) if stated else None
    if before is not None:  # the absence told now takes its place
        drop(scene, before)
    begin(scene, Pause, subject=_STATED if stated else "", answers=answers)


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    until = draft.answers.get("until")
    if draft.subject != _STATED or until is None:
        return {}
    return {_STATED: "yes", "day": scene.voice.day(date.fromisoformat(until))}


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    enrolment = scene.enrolment
    if enrolment is None or enrolment.state in ("left", "applied"):
        scene.say(scene.voice.para("me.not-enrolled"))
        return
    if answers.get("sure") == "no":
        scene.say(scene.voice.para("pause.not"))
        return
    until = date.fromisoformat(answers["until"])
    scene.work.change(enrolment, state="paused", paused_until=until, look_at=scene.work.now)
    for column in ("enrolment_id", "other_id"):  # nobody is put in a pair while they rest
        wake(scene.work, Enquiry, **{column: enrolment.id}, state="open")
    wake(scene.work, Call, mentor_id=enrolment.id, state="asked")  # the next best is asked
    scene.say(
        scene.voice.para("pause.done", None, day=until),
        Buttons((scene.voice.button("button.resume", f"come-back:{enrolment.id}"),)),
    )
    for pair in pairs_of(scene):
        whole = both(scene.work, pair, scene.programme)
        side = whole.side(scene.person)
        other = whole.other(side)
        told: list[Part] = [other.voice.para("pause.other", None, name=side.name, day=until)]
        session = _during(scene, whole, side, until)
        if session is not None:
            _ask_about(scene, session, other)
            if session.state == "planned":
                when = other.voice.moment(session.starts_at)
                told.append(other.voice.para("pause.other-session", None, when=when))
        scene.tell(other.person, *told)


def _during(scene: Scene, pair: Both, side: Side, until: date) -> Session | None:
    """The session ahead of a pair, when it comes before one side is back."""
    session = ahead(sessions_of(scene.work, pair.pair))
    if session is None or over(session, scene.work.now):
        return None
    on = session.starts_at.astimezone(ZoneInfo(side.person.zone)).date()
    return session if on < until else None


def _ask_about(scene: Scene, session: Session, other: Side) -> None:
    """A session that a pause would swallow is kept, moved or cancelled: the person says."""
    voice, planned = scene.voice, session.state == "planned"
    key = "pause.session" if planned else "pause.session-proposed"
    scene.say(
        voice.para(key, None, when=voice.moment(session.starts_at), name=other.name),
        Buttons(
            (
                voice.button("button.move", f"move:{session.id}", "primary"),
                voice.button("button.drop-session", f"drop:{session.id}"),
            )
        ),
    )


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


dialogue(Dialogue(Pause, _finish, _facts))


@action("come-back")
def _come_back(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    enrolment = scene.work.first(Enrolment, id=int(words[0]), person_id=scene.person.id)
    if enrolment is None:
        raise LookupError("somebody else's")
    programme = scene.work.get(Programme, enrolment.programme_id)
    if not come_back(scene.within(programme)):
        scene.say(scene.voice.para("resume.nothing"))
        return UNSETTLED
    return NOTHING
