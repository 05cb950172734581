"""Forming pairs: a first matching, and another for those left alone once things are under way."""

from collections import Counter

from bot.commands.arguments import Arguments, WrongWords, forced, word
from bot.commands.candidates import still_waiting
from bot.commands.entry import run_button
from bot.commands.moving import may, moved, programme_of
from bot.commands.overview import Overview, overview_of
from bot.commands.registry import UNDER_WAY, command
from bot.message import NOTHING, UNSETTLED, Bullets, Button, Buttons, Part, Reply, Run, Runs
from bot.pairing.enquiring import settle_strays
from bot.pairing.explain import reason, way
from bot.pairing.refused import Refused
from bot.pairing.run import LABELS, Round, run
from bot.programme.template import plan_data
from bot.scene import Scene
from bot.selection.deciding import meanwhile
from bot.texts import Typed
from matching.people import How, Strategy
from matching.proposals import Unmatched
from storage.nouns import Enrolment
from storage.nouns.programme import STATES

_WAYS = 5  # people left out for whom a way out is told at once
_WITH = {"with", "avec", "par", "using"}
_PREFER = {"prefer", "preferer", "privilegier", "favour"}
_STRATEGIES: dict[str, Strategy] = {
    **dict.fromkeys(("greedy", "default", "defaut", "meilleur"), "greedy"),
    **dict.fromkeys(("everyone", "everybody", "tous", "toutes", "tout-le-monde"), "everyone"),
    **dict.fromkeys(("total", "moyenne", "average"), "total"),
    **dict.fromkeys(("fair", "juste", "equitable"), "fair"),
    **dict.fromkeys(("two-way", "deux-sens", "echange", "exchange"), "two-way"),
}
_EVERY_MENTOR = {"mentors", "mentor", "every-mentor", "chaque-mentor"}
_YES = {"yes": True, "oui": True, "no": False, "non": False}
_PREFERENCES = {
    **dict.fromkeys(("hours", "creneaux", "horaires", "time-zones"), "hours"),
    **dict.fromkeys(("format", "formats"), "format"),
    **dict.fromkeys(("generations", "generation", "age"), "generations"),
    **dict.fromkeys(("departments", "department", "services", "departements"), "departments"),
    **dict.fromkeys(("waiting", "attente"), "waiting"),
}
_HOW: dict[str, How] = {
    **dict.fromkeys(("no", "non", "pas", "rien", "nothing"), "no"),
    **dict.fromkeys(("a-little", "little", "un-peu", "peu"), "a little"),
    **dict.fromkeys(("somewhat", "assez"), "somewhat"),
    **dict.fromkeys(("a-lot", "lot", "beaucoup"), "a lot"),
}


@command("match", states=STATES)
def match(scene: Scene, words: Arguments) -> Reply:
    """Proposes a pair to everybody who can have one, or notes what to prefer."""
    if words.first in _PREFER:
        return _prefer(scene, words.after())
    words, anyway = forced(words)
    strategy = _strategy(words)
    _refuse_unpaired(scene)
    may(scene, "match")
    undecided = () if anyway else still_waiting(scene, f"match {words.raw}".strip())
    if undecided:
        scene.say(*undecided)
        return UNSETTLED
    if not _both_sides(scene, overview_of(scene)):
        return NOTHING
    now = moved(scene, "match")
    found = run(now.work, programme_of(now), now.plan, strategy)
    settle_strays(now.work, found.programme)
    now = now.within(found.programme)
    if found.count and not found.made and all(p.state == "approved" for p in found.kept):
        now = moved(now, "review")
    _tell(now, found)
    meanwhile(now)
    return NOTHING


def _refuse_unpaired(scene: Scene) -> None:
    """Where sessions are asked for one by one, nobody is paired beforehand. Raises Refused."""
    if not scene.plan.on_request.paired:
        raise Refused("pairing.refused.unpaired")


@command("rematch", states=UNDER_WAY)
def rematch(scene: Scene, words: Arguments) -> Reply:
    """Looks for somebody for those who have no pair; pairs that exist stay as they are."""
    strategy = _strategy(words)
    _refuse_unpaired(scene)
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
    found = run(scene.work, programme_of(scene), scene.plan, strategy)
    settle_strays(scene.work, found.programme)
    now = scene.within(found.programme)
    kept = [now.voice.para("command.rematch.kept", len(seen.active))] if seen.active else []
    _tell(now, found, *kept)
    return NOTHING


def _strategy(words: Arguments) -> Strategy | None:
    """The strategy that `with fair` names; none when nothing is said. Raises WrongWords."""
    if not words:
        return None
    named = words.after() if words.first in _WITH else words
    if len(named) != 1:
        raise WrongWords(words.raw)
    return _STRATEGIES[named.one_of({word: word for word in _STRATEGIES})]


def _prefer(scene: Scene, words: Arguments) -> Reply:
    """Notes how much a preference counts: `hours a lot`, `services un peu`, `mentors oui`."""
    if words.first in _EVERY_MENTOR:
        return _prefer_everyone_busy(scene, words.after())
    what = words.one_of(_PREFERENCES)
    said = word(words.after().raw)
    if said not in _HOW:
        raise WrongWords(words.raw)
    how = _HOW[said]
    voice, prefer = scene.voice, scene.plan.rules.prefer.model_copy(update={what: how})
    _note(scene, {"prefer": prefer})
    told = voice.para(
        "command.match.preferred",
        None,
        what=voice.words(f"command.match.prefer.{what}"),
        how=voice.words(f"command.match.how.{how.replace(' ', '-')}"),
    )
    scene.say(told, Buttons((run_button(scene, "match", "match", "primary"),)))
    return NOTHING


def _prefer_everyone_busy(scene: Scene, words: Arguments) -> Reply:
    """Notes whether every mentor is to have somebody: `mentors yes`."""
    if word(words.raw) not in _YES:
        raise WrongWords(words.raw)
    wanted = _YES[word(words.raw)]
    _note(scene, {"every_mentor": wanted})
    told = scene.voice.para(f"command.match.every-mentor.{'yes' if wanted else 'no'}")
    scene.say(told, Buttons((run_button(scene, "match", "match", "primary"),)))
    return NOTHING


def _note(scene: Scene, rules: dict[str, object]) -> None:
    """Changes the rules of this programme, for its next matchings."""
    plan = scene.plan
    plan = plan.model_copy(update={"rules": plan.rules.model_copy(update=rules)})
    scene.work.change(programme_of(scene), plan=plan_data(plan))


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
        parts += _compared(scene, found)
    left = _reasons(scene, found)
    if left:
        count, ways = sum(n for _, n in left), _ways(scene, found)
        parts.append(voice.para("command.match.left", count))
        # Where everybody left out has a line, counting the reasons would say them twice.
        told = sum(len(each.items) for each in ways)
        parts += [*ways] if told == count else [_bullets(scene, left), *ways]
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


def _compared(scene: Scene, found: Round) -> list[Part]:
    """How pairs were chosen, and the one other way that would change most, if any."""
    voice, mine = scene.voice, found.matching.summary
    figures = {"worst": int(mine.worst * 100), "average": int(mine.average * 100)}
    name = voice.words(f"command.match.strategy.{mine.strategy}")
    parts: list[Part] = [voice.hint("command.match.chosen", None, strategy=name, **figures)]
    better = [
        max(found.others, key=lambda each: each.pairs, default=mine),
        max(found.others, key=lambda each: (each.pairs, each.worst), default=mine),
        max(found.others, key=lambda each: (each.pairs, each.average), default=mine),
    ]
    worth = (
        better[0].pairs > mine.pairs,
        better[1].pairs >= mine.pairs and better[1].worst - mine.worst >= 0.01,
        better[2].pairs >= mine.pairs and better[2].average - mine.average >= 0.01,
    )
    other = next((each for each, gains in zip(better, worth, strict=True) if gains), None)
    if other is None:
        if found.others:
            parts.append(voice.hint("command.match.same"))
        return parts
    told = voice.hint(
        "command.match.instead",
        other.pairs,
        code=other.strategy,
        strategy=voice.words(f"command.match.strategy.{other.strategy}"),
        worst=int(other.worst * 100),
        average=int(other.average * 100),
    )
    return [*parts, told]


def _ways(scene: Scene, found: Round) -> list[Bullets]:
    """For some of the people left out, mentees first, what would give them a pair."""
    voice, pool = scene.voice, found.pool
    lines: list[Runs] = []
    for each in _left(found):
        if each.unlock and len(lines) < _WAYS:
            told = _as_told(found, each)
            line = voice.runs(
                "pairing.way.line",
                None,
                name=Typed(pool.name(each.id)),
                side=voice.words(f"command.role.{told.role}"),
                reason=reason(voice, told),
                way=way(voice, pool, each.unlock[0]),
            )
            lines.append(line)
    return [Bullets(tuple(lines))] if lines else []


def _as_told(found: Round, each: Unmatched) -> Enrolment:
    """Their place with what the matching says of it; in an exchange nobody is of one side."""
    place = found.pool.enrolments[each.id]
    role = "both" if place.role == "both" else each.side
    return place.model_copy(update={"unmatched": each.reason, "role": role})


def _left(found: Round) -> list[Unmatched]:
    """Those who have nobody at all, on either side; nobody twice."""
    proposed = {one for each in found.matching.proposals for one in (each.mentee, each.mentor)}
    left: dict[int, Unmatched] = {}
    for each in found.matching.unmatched:
        if each.id not in proposed and not found.pool.load.get(each.id):
            left.setdefault(each.id, each)
    return [*left.values()]


def _reasons(scene: Scene, found: Round) -> list[tuple[Runs, int]]:
    """Why people are left out, the commonest reason first; nobody is dropped in silence."""
    lines: dict[Runs, set[int]] = {}
    for each in _left(found):
        person = _as_told(found, each)
        line = scene.voice.runs(
            f"command.match.reason-{person.role}", None, reason=reason(scene.voice, person)
        )
        lines.setdefault(line, set()).add(each.id)
    return sorted(((line, len(ids)) for line, ids in lines.items()), key=lambda each: -each[1])


def _bullets(scene: Scene, left: list[tuple[Runs, int]]) -> Bullets:
    return Bullets(tuple((Run(f"{n} × "), *line) for line, n in left))
