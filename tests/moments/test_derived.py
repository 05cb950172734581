"""Moments are derived from facts alone: no clock, no state, a name for each that is its own."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar.civil import EVENING, MORNING, civil, civil_before, on
from bot.calendar.working import is_working_day
from bot.moments import draft as drafts
from bot.moments import enrolment as enrolments
from bot.moments import pair as pairs
from bot.moments import programme as programmes
from bot.moments.moment import Moment
from bot.pairs.both import Both, Side
from bot.programme.template import load, plan_data
from bot.scene import voice_of
from bot.tick import due, next_at
from storage.nouns import Draft, Enrolment, Pair, Person, Programme, Session, Workshop
from storage.nouns.programme import STATES

NOW = datetime(2016, 1, 5, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
PLAN = plan_data(load("pwn-digital-2016"))
PROGRAMME = Programme(
    id=1,
    name="P",
    slug="p",
    template="pwn-digital-2016",
    plan=PLAN,
    state="running",
    starts_on=date(2016, 2, 2),
    created_at=NOW,
    changed_at=NOW,
)


def side(role: str, number: int, zone: str = "Europe/Paris", **fields: Any) -> Side:
    person = Person(id=number, name=role, zone=zone, created_at=NOW)
    enrolment = Enrolment(
        id=number, programme_id=1, person_id=number, role=role, joined_at=NOW
    ).model_copy(update=fields)
    return Side(role, enrolment, person, voice_of(person))


def facts(*sessions: Session, programme: Programme = PROGRAMME, **sides: Side) -> pairs.PairFacts:
    pair = Pair(id=7, programme_id=1, mentee_id=1, mentor_id=2, started_at=NOW)
    mentee, mentor = sides.get("mentee", side("mentee", 1)), sides.get("mentor", side("mentor", 2))
    return pairs.PairFacts(Both(pair, programme, mentee, mentor), sessions)


def session(**fields: object) -> Session:
    given = {
        "id": 3,
        "pair_id": 7,
        "number": 1,
        "state": "planned",
        "starts_at": NOW + timedelta(days=10),
        "minutes": 120,
        "proposed_by": 1,
        "sequence": 1,
        "created_at": NOW,
    }
    return Session.model_validate({**given, **fields})


def names(moments: list[Moment]) -> list[str]:
    return [moment.name for moment in moments]


def at(moments: list[Moment], name: str) -> datetime:
    (found,) = (moment for moment in moments if moment.name == name)
    return found.at


moments_of_days = st.integers(0, 365 * 96).map(lambda n: NOW + timedelta(minutes=15 * n))
a_session = st.builds(
    session,
    id=st.integers(1, 5),
    state=st.sampled_from(["proposed", "planned", "held", "missed", "cancelled"]),
    starts_at=moments_of_days,
    created_at=moments_of_days,
    closed_at=st.none() | moments_of_days,
    proposed_by=st.sampled_from([1, 2]),
    sequence=st.integers(0, 4),
    moves=st.integers(0, 3),
)
some_sessions = st.lists(a_session, max_size=4, unique_by=lambda each: each.id)
zones = st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Tokyo", "Pacific/Honolulu"])


@settings(max_examples=60)
@given(sessions=some_sessions, mine=zones, theirs=zones, state=st.sampled_from(STATES))
def test_a_pairs_moments_are_pure_named_apart_and_never_at_night(
    sessions: list[Session], mine: str, theirs: str, state: str
) -> None:
    f = facts(
        *sessions,
        programme=PROGRAMME.model_copy(update={"state": state}),
        mentee=side("mentee", 1, mine),
        mentor=side("mentor", 2, theirs),
    )
    found = pairs.moments(f)
    assert pairs.moments(f) == found
    assert len(set(names(found))) == len(found)
    assert {moment.act for moment in found} <= pairs.ACTS.keys()
    for moment in found:
        if moment.act in ("nudge", "poll", "ask-answer"):
            zone = mine if "mentee" in moment.about else theirs
            local = moment.at.astimezone(ZoneInfo(zone)).time()
            assert MORNING <= local < EVENING, moment


@settings(max_examples=60)
@given(at=moments_of_days, zone=zones)
def test_a_civil_moment_is_the_same_or_the_next_working_morning(at: datetime, zone: str) -> None:
    found = civil(at, zone)
    local = found.astimezone(ZoneInfo(zone))
    assert MORNING <= local.time() < EVENING
    assert is_working_day(local.date(), zone)
    assert found == at or (found > at and local.time() == time(9))
    hours = int((found - at).total_seconds() // 3600)
    between = [at + timedelta(hours=n) for n in range(hours)]
    eve = [each for each in between if each.astimezone(ZoneInfo(zone)).date() < local.date()]
    assert all(civil(each, zone) == found for each in eve)
    assert civil(found, zone) == found


@settings(max_examples=60)
@given(at=moments_of_days, zone=zones)
def test_a_civil_moment_before_is_the_latest_that_suits(at: datetime, zone: str) -> None:
    found = civil_before(at, zone)
    assert found <= at
    assert civil(found, zone) == found
    assert found == at or is_working_day(found.astimezone(ZoneInfo(zone)).date(), zone)
    day = found.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    while day < at.astimezone(ZoneInfo(zone)).date():
        assert not is_working_day(day, zone)
        day += timedelta(days=1)


def may(day: int, hour: int) -> datetime:
    return on(date(2016, 5, day), time(hour), "Europe/Paris")


@pytest.mark.parametrize(
    ("at", "before", "after"),
    [
        # Monday 16 May 2016 was Whit Monday: from Friday evening to Tuesday morning.
        (may(16, 10), may(13, 10), may(17, 9)),
        (may(13, 22), may(13, 18), may(17, 9)),
        (may(17, 7), may(13, 18), may(17, 9)),
        (may(17, 8), may(17, 8), may(17, 8)),
    ],
)
def test_a_long_weekend_in_paris(at: datetime, before: datetime, after: datetime) -> None:
    assert civil_before(at, "Europe/Paris") == before
    assert civil(at, "Europe/Paris") == after


def test_a_local_time_in_the_gap_of_spring_is_the_first_hour_that_exists() -> None:
    found = on(date(2016, 3, 27), time(2, 30), "Europe/Paris")
    assert found.astimezone(PARIS).time() == time(3, 30)


@pytest.mark.parametrize("day", [date(2016, 3, 26), date(2016, 3, 27), date(2016, 10, 30)])
def test_nine_in_the_morning_stays_nine_whatever_clocks_do(day: date) -> None:
    assert on(day, time(9), "Europe/Paris").astimezone(PARIS).time() == time(9)


def test_a_session_is_reminded_then_asked_about() -> None:
    found = pairs.moments(facts(session(starts_at=datetime(2016, 1, 15, 14, tzinfo=UTC))))
    assert at(found, "session-3.1-before-24-mentee") == datetime(2016, 1, 14, 14, tzinfo=UTC)
    assert at(found, "session-3.1-before-1-mentor") == datetime(2016, 1, 15, 13, tzinfo=UTC)
    assert at(found, "session-3.1-after-mentee") == datetime(2016, 1, 15, 16, 30, tzinfo=UTC)
    assert at(found, "session-3.1-unconfirmed") == datetime(2016, 1, 25, 16, tzinfo=UTC)


def test_a_session_late_in_the_evening_is_announced_and_asked_about_by_day() -> None:
    found = pairs.moments(facts(session(starts_at=datetime(2016, 1, 15, 20, 30, tzinfo=UTC))))
    assert at(found, "session-3.1-before-24-mentee") == datetime(2016, 1, 15, 8, tzinfo=UTC)
    assert at(found, "session-3.1-before-1-mentee") == datetime(2016, 1, 15, 19, 30, tzinfo=UTC)
    assert at(found, "session-3.1-after-mentee") == datetime(2016, 1, 18, 8, tzinfo=UTC)
    assert at(found, "session-3.1-unconfirmed") == datetime(2016, 1, 26, 8, tzinfo=UTC)


def test_a_session_moved_has_new_names_so_that_it_is_announced_anew() -> None:
    before = pairs.moments(facts(session(sequence=1)))
    after = pairs.moments(facts(session(sequence=2)))
    assert not {n for n in names(before) if "session" in n} & set(names(after))


@pytest.mark.parametrize("state", ["held", "missed", "cancelled"])
def test_a_session_that_is_over_has_no_moment_of_its_own(state: str) -> None:
    found = pairs.moments(facts(session(state=state, closed_at=NOW)))
    assert not [name for name in names(found) if name.startswith("session-3")]


def test_silence_is_counted_from_whatever_moved_last() -> None:
    begun = PROGRAMME.model_copy(update={"starts_on": date(2016, 1, 4)})
    assert pairs.quiet_since(facts(programme=begun)) == NOW
    held = session(state="held", starts_at=NOW + timedelta(days=3), closed_at=NOW + timedelta(5))
    assert pairs.quiet_since(facts(held, programme=begun)) == NOW + timedelta(days=5)
    back = side("mentor", 2, paused_until=date(2016, 3, 1))
    since = pairs.quiet_since(facts(held, programme=begun, mentor=back))
    assert since == datetime(2016, 3, 1, 8, tzinfo=UTC)


def test_nobody_is_silent_before_the_kick_off() -> None:
    """Pairs are told two weeks ahead, so that they may write to each other."""
    assert pairs.quiet_since(facts()) == datetime(2016, 2, 2, 8, tzinfo=UTC)


def test_silence_is_broken_by_a_session_ahead_and_by_the_last_one_held() -> None:
    assert [n for n in names(pairs.moments(facts())) if n.startswith("quiet")]
    for state in ("proposed", "planned"):
        found = names(pairs.moments(facts(session(state=state))))
        assert not [name for name in found if name.startswith("quiet")]
    all_held = [session(id=n, number=n, state="held", closed_at=NOW) for n in (1, 2, 3)]
    assert pairs.moments(facts(*all_held)) == []


def test_somebody_away_is_not_nudged_nor_is_the_other_for_them() -> None:
    away = side("mentor", 2, state="paused", paused_until=date(2016, 3, 1))
    assert pairs.moments(facts(mentor=away)) == []


@pytest.mark.parametrize("state", ["draft", "signup", "matching", "reviewed", "closed"])
def test_nobody_is_nudged_before_the_programme_runs_or_once_it_is_closed(state: str) -> None:
    programme = PROGRAMME.model_copy(update={"state": state})
    assert pairs.moments(facts(programme=programme)) == []


def test_a_pair_that_ended_has_no_moment() -> None:
    f = facts(session())
    ended = replace(f, both=replace(f.both, pair=f.both.pair.model_copy(update={"state": "ended"})))
    assert pairs.moments(ended) == []


def test_every_second_cancellation_is_noticed() -> None:
    closed = [
        session(id=n, number=n, state="cancelled", closed_at=NOW + timedelta(days=n))
        for n in (1, 2, 3, 4)
    ]
    found = names(pairs.moments(facts(*closed)))
    assert [n for n in found if n.startswith("cancel")] == ["cancellations-2", "cancellations-4"]
    never_agreed = [each.model_copy(update={"sequence": 0}) for each in closed]
    found = names(pairs.moments(facts(*never_agreed)))
    assert not [name for name in found if name.startswith("cancel")]


def test_a_session_moved_twice_is_noticed_and_again_when_moved_once_more() -> None:
    assert not [n for n in names(pairs.moments(facts(session(moves=1)))) if "moves" in n]
    assert "moves-3-2" in names(pairs.moments(facts(session(moves=2))))
    assert "moves-3-3" in names(pairs.moments(facts(session(moves=3))))


# ---------------------------------------------------------------- programmes


@pytest.mark.parametrize("state", STATES)
def test_a_programmes_moments_are_pure_and_named_apart(state: str) -> None:
    workshop = Workshop(
        id=2, programme_id=1, key="kickoff", title="K", starts_at=NOW + timedelta(days=28)
    )
    programme = PROGRAMME.model_copy(update={"state": state})
    f = programmes.ProgrammeFacts(programme, (workshop,))
    found = programmes.moments(f)
    assert programmes.moments(f) == found
    assert len(set(names(found))) == len(found)
    assert {moment.act for moment in found} <= programmes.ACTS.keys()
    if state == "closed":
        assert found == []


def test_a_workshop_that_changed_is_announced_anew_and_a_cancelled_one_never() -> None:
    def of(**fields: object) -> set[str]:
        workshop = Workshop(
            id=2, programme_id=1, key="own", title="K", starts_at=NOW + timedelta(days=28)
        ).model_copy(update=fields)
        found = programmes.moments(programmes.ProgrammeFacts(PROGRAMME, (workshop,)))
        return {name for name in names(found) if name.startswith("workshop")}

    assert not of() & of(sequence=1)
    assert of(state="cancelled") == of(state="held") == set()


# ---------------------------------------------------------------- people and forms


def enrolled(
    state: str = "active", programme: str = "running", **fields: Any
) -> enrolments.EnrolmentFacts:
    who = side("mentee", 1, state=state, **fields)
    pair = Pair(id=7, programme_id=1, mentee_id=1, mentor_id=2, started_at=NOW)
    now = PROGRAMME.model_copy(update={"state": programme})
    return enrolments.EnrolmentFacts(who.enrolment, who.person, now, (pair,))


def test_the_half_way_poll_is_asked_on_its_day_of_those_who_are_there() -> None:
    assert at(enrolments.moments(enrolled()), "midway") == datetime(2016, 4, 4, 8, tzinfo=UTC)
    assert names(enrolments.moments(enrolled("left"))) == []
    paused = enrolments.moments(enrolled("paused", paused_until=date(2016, 5, 1)))
    assert names(paused) == ["pause-ends-2016-05-01"]
    alone = replace(enrolled(), pairs=())
    assert enrolments.moments(alone) == []


def test_the_closing_poll_is_asked_of_those_who_had_a_pair() -> None:
    assert names(enrolments.moments(enrolled(programme="closing"))) == ["closing"]
    assert enrolments.moments(replace(enrolled(programme="closing"), pairs=())) == []


def half_filled(form: str, state: str = "signup", inside: str = "", **fields: object):
    programme = PROGRAMME.model_copy(update={"state": state})
    person = Person(id=1, name="A", created_at=NOW)
    enrolment = side("mentee", 1, state=inside).enrolment if inside else None
    draft = Draft(
        id=5, person_id=1, programme_id=1, form=form, created_at=NOW, changed_at=NOW
    ).model_copy(update=fields)
    return drafts.DraftFacts(draft, person, programme, enrolment)


def test_a_sign_up_left_alone_is_reminded_as_the_plan_says_while_sign_up_lasts() -> None:
    found = names(drafts.moments(half_filled("mentee")))
    assert found == ["left-20160105-2", "left-20160105-6", "let-go-20160105"]
    assert names(drafts.moments(half_filled("mentee", "matching"))) == ["let-go-20160105"]


def test_answers_being_changed_are_not_a_sign_up_that_waits() -> None:
    found = half_filled("mentee", inside="active")
    assert not found.signing_up
    assert names(drafts.moments(found)) == ["left-20160105-2", "let-go-20160105"]


def test_who_is_on_pause_is_not_reminded_of_anything() -> None:
    for form in ("mentee", "midway", "plan"):
        found = drafts.moments(half_filled(form, "running", inside="paused"))
        assert {moment.act for moment in found} <= {"let-go", "expire"}


def test_a_form_that_is_done_or_unknown_has_no_moment() -> None:
    assert drafts.moments(half_filled("mentee", state="signup")) != []
    done = half_filled("mentee")
    closed = replace(done, draft=done.draft.model_copy(update={"state": "done"}))
    assert drafts.moments(closed) == []
    assert drafts.moments(half_filled("long-gone")) == []


# ---------------------------------------------------------------- what is due


def test_what_is_due_is_what_has_come_and_has_not_happened() -> None:
    found = [
        Moment(name, NOW + timedelta(hours=h), "x") for name, h in (("b", 1), ("a", 1), ("c", 3))
    ]
    later = NOW + timedelta(hours=2)
    assert names(due(found, set(), later)) == ["a", "b"]
    assert names(due(found, {"a"}, later)) == ["b"]
    assert next_at(found, set(), later) == NOW + timedelta(hours=3)
    assert next_at(found, {"c"}, later) is None
