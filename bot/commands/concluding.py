"""The end of a programme: its closing questions, its report, its last word."""

from collections.abc import Callable
from dataclasses import replace
from secrets import token_urlsafe

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import needs, run_button
from bot.commands.files import kept
from bot.commands.moving import moved, programme_of
from bot.commands.overview import overview_of
from bot.commands.registry import always, command
from bot.message import NOTHING, Attachment, Buttons, Part, Reply
from bot.notices import OF_PAIR, over
from bot.rights import OWNER
from bot.scene import Scene
from storage.nouns.programme import STATES


@command("close", states=STATES)
def close(scene: Scene, words: Arguments) -> Reply:
    """Sends the closing questions; given again, ends the programme with its report."""
    if words:
        raise WrongWords(words.raw)
    if programme_of(scene).state != "closing":
        _ask_everyone(scene)
        return NOTHING
    needs(scene, programme_of(scene), OWNER)
    _end_pairs(scene)
    now = moved(scene, "finish")
    now.say(now.voice.para("move.finish.done"), *report_parts(now))
    return NOTHING


@command("report", states=STATES, reads=always)
def report(scene: Scene, words: Arguments) -> Reply:
    """The figures, and the report as files that only whoever asked may open."""
    if words:
        raise WrongWords(words.raw)
    if not overview_of(scene).enrolments:
        scene.say(
            scene.voice.para("command.report.empty"),
            Buttons((run_button(scene, "status", "status"),)),
        )
        return NOTHING
    scene.say(*report_parts(scene))
    return NOTHING


def report_parts(scene: Scene, token: Callable[[int], str] = token_urlsafe) -> list[Part]:
    """The short version, then each file."""
    # Here, not above: whatever makes a report is large, and rare.
    from bot.report import earlier_runs, figures, files, gather, summary

    programme, voice = programme_of(scene), scene.voice
    facts = gather(scene.work, programme, scene.work.now)
    facts = replace(facts, earlier=earlier_runs(scene.work, programme))
    said = summary(figures(facts), voice)
    given: list[Attachment] = [
        kept(scene, each.name, each.media_type, each.content, each.alt, token)
        for each in files(facts, voice)
    ]
    return [*said.parts, voice.hint("command.report.private"), *given]


def _ask_everyone(scene: Scene) -> None:
    """The closing questions leave by themselves once the programme is closing."""
    now = moved(scene, "close")
    seen = overview_of(now)
    concerned = {one for pair in seen.pairs for one in (pair.mentee_id, pair.mentor_id)}
    asked = sum(seen.enrolments[one].state != "left" for one in concerned)
    now.say(
        now.voice.para("move.close.done"),
        now.voice.para("command.close.asked", asked),
        now.voice.hint("command.close.again"),
        Buttons((run_button(now, "status", "status"), run_button(now, "report", "report"))),
    )


def _end_pairs(scene: Scene) -> None:
    """Pairs that met have completed; those that never did end with the programme, without fault."""
    seen = overview_of(scene)
    for pair in seen.active:
        sessions = seen.sessions.get(pair.id, [])
        for each in sessions:
            if each.state in ("proposed", "planned") and each.starts_at > scene.work.now:
                scene.work.change(each, state="cancelled", closed_at=scene.work.now)
        met = any(each.state == "held" for each in sessions)
        scene.work.change(
            pair,
            state="completed" if met else "ended",
            reason="" if met else "silent",
            ended_at=scene.work.now,
            look_at=None,
        )
        over(scene.work, f"pair:{pair.id}", *OF_PAIR)
