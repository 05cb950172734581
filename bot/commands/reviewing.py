"""Going through proposals: reading them, and deciding by number or at a press."""

from collections import Counter
from collections.abc import Sequence

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.deciding import VERBS
from bot.commands.entry import command as commanded
from bot.commands.entry import owned, run_button
from bot.commands.moving import moved, programme_of
from bot.commands.paging import page, taken_page
from bot.commands.registry import command
from bot.conversation.pressed import action
from bot.message import NOTHING, Bullets, Button, Buttons, Para, Part, Reply
from bot.pairing import decide
from bot.pairing.candidates import Pool, pool_of
from bot.pairing.decide import Decided
from bot.pairing.explain import line, told
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Programme, Proposal
from storage.nouns.programme import STATES

LINES = 8
_NAMED = 10
_WHOLE = ("full", "list", "liste", "complete", "entiere")


@command("review", states=STATES[2:-1])
def review(scene: Scene, words: Arguments) -> Reply:
    """Shows what waits for a decision, or decides."""
    verb = VERBS.get(words.first)
    if verb is not None:
        decided = verb(scene, _pool(scene, deciding=True), words.after())
        if decided is not None:
            _tell(scene, decided)
        return NOTHING
    number, rest = taken_page(words)
    if len(rest) > 1 or rest.first not in ("", "page", *_WHOLE):
        raise WrongWords(words.raw)
    show(scene, number, rest.first in _WHOLE)
    return NOTHING


def show(scene: Scene, number: int = 1, whole: bool = False) -> None:
    """A page of proposals, each with the buttons that decide."""
    pool, voice = _pool(scene), scene.voice
    undecided = pool.undecided()
    shown = pool.pending if whole or not undecided else undecided
    if not shown:
        waiting = programme_of(scene).state in ("matching", "reviewed")
        key = "command.review.empty" if waiting else "command.review.empty-later"
        scene.say(voice.para(key), Buttons((_search(scene),)))
        return
    asked = page([*shown.items()], number, LINES)
    parts: list[Part] = [voice.title("command.review.title"), _counts(scene, pool)]
    for each_number, each in asked.items:
        parts.append(Para(line(voice, pool, each_number, each)))
        parts.append(Buttons(_choices(scene, each)))
    if asked.pages > 1:
        where = voice.hint("command.page.where", None, number=asked.number, pages=asked.pages)
        parts.append(where)
    turn = "command:review:full" if whole else "review-more"
    buttons = [*asked.turning(voice, turn)]
    if len(undecided) > 1:
        buttons.append(run_button(scene, "approve-all", "review approve all"))
    if not undecided:
        buttons.append(run_button(scene, "announce", "announce", "primary"))
    scene.say(*parts, *([Buttons(tuple(buttons))] if buttons else []))


@action("review-more")
def _more(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    return commanded(scene, f"review {int(words[0])}")


@action("review-approve")
def _approve(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, pool, proposal = _proposal(scene, words[0])
    _tell(now, decide.approve(now.work, pool, [proposal], now.person))
    return NOTHING


@action("review-reject")
def _reject(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, pool, proposal = _proposal(scene, words[0])
    _tell(now, decide.reject(now.work, pool, [proposal], now.person))
    return NOTHING


@action("review-why")
def _why(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, pool, proposal = _proposal(scene, words[0])
    now.say(*told(now.voice, pool, proposal), Buttons(_choices(now, proposal, why=False)))
    return NOTHING


def _proposal(scene: Scene, key: str) -> tuple[Scene, Pool, Proposal]:
    """A proposal that can still be decided. Raises LookupError for any other, or a stranger."""
    found = scene.work.get(Proposal, int(key))
    now = owned(scene, found.programme_id)
    pool = _pool(now, deciding=True)
    for each in pool.pending.values():
        if each.id == found.id:
            return now, pool, each
    raise LookupError("no longer in the list")


def _pool(scene: Scene, *, deciding: bool = False) -> Pool:
    """What there is to review; while somebody decides, others wait for their turn."""
    programme = programme_of(scene)
    if deciding:
        programme = scene.work.lock(Programme, programme.id)
    return pool_of(scene.work, programme, scene.plan)


def _choices(scene: Scene, each: Proposal, why: bool = True) -> tuple[Button, ...]:
    voice = scene.voice
    found: list[Button] = []
    if each.state != "approved":
        style = "primary" if each.state == "proposed" else "plain"
        found.append(voice.button("command.button.approve", f"review-approve:{each.id}", style))
    if why:
        found.append(voice.button("command.button.why", f"review-why:{each.id}"))
    if each.state != "rejected":
        found.append(voice.button("command.button.reject", f"review-reject:{each.id}"))
    return tuple(found)


def _counts(scene: Scene, pool: Pool) -> Para:
    counts = Counter(each.state for each in pool.pending.values())
    told = [
        scene.voice.words(f"command.review.{state}", counts[state])
        for state in ("proposed", "approved", "rejected")
        if counts[state]
    ]
    return scene.voice.para("command.review.counts", None, counts=scene.voice.listed(told))


def _search(scene: Scene) -> Button:
    under_way = programme_of(scene).state in ("kickoff", "running", "closing")
    name = "rematch" if under_way else "match"
    return run_button(scene, name, name, "primary")


def _tell(scene: Scene, decided: Decided) -> None:
    """What a decision changed, what it could not, and what is left to decide."""
    pool, voice = _pool(scene), scene.voice
    parts: list[Part] = []
    for state in ("approved", "rejected"):
        done = [each for each in decided.done if each.state == state]
        if done:
            parts.append(
                voice.para(
                    f"command.review.{state}-now", len(done), names=_names(scene, pool, done)
                )
            )
    if decided.already:
        names = _names(scene, pool, decided.already)
        parts.append(voice.para("command.review.already", len(decided.already), names=names))
    if decided.dropped:
        names = _names(scene, pool, decided.dropped)
        parts.append(voice.para("command.review.dropped", len(decided.dropped), names=names))
    if decided.refused:
        parts.append(voice.para("command.review.refused", len(decided.refused)))
        reasons = tuple(problem.sentence(voice) for _, problem in decided.refused[:_NAMED])
        parts.append(Bullets(reasons))
    if not parts:
        parts.append(voice.para("command.review.nothing-such"))
    left = len(pool.undecided())
    if left:
        parts.append(voice.para("command.review.left", left))
        parts.append(Buttons((run_button(scene, "review", "review", "primary"),)))
    else:
        if programme_of(scene).state == "matching":
            scene = moved(scene, "review")
        parts.append(voice.para("command.review.all-decided"))
        parts.append(
            Buttons((run_button(scene, "announce", "announce", "primary"), _search(scene)))
        )
    scene.say(*parts)


def _names(scene: Scene, pool: Pool, proposals: Sequence[Proposal]) -> Typed:
    """Who is with whom, as data; the rest counted."""
    shown = [
        f"{pool.name(each.mentee_id)} – {pool.name(each.mentor_id)}" for each in proposals[:_NAMED]
    ]
    if len(proposals) > _NAMED:
        shown.append(scene.voice.words("pairing.week.more", len(proposals) - _NAMED))
    return Typed(scene.voice.listed(shown))
