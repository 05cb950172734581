"""The sessions of every pair: held, planned, moved, cancelled, and the next dates."""

from collections import Counter
from collections.abc import Sequence

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.overview import overview_of
from bot.commands.paging import page, taken_page
from bot.commands.registry import always, command
from bot.message import NOTHING, Buttons, Facts, Part, Reply, Run, Runs
from bot.pairs.both import foreseen
from bot.scene import Scene
from storage.nouns import Session
from storage.nouns.programme import STATES

# Why there are no pairs in a state, and the command that goes on from there.
_WITHOUT_PAIRS = {
    "matching": ("none-yet", "announce"),
    "reviewed": ("none-yet", "announce"),
    "closed": ("over", "report"),
}


@command("sessions", states=STATES[2:], reads=always)
def sessions(scene: Scene, words: Arguments) -> Reply:
    """A row for each pair that is still together."""
    number, rest = taken_page(words)
    if rest:
        raise WrongWords(words.raw)
    seen, voice = overview_of(scene), scene.voice
    pairs = [pair for pair in seen.pairs if pair.state != "ended"]
    if not pairs:
        if not seen.plan.on_request.paired:
            scene.say(voice.para("command.requests.none"))
            return NOTHING
        key, name = _WITHOUT_PAIRS.get(programme_of(scene).state, ("none", "rematch"))
        scene.say(voice.para(f"command.sessions.{key}"), Buttons((run_button(scene, name, name),)))
        return NOTHING
    everything = [each for pair in pairs for each in seen.sessions.get(pair.id, ())]
    counts = Counter(each.state for each in everything)
    shown = page(pairs, number)
    rows = tuple(
        (
            f"{seen.name(pair.mentee_id)} – {seen.name(pair.mentor_id)}",
            row(scene, seen.sessions.get(pair.id, ()), foreseen(pair, seen.plan)),
        )
        for pair in shown.items
    )
    expected = sum(foreseen(pair, seen.plan) for pair in pairs)
    parts: list[Part] = [
        voice.title("command.sessions.title"),
        voice.para(
            "command.sessions.total",
            counts["held"],
            planned=counts["planned"],
            expected=expected,
        ),
        Facts(rows),
    ]
    if shown.pages > 1:
        where = voice.hint("command.page.where", None, number=shown.number, pages=shown.pages)
        parts += [where, Buttons(shown.turning(voice, "command:sessions"))]
    scene.say(*parts)
    return NOTHING


def row(scene: Scene, sessions: Sequence[Session], hoped: int) -> Runs:
    """One pair's sessions in a line; `hoped` is how many there should be."""
    voice = scene.voice
    counts = Counter(each.state for each in sessions)
    told = [voice.words("command.sessions.held", counts["held"], foreseen=hoped)]
    moves = sum(each.moves for each in sessions)
    for name, count in (
        ("moved", moves),
        ("cancelled", counts["cancelled"]),
        ("missed", counts["missed"]),
    ):
        if count:
            told.append(voice.words(f"command.sessions.{name}", count))
    planned = [each for each in sessions if each.state == "planned"]
    proposed = [each for each in sessions if each.state == "proposed"]
    if planned:
        told.append(voice.words("command.sessions.next", None, when=planned[0].starts_at))
    elif proposed:
        told.append(voice.words("command.sessions.waiting", None, when=proposed[0].starts_at))
    elif counts["held"] < hoped:
        told.append(voice.words("command.sessions.nothing-planned"))
    return (Run(" · ".join(told)),)
