"""What a decision about proposals changed, what it could not, and what is left to decide."""

from collections.abc import Sequence

from bot.commands.bulk import UNDO, keep, undo_button
from bot.commands.entry import run_button
from bot.commands.moving import moved, programme_of
from bot.commands.registry import UNDER_WAY
from bot.message import NOTHING, UNSETTLED, Bullets, Button, Buttons, Part, Reply
from bot.pairing.decide import Decided
from bot.pairing.enquiring import settle_strays
from bot.pairing.listing import Listing
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Proposal

_NAMED = 10


def tell_outcome(scene: Scene, decided: Decided) -> Reply:
    """What a decision changed, what it could not, and what is left to decide."""
    settle_strays(scene.work, programme_of(scene))
    listing, voice = listing_of(scene), scene.voice
    parts: list[Part] = []
    for state in ("approved", "rejected"):
        done = [each for each in decided.done if each.state == state]
        if done:
            parts.append(
                voice.para(
                    f"command.review.{state}-now", len(done), names=_names(scene, listing, done)
                )
            )
    if decided.already:
        names = _names(scene, listing, decided.already)
        parts.append(voice.para("command.review.already", len(decided.already), names=names))
    if decided.dropped:
        names = _names(scene, listing, decided.dropped)
        parts.append(voice.para("command.review.dropped", len(decided.dropped), names=names))
    if decided.refused:
        parts.append(voice.para("command.review.refused", len(decided.refused)))
        reasons = tuple(problem.sentence(voice) for _, problem in decided.refused[:_NAMED])
        parts.append(Bullets(reasons))
    if not parts:
        parts.append(voice.para("command.review.nothing-such"))
    back = _way_back(scene, [each for each in decided.done if each.state == "approved"])
    left = len(listing.undecided())
    if left:
        parts.append(voice.para("command.review.left", left))
        parts.append(Buttons((run_button(scene, "review", "review", "primary"), *back)))
    else:
        if programme_of(scene).state == "matching":
            scene = moved(scene, "review")
        parts.append(voice.para("command.review.all-decided"))
        parts.append(
            Buttons(
                (
                    run_button(scene, "announce", "announce", "primary"),
                    search_button(scene),
                    *back,
                )
            )
        )
    scene.say(*parts)
    return NOTHING if decided.done or decided.already else UNSETTLED


def _way_back(scene: Scene, approved: Sequence[Proposal]) -> tuple[Button, ...]:
    """A button that gives many approvals back at once; none where people are asked already."""
    if len(approved) < 2 or scene.plan.proposals.ask != "nobody":
        return ()
    until = scene.work.now + UNDO
    batch = keep(scene, "approve", until, proposals=[each.id for each in approved])
    return (undo_button(scene.voice, batch),)


def _names(scene: Scene, listing: Listing, proposals: Sequence[Proposal]) -> Typed:
    """Who is with whom, as data; the rest counted."""
    shown = [
        f"{listing.name(each.mentee_id)} – {listing.name(each.mentor_id)}"
        for each in proposals[:_NAMED]
    ]
    if len(proposals) > _NAMED:
        shown.append(scene.voice.words("pairing.week.more", len(proposals) - _NAMED))
    return Typed(scene.voice.listed(shown))


def listing_of(scene: Scene) -> Listing:
    """The proposals of the programme as they are kept now."""
    return Listing(scene.work, programme_of(scene), scene.plan)


def search_button(scene: Scene) -> Button:
    """A button that looks for other pairs."""
    name = "rematch" if programme_of(scene).state in UNDER_WAY else "match"
    return run_button(scene, name, name, "primary")
