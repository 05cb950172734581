"""Ending a pair without leaving: either of the two may, in private and without a reason.

The other hears that the pair ends and that nobody is to blame; never who asked. Coordinators hear
that it ended. Whoever was offered a mediation answers here too.
"""

from bot.conversation.pressed import action
from bot.dialogues.planning import own_pair
from bot.message import NOTHING, Button, Buttons, Reply
from bot.notices import notice
from bot.pairs.both import both, pairs_of
from bot.pairs.ending import WITHDRAWN, end
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Notice

_MOST = 3  # pairs offered at once


def ways_out(scene: Scene) -> tuple[Button, ...]:
    """A button for each pair that the person may end."""
    found = [both(scene.work, pair, scene.programme) for pair in pairs_of(scene)[:_MOST]]
    return tuple(
        scene.voice.button(
            "button.part",
            f"part:{each.pair.id}",
            "plain",
            name=Typed(each.other(each.side(scene.person)).person.name),
        )
        for each in found
    )


@action("part")
def _part(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """Says what ending a pair means, and asks once."""
    now, pair = own_pair(scene, words[0])
    voice, name = now.voice, pair.other(pair.side(now.person)).name
    now.say(
        voice.para("part.sure", None, name=name),
        Buttons(
            (
                voice.button("part.talk-first", "ask:problem", "primary"),
                voice.button("part.yes", f"part-yes:{pair.pair.id}", "danger"),
            )
        ),
    )
    return NOTHING


@action("part-yes")
def _parted(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, pair = own_pair(scene, words[0])
    end(now.work, now.key, pair.pair, WITHDRAWN, by=now.person)
    name = pair.other(pair.side(now.person)).name
    now.say(now.voice.para("part.done", None, name=name))
    return NOTHING


@action("mediation")
def _mediation(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`mediation:<pair>:together|private|no`: what one of the two answers stays between them."""
    now, pair = own_pair(scene, words[0])
    side, answer = pair.side(now.person), words[1]
    kinds = {"together": "mediation-wanted", "private": "asks-for-help", "no": ""}
    kind, subject = kinds[answer], f"enrolment:{side.enrolment.id}"
    if kind and now.work.first(Notice, subject=subject, kind=kind, state="open") is None:
        key = f"{now.key}/{kind}"
        notice(now.work, pair.programme, key, subject, kind, [side.person.name])
    now.say(now.voice.para(f"care.answered.{answer}"))
    return NOTHING
