"""My pairs in one programme: who, how far we are, and our next session."""

from bot.dialogues.planning import all_held
from bot.dialogues.standing import session_parts, who_para
from bot.message import Buttons, Part
from bot.pairs.both import Both, ahead, allowed, both, held, over, pairs_of, sessions_of
from bot.pairs.purpose import purpose
from bot.scene import Scene
from storage.nouns import Enrolment, Session

_MOST = 12  # a mentor of more sees first those whom something is planned with


def section(scene: Scene, enrolment: Enrolment) -> list[Part]:
    """Each active pair of the one whose page it is; empty when they have none."""
    found = [
        (both(scene.work, pair, scene.programme), sessions_of(scene.work, pair))
        for pair in pairs_of(scene)
    ]
    found.sort(key=lambda each: _soonest(each[1]))
    parts: list[Part] = []
    for pair, sessions in found[:_MOST]:
        parts += _pair(scene, pair, sessions)
    if len(found) > _MOST:
        parts.append(scene.voice.hint("home.more-pairs", len(found) - _MOST))
    return parts


def _soonest(sessions: list[Session]) -> tuple[bool, float]:
    coming = ahead(sessions)
    return (coming is None, coming.starts_at.timestamp() if coming else 0.0)


def _pair(scene: Scene, pair: Both, sessions: list[Session]) -> list[Part]:
    voice, side = scene.voice, pair.side(scene.person)
    other = pair.other(side)
    foreseen = pair.foreseen
    parts: list[Part] = [
        who_para(voice, pair, other),
        voice.hint("home.held", held(sessions), foreseen=foreseen),
    ]
    coming = ahead(sessions)
    if coming is not None and not over(coming, scene.work.now):
        return [
            *parts,
            *session_parts(voice, pair, side, coming, *purpose(scene.work, pair, side, coming)),
        ]
    if coming is None and held(sessions) >= allowed(pair, sessions):
        return [*parts, *all_held(voice, pair, sessions)]
    key = "next.none" if coming is None else "home.was-it-held"
    label = "button.plan" if coming is None else "home.say-if-held"
    return [
        *parts,
        voice.para(key, None, name=other.name),
        Buttons((voice.button(label, f"plan:{pair.pair.id}", "primary"),)),
    ]
