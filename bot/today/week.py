"""What a week brought to a programme, in counts: nobody is named."""

from datetime import datetime, timedelta

from bot.message import Runs
from bot.texts import Voice
from storage.nouns import Enrolment, Notice, Pair, Poll, Programme, Proposal, Session
from storage.work import Work

WEEK = timedelta(days=7)
BROUGHT = ("signups", "pairs", "held", "lost", "ended", "answers")
AHEAD = ("planned", "to-decide", "noticed")


def counts(work: Work, programme: Programme, now: datetime) -> dict[str, int]:
    """How many of each there were in the seven days before `now`, and how many wait."""

    def lately(at: datetime | None) -> bool:
        return at is not None and now - WEEK < at <= now

    people = work.find(Enrolment, programme_id=programme.id)
    pairs = work.find(Pair, programme_id=programme.id)
    sessions = work.among(Session, [each.id for each in pairs], by="pair_id") if pairs else []
    polls = work.find(Poll, programme_id=programme.id, state="answered")
    open_ = work.find(Notice, programme_id=programme.id, state="open")
    latest = work.find(Proposal, programme_id=programme.id, round=programme.round)
    closed = [each for each in sessions if lately(each.closed_at)]
    planned = [each for each in sessions if each.state == "planned"]
    return {
        "signups": sum(lately(each.joined_at) and bool(each.answers) for each in people),
        "pairs": sum(lately(each.started_at) for each in pairs),
        "held": sum(each.state == "held" and lately(each.starts_at) for each in sessions),
        "lost": sum(each.state in ("cancelled", "missed") for each in closed),
        "ended": sum(each.state == "ended" and lately(each.ended_at) for each in pairs),
        "answers": sum(lately(each.answered_at) for each in polls),
        "planned": sum(now < each.starts_at <= now + WEEK for each in planned),
        "to-decide": sum(each.state == "proposed" for each in latest) if programme.round else 0,
        "noticed": len(open_),
    }


def lines(voice: Voice, found: dict[str, int]) -> list[Runs]:
    """What there is to say, in a few words each; empty when there is nothing."""
    return [voice.runs(f"week.{name}", count) for name, count in found.items() if count]
