"""The clock ticks: each moment happens once, by day, and one that fails holds up nobody."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.moments import pair as pair_moments
from bot.programme.template import load
from bot.tick import tick, upcoming
from storage.nouns import Coordination, Happened, Notice, Outgoing, Pair, Programme, Session
from tests.client import Chat, Someone


def running(chat: Chat, **changed: Any) -> Programme:
    """A programme that runs since yesterday, with no midway poll."""
    calendar = load("pwn-digital-2016").calendar.model_dump() | {"midway": None}
    return chat.programme(
        state="running", starts_on=date(2016, 1, 4), posts=(), **{"calendar": calendar, **changed}
    )


def pair(chat: Chat, names: str, mine: str = "Europe/Paris", theirs: str = "Europe/Paris"):
    """A mentee and a mentor, put together now."""
    first, second = (chat.person(f"{role}-{names}") for role in ("mentee", "mentor"))
    for someone, role, zone in ((first, "mentee", mine), (second, "mentor", theirs)):
        someone.sender = chat.person(someone.user, zone=zone).sender
        chat.people[someone.user] = someone
        chat.enrols(someone, role)
        someone.heard()
    return first, second, chat.pairs(first, second)


def coordinator(chat: Chat, programme: Programme) -> Someone:
    claire = chat.person("claire")
    claire.joins()
    chat.coordinates(claire, programme)
    claire.heard()
    return claire


def plan(chat: Chat, mentee: Someone, starts_at: datetime) -> Session:
    """A session that both agreed on, at any hour."""
    with chat.database.work(chat.clock.now()) as work:
        one = work.first(Pair, mentee_id=mentee.enrolment.id)
        assert one is not None
        work.change(one, look_at=work.now)
        return work.add(
            Session(
                pair_id=one.id,
                number=1,
                state="planned",
                starts_at=starts_at,
                minutes=60,
                proposed_by=one.mentee_id,
                sequence=1,
                created_at=work.now,
            )
        )


def test_a_first_word_after_a_day_then_two_nudges_then_the_coordinator_hears(chat: Chat) -> None:
    programme = running(chat)
    claire = coordinator(chat, programme)
    mentee, mentor, _ = pair(chat, "a")
    chat.later(hours=23)
    assert mentee.heard() == mentor.heard() == ""
    chat.later(hours=2)
    assert "Il ne manque plus qu’une date pour rencontrer Mentor-A" in mentee.heard()
    assert mentee.shown()[0] == "jeudi 7 janvier à 10 h"
    assert mentee.shown()[3:] == ["Un autre moment"]
    assert mentor.heard() == ""
    chat.later(days=5, hours=22)
    assert mentee.heard() == mentor.heard() == ""
    chat.later(hours=2)
    assert mentee.heard().startswith("Votre première séance avec Mentor-A n’est pas encore fixée.")
    assert "Vous pouvez proposer une date" in mentor.heard()
    assert len(mentor.shown()) == len(mentee.shown()) == 4  # three moments, and another
    chat.later(days=7)
    assert "attend de faire votre connaissance" in mentee.heard()
    assert "n’a peut-être pas osé vous écrire" in mentor.heard()
    steps = ["Choisir une date", "Écrire à Mentee-A", "Quelque chose coince"]
    assert mentor.shown() == steps
    assert claire.heard() == ""
    chat.later(days=7)
    assert mentee.heard() == mentor.heard() == ""
    told = claire.heard()
    assert "Mentee-A et Mentor-A : rien de planifié depuis 21 jours" in told
    assert "[Leur envoyer un mot] [Chercher un autre binôme] [C’est réglé]" in told
    notice = chat.only(Notice)
    assert (notice.kind, notice.facts["names"]) == ("silent", ["Mentee-A", "Mentor-A"])
    chat.later(days=60)
    assert len(chat.all(Notice)) == 1


def test_a_moment_of_the_first_word_is_proposed_at_a_press(chat: Chat) -> None:
    running(chat)
    mentee, mentor, _ = pair(chat, "a")
    chat.later(days=1)
    mentee.heard()
    assert "J’ai proposé" in mentee.presses(mentee.shown()[0])
    assert "vous propose une séance" in mentor.heard()
    assert chat.only(Session).state == "proposed"


def test_whoever_proposed_a_date_already_needs_no_first_word(chat: Chat) -> None:
    running(chat)
    mentee, _, _ = pair(chat, "a")
    mentee.says("planifier une séance")
    mentee.says("1")
    mentee.says("passer")
    mentee.heard()
    chat.later(days=2)
    assert "Il ne manque plus" not in mentee.heard()


def test_a_plan_may_do_without_the_first_word(chat: Chat) -> None:
    running(chat, momentum={"first_hours": 0})
    mentee, _, _ = pair(chat, "a")
    chat.later(days=6)
    assert mentee.heard() == ""


def test_the_first_word_without_a_moment_in_common_asks_for_one(chat: Chat) -> None:
    running(chat)
    mentee, mentor, _ = pair(chat, "a")
    chat.change(mentor.enrolment, answers={**mentor.enrolment.answers, "halfdays": ["sat-am"]})
    chat.later(days=1)
    assert "Dites-moi un moment qui vous irait" in mentee.heard()
    assert mentee.shown() == ["Choisir une date"]


def test_a_plan_stops_the_nudges_and_a_held_session_starts_the_count_anew(chat: Chat) -> None:
    running(chat)
    mentee, mentor, _ = pair(chat, "a")
    chat.later(days=7)
    mentee.says("planifier une séance")
    mentee.says("1")
    mentee.says("passer")
    mentor.presses("Accepter cette date")
    chat.later(days=3)
    for label in ("Oui", "5", "En partie", "Passer"):
        mentee.presses(label)
    mentee.heard()
    chat.later(days=6)
    assert mentee.heard() == ""
    chat.later(days=3)
    assert "Et si vous fixiez votre prochaine séance" in mentee.heard()


def test_however_often_it_ticks_a_moment_happens_once(everywhere: Chat) -> None:
    running(everywhere)
    mentee, _, _ = pair(everywhere, "a")
    everywhere.jump(everywhere.clock.now() + timedelta(days=7, hours=1))
    for _ in range(3):
        everywhere.change(everywhere.only(Pair), look_at=everywhere.clock.now())
        everywhere.tick()
    assert mentee.heard().count("n’est pas encore fixée") == 1
    names = [each.name for each in everywhere.all(Happened)]
    assert len(names) == len(set(names))


def test_however_many_processes_tick_a_moment_happens_once(everywhere: Chat) -> None:
    running(everywhere)
    people = [pair(everywhere, str(number)) for number in range(4)]
    everywhere.jump(everywhere.clock.now() + timedelta(days=7, hours=1))
    failed: list[BaseException] = []

    def ticks() -> None:
        try:
            for _ in range(4):
                with everywhere.database.work(everywhere.clock.now()) as work:
                    tick(work, most=2)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=ticks) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not failed, failed
    everywhere.tick()
    for mentee, mentor, _ in people:
        assert mentee.heard().count("n’est pas encore fixée") == 1
        assert mentor.heard().count("n’est pas encore fixée") == 1


def test_what_is_due_at_one_moment_comes_in_one_order_however_many_stand_in_line(
    chat: Chat,
) -> None:
    running(chat)
    for number in range(3):
        mentee, _, _ = pair(chat, str(number))
        mentee.says("je veux planifier une séance")  # and leaves it there
    chat.jump(chat.clock.now() + timedelta(days=9))
    looked = 1
    while looked:
        with chat.database.work(chat.clock.now()) as work:
            looked = tick(work, most=2)
    kinds = [each.subject.partition(":")[0] for each in chat.all(Happened)]
    assert {"pair", "draft"} <= {*kinds}
    assert kinds == sorted(kinds, key=["programme", "enrolment", "pair", "draft"].index)


def test_what_comes_too_late_is_noted_and_skipped(chat: Chat) -> None:
    running(chat)
    mentee, mentor, _ = pair(chat, "a")
    session = plan(chat, mentee, datetime(2016, 1, 12, 14, tzinfo=UTC))
    chat.tick()
    chat.jump(datetime(2016, 1, 12, 13, 30, tzinfo=UTC))
    chat.tick()
    noted = {each.name: each.note for each in chat.all(Happened)}
    assert noted[f"session-{session.id}.1-before-24-mentee"] == "late"
    assert noted[f"session-{session.id}.1-before-1-mentee"] == ""
    assert "commence à 15 h" in mentee.heard()
    assert "Demain" not in mentor.heard()


def test_after_a_long_stop_only_what_is_still_of_use_is_said(chat: Chat) -> None:
    running(chat)
    mentee, _, _ = pair(chat, "a")
    plan(chat, mentee, datetime(2016, 1, 12, 14, tzinfo=UTC))
    chat.tick()
    chat.jump(datetime(2016, 2, 20, 10, tzinfo=UTC))
    chat.tick()
    assert mentee.heard() == ""
    assert {each.note for each in chat.all(Happened) if "before" in each.name} == {"late"}
    assert chat.only(Session).state == "missed"


def test_whoever_may_have_met_is_not_told_that_the_first_session_is_still_to_come(
    chat: Chat,
) -> None:
    running(chat)
    mentee, mentor, _ = pair(chat, "a")
    plan(chat, mentee, datetime(2016, 1, 12, 14, tzinfo=UTC))
    chat.later(days=50)  # nobody said whether they met
    assert chat.only(Session).state == "missed"
    said = mentee.heard() + mentor.heard()
    assert "votre prochaine séance avec Mentor-A" in said
    assert "première séance" not in said
    assert "faire votre connaissance" not in said


def test_a_bot_that_was_down_until_the_night_waits_for_the_morning(chat: Chat) -> None:
    running(chat)
    mentee, _, _ = pair(chat, "a")
    chat.jump(datetime(2016, 1, 12, 22, 30, tzinfo=UTC))
    chat.tick()
    assert mentee.heard() == ""
    chat.until(datetime(2016, 1, 13, 7, 59, tzinfo=UTC))
    assert mentee.heard() == ""
    chat.until(datetime(2016, 1, 13, 8, 0, tzinfo=UTC))
    assert "Votre première séance" in mentee.heard()


def test_a_reminder_that_waited_for_the_morning_says_today(chat: Chat) -> None:
    running(chat)
    mentee, _, _ = pair(chat, "a")
    plan(chat, mentee, datetime(2016, 1, 15, 20, 30, tzinfo=UTC))
    chat.until(datetime(2016, 1, 15, 8, 0, tzinfo=UTC))
    assert mentee.heard().startswith("C’est aujourd’hui que vous retrouvez Mentor-A")


def test_an_early_morning_session_is_announced_on_the_eve_by_day(chat: Chat) -> None:
    running(chat)
    mentee, _, _ = pair(chat, "a")
    plan(chat, mentee, datetime(2016, 1, 15, 6, 30, tzinfo=UTC))
    chat.until(datetime(2016, 1, 14, 7, 59, tzinfo=UTC))
    assert mentee.heard() == ""
    chat.until(datetime(2016, 1, 14, 8, 0, tzinfo=UTC))
    assert mentee.heard().startswith("Demain, vous retrouvez Mentor-A")


def test_reminders_two_days_ahead_do_not_say_tomorrow(chat: Chat) -> None:
    sessions = load("pwn-digital-2016").sessions.model_dump() | {"remind_hours": (48, 1)}
    running(chat, sessions=sessions)
    mentee, _, _ = pair(chat, "a")
    plan(chat, mentee, datetime(2016, 1, 15, 14, tzinfo=UTC))
    chat.until(datetime(2016, 1, 13, 14, tzinfo=UTC))
    assert mentee.heard().startswith("Vous retrouvez bientôt Mentor-A")


def test_the_eve_of_a_change_of_clocks_is_still_tomorrow_at_the_right_hour(chat: Chat) -> None:
    chat.jump(datetime(2016, 3, 24, 9, tzinfo=UTC))
    running(chat)
    mentee, _, _ = pair(chat, "a")
    plan(chat, mentee, datetime(2016, 3, 27, 8, tzinfo=UTC))  # ten o'clock, summer time begun
    chat.until(datetime(2016, 3, 25, 9, 0, tzinfo=UTC))
    assert "Vous retrouvez bientôt Mentor-A : dimanche 27 mars, 10 h – 11 h." in mentee.heard()
    chat.until(datetime(2016, 3, 27, 7, 0, tzinfo=UTC))
    assert "commence à 10 h" in mentee.heard()


def test_the_clock_may_jump_over_a_change_of_clocks(chat: Chat) -> None:
    chat.jump(datetime(2016, 3, 22, 9, tzinfo=UTC))
    running(chat)
    mentee, _, _ = pair(chat, "a")
    # Seven days less a minute, on another clock; the Monday was Easter's.
    chat.jump(datetime(2016, 3, 29, 8, 59, tzinfo=UTC))
    chat.tick()
    assert mentee.heard() == ""
    chat.jump(datetime(2016, 3, 29, 9, 0, tzinfo=UTC))
    chat.tick()
    assert "Votre première séance" in mentee.heard()


def test_nobody_is_written_to_at_night_but_for_the_hour_before(chat: Chat) -> None:
    """Six months of a programme with people all over the world."""
    start = datetime(2016, 1, 5, 9, tzinfo=UTC)
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    for key, day in (("w1", 20), ("w2", 72)):
        chat.workshop(
            programme,
            key=key,
            title=key,
            starts_at=start + timedelta(days=day),
            minutes=60,
            place="ici",
        )
    claire = coordinator(chat, programme)
    zones = ["Europe/Paris", "America/New_York", "Asia/Tokyo", "Pacific/Honolulu"]
    people = [claire]
    for number, zone in enumerate(zones):
        mentee, mentor, _ = pair(chat, str(number), zone, zones[-1 - number])
        people += [mentee, mentor]
        plan(chat, mentee, start + timedelta(days=9, hours=5 * number))
    chat.people["mentee-0"].says("modifier mes réponses")
    for someone in people:
        someone.heard()
    before = {someone.user: len(someone.history) for someone in people}
    for days in (15, 60, 80):
        chat.later(days=days)
    at_night: list[tuple[str, datetime, str]] = []
    for someone in people:
        clock = ZoneInfo(someone.sender.zone)
        for heard in someone.history[before[someone.user] :]:
            local = heard.at.astimezone(clock)
            if not 8 <= local.hour < 21 and "commence à" not in heard.text:
                at_night.append((someone.user, local, heard.text))
    assert at_night == []
    assert sum(len(someone.history) for someone in people) > 60


def test_a_moment_that_fails_holds_up_nobody_else_and_is_tried_again(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    running(chat)
    first, _, broken = pair(chat, "a")
    second, _, _ = pair(chat, "b")
    nudge = pair_moments.ACTS["nudge"]

    def fails(work: Any, facts: Any, moment: Any) -> None:
        if facts.both.pair.id == broken.id:
            raise RuntimeError("boom")
        nudge(work, facts, moment)

    monkeypatch.setitem(pair_moments.ACTS, "nudge", fails)
    chat.later(days=2)
    for each in (first, second):
        each.heard()
    chat.later(days=5)
    assert first.heard() == ""
    assert "n’est pas encore fixée" in second.heard()
    done = {e.name for e in chat.all(Happened) if e.subject == f"pair:{broken.id}"}
    assert done == {"quiet-20160105-first"}
    assert "a moment failed" in caplog.text
    monkeypatch.setitem(pair_moments.ACTS, "nudge", nudge)
    chat.later(hours=2)
    assert "n’est pas encore fixée" in first.heard()
    assert second.heard() == ""


def test_what_a_failing_moment_had_begun_is_undone(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    running(chat)
    first, _, _ = pair(chat, "a")
    nudge = pair_moments.ACTS["nudge"]

    def half(work: Any, facts: Any, moment: Any) -> None:
        nudge(work, facts, moment)
        raise RuntimeError("boom")

    monkeypatch.setitem(pair_moments.ACTS, "nudge", half)
    chat.later(days=2)
    first.heard()
    messages = len(chat.all(Outgoing))
    chat.later(days=5)
    assert len(chat.all(Outgoing)) == messages
    assert first.heard() == ""


def test_what_is_upcoming_is_what_then_happens(chat: Chat) -> None:
    running(chat)
    mentee, _, _ = pair(chat, "a")
    plan(chat, mentee, datetime(2016, 1, 15, 14, tzinfo=UTC))
    chat.tick()
    with chat.reading() as work:
        foreseen = [(each.at, each.name) for each in upcoming(work, 40) if "session-" in each.name]
    assert foreseen == sorted(foreseen)
    chat.until(datetime(2016, 1, 15, 15, 30, tzinfo=UTC))
    done = {each.name: each.at for each in chat.all(Happened)}
    for at, name in foreseen:
        if at <= chat.clock.now():
            assert done[name] == at


def test_no_coordination_is_lost_when_nobody_coordinates(chat: Chat) -> None:
    running(chat)
    pair(chat, "a")
    chat.later(days=22)
    assert not chat.all(Coordination)
    assert chat.only(Notice).kind == "silent"  # kept for whoever will look
