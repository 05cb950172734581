"""What a coordinator most likely wants next, by the state of the programme."""

from bot.programme.plan import Plan
from bot.programme.template import plan_of
from storage.nouns import Enquiry, Pair, Programme, Proposal
from storage.work import Work

NEXT = {
    "draft": ("open", "dates"),
    "signup": ("people", "remind", "match"),
    "matching": ("review", "match"),
    "reviewed": ("announce", "kickoff"),
    "kickoff": ("workshop", "people"),
    "running": ("health", "sessions", "remind"),
    "closing": ("report", "remind", "close"),
    "closed": ("report", "export"),
}
# The same where nobody is paired beforehand.
UNPAIRED = {
    "signup": ("people", "remind", "start"),
    "running": ("requests", "sessions", "people"),
}


def next_hint(plan: Plan, state: str) -> str:
    """The sentence that says what a programme waits for."""
    unpaired = state in UNPAIRED and not plan.on_request.paired
    return f"unpaired.{state}.next" if unpaired else f"state.{state}.next"


def next_in(work: Work, programme: Programme) -> tuple[str, ...]:
    """The commands that a coordinator most likely wants next."""
    plan = plan_of(programme.plan)
    if not plan.on_request.paired and programme.state in UNPAIRED:
        return UNPAIRED[programme.state]
    if programme.state == "reviewed" and _announced(work, programme):
        return ("kickoff", "people")
    return NEXT[programme.state]


def _announced(work: Work, programme: Programme) -> bool:
    """Whether every approved pair was introduced, or put to its people."""
    introduced = {each.proposal_id for each in work.find(Pair, programme_id=programme.id)}
    if plan_of(programme.plan).proposals.ask != "nobody":
        asked = work.find(Enquiry, programme_id=programme.id)
        introduced |= {e.proposal_id for e in asked if e.state in ("open", "accepted")}
    now = {"programme_id": programme.id, "round": programme.round, "state": "approved"}
    return introduced >= {each.id for each in work.find(Proposal, **now)}
