"""Proposals that were put to people: who has still to answer, and what a coordinator may do."""

from collections.abc import Sequence

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import owned, run_button
from bot.commands.moving import programme_of
from bot.commands.outcome import listing_of, search_button
from bot.commands.paging import page, taken_page
from bot.commands.registry import bare, command
from bot.commands.reviewing import review
from bot.conversation.pressed import action
from bot.dialogues import enquiries  # noqa: F401  # a dialogue is known once its module is read
from bot.message import NOTHING, UNSETTLED, Button, Buttons, Para, Part, Reply
from bot.pairing import asked_letters as letters
from bot.pairing import enquiring
from bot.pairing.listing import Listing
from bot.pairing.putting import enquiries_of, open_enquiries
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Enquiry, Proposal
from storage.nouns.programme import STATES

_LINES = 6
_CLOSED = 8  # of the latest answers, for eyes


@command("proposals", states=STATES[2:-1], reads=bare)
def proposals(scene: Scene, words: Arguments) -> Reply:
    """Shows what waits for somebody's word; without that, what waits for a coordinator's."""
    if scene.plan.proposals.ask == "nobody":
        return review(scene, words)
    number, rest = taken_page(words)
    if rest:
        raise WrongWords(words.raw)
    _show(scene, number)
    return NOTHING


def _show(scene: Scene, number: int) -> None:
    voice, work, programme = scene.voice, scene.work, programme_of(scene)
    listing = listing_of(scene)
    waiting = open_enquiries(work, programme)
    ids = dict.fromkeys(each.proposal_id for each in waiting)
    parts: list[Part] = [voice.title("command.proposals.title")]
    if not ids:
        parts.append(voice.para("command.proposals.none"))
    asked = page([*ids], number, _LINES)
    for each in work.among(Proposal, asked.items):
        parts += _one(scene, listing, each)
    if asked.pages > 1:
        where = voice.hint("command.page.where", None, number=asked.number, pages=asked.pages)
        turning = asked.turning(voice, "command:proposals")
        parts += [where, Buttons(turning)]
    parts += _answered(scene, listing)
    undecided = len(listing.undecided())
    if undecided:
        parts.append(voice.para("command.review.left", undecided))
        parts.append(Buttons((run_button(scene, "review", "review", "primary"),)))
    elif not ids:
        parts.append(Buttons((search_button(scene),)))
    scene.say(*parts)


def _one(scene: Scene, listing: Listing, each: Proposal) -> list[Part]:
    """One proposal: who said what so far, and the buttons that decide."""
    voice = scene.voice
    names = {"mentee": _name(listing, each.mentee_id), "mentor": _name(listing, each.mentor_id)}
    parts: list[Part] = [voice.para("command.proposals.line", None, **names)]
    buttons: list[Button] = []
    for one in enquiries_of(scene.work, each):
        name = _name(listing, one.enrolment_id)
        if one.state == "accepted":
            parts.append(voice.hint("command.proposals.accepted", None, name=name))
        elif one.state == "open":
            other = _name(listing, one.other_id)
            key = "command.proposals.waits"
            if one.question == "asked":
                key = "command.proposals.question"
            parts.append(voice.hint(key, None, name=name, other=other, until=one.until))
            confirm = f"enquiry-confirm:{one.id}"
            buttons.append(voice.button("command.proposals.confirm", confirm, "plain", name=name))
    withdraw = voice.button("command.proposals.withdraw", f"enquiry-withdraw:{each.id}")
    return [*parts, Buttons((*buttons, withdraw))]


def _answered(scene: Scene, listing: Listing) -> list[Part]:
    """The latest answers that were no, or that never came, with what was said to coordinators."""
    closed = [
        each
        for state in ("declined", "lapsed")
        for each in scene.work.find(Enquiry, programme_id=programme_of(scene).id, state=state)
    ]
    closed.sort(key=lambda each: (each.closed_at or each.asked_at, each.id))
    if not closed:
        return []
    parts: list[Part] = [scene.voice.para("command.proposals.latest")]
    for each in closed[-_CLOSED:]:
        parts += _closed(scene, listing, each)
    return parts


def _closed(scene: Scene, listing: Listing, each: Enquiry) -> Sequence[Part]:
    voice = scene.voice
    names = {
        "name": _name(listing, each.enrolment_id),
        "other": _name(listing, each.other_id),
    }
    if each.state == "lapsed":
        return (voice.hint("command.proposals.lapsed", None, **names),)
    reason = voice.words(f"choice.decline-{each.role}.{each.reason}")
    told = voice.hint("command.proposals.declined", None, **names, reason=reason)
    return (told, Para(letters.quoted(each.words).runs, "quote")) if each.words else (told,)


def _name(listing: Listing, enrolment_id: int) -> Typed:
    return Typed(listing.name(enrolment_id))


@action("enquiry-confirm")
def _confirm(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """A coordinator notes somebody's yes, given elsewhere; that person hears of it."""
    enquiry = scene.work.get(Enquiry, int(words[0]))
    now = owned(scene, enquiry.programme_id)
    came = enquiring.accept(now.work, enquiry, by=now.person)
    if came in ("over", "full"):
        now.say(now.voice.para("command.proposals.too-late"))
        return UNSETTLED
    letters.tell_recorded(now.work, programme_of(now), enquiry, now.person)
    key = "command.proposals.paired" if came == "paired" else "command.proposals.noted"
    now.say(now.voice.para(key), Buttons((run_button(now, "proposals", "proposals"),)))
    return NOTHING


@action("enquiry-withdraw")
def _withdraw(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """A coordinator takes a proposal back; those who were asked hear it kindly."""
    proposal = scene.work.get(Proposal, int(words[0]))
    now = owned(scene, proposal.programme_id)
    if not enquiring.withdraw(now.work, proposal, now.person):
        now.say(now.voice.para("command.proposals.too-late"))
        return UNSETTLED
    listing = listing_of(now)
    names = {
        "mentee": _name(listing, proposal.mentee_id),
        "mentor": _name(listing, proposal.mentor_id),
    }
    told = now.voice.para("command.proposals.withdrawn", None, **names)
    now.say(told, Buttons((search_button(now),)))
    return NOTHING
