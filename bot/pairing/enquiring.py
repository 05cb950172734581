"""Asking two people before they become a pair: who is asked when, and what each word brings.

Nobody is asked unless the plan says so. An approved proposal is put to one person or both; it
becomes a pair when all who are asked said yes, and when there is still room: whoever answers first
is served first, in one transaction under the programme's lock, so no capacity is ever exceeded.
A no, a silence or a departure closes it kindly, and the mentee is proposed the next best mentor.
"""

from datetime import timedelta
from typing import Literal

from bot.dialogues.asking import DECLINE, FORM
from bot.pairing import asked_letters as letters
from bot.pairing.announce import bring_together
from bot.pairing.candidates import pool_of
from bot.pairing.declined import NOT_NOW, bars
from bot.pairing.next_best import propose_next, tell_coordinators, waits
from bot.pairing.putting import enquiries_of, next_roles, open_enquiries, put, two
from bot.programme.template import plan_of
from storage.nouns import Draft, Enquiry, Enrolment, Person, Programme, Proposal
from storage.work import Work

Came = Literal["paired", "waiting", "full", "over"]


def accept(work: Work, enquiry: Enquiry, by: Person | None = None) -> Came:
    """Somebody says yes, or a coordinator for them: a pair, unless another's word is awaited."""
    programme, enquiry = _locked(work, enquiry)
    if enquiry.state != "open":
        return "over"
    proposal = work.get(Proposal, enquiry.proposal_id)
    obstacle = stray(work, enquiry)
    if obstacle:
        close(work, enquiry, obstacle)
        return "full" if obstacle == "full" else "over"
    plan = plan_of(programme.plan)
    _settle(work, enquiry, "accepted", by=by)
    known = enquiries_of(work, proposal)
    pool = two(work, programme, plan, proposal)
    if next_roles(plan, known):
        put(work, pool, proposal)
        return "waiting"
    if any(each.state != "accepted" for each in known):
        return "waiting"
    bring_together(work, pool, proposal)
    _wake_rivals(work, proposal)
    return "paired"


def decline(
    work: Work, enquiry: Enquiry, reason: str, words: str = "", by: Person | None = None
) -> bool:
    """Somebody says no: the next best mentor is proposed; False when it was over already."""
    programme, enquiry = _locked(work, enquiry)
    if enquiry.state != "open":
        return False
    proposal = work.get(Proposal, enquiry.proposal_id)
    enquiry = _settle(work, enquiry, "declined", by=by, reason=reason, words=words)
    if proposal.state == "approved":
        work.change(proposal, state="rejected" if bars(reason) else "replaced")
        _tell_other(work, programme, enquiry)
        # Whoever learns and wants nobody now is left in peace.
        if not (enquiry.role == "mentee" and reason in NOT_NOW):
            propose_next(work, programme, enquiry)
    return True


def take_no(work: Work, enquiry: Enquiry) -> bool:
    """Keeps a no whose reason or words never came; False when none was said."""
    for draft in work.find(Draft, form=FORM, subject=letters.subject_of(enquiry), state="open"):
        answers = draft.answers
        if answers.get("answer") == DECLINE:
            letters.thank(work, work.get(Programme, enquiry.programme_id), enquiry)
            words = str(answers.get("words", ""))
            return decline(work, enquiry, str(answers.get("reason", "other")), words)
    return False


def lapse(work: Work, enquiry: Enquiry) -> None:
    """Nobody answered in time: no harm done, and the mentee of a silent mentor gets the next."""
    programme, enquiry = _locked(work, enquiry)
    if enquiry.state != "open":
        return
    proposal = work.get(Proposal, enquiry.proposal_id)
    enquiry = _settle(work, enquiry, "lapsed")
    if proposal.state == "approved":
        work.change(proposal, state="replaced")
    letters.tell(work, programme, enquiry, "lapsed")
    _tell_other(work, programme, enquiry)
    if enquiry.role == "mentor":
        propose_next(work, programme, enquiry)
    else:
        tell_coordinators(work, programme, enquiry, "proposal-silent")


def close(work: Work, enquiry: Enquiry, why_: str) -> None:
    """Closes what can no longer be: `full`, `absent` or `changed`; the mentee is looked after."""
    programme, enquiry = _locked(work, enquiry)
    if enquiry.state != "open":
        return
    proposal = work.get(Proposal, enquiry.proposal_id)
    enquiry = _settle(work, enquiry, "withdrawn", reason=why_)
    mine = proposal.state == "approved" and _about(proposal, enquiry)
    if mine:
        work.change(proposal, state="replaced")
    if work.get(Enrolment, enquiry.enrolment_id).state == "active":
        letters.tell(work, programme, enquiry, "full" if why_ == "full" else "withdrawn")
    _tell_other(work, programme, enquiry)
    if mine and why_ != "changed":
        propose_next(work, programme, enquiry)


def withdraw(work: Work, proposal: Proposal, by: Person) -> bool:
    """A coordinator takes a proposal back before it became a pair; False when it is too late."""
    programme = work.lock(Programme, proposal.programme_id)
    proposal = work.get(Proposal, proposal.id)
    waiting = [each for each in enquiries_of(work, proposal) if each.state == "open"]
    if proposal.state != "approved" or not waiting:
        return False
    work.change(proposal, state="replaced")
    for each in waiting:
        settled = _settle(work, each, "withdrawn", by=by, reason="changed")
        letters.tell(work, programme, settled, "withdrawn")
    _tell_other(work, programme, waiting[0])
    return True


def revive(work: Work, enquiry: Enquiry) -> bool:
    """Puts a proposal again to somebody who was silent, when both are still free."""
    programme, enquiry = _locked(work, enquiry)
    was = work.get(Proposal, enquiry.proposal_id)
    pool = pool_of(work, programme, plan_of(programme.plan))
    mentee, mentor = pool.enrolments[was.mentee_id], pool.enrolments[was.mentor_id]
    there = mentee.state == mentor.state == "active" and waits(pool, mentee)
    if enquiry.state != "lapsed" or was.state != "replaced" or not there:
        return False
    if pool.room(mentor.id) < 1 or not pool.takes(mentee.id, mentor.id):
        return False
    again = was.model_copy(
        update={"id": 0, "round": programme.round, "state": "approved", "decided_at": work.now}
    )
    put(work, pool, work.add(again))
    return True


def asks_first(work: Work, enquiry: Enquiry) -> Enquiry:
    """Somebody asked a question before they answer: they have the whole time again."""
    programme, enquiry = _locked(work, enquiry)
    return _longer(work, programme, enquiry, "asked", share=1)


def answered(work: Work, enquiry: Enquiry) -> Enquiry:
    """Their question was answered: half of the time is left at least."""
    programme, enquiry = _locked(work, enquiry)
    return _longer(work, programme, enquiry, "answered", share=2)


def _longer(
    work: Work, programme: Programme, enquiry: Enquiry, question: str, share: int
) -> Enquiry:
    hours = plan_of(programme.plan).proposals.hours / share
    until = max(enquiry.until, work.now + timedelta(hours=hours))
    return work.change(enquiry, question=question, until=until, look_at=work.now)


def stray(work: Work, enquiry: Enquiry) -> str:
    """Why an open question makes no sense any more; empty while it does."""
    proposal = work.first(Proposal, id=enquiry.proposal_id)
    if proposal is None or proposal.state != "approved" or not _about(proposal, enquiry):
        return "changed"
    programme = work.get(Programme, proposal.programme_id)
    if programme.state == "closed":
        return "changed"
    for one in (enquiry.enrolment_id, enquiry.other_id):
        if work.get(Enrolment, one).state != "active":
            return "absent"
    pool = two(work, programme, plan_of(programme.plan), proposal)
    return "" if pool.takes(proposal.mentee_id, proposal.mentor_id) else "full"


def _about(proposal: Proposal, enquiry: Enquiry) -> bool:
    return {proposal.mentee_id, proposal.mentor_id} == {enquiry.enrolment_id, enquiry.other_id}


def _across(enquiry: Enquiry) -> tuple[int, int]:
    """The other side of the same question."""
    return enquiry.other_id, enquiry.enrolment_id


def _locked(work: Work, enquiry: Enquiry) -> tuple[Programme, Enquiry]:
    """Nobody else answers in this programme until this word is kept; both as they are now."""
    work.lock(Enquiry, enquiry.id)
    programme = work.lock(Programme, enquiry.programme_id)
    return programme, work.get(Enquiry, enquiry.id)


def _settle(
    work: Work,
    enquiry: Enquiry,
    state: str,
    *,
    by: Person | None = None,
    reason: str = "",
    words: str = "",
) -> Enquiry:
    for draft in work.find(Draft, form=FORM, subject=letters.subject_of(enquiry), state="open"):
        work.change(draft, state="cancelled", answers={}, look_at=None)
    return work.change(
        enquiry,
        state=state,
        by=by.id if by else None,
        reason=reason,
        words=words,
        closed_at=work.now,
        look_at=work.now,
    )


def _tell_other(work: Work, programme: Programme, closed: Enquiry) -> None:
    """The other of a proposal that closed hears of it, when they had heard of the proposal."""
    known = work.find(Enquiry, proposal_id=closed.proposal_id)
    others = [e for e in known if (e.enrolment_id, e.other_id) == _across(closed)]
    for each in others:
        if each.state not in ("open", "accepted"):
            continue
        _settle(work, each, "withdrawn", reason="changed")  # a yes does not outlive its proposal
        if work.get(Enrolment, each.enrolment_id).state == "active":
            letters.tell(work, programme, each, "other")
    if closed.question and not others:
        letters.tell_unasked(work, programme, closed)


def _wake_rivals(work: Work, proposal: Proposal) -> None:
    """Others who were asked about the same people: the clock sees whether there is still room."""
    people = (proposal.mentee_id, proposal.mentor_id)
    for column in ("enrolment_id", "other_id"):
        for each in work.among(Enquiry, people, by=column):
            if each.state == "open":
                work.change(each, look_at=work.now)


def settle_strays(work: Work, programme: Programme) -> None:
    """After a coordinator decided otherwise: questions about what is no more are closed kindly."""
    if plan_of(programme.plan).proposals.ask == "nobody":
        return
    for each in open_enquiries(work, programme):
        if stray(work, each) == "changed":
            close(work, each, "changed")


def time_given(programme: Programme) -> timedelta:
    """How long an answer is awaited."""
    return timedelta(hours=plan_of(programme.plan).proposals.hours)
