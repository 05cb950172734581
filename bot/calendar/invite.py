"""Invitations that any calendar understands: iCalendar files, and links to a filled-in event.

The icalendar library writes the file because folding lines at 75 octets without cutting an accent,
and escaping commas, semicolons, quotes and line breaks differently in values and in parameters, are
easy to get nearly right. A move is the same UID with a higher SEQUENCE; a cancellation likewise,
with METHOD and STATUS saying so.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from bot.forms.words import clean

if TYPE_CHECKING:
    from icalendar import vCalAddress

Method = Literal["REQUEST", "CANCEL"]

# Outlook refuses addresses much over 2,000 characters, and a Slack button over 3,000.
_LONGEST_LINK = 2000
_ADDRESS = re.compile(r"[^\s@<>\"',;:\\]+@[^\s@<>\"',;:\\]+")


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting as calendars see it.

    `uid` never changes, `sequence` is raised by whoever moves or cancels the meeting. `start` is
    aware; attendees are (name, e-mail or None), and those without an e-mail stay out of the file.
    """

    uid: str
    sequence: int
    start: datetime
    minutes: int
    summary: str
    description: str
    location: str
    organiser_name: str
    organiser_email: str | None
    attendees: tuple[tuple[str, str | None], ...]
    url: str | None

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


@lru_cache(maxsize=16)  # a workshop's is the same for everybody who speaks its language
def invitation(meeting: Meeting, now: datetime, method: Method) -> bytes:
    """The .ics file, the same bytes for the same arguments.

    A request that nobody could answer, for want of the organiser's or of any attendee's e-mail,
    goes out as PUBLISH: calendars add it as a plain event, where a REQUEST without an ORGANIZER is
    refused or shown as somebody else's.
    """
    from icalendar import Calendar, Event, vUri

    organiser = _calendar_address(meeting.organiser_name, meeting.organiser_email)
    guests = [
        guest
        for name, email in meeting.attendees
        if (guest := _calendar_address(name, email)) is not None
    ]
    answerable = organiser is not None and bool(guests)

    event = Event()
    event.add("uid", _line(meeting.uid))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("last-modified", now.astimezone(UTC))
    event.add("dtstart", meeting.start.astimezone(UTC))
    event.add("dtend", meeting.end.astimezone(UTC))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("summary", _line(meeting.summary))
    if description := clean(meeting.description):
        event.add("description", description)
    if location := _line(meeting.location):
        event.add("location", location)
    if meeting.url and (url := _web_address(meeting.url)):
        event.add("url", vUri(url))
    if organiser is not None:
        event.add("organizer", organiser)
    if answerable:
        for guest in guests:
            guest.params["CUTYPE"] = "INDIVIDUAL"
            guest.params["ROLE"] = "REQ-PARTICIPANT"
            guest.params["PARTSTAT"] = "NEEDS-ACTION"
            guest.params["RSVP"] = "FALSE" if method == "CANCEL" else "TRUE"
            event.add("attendee", guest)

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Binome//FR")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH" if method == "REQUEST" and not answerable else method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def links(meeting: Meeting) -> dict[str, str]:
    """Addresses, by calendar ("google", "outlook"), that open a new event already filled in.

    Nobody is invited through them: each person adds the meeting to their own calendar. Long texts
    are cut so that the address still opens.
    """
    start, end = meeting.start.astimezone(UTC), meeting.end.astimezone(UTC)
    summary = _fitting(_line(meeting.summary), 500, _quoted)
    location = _fitting(_line(meeting.location), 300, _quoted)
    details = clean(meeting.description)
    if meeting.url and (url := _web_address(meeting.url)) and url not in details:
        details = f"{url}\n\n{details}".strip()
    return {
        "google": _link(
            "https://calendar.google.com/calendar/render",
            {
                "action": "TEMPLATE",
                "text": summary,
                "dates": f"{start:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}",
                "location": location,
            },
            ("details", details),
            _quoted,
        ),
        "outlook": _link(
            "https://outlook.office.com/calendar/0/deeplink/compose",
            {
                "path": "/calendar/action/compose",
                "rru": "addevent",
                "startdt": f"{start:%Y-%m-%dT%H:%M:%SZ}",
                "enddt": f"{end:%Y-%m-%dT%H:%M:%SZ}",
                "subject": summary,
                "location": location,
            },
            ("body", details),
            _quoted_html,
        ),
    }


def _link(
    page: str, fields: dict[str, str], long_field: tuple[str, str], encode: Callable[[str], str]
) -> str:
    given = "&".join(f"{name}={_quoted(value)}" for name, value in fields.items() if value)
    name, text = long_field
    address = f"{page}?{given}"
    kept = _fitting(text, _LONGEST_LINK - len(address) - len(f"&{name}="), encode)
    return f"{address}&{name}={encode(kept)}" if kept else address


def _quoted(text: str) -> str:
    # Spaces as %20: Outlook shows a "+" as it is.
    return quote(text, safe="")


def _quoted_html(text: str) -> str:
    # Outlook reads the body as HTML; a person's words must stay words.
    return _quoted(html.escape(text, quote=False).replace("\n", "<br>"))


def _fitting(text: str, room: int, encode: Callable[[str], str]) -> str:
    """`text`, or its first words with an ellipsis: at most `room` characters once encoded."""
    if len(encode(text)) <= room:
        return text
    letters = (
        bisect_right(range(len(text)), room, key=lambda end: len(encode(f"{text[:end]}…"))) - 1
    )
    kept = text[: max(letters, 0)]
    words = kept.rsplit(maxsplit=1)
    if len(words) == 2 and len(words[0]) > len(kept) // 2:
        kept = words[0]
    return f"{kept.rstrip()}…" if kept.strip() else ""


def _calendar_address(name: str, email: str | None) -> "vCalAddress | None":
    from icalendar import vCalAddress

    if email is None or not _ADDRESS.fullmatch(address := _line(email)):
        return None
    found = vCalAddress(f"mailto:{address}")
    if shown := _line(name):
        found.params["CN"] = shown
    return found


def _web_address(url: str) -> str | None:
    return url if url == _line(url) and re.fullmatch(r"https?://\S+", url) else None


def _line(text: str) -> str:
    """One line of clean text."""
    return " ".join(clean(text).split())
