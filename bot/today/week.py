"""What a week brought to a programme, in counts: nobody is named."""

from datetime import datetime, timedelta

from bot.message import Runs
from bot.texts import Voice
from storage.nouns import Enrolment, Notice, Pair, Poll, Programme, Proposal
from storage.tally import sessions_within, within
from storage.work import Work

WEEK = timedelta(days=7)
BROUGHT = ("signups", "pairs", "held", "lost", "ended", "answers")
AHEAD = ("planned", "to-decide", "noticed")


def counts(work: Work, programme: Programme, now: datetime) -> dict[str, int]:
    """How many of each there were in the seven days before `now`, and how many wait."""

    def lately(at: datetime | None) -> bool:
        return at is not None and now - WEEK < at <= now

    week, key = (now - WEEK, now), programme.id
    people = within(work, Enrolment, "joined_at", *week, programme_id=key)
    begun = within(work, Pair, "started_at", *week, programme_id=key)
    over = within(work, Pair, "ended_at", *week, programme_id=key)
    sessions = sessions_within(work, key, now - WEEK, now + WEEK)
    polls = within(work, Poll, "answered_at", *week, programme_id=key, state="answered")
    open_ = work.find(Notice, programme_id=key, state="open")
    waiting = work.find(Proposal, programme_id=key, round=programme.round, state="proposed")
    closed = [each for each in sessions if lately(each.closed_at)]
    planned = [each for each in sessions if each.state == "planned"]
    return {
        "signups": sum(bool(each.answers) for each in people),
        "pairs": len(begun),
        "held": sum(each.state == "held" and lately(each.starts_at) for each in sessions),
        "lost": sum(each.state in ("cancelled", "missed") and each.sequence > 0 for each in closed),
        "ended": sum(each.state == "ended" for each in over),
        "answers": len(polls),
        "planned": sum(now < each.starts_at <= now + WEEK for each in planned),
        "to-decide": len(waiting) if programme.round else 0,
        "noticed": len(open_),
    }


def lines(voice: Voice, found: dict[str, int]) -> list[Runs]:
    """What there is to say, in a few words each; empty when there is nothing."""
    return [voice.runs(f"week.{name}", count) for name, count in found.items() if count]
