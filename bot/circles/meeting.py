"""A meeting of a circle: who comes, who was there, what was noted."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.civil import on
from bot.calendar.invite import Meeting as Event
from bot.calendar.invite import invitation
from bot.circles.around import Around, look_again
from bot.texts import Voice
from storage.nouns import Contribution, Meeting, Presence
from storage.work import Work


def ends(meeting: Meeting) -> datetime:
    """When a meeting is over."""
    return meeting.starts_at + timedelta(minutes=meeting.minutes)


def at_ten(at: datetime, zone: str) -> datetime:
    """Ten in the morning of that day, there."""
    return on(at.astimezone(ZoneInfo(zone)).date(), time(10), zone)


def working_day(at: datetime, zone: str, *, later: bool = False) -> datetime:
    """Ten in the morning of that day; of the Friday before a weekend, or of the Monday after."""
    day = at.astimezone(ZoneInfo(zone)).weekday()
    shift = 0 if day < 5 else 7 - day if later else 4 - day
    return at_ten(at + timedelta(days=shift), zone)


def place_at(work: Work, meeting: Meeting, enrolment_id: int) -> Presence:
    """One person's line on a meeting's list, made when missing."""
    known = work.first(Presence, meeting_id=meeting.id, enrolment_id=enrolment_id)
    return known or work.add(Presence(meeting_id=meeting.id, enrolment_id=enrolment_id))


def answers(work: Work, meeting: Meeting) -> dict[int, Presence]:
    """Everybody's line on a meeting's list, by enrolment."""
    return {each.enrolment_id: each for each in work.find(Presence, meeting_id=meeting.id)}


def note(work: Work, whole: Around, meeting: Meeting, there: Iterable[int], was: bool) -> Meeting:
    """Keeps that some people were at a meeting, or were not; one who was makes it held."""
    for one in there:
        work.change(place_at(work, meeting, one), attended=was)
    came = any(each.attended for each in work.find(Presence, meeting_id=meeting.id))
    if came and meeting.state in ("planned", "missed"):
        meeting = work.change(meeting, state="held")
        look_again(work, whole.circle)
    return meeting


def minutes_of(work: Work, meeting: Meeting) -> list[Contribution]:
    """What members noted of a meeting, oldest first."""
    return work.find(Contribution, about=f"meeting:{meeting.id}")


def for_calendar(work: Work, whole: Around, meeting: Meeting, voice: Voice) -> bytes:
    """The meeting as a calendar file, without anybody's name in it."""
    kind = whole.kind
    event = Event(
        uid=f"circle-meeting-{meeting.id}@binome",
        sequence=meeting.sequence,
        start=meeting.starts_at,
        minutes=meeting.minutes,
        summary=whole.title(voice),
        description="\n".join(kind.agenda.of(voice.locale)) if kind.agenda else "",
        location=kind.place.of(voice.locale) if kind.place else "",
        organiser_name="Binôme",
        organiser_email=None,
        attendees=(),
        url=None,
    )
    method = "CANCEL" if meeting.state == "cancelled" else "REQUEST"
    return invitation(event, work.now, method)
