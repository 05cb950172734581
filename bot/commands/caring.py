"""What a coordinator does for a pair at a press: a word, an offer to mediate, another pair, an end.

An end is asked about once. Both of the pair hear of it with tact, and of nobody's fault.
"""

from collections.abc import Callable, Mapping

from bot.commands.entry import owned, run_button
from bot.commands.moving import programme_of
from bot.commands.registry import UNDER_WAY
from bot.commands.reminding import Letter, remind_pair, send
from bot.conversation.pressed import action
from bot.message import NOTHING, UNSETTLED, Button, Buttons, Part, Reply
from bot.notices import settle
from bot.pairs.both import Both, both
from bot.pairs.ending import CONCLUDED, COORDINATION, end
from bot.pairs.score import ACTS
from bot.scene import Scene
from bot.texts import Typed, Voice
from storage.nouns import Notice, Pair, Person


def buttons(voice: Voice, pair: Pair, band: str) -> tuple[Button, ...]:
    """The four acts on a pair, the one to begin with first."""
    names = dict.fromkeys((band, *ACTS)) if band in ACTS else dict.fromkeys(ACTS)
    return tuple(voice.button(f"care.do.{name}", f"care:{pair.id}:{name}") for name in names)


@action("care")
def _pressed(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`care:<pair>:<act>`, for whoever coordinates its programme."""
    pair = scene.work.get(Pair, int(words[0]))
    now = owned(scene, pair.programme_id)
    act = _DEEDS[words[1]]
    pair = now.work.lock(Pair, pair.id)  # one of the two may be leaving at this moment
    whole = both(now.work, pair, now.programme)
    if pair.state != "active":
        now.say(now.voice.para("notice.no-pair", None, names=_names(now, whole)))
        return UNSETTLED
    act(now, whole)
    return NOTHING


def _nudge(scene: Scene, pair: Both) -> None:
    _sent(scene, pair, "nudge", remind_pair(scene, pair))


def _mediate(scene: Scene, pair: Both) -> None:
    """Offers both a conversation of three, or a private one first; a no is welcome as well."""
    due: list[tuple[Person, str, Letter]] = []
    for side in pair.sides:
        if not side.away:
            other = Typed(pair.other(side).person.name)
            letter = _offer(pair.pair, other, Typed(scene.person.name))
            due.append((side.person, f"pair-{pair.pair.id}", letter))
    _sent(scene, pair, "mediate", send(scene, "mediation", due))


def _offer(pair: Pair, other: Typed, by: Typed) -> Letter:
    return lambda voice: (
        voice.para("care.mediation", None, by=by, name=other),
        Buttons(
            (
                voice.button("care.mediation.together", f"mediation:{pair.id}:together"),
                voice.button("care.mediation.private", f"mediation:{pair.id}:private"),
                voice.button("care.mediation.no", f"mediation:{pair.id}:no"),
            )
        ),
    )


def _sent(
    scene: Scene, pair: Both, act: str, found: tuple[list[str], list[str], list[str]]
) -> None:
    """Who was written to, who had been today, who cannot be reached."""
    voice = scene.voice
    keys = (f"care.sent.{act}", f"care.today.{act}", "notice.unreachable")
    parts: list[Part] = [
        voice.para(key, None, names=Typed(voice.listed(names)))
        for key, names in zip(keys, found, strict=True)
        if names
    ]
    scene.say(*(parts or [voice.para("notice.both-away", None, names=_names(scene, pair))]))


def _ask_rematch(scene: Scene, pair: Both) -> None:
    _ask(scene, pair, "rematch")


def _ask_conclude(scene: Scene, pair: Both) -> None:
    _ask(scene, pair, "conclude")


def _ask(scene: Scene, pair: Both, act: str) -> None:
    voice = scene.voice
    sure = voice.button(f"care.yes.{act}", f"care:{pair.pair.id}:{act}-yes", "danger")
    first = voice.button("care.do.mediate", f"care:{pair.pair.id}:mediate", "primary")
    asked = voice.para(f"care.sure.{act}", None, names=_names(scene, pair))
    scene.say(asked, Buttons((first, sure)))


def _rematch(scene: Scene, pair: Both) -> None:
    _end(scene, pair, COORDINATION)
    name = "rematch" if programme_of(scene).state in UNDER_WAY else "match"
    search = run_button(scene, name, name, "primary")
    scene.say(
        scene.voice.para("care.rematched", None, names=_names(scene, pair)), Buttons((search,))
    )


def _conclude(scene: Scene, pair: Both) -> None:
    _end(scene, pair, CONCLUDED)
    scene.say(scene.voice.para("care.concluded", None, names=_names(scene, pair)))


def _end(scene: Scene, pair: Both, reason: str) -> None:
    for each in scene.work.find(Notice, subject=f"pair:{pair.pair.id}", state="open"):
        settle(scene.work, programme_of(scene), scene.key, each, scene.person, "end")
    end(scene.work, scene.key, pair.pair, reason, by=scene.person)


def _names(scene: Scene, pair: Both) -> Typed:
    return Typed(scene.voice.listed(side.person.name for side in pair.sides))


_DEEDS: Mapping[str, Callable[[Scene, Both], None]] = {
    "nudge": _nudge,
    "mediate": _mediate,
    "rematch": _ask_rematch,
    "rematch-yes": _rematch,
    "conclude": _ask_conclude,
    "conclude-yes": _conclude,
}
