"""Putting an approved proposal to the people it is about, as the plan says, one or both."""

from collections.abc import Sequence
from datetime import timedelta

from bot.calendar.civil import civil
from bot.pairing import asked_letters as letters
from bot.pairing.candidates import Pool
from bot.programme.plan import Plan
from storage.nouns import Enquiry, Enrolment, Pair, Person, Programme, Proposal
from storage.work import Work

ROLES = ("mentee", "mentor")


def open_enquiries(work: Work, programme: Programme) -> list[Enquiry]:
    """The proposals that wait for somebody's word, the oldest first."""
    return work.find(Enquiry, programme_id=programme.id, state="open")


def enquiries_of(work: Work, proposal: Proposal) -> list[Enquiry]:
    """What the two people of a proposal were asked and did not close, in order."""
    both = {proposal.mentee_id, proposal.mentor_id}
    return [
        each
        for each in work.find(Enquiry, proposal_id=proposal.id)
        if each.state in ("open", "accepted") and {each.enrolment_id, each.other_id} == both
    ]


def put(work: Work, pool: Pool, proposal: Proposal) -> list[Person]:
    """Puts an approved proposal to whoever is asked now; those who cannot be reached."""
    lost: list[Person] = []
    for role in next_roles(pool.plan, enquiries_of(work, proposal)):
        if not _ask(work, pool, proposal, role):
            asked = proposal.mentee_id if role == "mentee" else proposal.mentor_id
            lost.append(pool.person(asked))
    return lost


def next_roles(plan: Plan, known: Sequence[Enquiry]) -> list[str]:
    """Who is to be asked now: all who are concerned, or the mentee before the mentor."""
    asked = {each.role for each in known}
    left = [role for role in ROLES if plan.proposals.asks(role) and role not in asked]
    return left[:1] if plan.proposals.mentee_first else left


def _ask(work: Work, pool: Pool, proposal: Proposal, role: str) -> bool:
    here, there = proposal.mentee_id, proposal.mentor_id
    mine, theirs = (here, there) if role == "mentee" else (there, here)
    person = pool.person(mine)
    begins = civil(work.now, person.zone)
    until = civil(begins + timedelta(hours=pool.plan.proposals.hours), person.zone)
    enquiry = work.add(
        Enquiry(
            programme_id=proposal.programme_id,
            proposal_id=proposal.id,
            enrolment_id=mine,
            other_id=theirs,
            role=role,
            asked_at=begins,
            until=until,
            look_at=work.now,
        )
    )
    return letters.ask(work, pool, proposal, enquiry, due=begins)


def two(work: Work, programme: Programme, plan: Plan, proposal: Proposal) -> Pool:
    """The two people of a proposal, as much of the pool as letters need."""
    places = {one: work.get(Enrolment, one) for one in (proposal.mentee_id, proposal.mentor_id)}
    people = {each.person_id: work.get(Person, each.person_id) for each in places.values()}
    pairs = {
        pair.id: pair
        for one in places
        for column in ("mentee_id", "mentor_id")
        for pair in work.find(Pair, **{column: one})
    }
    return Pool(
        programme=programme,
        plan=plan,
        enrolments=places,
        people=people,
        pairs=tuple(pairs.values()),
        proposals=(proposal,),
        managers={},
    )
