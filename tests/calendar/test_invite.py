"""Invitations are read back with the library calendars use, and links are taken apart again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.calendar.invite import Meeting, invitation, links

NOW = datetime(2026, 2, 20, 9, 30, tzinfo=UTC)
MEETING = Meeting(
    uid="session-17@binome",
    sequence=0,
    start=datetime(2026, 3, 3, 13, tzinfo=UTC),
    minutes=90,
    summary="Séance 1 : Zoé & Hélène",
    description="Objectif : écrire une biographie LinkedIn ; relire, corriger\nÀ bientôt !",
    location="Salle Évariste, 3e étage",
    organiser_name="Binôme",
    organiser_email="binome@exemple.org",
    attendees=(("Zoé", "zoe@exemple.org"), ("Hélène", "helene@exemple.org")),
    url="https://exemple.org/seance/17?a=1&b=2",
)


def read(file: bytes) -> tuple[Calendar, Any]:
    calendar = Calendar.from_ical(file)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_an_invitation_reads_back_as_it_was_meant() -> None:
    calendar, event = read(invitation(MEETING, NOW, "REQUEST"))
    assert calendar["PRODID"] == "-//Binome//FR"
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == "session-17@binome"
    assert event["STATUS"] == "CONFIRMED"
    assert event["SUMMARY"] == MEETING.summary
    assert event["DESCRIPTION"] == MEETING.description
    assert event["LOCATION"] == MEETING.location
    assert event["URL"] == MEETING.url
    assert event.decoded("DTSTART") == MEETING.start
    assert event.decoded("DTEND") == MEETING.start + timedelta(minutes=90)
    assert event.decoded("DTSTAMP") == NOW
    assert event["ORGANIZER"] == "mailto:binome@exemple.org"
    assert [str(guest) for guest in event["ATTENDEE"]] == [
        "mailto:zoe@exemple.org",
        "mailto:helene@exemple.org",
    ]
    assert event["ATTENDEE"][1].params["CN"] == "Hélène"
    assert not calendar.walk("VALARM")


def test_a_meeting_is_moved_then_cancelled() -> None:
    moved = replace(MEETING, sequence=1, start=MEETING.start + timedelta(days=2))
    cancelled = replace(moved, sequence=2)
    story = [
        read(invitation(MEETING, NOW, "REQUEST")),
        read(invitation(moved, NOW + timedelta(hours=1), "REQUEST")),
        read(invitation(cancelled, NOW + timedelta(hours=2), "CANCEL")),
    ]
    assert {event["UID"] for _, event in story} == {"session-17@binome"}
    assert [event["SEQUENCE"] for _, event in story] == [0, 1, 2]
    assert [event.decoded("DTSTAMP").hour for _, event in story] == [9, 10, 11]
    assert [calendar["METHOD"] for calendar, _ in story] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event["STATUS"] for _, event in story] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert story[2][1].decoded("DTSTART") == moved.start
    assert story[2][1]["ATTENDEE"][0].params["RSVP"] == "FALSE"


def test_the_same_arguments_give_the_same_bytes_in_any_zone() -> None:
    elsewhere = replace(MEETING, start=MEETING.start.astimezone(timezone(timedelta(hours=9))))
    assert invitation(MEETING, NOW, "REQUEST") == invitation(elsewhere, NOW, "REQUEST")


def test_lines_end_in_crlf_and_fold_between_letters() -> None:
    long = replace(MEETING, summary="é" * 200, description="Voilà, c’est ça ; " * 40)
    file = invitation(long, NOW, "REQUEST")
    lines = file.split(b"\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    _, event = read(file)
    assert event["SUMMARY"] == "é" * 200
    assert event["DESCRIPTION"] == long.description.strip()


@pytest.mark.parametrize(
    "text",
    [
        "une virgule, un point-virgule ; une barre \\ et \\n écrit tel quel",
        "deux\nlignes\n\net un vide",
        "שלום עולם (ברוכים)",
        "مرحبا، كيف الحال؟",
        'BEGIN:VALARM "guillemets" : ^n',
        "🙂👩🏽‍💻" * 30,
    ],
)
def test_a_description_survives(text: str) -> None:
    _, event = read(invitation(replace(MEETING, description=text), NOW, "REQUEST"))
    assert event["DESCRIPTION"] == text


def test_typed_text_cannot_add_a_property_or_a_control_character() -> None:
    nasty = "Zoé\r\nATTENDEE:mailto:x@y.z\x07\x00\u2028fin\ud800"
    file = invitation(
        replace(
            MEETING,
            uid=nasty,
            summary=nasty,
            description=nasty,
            location=nasty,
            organiser_name=nasty,
            attendees=((nasty, "zoe@exemple.org"), ("x", "a@b.c\r\nSTATUS:CANCELLED")),
            url="https://exemple.org/\r\nSTATUS:CANCELLED",
        ),
        NOW,
        "REQUEST",
    )
    _, event = read(file)
    assert event["SUMMARY"] == "Zoé ATTENDEE:mailto:x@y.z fin"
    assert event["DESCRIPTION"] == "Zoé\nATTENDEE:mailto:x@y.z\nfin"
    assert str(event["ATTENDEE"]) == "mailto:zoe@exemple.org"
    assert event["ATTENDEE"].params["CN"] == "Zoé ATTENDEE:mailto:x@y.z fin"
    assert event["STATUS"] == "CONFIRMED"
    assert "URL" not in event
    assert not [byte for byte in file.replace(b"\r\n", b"") if byte < 32]


@given(st.text(), st.text(), st.sampled_from(["REQUEST", "CANCEL"]))
def test_any_text_makes_a_file_that_reads_back(summary: str, name: str, method: Any) -> None:
    odd = replace(MEETING, summary=summary, description=summary, attendees=((name, "a@b.fr"),))
    calendar, event = read(invitation(odd, NOW, method))
    assert calendar["METHOD"] == method
    assert event["SEQUENCE"] == 0
    assert len(calendar.subcomponents) == 1


@pytest.mark.parametrize(
    "without",
    [
        {"organiser_email": None},
        {"organiser_email": "pas une adresse"},
        {"attendees": (("Zoé", None),)},
        {"attendees": ()},
    ],
)
def test_a_request_nobody_can_answer_is_published(without: dict[str, Any]) -> None:
    calendar, event = read(invitation(replace(MEETING, **without), NOW, "REQUEST"))
    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event
    cancelled, _ = read(invitation(replace(MEETING, **without), NOW, "CANCEL"))
    assert cancelled["METHOD"] == "CANCEL"


def test_empty_texts_leave_their_property_out() -> None:
    _, event = read(
        invitation(replace(MEETING, description="", location=" ", url=None), NOW, "REQUEST")
    )
    assert not {"DESCRIPTION", "LOCATION", "URL"} & set(event)


def fields(address: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}


def test_links_open_the_same_meeting_in_google_and_outlook() -> None:
    found = links(replace(MEETING, description="a & b <i>\nÀ + 100 %"))
    assert set(found) == {"google", "outlook"}
    assert urlsplit(found["google"]).netloc == "calendar.google.com"
    assert fields(found["google"]) == {
        "action": "TEMPLATE",
        "text": MEETING.summary,
        "dates": "20260303T130000Z/20260303T143000Z",
        "location": MEETING.location,
        "details": f"{MEETING.url}\n\na & b <i>\nÀ + 100 %",
    }
    assert urlsplit(found["outlook"]).netloc == "outlook.office.com"
    assert fields(found["outlook"]) == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": "2026-03-03T13:00:00Z",
        "enddt": "2026-03-03T14:30:00Z",
        "subject": MEETING.summary,
        "location": MEETING.location,
        "body": "https://exemple.org/seance/17?a=1&amp;b=2<br><br>a &amp; b &lt;i&gt;<br>À + 100 %",
    }
    for address in found.values():
        assert address.isascii()
        assert " " not in address
        assert "+" not in address


def test_links_show_nobody_s_address() -> None:
    assert not [
        link for link in links(MEETING).values() if "exemple.org%2C" in link or "zoe" in link
    ]


@given(st.text(max_size=400), st.sampled_from([1, 2, 30]))
def test_links_stay_short_enough_to_open(text: str, times: int) -> None:
    long = replace(MEETING, summary=text * times, location=text * times, description=text * times)
    for address in links(long).values():
        assert len(address) <= 2000
        assert address.isascii()


def test_a_long_description_is_cut_between_words() -> None:
    for name, field in (("google", "details"), ("outlook", "body")):
        text = fields(links(replace(MEETING, description="déjà & vu " * 400))[name])[field]
        assert text.endswith((" déjà…", " &…", " vu…", " &amp;…"))
        assert len(text) > 500
    huge = fields(links(replace(MEETING, summary="é" * 1000))["google"])["text"]
    assert huge == "é" * 81 + "…"
