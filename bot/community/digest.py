"""What happened lately, told to everybody: counts and dates, and names only of who agreed."""

from datetime import datetime, timedelta

from bot.channels import voice_in
from bot.dialogues.workshops import in_words_of
from bot.message import Bullets, Part, Runs
from bot.programme.template import plan_of
from bot.texts import Typed
from storage.nouns import (
    Certificate,
    Circle,
    Enrolment,
    Meeting,
    Person,
    Programme,
    Thanks,
    Workshop,
)
from storage.tally import sessions_within
from storage.work import Work

_AHEAD = timedelta(days=21)
_NAMED = 8


def parts(work: Work, programme: Programme, since: datetime) -> list[Part]:
    """The digest of a stretch of time; empty when nothing happened in it."""
    voice = voice_in(programme)
    happened = [*_held(work, programme, since), *_thanked(work, programme, since)]
    if not happened:
        return []
    told: list[Part] = [voice.title("digest.title"), Bullets(tuple(happened))]
    coming = _coming(work, programme)
    if coming:
        told += [voice.para("digest.coming"), Bullets(tuple(coming))]
    return told


def _held(work: Work, programme: Programme, since: datetime) -> list[Runs]:
    voice = voice_in(programme)
    sessions = sessions_within(work, programme.id, since, work.now)
    circles = [each.id for each in work.find(Circle, programme_id=programme.id)]
    meetings = work.among(Meeting, circles, by="circle_id")
    workshops = work.find(Workshop, programme_id=programme.id, state="held")
    badges = work.find(Certificate, programme_id=programme.id)
    counts = {
        "digest.sessions": sum(
            _lately(e.starts_at, since, work) and e.state == "held" for e in sessions
        ),
        "digest.meetings": sum(
            _lately(e.starts_at, since, work) and e.state == "held" for e in meetings
        ),
        "digest.workshops": sum(_lately(e.starts_at, since, work) for e in workshops),
        "digest.badges": sum(
            e.given_at is not None and _lately(e.given_at, since, work) for e in badges
        ),
    }
    return [voice.runs(key, count) for key, count in counts.items() if count]


def _lately(at: datetime, since: datetime, work: Work) -> bool:
    return since < at <= work.now


def _thanked(work: Work, programme: Programme, since: datetime) -> list[Runs]:
    """The thank-yous that both agreed to share."""
    voice = voice_in(programme)
    shared = [
        each
        for each in work.find(Thanks, programme_id=programme.id, state="shared")
        if _lately(each.at, since, work)
    ]
    found: list[Runs] = []
    for each in shared[:_NAMED]:
        by, to = (
            work.get(Person, work.get(Enrolment, one).person_id) for one in (each.by_id, each.to_id)
        )
        found.append(voice.runs("digest.thanks", None, by=Typed(by.name), to=Typed(to.name)))
    return found


def _coming(work: Work, programme: Programme) -> list[Runs]:
    """The next workshops, which everybody may come to."""
    voice, plan = voice_in(programme), plan_of(programme.plan)
    planned = [
        each
        for each in work.find(Workshop, programme_id=programme.id, state="planned")
        if work.now < each.starts_at <= work.now + _AHEAD
    ]
    return [
        voice.runs(
            "digest.date",
            None,
            title=Typed(in_words_of(each, plan, voice).title),
            when=voice.span(each.starts_at, each.minutes),
        )
        for each in sorted(planned, key=lambda each: each.starts_at)
    ]
