"""What an English speaker may type on Wednesday 18 February 2026 at 10:10 in Paris."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.calendar.when import day, moment

NOW = datetime(2026, 2, 18, 9, 10, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")

MOMENTS = {
    "next Tuesday at 5pm": "2026-02-24 17:00",
    "Tuesday 5 pm": "2026-02-24 17:00",
    "TUESDAY 5 P.M.": "2026-02-24 17:00",
    "Tuesday at 10": "2026-02-24 10:00",
    "Tuesday 14:00": "2026-02-24 14:00",
    "Tue 5:30pm": "2026-02-24 17:30",
    "Tuesday 2-3pm": "2026-02-24 14:00",
    "Tuesday 2 to 4 pm": "2026-02-24 14:00",
    "Tuesday from 2pm to 4pm": "2026-02-24 14:00",
    "Tuesday at 9 in the morning": "2026-02-24 09:00",
    "Tuesday at 3 in the afternoon": "2026-02-24 15:00",
    "Thursday at 10am": "2026-02-19 10:00",
    "next Thursday at 10am": "2026-02-26 10:00",
    "this Thursday 2pm": "2026-02-19 14:00",
    "Wednesday 2pm": "2026-02-25 14:00",
    "this Wednesday 2pm": "2026-02-18 14:00",
    "Tuesday next week at 10am": "2026-02-24 10:00",
    "next week Tuesday 10am": "2026-02-24 10:00",
    "Tuesday week at 10am": "2026-03-03 10:00",
    "tomorrow 10am": "2026-02-19 10:00",
    "tommorow at 10 am": "2026-02-19 10:00",
    "10am tomorrow": "2026-02-19 10:00",
    "tomorrow afternoon at 3": "2026-02-19 15:00",
    "tomorrow morning at 9": "2026-02-19 09:00",
    "half past 9 tomorrow": "2026-02-19 09:30",
    "quarter to 5 pm tomorrow": "2026-02-19 16:45",
    "tomorrow at 9 o'clock": "2026-02-19 09:00",
    "the day after tomorrow at 10:30": "2026-02-20 10:30",
    "12am tomorrow": "2026-02-19 00:00",
    "12pm tomorrow": "2026-02-19 12:00",
    "tomorrow at noon": "2026-02-19 12:00",
    "2pm today": "2026-02-18 14:00",
    "tonight at 7": "2026-02-18 19:00",
    "this evening at 7:30": "2026-02-18 19:30",
    "March 3rd 18:30": "2026-03-03 18:30",
    "March third at 2pm": "2026-03-03 14:00",
    "the 3rd of March at 6.30pm": "2026-03-03 18:30",
    "the twenty-first of March at 2pm": "2026-03-21 14:00",
    "3 Mar 2026, 2 p.m.": "2026-03-03 14:00",
    "Mar 3 at noon": "2026-03-03 12:00",
    "May 5 2pm": "2026-05-05 14:00",
    "Sept 3 at 2pm": "2026-09-03 14:00",
    "Tuesday 3 March at 2pm": "2026-03-03 14:00",
    "Tuesday, March 3, 2026 at 2:00 PM": "2026-03-03 14:00",
    "Tuesday 3 March 2026 at 14:00": "2026-03-03 14:00",
    "Tuesday 3 March at 14:00": "2026-03-03 14:00",
    "on the 25th at 10am": "2026-02-25 10:00",
    "Tuesday the 24th at 2pm": "2026-02-24 14:00",
    "Febuary 26 at 10am": "2026-02-26 10:00",
    "Feburary 26 at 10am": "2026-02-26 10:00",
    "Wendesday 10am": "2026-02-25 10:00",
    "Tusday 10am": "2026-02-24 10:00",
    "3/3 at 14:00": "2026-03-03 14:00",
    "12/3 at 2pm": "2026-03-12 14:00",
    "25/03/2026 2pm": "2026-03-25 14:00",
    "2026-03-03 14:00": "2026-03-03 14:00",
    "2026-03-03T14:00Z": "2026-03-03 15:00",
    "2026-03-03T14:00:00-05:00": "2026-03-03 20:00",
    "in two days at 9am": "2026-02-20 09:00",
    "in 3 weeks at 4pm": "2026-03-11 16:00",
    "a week from now at 10am": "2026-02-25 10:00",
    "in a fortnight at 9am": "2026-03-04 09:00",
    "in 2 hours": "2026-02-18 12:10",
    "in an hour": "2026-02-18 11:10",
    "in an hour and a half": "2026-02-18 11:40",
    "in half an hour": "2026-02-18 10:40",
    "in 45 minutes": "2026-02-18 10:55",
    "let's meet on Friday at 11am please": "2026-02-20 11:00",
    "How about Friday at 11am?": "2026-02-20 11:00",
    "Friday @ 3pm": "2026-02-20 15:00",
    "mardi à 14h": "2026-02-24 14:00",
    "3 March 2020 at 10am": "2020-03-03 10:00",
    "17 February at 10am": "2027-02-17 10:00",
}
UNSURE = [
    "",
    "yes",
    "soon",
    "Friday",
    "10am",
    "March 3rd",
    "Tuesday at 5",
    "Tuesday 5:30",
    "tomorrow at 7",
    "tomorrow 13pm",
    "tomorrow at midnight",
    "Friday 11-1pm",
    "Friday 26 February 10:00",
    "25/13 at 2pm",
    "12.3 at 2pm",
    "Tuesdays at 2pm",
    "every Tuesday at 2pm",
    "not Tuesday at 2pm",
    "Tuesday or Wednesday at 2pm",
    "Tuesday after 2pm",
    "Tuesday around 2pm",
    "until Tuesday at 2pm",
    "next week at 10am",
    "in March at 10am",
    "for two days at 9am",
    "tomorrow morning at 3pm",
    "munday 10am",
    "30 February at 10am",
    "2pm ET Friday",
    "Friday at 2pm with Sam's team",
]
DAYS = {
    "until March": "2026-03-01",
    "until September": "2026-09-01",
    "until sept": "2026-09-01",
    "until january": "2027-01-01",
    "until Monday": "2026-02-23",
    "until Wednesday": "2026-02-25",
    "till friday": "2026-02-20",
    "until the 15th": "2026-03-15",
    "until April 15": "2026-04-15",
    "until 3 March 2027": "2027-03-03",
    "until Christmas": "2026-12-25",
    "until tomorrow": "2026-02-19",
    "until the end of March": "2026-03-31",
    "until the end of the year": "2026-12-31",
    "end of the month": "2026-02-28",
    "the end of next month": "2026-03-31",
    "end of the week": "2026-02-20",
    "mid-March": "2026-03-15",
    "the middle of March": "2026-03-15",
    "beginning of April": "2026-04-01",
    "next month": "2026-03-01",
    "next week": "2026-02-23",
    "next year": "2027-01-01",
    "next March": "2026-03-01",
    "for three weeks": "2026-03-11",
    "for the next two weeks": "2026-03-04",
    "three weeks": "2026-03-11",
    "a couple of weeks": "2026-03-04",
    "for a fortnight": "2026-03-04",
    "a month": "2026-03-18",
    "in 10 days": "2026-02-28",
    "15 days": "2026-03-05",
    "Tuesday at 2pm": "2026-02-24",
    "3 March 2020": "2020-03-03",
}
NO_DAY = ["", "a while", "soon", "until february", "before March", "a few days", "10am", "maybe"]


@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment(text: str) -> None:
    found = moment(text, NOW, "Europe/Paris", "en")
    assert found is not None
    assert f"{found.astimezone(PARIS):%Y-%m-%d %H:%M}" == MOMENTS[text]


@pytest.mark.parametrize("text", UNSURE)
def test_no_moment_when_unsure(text: str) -> None:
    assert moment(text, NOW, "Europe/Paris", "en-GB") is None


@pytest.mark.parametrize("text", DAYS)
def test_a_day(text: str) -> None:
    assert str(day(text, NOW, "Europe/Paris", "en")) == DAYS[text]


@pytest.mark.parametrize("text", NO_DAY)
def test_no_day_when_unsure(text: str) -> None:
    assert day(text, NOW, "Europe/Paris", "en") is None


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("3/12 at 2pm", "en-US", "2026-03-12"),
        ("3/12 at 2pm", "en_US", "2026-03-12"),
        ("3/12 at 2pm", "en-GB", "2026-12-03"),
        ("3/12 at 2pm", "en", "2026-12-03"),
        ("3/12 at 2pm", "fr", "2026-12-03"),
        ("03/12/2026 at 2pm", "en-US", "2026-03-12"),
        ("25/3 at 2pm", "en-US", None),
        ("mar 24 14h", "fr", "2026-02-24"),
        ("mar 24 14h", "en", "2026-03-24"),
    ],
)
def test_the_locale_decides_only_what_languages_read_differently(
    text: str, locale: str, expected: str | None
) -> None:
    found = moment(text, NOW, "Europe/Paris", locale)
    assert (found and str(found.date())) == expected
