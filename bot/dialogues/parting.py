"""Ending a pair without leaving: either of the two may, in private and without a reason.

The other hears that the pair ends and that nobody is to blame; never who asked. Coordinators hear
that it ended. Whoever was offered a mediation answers here too.
"""

import re

from bot.conversation.pressed import action
from bot.dialogues.planning import own_pair
from bot.forms.words import fold
from bot.message import NOTHING, Button, Buttons, Reply
from bot.notices import notice
from bot.pairing.names import Names
from bot.pairs.both import Both, both, pairs_of
from bot.pairs.ending import WITHDRAWN, end
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Notice

_MOST = 3  # pairs offered at once
_WITH = re.compile(r"\b(?:avec|with)\b(?P<whom>.+)")
_SOME = re.compile(r"\b(?:mentor\w*|mentee\w*|binome\w*|pair\w*)\b")
_ENDS = re.compile(
    r"\b(?:arrete\w*|cesser|conclure|finir|terminer|mettre fin|(?:ne )?(?:veux|souhaite) plus"
    r"|stop\w*|end|finish|quit|(?:do not|don t|no longer) want)\b"
)
_OTHERWISE = re.compile(  # what else may be stopped, or is finished, with the same words
    r"\b(?:seances?|sessions?|meetings?|pauses?|break|rappels?|reminders?|messages?|dates?|modules?"
    r"|programmes?|program|rendez vous|questions?|exercices?|exercises?|mails?|ecri\w*|writ\w*)\b"
)
_OWN_PAIR = re.compile(r"\b(?:mon|notre|ce|my|our|this) (?:binome|pair)\b")


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


def one_pair_is_meant(scene: Scene, text: str) -> bool:
    """Whether somebody wants to stop with one person; asks about that pair, or which it is."""
    found = [both(scene.work, pair, scene.programme) for pair in pairs_of(scene)]
    people = [each.other(each.side(scene.person)).person for each in found]
    if not found or not (said := _WITH.search(fold(text))):
        return False
    names = Names.of(people)
    named = {*names.named_in(said["whom"])[0], *names.meant(said["whom"])}
    if not named and not _SOME.search(said["whom"]):
        return False
    meant = [
        each
        for each, person in zip(found, people, strict=True)
        if person.id in named or len(found) == 1
    ]
    if len(meant) == 1:
        _ask(scene, meant[0])
    else:
        scene.say(scene.voice.para("part.which"), Buttons(ways_out(scene)))
    return True


def stops_with(scene: Scene, text: str) -> bool:
    """Asks about a pair in `stop with Emma` or `arrêter mon binôme`; False when it is not that."""
    said = fold(text)
    if not _ENDS.search(said) or _OTHERWISE.search(said):
        return False
    found = [both(scene.work, pair, scene.programme) for pair in pairs_of(scene)]
    words = {*said.split()}
    named = [
        each
        for each in found
        if words.intersection(fold(each.other(each.side(scene.person)).person.name).split())
    ]
    if len(named) == 1:
        _ask(scene, named[0])
    elif not found or not (named or _OWN_PAIR.search(said)):
        return False
    elif len(found) == 1:
        _ask(scene, found[0])
    else:
        scene.say(scene.voice.para("part.which"), Buttons(ways_out(scene)))
    return True


@action("part")
def _part(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """Says what ending a pair means, and asks once."""
    _ask(*own_pair(scene, words[0]))
    return NOTHING


def _ask(now: Scene, pair: Both) -> None:
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
