"""Agreeing the modules of a pair: either proposes them in order, the other agrees or changes."""

from collections.abc import Callable
from typing import Any

from bot.conversation.leading import Dialogue, begin, dialogue, drop, open_draft
from bot.conversation.pressed import action
from bot.dialogues.planning import own_pair
from bot.forms import Choose, Confirm, Form, Given
from bot.kit.proposing import proposed
from bot.kit.shelf import shelf
from bot.message import NOTHING, UNSETTLED, Buttons, Option, Para, Part, Reply, Run
from bot.pairs import course as agreed
from bot.pairs.both import Both, Side, both, sessions_of
from bot.pairs.both import held as held_of
from bot.scene import Scene
from bot.texts import Voice
from storage.nouns import Draft, Pair

_PLACES = ("first", "second", "third", "fourth")


def _modules(given: Given) -> tuple[Option, ...]:
    """The modules nearest to the objectives, then all the others."""
    titles = {each.key: each.outline.title.of(given.voice.locale) for each in shelf()}
    near = [key for key in given.facts.get("near", ()) if key in titles]
    return tuple(Option(key, titles[key]) for key in dict.fromkeys((*near, *titles)))


def _numbers(name: str, key: str) -> Callable[[Given], tuple[Option, ...]]:
    def options(given: Given) -> tuple[Option, ...]:
        found = given.facts.get(name, (4,))
        return tuple(Option(str(n), given.voice.words(key, n)) for n in found)

    return options


def _others(*places: str) -> Callable[[Given], tuple[Option, ...]]:
    """The modules that hold none of these places yet."""

    def options(given: Given) -> tuple[Option, ...]:
        held = given.facts.get("held", {})
        taken = {held.get(place) for place in places}
        return tuple(each for each in _modules(given) if each.value not in taken)

    return options


class Course(Form, name="course"):
    """A sequence of modules, a rhythm and a number of sessions; the subject is the pair."""

    first = Choose(among=_modules)
    second = Choose(among=_others("first"), optional=True)
    third = Choose(among=_others("first", "second"), optional=True)
    fourth = Choose(among=_others("first", "second", "third"), optional=True)
    sessions = Choose(among=_numbers("sessions", "course.sessions"))
    every = Choose(among=_numbers("every", "course.every"))
    sure = Confirm()


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    pair = both(scene.work, scene.work.get(Pair, int(draft.subject)), scene.programme)
    limits, answers = pair.plan.course, pair.mentee.enrolment.answers
    near = proposed(
        tuple(answers.get("objectives") or ()), tuple(answers.get("topics") or ()), shelf(), 4
    )
    least = max(limits.least, held_of(sessions_of(scene.work, pair.pair)))
    return {
        "near": [each.key for each in near],
        "held": {place: draft.answers.get(place) for place in _PLACES},
        "sessions": [*range(least, max(least, limits.most) + 1)],
        "every": [*limits.every_days],
    }


def _lapse(scene: Scene, draft: Draft) -> bool:
    return scene.work.get(Pair, int(draft.subject)).state != "active"


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    pair = both(scene.work, scene.work.lock(Pair, int(draft.subject)), scene.programme)
    side = pair.side(scene.person)
    chosen = dict.fromkeys(answers[name] for name in _PLACES if answers.get(name))
    wished = {
        "modules": [*chosen],
        "sessions": int(answers["sessions"]),
        "every_days": int(answers["every"]),
    }
    pair = agreed.propose(scene.work, pair, side, wished)
    other = pair.other(side)
    scene.say(scene.voice.para("course.sent", None, name=other.name))
    scene.tell(other.person, *waiting(pair, other))


dialogue(Dialogue(Course, _finish, _facts, _lapse))


def waiting(pair: Both, side: Side) -> tuple[Part, ...]:
    """What the other proposed, to agree to or to change."""
    voice, found = side.voice, agreed.offered(pair.pair)
    stamp = f"course-yes:{pair.pair.id}:{found['at']}"
    return (
        voice.para("course.proposed", None, name=pair.other(side).name),
        *shown(voice, found),
        Buttons(
            (
                voice.button("course.button.agree", stamp, "primary"),
                voice.button("course.button.change", f"course:{pair.pair.id}"),
            )
        ),
    )


def shown(voice: Voice, found: agreed.Course) -> tuple[Part, ...]:
    """A course: its modules in order, then how often and how many times."""
    titles = [each.outline.title.of(voice.locale) for each in agreed.modules_of(found)]
    lines = [Para((Run(f"{place}. {title}"),)) for place, title in enumerate(titles, 1)]
    often = voice.words("course.every", found["every_days"])
    times = voice.words("course.sessions", found["sessions"])
    return (*lines, voice.para("course.rhythm", None, sessions=times, every=often))


def course_parts(pair: Both, side: Side) -> tuple[Part, ...]:
    """Where the course of a pair stands, with what can be done; nothing where none is agreed."""
    if not pair.plan.course.agreed or pair.pair.calls:
        return ()
    voice, waits, holds = side.voice, agreed.offered(pair.pair), pair.pair.course
    if waits and waits["by"] != side.enrolment.id:
        return waiting(pair, side)
    parts: list[Part] = []
    if holds:
        parts += [voice.para("course.agreed"), *shown(voice, holds)]
    if waits:
        parts += [voice.hint("course.waits", None, name=pair.other(side).name)]
    label = "course.button.change" if holds or waits else "course.button.choose"
    style = "plain" if holds or waits else "primary"
    return (*parts, Buttons((voice.button(label, f"course:{pair.pair.id}", style),)))


@action("course")
def _choose(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`course:<pair>`: proposes modules, or others."""
    now, pair = own_pair(scene, words[0])
    if not pair.plan.course.agreed or pair.pair.calls:
        raise LookupError("nothing to agree there")
    found = agreed.offered(pair.pair) or pair.pair.course
    before = open_draft(now, Course, str(pair.pair.id))
    if before is not None and found:
        drop(now, before)  # written before the other's word, which it would not show
    given: dict[str, Any] = {}
    if found:
        given = dict(zip(_PLACES, found["modules"], strict=False))
        given |= {"sessions": str(found["sessions"]), "every": str(found["every_days"])}
    passed = [name for name in _PLACES[1:] if found and name not in given]
    name = pair.other(pair.side(now.person)).name
    intro = (now.voice.para("course.intro", None, name=name),)
    begin(now, Course, subject=str(pair.pair.id), answers=given, skipped=passed, intro=intro)
    return NOTHING


@action("course-yes")
def _agree(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`course-yes:<pair>:<when>`: agrees to what was read, and to nothing else."""
    now, pair = own_pair(scene, words[0])
    side, found = pair.side(now.person), agreed.offered(pair.pair)
    if not found or found["at"] != words[1] or found["by"] == side.enrolment.id:
        now.say(now.voice.para("course.not-that"), *course_parts(pair, side))
        return UNSETTLED
    pair = agreed.agree(now.work, pair)
    other, plan = pair.other(side), f"plan:{pair.pair.id}"
    first = Buttons((now.voice.button("button.plan", plan, "primary"),))
    now.say(now.voice.para("course.done", None, name=other.name), first)
    theirs = Buttons((other.voice.button("button.plan", plan, "primary"),))
    told = other.voice.para("course.accepted", None, name=side.name)
    now.tell(other.person, told, *shown(other.voice, pair.pair.course), theirs)
    return NOTHING
