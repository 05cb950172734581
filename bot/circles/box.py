"""The box of a supervision circle: dilemmas that nobody can be told to have written.

Rules:
- A dilemma keeps its words and its circle: no author, no moment, and a number drawn by lot, so that
  neither its place among the others nor what was written beside it tells when it came.
- Whoever writes one leaves no trace of it elsewhere: the form goes with its answer, and the
  messages that asked for it and thanked for it go from the outbox once they arrived.
- All those of a box are handed to the whole circle at one hour, the same for everybody, in the
  order of a digest of their words; one that comes later waits for the next meeting.
- In a circle of fewer than `SAFE` people each reader would have two possible authors at most: the
  box stays shut, and says why.
- A vote is a number on a dilemma; that somebody voted is kept elsewhere, without for what.
- They are erased once their meeting is over.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from bot.circles.around import Around, meetings_of
from bot.circles.meeting import working_day
from storage.nouns import Circle, Dilemma, Happened, Meeting
from storage.work import Work

SAFE = 4  # people
FULL = 12  # dilemmas
OPENS = timedelta(days=2)  # before a meeting
_FIRST = 2**30  # far from the numbers that the database gives, in as many bits


def safe(whole: Around) -> bool:
    """Whether a circle is large enough for nobody to be found out."""
    return len(whole.there) >= SAFE


def put(work: Work, circle: Circle, text: str) -> None:
    """Puts a dilemma in the box."""
    number = _FIRST + secrets.randbelow(_FIRST)
    work.add(Dilemma(id=number, circle_id=circle.id, text=text))


def inside(work: Work, circle: Circle) -> list[Dilemma]:
    """What waits in the box, in an order that tells nothing."""
    return shuffled(work.find(Dilemma, circle_id=circle.id, meeting_id=None))


def before(work: Work, meeting: Meeting) -> list[Dilemma]:
    """What a circle received before a meeting, what most people want to begin with first."""
    found = shuffled(work.find(Dilemma, meeting_id=meeting.id))
    return sorted(found, key=lambda each: -each.votes)


def shuffled(dilemmas: list[Dilemma]) -> list[Dilemma]:
    """By what their words happen to give."""
    return sorted(dilemmas, key=lambda each: sha256(each.text.encode()).digest())


def opening(meeting: Meeting, zone: str) -> datetime:
    """When a circle receives what is in its box before that meeting."""
    return working_day(meeting.starts_at - OPENS, zone)


def next_opening(work: Work, whole: Around) -> datetime | None:
    """When the box is opened next, if a meeting is planned."""
    zone = whole.programme.zone
    planned = [each for each in meetings_of(work, whole.circle) if each.state == "planned"]
    found = [opening(each, zone) for each in planned]
    return min((each for each in found if each > work.now), default=None)


def vote(work: Work, dilemma: Dilemma, enrolment_id: int) -> bool:
    """Counts one vote; False when that person voted before that meeting already."""
    subject, name = f"circle:{dilemma.circle_id}", f"voted-{dilemma.meeting_id}-{enrolment_id}"
    if work.first(Happened, subject=subject, name=name) is not None:
        return False
    # At the hour of the meeting's day only: the moment of a vote could be set beside its count.
    work.add(Happened(subject=subject, name=name, at=_day(work.now)))
    work.change(dilemma, votes=dilemma.votes + 1)
    return True


def _day(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def empty(work: Work, circle: Circle, meeting: Meeting | None = None) -> int:
    """Erases what was received before a meeting, or everything; and how many they were."""
    found = (
        work.find(Dilemma, circle_id=circle.id)
        if meeting is None
        else work.find(Dilemma, meeting_id=meeting.id)
    )
    if found:
        work.leave_no_trace()
    for each in found:
        work.remove(each)
    return len(found)
