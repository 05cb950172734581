"""Forming pairs: a first matching, and another for those left alone once things are under way."""

from collections import Counter

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import run_button
from bot.commands.moving import may, moved, programme_of
from bot.commands.overview import Overview, overview_of
from bot.commands.registry import UNDER_WAY, command
from bot.message import NOTHING, Bullets, Button, Buttons, Part, Reply, Run, Runs
from bot.pairing.explain import reason
from bot.pairing.run import LABELS, Round, run
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns.programme import STATES


@command("match", states=STATES)
def match(scene: Scene, words: Arguments) -> Reply:
    """Proposes a pair to everybody who can have one."""
    if words:
        raise WrongWords(words.raw)
    may(scene, "match")
    if not _both_sides(scene, overview_of(scene)):
        return NOTHING
    now = moved(scene, "match")
    found = run(now.work, programme_of(now), now.plan)
    now = now.within(found.programme)
    if found.count and not found.made and all(p.state == "approved" for p in found.kept):
        now = moved(now, "review")
    _tell(now, found)
    return NOTHING


@command("rematch", states=UNDER_WAY)
def rematch(scene: Scene, words: Arguments) -> Reply:
    """Looks for somebody for those who have no pair; pairs that exist stay as they are."""
    if words:
        raise WrongWords(words.raw)
    seen = overview_of(scene)
    alone = [each for each in seen.alone if each.role != "mentor"]
    if not alone:
        scene.say(
            scene.voice.para("command.rematch.nobody", len(seen.active)),
            Buttons((run_button(scene, "health", "health"),)),
        )
        return NOTHING
    if not _both_sides(scene, seen):
        return NOTHING
    found = run(scene.work, programme_of(scene), scene.plan)
    now = scene.within(found.programme)
    kept = [now.voice.para("command.rematch.kept", len(seen.active))] if seen.active else []
    _tell(now, found, *kept)
    return NOTHING


def _both_sides(scene: Scene, seen: Overview) -> bool:
    """Whether there is anybody to pair; says what to do when there is not."""
    there = [each for each in seen.signed_up if each.state == "active"]
    for role in ("mentee", "mentor"):
        if not any(each.role in (role, "both") for each in there):
            key = f"command.match.no-{role}" if there else "command.match.nobody"
            buttons = (run_button(scene, "people", "people"), run_button(scene, "remind", "remind"))
            scene.say(scene.voice.para(key), Buttons(buttons))
            return False
    return True


def _tell(scene: Scene, found: Round, *before: Part) -> None:
    """What a round brought: proposals by label, who is left out and why, what is unclear."""
    voice, pool = scene.voice, found.pool
    parts: list[Part] = [*before]
    if not found.count:
        parts.append(voice.para("command.match.none"))
    else:
        parts.append(voice.para("command.match.done", found.count))
        counts = Counter(each.label for each in found.made)
        lines: list[Runs] = [
            voice.runs(f"command.match.{label}", counts[label]) for label in LABELS if counts[label]
        ]
        if found.kept:
            lines.append(voice.runs("command.match.kept", len(found.kept)))
        parts.append(Bullets(tuple(lines)))
    left = _reasons(scene, found)
    if left:
        parts += [voice.para("command.match.left", sum(n for _, n in left)), _bullets(scene, left)]
    if pool.unclear:
        who = voice.listed(pool.people[one].name for one in pool.unclear[:5])
        parts.append(voice.hint("command.match.unclear", len(pool.unclear), names=Typed(who)))
    buttons: list[Button] = []
    if found.count:
        buttons.append(run_button(scene, "review", "review", "primary"))
    if any(each.label == "strong" for each in found.made):
        buttons.append(run_button(scene, "approve-strong", "review approve strong"))
    if left:
        buttons.append(run_button(scene, "unmatched", "people unmatched"))
    scene.say(*parts, *([Buttons(tuple(buttons))] if buttons else []))


def _reasons(scene: Scene, found: Round) -> list[tuple[Runs, int]]:
    """Why people are left out, the commonest reason first; nobody is dropped in silence."""
    proposed = {one for each in found.matching.proposals for one in (each.mentee, each.mentor)}
    lines: dict[Runs, set[int]] = {}
    for each in found.matching.unmatched:
        if each.id in proposed or found.pool.load.get(each.id):
            continue
        person = found.pool.enrolments[each.id].model_copy(
            update={"unmatched": each.reason, "role": each.side}
        )
        line = scene.voice.runs(
            f"command.match.reason-{each.side}", None, reason=reason(scene.voice, person)
        )
        lines.setdefault(line, set()).add(each.id)
    return sorted(((line, len(ids)) for line, ids in lines.items()), key=lambda each: -each[1])


def _bullets(scene: Scene, left: list[tuple[Runs, int]]) -> Bullets:
    return Bullets(tuple((Run(f"{n} × "), *line) for line, n in left))
