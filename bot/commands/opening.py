"""The moves that begin things: opening sign-up, the kick-off, the sessions."""

from zoneinfo import ZoneInfo

from bot.commands.announcing import announce_pairs
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.calendar import plan_workshops
from bot.commands.entry import run_button
from bot.commands.moving import may, moved, programme_of
from bot.commands.registry import command
from bot.dialogues.workshops import in_words_of
from bot.message import NOTHING, Buttons, Para, Part, Reply
from bot.pairing.refused import Refused
from bot.programme.following import next_hint
from bot.programme.lifecycle import dates, sign_up_ends
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Workshop
from storage.nouns.programme import STATES


@command("open", states=STATES)
def open_(scene: Scene, words: Arguments) -> Reply:
    """Opens sign-up, or opens it again for latecomers."""
    if words:
        raise WrongWords(words.raw)
    again = programme_of(scene).state in ("matching", "reviewed")
    now = moved(scene, "reopen" if again else "open")
    voice, programme = now.voice, programme_of(now)
    if not again:
        plan_workshops(now)
    closes = sign_up_ends(now.plan, programme.starts_on)
    parts: list[Part] = [
        voice.para("move.reopen.done" if again else "move.open.done"),
        voice.para("command.open.until", None, day=closes),
        voice.para("command.open.invite"),
        Para(
            voice.runs("command.open.invitation", None, name=Typed(programme.name), day=closes),
            "quote",
        ),
    ]
    if programme.community_id is None:
        parts.append(voice.hint("command.open.no-channel"))
    parts.append(Buttons((run_button(now, "status", "status"),)))
    now.say(*parts)
    return NOTHING


@command("kickoff", states=STATES)
def kickoff(scene: Scene, words: Arguments) -> Reply:
    """Gives the kick-off: pairs still to be introduced are, and the gathering is on."""
    if words:
        raise WrongWords(words.raw)
    if not scene.plan.on_request.paired:
        raise Refused("pairing.refused.unkicked")
    may(scene, "kickoff")
    announced = announce_pairs(scene)
    plan_workshops(scene)
    now = moved(scene, "kickoff")
    voice = now.voice
    parts: list[Part] = [voice.para("move.kickoff.done")]
    if announced.pairs:
        parts.append(voice.para("command.kickoff.introduced", len(announced.pairs)))
    gathering = _next_workshop(now)
    if gathering is not None:
        parts.append(
            voice.para(
                "command.kickoff.gathering",
                None,
                title=Typed(in_words_of(gathering, now.plan, voice).title),
                when=gathering.starts_at,
            )
        )
    starts = dates(now.plan, programme_of(now).starts_on)["running"]
    today = now.work.now.astimezone(ZoneInfo(now.plan.zone)).date()
    late = starts <= today
    parts.append(
        voice.para("command.kickoff.now")
        if late
        else voice.para("command.kickoff.next", None, day=starts)
    )
    parts.append(
        Buttons((run_button(now, "workshop", "workshop"), run_button(now, "status", "status")))
    )
    now.say(*parts)
    return NOTHING


@command("start", states=STATES)
def start(scene: Scene, words: Arguments) -> Reply:
    """Begins the sessions before the calendar does."""
    if words:
        raise WrongWords(words.raw)
    now = moved(scene, "start")
    now.say(
        now.voice.para("move.start.done"),
        now.voice.hint(next_hint(now.plan, "running")),
        Buttons(tuple(run_button(now, name, name) for name in _first_looks(now))),
    )
    return NOTHING


def _first_looks(scene: Scene) -> tuple[str, ...]:
    """What to look at once sessions have begun."""
    watched = "health" if scene.plan.on_request.paired else "requests"
    return (watched, "sessions")


def _next_workshop(scene: Scene) -> Workshop | None:
    coming = [
        each
        for each in scene.work.find(Workshop, programme_id=programme_of(scene).id, state="planned")
        if each.starts_at > scene.work.now
    ]
    return min(coming, key=lambda each: each.starts_at, default=None)
