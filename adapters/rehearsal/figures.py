"""What a played programme came to, counted from the database alone."""

from dataclasses import dataclass

from storage import outbox
from storage.nouns import Enrolment, Pair, Poll, Programme, Session
from storage.tally import tally
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of everything."""

    people: int
    mentors: int
    mentees: int
    pairs: int
    unmatched: int
    sessions: dict[str, int]
    polls: dict[str, int]
    messages: int


def count(work: Work, programme: Programme) -> Counts:
    """The figures of a programme."""
    roles = tally(work, Enrolment, "role", programme_id=programme.id)
    people, both = sum(roles.values()), roles.get("both", 0)
    pairs = work.find(Pair, programme_id=programme.id)
    paired = {each.mentee_id for each in pairs} | {each.mentor_id for each in pairs}
    sessions = work.among(Session, [pair.id for pair in pairs], by="pair_id")
    agreed = [each for each in sessions if each.sequence > 0]
    polls = tally(work, Poll, "state", programme_id=programme.id)
    return Counts(
        people=people,
        mentors=roles.get("mentor", 0) + both,
        mentees=roles.get("mentee", 0) + both,
        pairs=len(pairs),
        unmatched=people - len(paired),
        sessions={
            "planned": len(agreed),
            "held": sum(each.state == "held" for each in agreed),
            "moved": sum(each.moves for each in agreed),
            "cancelled": sum(each.state == "cancelled" for each in agreed),
        },
        polls={
            "sent": sum(polls.values()),
            "answered": polls.get("answered", 0),
        },
        messages=outbox.counts(work).get("sent", 0),
    )
