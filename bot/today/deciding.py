"""What waits for a coordinator's word: proposals, pairs to introduce, a move of the calendar."""

from zoneinfo import ZoneInfo

from bot.pairing.listing import pending
from bot.programme.lifecycle import AUTOMATIC, phase_due
from bot.programme.template import plan_of
from bot.selection.offers import waiting
from bot.texts import Voice
from bot.today.line import Line, gives
from storage.nouns import Enquiry, Pair, Programme, Proposal
from storage.work import Work

# The command that makes each move that the calendar may call for.
_COMMANDS = {
    "open": "open",
    "match": "match",
    "review": "review",
    "kickoff": "kickoff",
    "finish": "close",
}


def lines(work: Work, programme: Programme, voice: Voice) -> list[Line]:
    """One line for each kind of decision that waits."""
    found: list[Line] = []
    chosen = plan_of(programme.plan).selection.mentors == "chosen"
    applying = len(waiting(work, programme)) if chosen and programme.state != "closed" else 0
    if applying:
        read = gives(voice, programme, "candidates", "candidates", "primary")
        found.append(Line(voice.runs("today.candidates", applying), (read,)))
    counts = _proposals(work, programme)
    if counts["proposed"]:
        review = gives(voice, programme, "review", "review", "primary")
        found.append(Line(voice.runs("today.approvals", counts["proposed"]), (review,)))
    elif counts["approved"]:
        announce = gives(voice, programme, "announce", "announce", "primary")
        found.append(Line(voice.runs("today.approved", counts["approved"]), (announce,)))
    decided = any(counts.values())
    today = work.now.astimezone(ZoneInfo(programme.zone)).date()
    move = phase_due(programme, plan_of(programme.plan), today)
    if move is not None and move not in AUTOMATIC and not (move == "review" and decided):
        name = _COMMANDS[move]
        button = gives(voice, programme, name, name, "primary")
        found.append(Line(voice.runs(f"today.move.{move}"), (button,)))
    return found


def _proposals(work: Work, programme: Programme) -> dict[str, int]:
    """How many proposals of the latest round wait for a decision, and for the announcement."""
    if not programme.round or programme.state in ("draft", "closed"):
        return {"proposed": 0, "approved": 0}
    latest = work.find(Proposal, programme_id=programme.id, round=programme.round)
    asked = {
        each.proposal_id
        for each in work.find(Enquiry, programme_id=programme.id)
        if each.state in ("open", "accepted")
    }
    open_ = [
        each for each in latest if each.state in ("proposed", "approved") and each.id not in asked
    ]
    pairs = work.find(Pair, programme_id=programme.id) if open_ else ()
    left = pending(open_, pairs).values()
    return {state: sum(each.state == state for each in left) for state in ("proposed", "approved")}
