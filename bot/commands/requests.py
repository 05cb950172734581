"""Sessions on request: who waits for whom, what found nobody, and the hours that are left."""

from collections import Counter

from bot.calls.hours import hours_offered
from bot.calls.putting import answer_by
from bot.calls.standing import Load
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.overview import Overview, overview_of
from bot.commands.registry import always, command
from bot.message import NOTHING, UNSETTLED, Buttons, Facts, Part, Reply, Runs
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Call, Enrolment
from storage.nouns.programme import STATES

_SHOWN = 10


@command("requests", states=STATES[1:], reads=always)
def requests(scene: Scene, words: Arguments) -> Reply:
    """Says where every session on request stands."""
    if words:
        raise WrongWords(words.raw)
    voice, seen = scene.voice, overview_of(scene)
    if not scene.plan.on_request.allowed:
        scene.say(
            voice.para("command.requests.not-here"),
            Buttons((run_button(scene, "sessions", "sessions"),)),
        )
        return UNSETTLED
    calls = scene.work.find(Call, programme_id=programme_of(scene).id)
    parts: list[Part] = [voice.title("command.requests.title")]
    if calls:
        counts = Counter(each.state for each in calls)
        waiting, alone = counts["asked"], counts["alone"]
        parts.append(
            voice.para("command.requests.total", counts["met"], waiting=waiting, alone=alone)
        )
    else:
        parts.append(voice.para("command.requests.none"))
    parts += _listed(scene, seen, calls, "asked")
    parts += _listed(scene, seen, calls, "alone")
    parts += _hours(scene, seen)
    scene.say(*parts)
    return NOTHING


def _listed(scene: Scene, seen: Overview, calls: list[Call], state: str) -> list[Part]:
    """The latest calls in that state, each with what it asks for."""
    found = [each for each in calls if each.state == state][-_SHOWN:]
    if not found:
        return []
    title = scene.voice.para(f"command.requests.{state}")
    rows = tuple((str(seen.name(each.enrolment_id)), _row(scene, seen, each)) for each in found)
    return [title, Facts(rows)]


def _row(scene: Scene, seen: Overview, each: Call) -> Runs:
    voice, subject = scene.voice, Typed(each.subject)
    if each.mentor_id is None or each.state != "asked":
        return voice.runs("command.requests.row-alone", len(each.asked), subject=subject)
    mentor = seen.person(each.mentor_id)
    return voice.runs(
        "command.requests.row-asked",
        None,
        subject=subject,
        name=Typed(mentor.name),
        when=answer_by(scene.plan, each, mentor),
    )


def _hours(scene: Scene, seen: Overview) -> list[Part]:
    """What each mentor offers, and what is left of it."""
    if not scene.plan.on_request.hours:
        return []
    load, voice = Load(scene.work, programme_of(scene)), scene.voice
    rows = tuple(
        (str(seen.name(each.id)), _left(scene, load, each))
        for each in seen.enrolments.values()
        if each.role != "mentee" and each.state not in ("left", "applied") and hours_offered(each)
    )
    return [voice.para("command.requests.hours"), Facts(rows)] if rows else []


def _left(scene: Scene, load: Load, mentor: Enrolment) -> Runs:
    offered = hours_offered(mentor) * 60
    left = max(0, offered - load.taken(mentor.id))
    length = scene.voice.duration
    return scene.voice.runs(
        f"command.requests.{'left' if left else 'used'}",
        None,
        left=length(left),
        offered=length(offered),
    )
