"""What one person does at night reaches the other in their own day, unless it cannot wait."""

from datetime import UTC, datetime

from storage.nouns import Pair
from tests.client import Chat, Someone
from tests.moments.test_ticking import pair, plan, running

NIGHT = datetime(2016, 1, 7, 22, tzinfo=UTC)  # a Thursday, eleven in the evening in Paris
MORNING = datetime(2016, 1, 8, 8, tzinfo=UTC)


def in_the_night(chat: Chat) -> tuple[Someone, Someone, Pair]:
    running(chat)
    mentee, mentor, two = pair(chat, "a")
    chat.until(NIGHT)
    for someone in (mentee, mentor):
        someone.heard()
    return mentee, mentor, two


def proposes(mentee: Someone) -> str:
    mentee.says("planifier une séance")
    mentee.says("3")  # not tomorrow's
    return mentee.says("passer")


def test_a_date_proposed_at_night_is_read_in_the_morning(chat: Chat) -> None:
    mentee, mentor, _ = in_the_night(chat)
    assert "J’ai proposé" in proposes(mentee), "who is there is answered at once"
    assert mentor.heard() == ""
    chat.until(MORNING)
    assert "vous propose" in mentor.heard()


def test_a_date_proposed_on_a_holiday_is_read_on_the_next_working_day(chat: Chat) -> None:
    mentee, mentor, _ = in_the_night(chat)
    chat.jump(datetime(2016, 3, 28, 9, tzinfo=UTC))  # Easter Monday
    chat.tick()
    mentor.heard()
    proposes(mentee)
    assert "vous propose" not in mentor.heard()
    chat.until(datetime(2016, 3, 29, 7, tzinfo=UTC))
    assert "vous propose" in mentor.heard()


def test_who_has_just_written_is_there_whatever_the_hour(chat: Chat) -> None:
    mentee, mentor, _ = in_the_night(chat)
    mentor.says("aide")
    mentor.heard()
    proposes(mentee)
    assert "vous propose" in mentor.heard()


def test_a_session_of_tomorrow_morning_cancelled_at_night_is_told_at_once(chat: Chat) -> None:
    mentee, mentor, _ = in_the_night(chat)
    plan(chat, mentee, datetime(2016, 1, 8, 9, tzinfo=UTC))
    mentee.says("annuler la séance")
    mentee.presses("Annuler la séance")
    assert "annul" in mentor.heard()
