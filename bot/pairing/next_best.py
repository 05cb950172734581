"""After a proposal came to nothing: the next best mentor, or the coordinators' turn."""

from bot.notices import notice
from bot.pairing import asked_letters as letters
from bot.pairing.candidates import Pool, pool_of
from bot.pairing.declined import NOT_NOW
from bot.pairing.evidence import others_for, proposed, sides
from bot.pairing.putting import put
from bot.programme.template import plan_of
from storage.nouns import Enquiry, Enrolment, Pair, Person, Programme, Proposal
from storage.work import Work

_LOOKED_AT = 50  # the mentors who suit somebody best, among whom the next is looked for


def propose_next(work: Work, programme: Programme, closed: Enquiry) -> Proposal | None:
    """Proposes the next best mentor to the mentee of a proposal that closed, and says so.

    None when there is nobody, or when it was done often enough: the coordinators decide then.
    """
    plan = plan_of(programme.plan)
    was = work.get(Proposal, closed.proposal_id)
    pool = pool_of(work, programme, plan)
    mentee = pool.enrolments[was.mentee_id]
    if mentee.state != "active" or not waits(pool, mentee):
        return None
    rank = int(was.why.get("alternate", 0)) + 1
    found = _next(work, pool, mentee, was) if rank <= plan.proposals.alternates else None
    if found is None:
        letters.tell_left(work, pool, mentee, closed)
        tell_coordinators(work, programme, closed, "proposal-stuck")
        return None
    proposal = work.add(found.model_copy(update={"why": {**found.why, "alternate": rank}}))
    put(work, pool, proposal)
    names = [pool.name(proposal.mentee_id), pool.name(proposal.mentor_id)]
    subject = f"proposal:{proposal.id}"
    notice(work, programme, f"{subject}/next", subject, "proposal-next", names)
    return proposal


def waits(pool: Pool, mentee: Enrolment) -> bool:
    """Whether somebody has neither a mentor nor a proposal that may still bring one."""
    if any(each.mentee_id == mentee.id and each.state == "active" for each in pool.pairs):
        return False
    return all(each.mentee_id != mentee.id for each in pool.approved().values())


def _next(work: Work, pool: Pool, mentee: Enrolment, was: Proposal) -> Proposal | None:
    known = _asked_before(work, mentee)
    learner = pool.candidate(mentee, "mentee")
    for match in others_for(pool, learner, was.mentor_id, _LOOKED_AT):
        if match.mentor in known or pool.room(match.mentor) < 1:
            continue
        first, second = sides(pool, mentee, pool.enrolments[match.mentor])
        made = proposed(pool.programme, pool.programme.round, match, first, second)
        decided = {"decided_by": was.decided_by, "decided_at": work.now}
        return made.model_copy(update={"state": "approved", **decided})
    return None


def _asked_before(work: Work, mentee: Enrolment) -> set[int]:
    """The mentors with whom a mentee was proposed before, whatever came of it."""
    mine = work.find(Enquiry, enrolment_id=mentee.id)
    theirs = work.find(Enquiry, other_id=mentee.id)
    return {each.other_id for each in mine} | {each.enrolment_id for each in theirs}


def tell_coordinators(work: Work, programme: Programme, closed: Enquiry, kind: str) -> None:
    """Tells the coordinators what a proposal came to, under the name of a kind of notice."""
    was = work.get(Proposal, closed.proposal_id)
    names = [
        work.get(Person, work.get(Enrolment, one).person_id).name
        for one in (was.mentee_id, was.mentor_id)
    ]
    subject = f"proposal:{was.id}"
    notice(work, programme, f"{subject}/{kind}", subject, kind, names)


def still_alone(work: Work, closed: Enquiry) -> bool:
    """Whether the mentee of the last proposal that closed has neither a mentor nor a question."""
    was = work.first(Proposal, id=closed.proposal_id)
    if was is None or was.state == "approved" or closed.state == "accepted":
        return False
    if closed.role == "mentee" and closed.state == "declined" and closed.reason in NOT_NOW:
        return False  # they asked to be left in peace
    mentee = work.get(Enrolment, was.mentee_id)
    if mentee.state != "active" or work.find(Pair, mentee_id=mentee.id, state="active"):
        return False
    theirs = work.find(Proposal, mentee_id=mentee.id)
    asked = work.find(Enquiry, proposal_id=was.id)
    if closed.id != max(each.id for each in asked):
        return False  # told once, whoever of the two said what
    return was.id == max(each.id for each in theirs) and was.round == _round(work, was)


def _round(work: Work, proposal: Proposal) -> int:
    return work.get(Programme, proposal.programme_id).round
