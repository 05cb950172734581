"""Going through proposals: reading them page by page, and deciding at a press.

A page reads the round's proposals and the names it shows, however many people there are.
"""

from collections import Counter
from difflib import get_close_matches

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.deciding import VERBS, explain, instead, lock_as_is
from bot.commands.entry import command as commanded
from bot.commands.entry import owned, run_button
from bot.commands.moving import programme_of
from bot.commands.outcome import listing_of, search_button, tell_outcome
from bot.commands.paging import page, taken_page
from bot.commands.registry import COMMANDS, command
from bot.commands.sifting import Sieve, about, nobody, percent, sifted
from bot.commands.wording import usage
from bot.conversation.pressed import action
from bot.message import NOTHING, UNSETTLED, Button, Buttons, Para, Part, Reply, Run
from bot.pairing import decide
from bot.pairing.candidates import Pool, pool_of
from bot.pairing.explain import line
from bot.pairing.listing import Listing
from bot.pairing.run import LABELS
from bot.scene import Scene
from storage.nouns import Programme, Proposal
from storage.nouns.programme import STATES

LINES = 8
_WHOLE = ("full", "list", "liste", "complete", "entiere")


@command("review", states=STATES[2:-1])
def review(scene: Scene, words: Arguments) -> Reply:
    """Shows what waits for a decision, all or some, or decides."""
    verb = VERBS.get(words.first)
    if verb is not None:
        decided = verb(scene, _pool(scene, deciding=True), words.after())
        return NOTHING if decided is None else tell_outcome(scene, decided)
    sieve, rest = sifted(words)
    whole = rest.first in _WHOLE
    rest = rest.after() if whole else rest
    number, rest = taken_page(rest.after() if rest.first == "page" else rest)
    listing = listing_of(scene)
    if rest:
        named = None if sieve.words or whole else about(listing, rest)
        if named is None:
            _nobody(scene, listing, rest)
            return NOTHING
        sieve, whole = named, True
    _show(scene, listing, sieve, number, whole)
    return NOTHING


def _show(scene: Scene, listing: Listing, sieve: Sieve, number: int, whole: bool) -> None:
    """A page of proposals, each with the buttons that decide."""
    voice = scene.voice
    undecided = listing.undecided()
    kept = {n: each for n, each in listing.pending.items() if sieve.keeps(each)}
    waiting = {n: each for n, each in kept.items() if n in undecided}
    shown = kept if whole or not waiting else waiting
    if not shown:
        _nothing(scene, listing)
        return
    asked = page([*shown.items()], number, LINES)
    listing.read_names(one for _, each in asked.items for one in (each.mentee_id, each.mentor_id))
    parts: list[Part] = [voice.title("command.review.title"), _counts(scene, listing)]
    if sieve.says:
        what = sieve.told(voice)
        parts.append(voice.para("command.review.sifted", len(shown), what=what))
    for each_number, each in asked.items:
        told = line(voice, listing, each_number, each)
        if sieve.figures:
            figure = voice.runs("pairing.line.figure", None, percent=percent(each))
            told = (*told, Run(" · "), *figure)
        parts.append(Para(told))
        parts.append(Buttons(_choices(scene, each)))
    if asked.pages > 1:
        where = voice.hint("command.page.where", None, number=asked.number, pages=asked.pages)
        parts.append(where)
    buttons = [*asked.turning(voice, _turning(sieve, whole))]
    buttons += _for_all(scene, sieve, waiting, undecided)
    scene.say(*parts, *([Buttons(tuple(buttons))] if buttons else []))


def _turning(sieve: Sieve, whole: bool) -> str:
    """What turns the page of the same proposals: to be followed by its number."""
    said = [*sieve.words.split(), *(["full"] if whole and sieve.people is None else [])]
    return ":".join(("command:review", *said)) if said else "review-more"


def _for_all(
    scene: Scene,
    sieve: Sieve,
    waiting: dict[int, Proposal],
    undecided: dict[int, Proposal],
) -> list[Button]:
    """What decides many at once, and what shows only some."""
    voice = scene.voice
    if not undecided:
        return [run_button(scene, "announce", "announce", "primary")]
    if sieve.says:
        approve = f"command:review:approve:{sieve.words.replace(' ', ':')}"
        label = voice.words("command.button.approve-these", len(waiting))
        return [Button(label, approve)] if waiting else []
    if sieve.people is not None or len(undecided) < 2:
        return []
    buttons = [run_button(scene, "approve-all", "review approve all")]
    labels = Counter(each.label for each in undecided.values())
    if len(undecided) > LINES and len(labels) > 1:
        buttons += [
            Button(
                voice.words(
                    "command.button.only", labels[one], label=voice.words(f"pairing.label.{one}")
                ),
                f"command:review:{one}",
            )
            for one in LABELS
            if labels[one]
        ]
    return buttons


def _nothing(scene: Scene, listing: Listing) -> None:
    """Nothing to show: of that kind, or at all."""
    if listing.pending:
        told = scene.voice.para("command.review.nothing-such")
        scene.say(told, Buttons((run_button(scene, "review", "review", "primary"),)))
        return
    waiting = programme_of(scene).state in ("matching", "reviewed")
    key = "command.review.empty" if waiting else "command.review.empty-later"
    scene.say(scene.voice.para(key), Buttons((search_button(scene),)))


def _nobody(scene: Scene, listing: Listing, words: Arguments) -> None:
    """Words that are neither a filter nor a name: a misspelt one, or something else."""
    if get_close_matches(words.first, VERBS, 1, 0.75):
        raise WrongWords(words.raw)
    problem = nobody(listing.names, words.raw)
    scene.say(Para(problem.sentence(scene.voice)), *usage(scene.voice, COMMANDS["review"]))


@action("review-more")
def _more(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    return commanded(scene, f"review {int(words[0])}")


@action("review-approve")
def _approve(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, pool, proposal = _proposal(scene, words[0])
    return tell_outcome(now, decide.approve(now.work, pool, [proposal], now.person))


@action("review-reject")
def _reject(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, pool, proposal = _proposal(scene, words[0])
    return tell_outcome(now, decide.reject(now.work, pool, [proposal], now.person))


@action("review-why")
def _why(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, pool, proposal = _proposal(scene, words[0])
    explain(now, pool, proposal)
    return NOTHING


@action("review-lock")
def _lock(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, pool, proposal = _proposal(scene, words[0])
    decided = lock_as_is(now, pool, proposal)
    return UNSETTLED if decided is None else tell_outcome(now, decided)


@action("review-instead")
def _instead(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """Another mentor for the mentee: `review-instead:<proposal>:<mentor's enrolment>[:force]`."""
    now, pool, proposal = _proposal(scene, words[0])
    mentor = pool.enrolments[int(words[1])]
    decided = instead(now, pool, proposal, mentor, force=words[2:] == ("force",))
    return UNSETTLED if decided is None else tell_outcome(now, decided)


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


def _counts(scene: Scene, listing: Listing) -> Para:
    counts = Counter(each.state for each in listing.pending.values())
    told = [
        scene.voice.words(f"command.review.{state}", counts[state])
        for state in ("proposed", "approved", "rejected")
        if counts[state]
    ]
    return scene.voice.para("command.review.counts", None, counts=scene.voice.listed(told))
