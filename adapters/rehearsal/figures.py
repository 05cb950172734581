"""What a played programme came to, counted from the database alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.rehearsal.coordination import KEY
from bot.assessment import FORM as ASSESSMENT
from bot.assessment import START
from bot.moments.telling import CAN_WAIT, OF_ITSELF, WEEK
from bot.programme.template import plan_of
from storage import outbox
from storage.nouns import (
    Address,
    Call,
    Circle,
    Enrolment,
    Meeting,
    Pair,
    Poll,
    Programme,
    Question,
    Session,
)
from storage.tally import tally
from storage.work import Work

_ENDS = ("met", "alone", "dropped")  # of a request


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of everything."""

    people: int  # who signed up
    mentors: int
    mentees: int
    both: int  # who learn and teach, counted in each
    invited: dict[str, int]  # of those on a coordinator's list
    pairs: int
    unmatched: int
    calls: dict[str, int]
    circles: dict[str, int]
    sessions: dict[str, int]
    polls: dict[str, int]
    messages: int
    weekly: dict[str, float]  # what one person hears in a week of the bot's own accord


def count(work: Work, programme: Programme) -> Counts:
    """The figures of a programme."""
    every = work.find(Enrolment, programme_id=programme.id)
    there = [each for each in every if each.answers]
    roles = [each.role for each in there]
    pairs = work.find(Pair, programme_id=programme.id)
    paired = {each.mentee_id for each in pairs} | {each.mentor_id for each in pairs}
    sessions = work.among(Session, [pair.id for pair in pairs], by="pair_id")
    agreed = [each for each in sessions if each.sequence > 0]
    polls = tally(work, Poll, "state", programme_id=programme.id)
    waited = plan_of(programme.plan).on_request.paired  # whether people wait for a pair at all
    calls = [each.state for each in work.find(Call, programme_id=programme.id)]
    return Counts(
        people=len(there),
        mentors=len(roles) - roles.count("mentee"),
        mentees=len(roles) - roles.count("mentor"),
        both=roles.count("both"),
        invited={
            "silent": sum(each.state == "invited" and not each.answers for each in every),
            "declined": sum(each.state == "left" and not each.answers for each in every),
        },
        pairs=len(pairs),
        unmatched=sum(each.id not in paired for each in there) if waited else 0,
        calls={"asked": len(calls), **{each: calls.count(each) for each in _ENDS}},
        circles=_circles(work, programme),
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
        weekly=weekly(work, programme),
    )


def _circles(work: Work, programme: Programme) -> dict[str, int]:
    found = [e for e in work.find(Circle, programme_id=programme.id) if e.state != "proposed"]
    meetings = work.among(Meeting, [each.id for each in found], by="circle_id")
    asked = work.among(Question, [each.id for each in found], by="circle_id")
    return {
        "formed": len(found),
        "met": sum(each.state == "held" for each in meetings),
        "asked": len(asked),
        "answered": sum(bool(each.verdict) for each in asked),
    }


def weekly(work: Work, programme: Programme) -> dict[str, float]:
    """What the bot says of itself in a week: the mean over people, the most to anybody.

    `waits` is the most, among that, of what can wait: never above `cap`, the template's own.
    """
    everybody = [a for a in work.find(Address) if a.person_id is not None and a.user != KEY]
    told = [outbox.told(work, each.id, programme.created_at, OF_ITSELF) for each in everybody]
    weeks = max(1.0, (work.now - programme.created_at) / WEEK)
    mean = sum(map(len, told)) / (len(everybody) or 1) / weeks
    later = {
        f"poll/{each.id}"
        for each in work.find(Poll, programme_id=programme.id, form=ASSESSMENT)
        if each.subject != START
    }
    waits = [[at for at, key in one if CAN_WAIT.match(key) or key in later] for one in told]
    return {
        "mean": round(mean, 2),
        "most": max((_most([at for at, _ in one]) for one in told), default=0),
        "waits": max(map(_most, waits), default=0),
        "cap": plan_of(programme.plan).messages.per_week,
    }


def _most(at: Sequence[datetime], within: timedelta = WEEK) -> int:
    """The most moments within any stretch of that length."""
    return max(_stretches(at, within), default=0)


def _stretches(at: Sequence[datetime], within: timedelta) -> Iterable[int]:
    first = 0
    for last, moment in enumerate(at):
        while at[first] <= moment - within:
            first += 1
        yield last - first + 1
