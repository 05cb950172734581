"""Telling everybody: the pairs that were approved, and those who wait, why."""

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.registry import command
from bot.message import NOTHING, Buttons, Part, Reply
from bot.pairing.announce import Announced, announce
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns.programme import STATES

_NAMED = 8


@command("announce", states=STATES[2:-1])
def announce_(scene: Scene, words: Arguments) -> Reply:
    """Introduces approved pairs to each other, and tells everyone left waiting why."""
    if words:
        raise WrongWords(words.raw)
    done = announce_pairs(scene)
    voice = scene.voice
    waits = done.undecided > 0
    if done.nothing:
        key = "command.announce.approve-first" if waits else "command.announce.already"
        review = (run_button(scene, "review", "review", "primary"),) if waits else ()
        scene.say(
            voice.para(key, done.undecided),
            Buttons((*review, run_button(scene, "status", "status"))),
        )
        return NOTHING
    parts: list[Part] = []
    if done.pairs:
        parts.append(voice.para("command.announce.pairs", len(done.pairs)))
    if done.asked:
        hours = scene.plan.proposals.hours
        parts.append(voice.para("command.announce.asked", len(done.asked), hours=hours))
    if done.waiting:
        parts.append(voice.para("command.announce.waiting", len(done.waiting)))
    if waits:
        parts.append(voice.para("command.announce.undecided", done.undecided))
    if done.void:
        parts.append(voice.para("command.announce.void", len(done.void)))
    if done.unreachable:
        who = voice.listed(person.name for person in done.unreachable[:_NAMED])
        count = len(done.unreachable)
        parts.append(voice.para("command.announce.unreachable", count, names=Typed(who)))
    buttons = [run_button(scene, "review", "review", "primary")] if waits else []
    if done.asked:
        buttons.append(run_button(scene, "proposals", "proposals"))
    if programme_of(scene).state == "reviewed":
        buttons.append(run_button(scene, "kickoff", "kickoff", "primary"))
    scene.say(*parts, Buttons((*buttons, run_button(scene, "status", "status"))))
    return NOTHING


def announce_pairs(scene: Scene) -> Announced:
    """Announces what is approved, in silence towards the coordinator."""
    return announce(scene.work, programme_of(scene), scene.plan)
