"""Figures computed from facts made by hand, small enough to count on one's fingers."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from scipy.stats import t as student_of_scipy

from bot.report import figures
from bot.report.measures import Progress, progress, scale, split, student
from bot.report.tree import Figures
from storage.nouns import Answer, Enrolment, Happened, Notice, Pair, Poll, Session
from tests.report.invented import (
    CLOSED,
    KICKOFF,
    nothing,
    one_answer,
    plan,
    programme,
    rich,
    with_answers,
)


def person(key: int, role: str, **changes: Any) -> Enrolment:
    values: dict[str, Any] = {
        "id": key,
        "programme_id": 1,
        "person_id": key,
        "role": role,
        "joined_at": KICKOFF,
    }
    return Enrolment(**{**values, **changes})


def pair(key: int, **changes: Any) -> Pair:
    values: dict[str, Any] = {
        "id": key,
        "programme_id": 1,
        "mentee_id": 2 * key - 1,
        "mentor_id": 2 * key,
        "state": "completed",
        "started_at": KICKOFF,
    }
    return Pair(**{**values, **changes})


def session(key: int, of: int, days: int, state: str = "held", **changes: Any) -> Session:
    values: dict[str, Any] = {
        "id": key,
        "pair_id": of,
        "number": key,
        "state": state,
        "starts_at": KICKOFF + timedelta(days=days),
        "minutes": 90,
        "proposed_by": 1,
        "sequence": 1,
        "created_at": KICKOFF,
    }
    return Session(**{**values, **changes})


def two_pairs() -> Figures:
    """Two pairs, one of which ended early, and a mentee left alone."""
    return figures(
        replace(
            nothing(),
            enrolments=(
                person(1, "mentee", answers={"topics": ["linkedin", "blog"], "languages": ["fr"]}),
                person(2, "mentor", answers={"topics": ["linkedin"], "capacity": 2}),
                person(3, "mentee", answers={"topics": ["linkedin"], "languages": ["fr", "en"]}),
                person(4, "mentor", answers={"topics": ["twitter"]}),
                person(5, "mentee", unmatched="no-common-hours"),
                person(6, "mentor", state="invited"),
                person(7, "mentor", state="left", left_at=KICKOFF - timedelta(days=2)),
            ),
            pairs=(pair(1), pair(2, state="ended", reason="time")),
            sessions=(
                session(1, 1, 10, moves=2),
                session(2, 1, 40),
                session(3, 1, 70),
                session(4, 1, 90, extra=True),
                session(5, 2, 20),
                session(6, 2, 50, "cancelled", moves=1),
            ),
        )
    )


def test_participation_counts_whoever_was_asked_signed_up_and_left() -> None:
    found = two_pairs().participation
    assert (found.invited, found.waiting, found.signed_up, found.left) == (7, 1, 6, 1)
    assert (found.mentees, found.mentors) == (3, 3)
    assert [(each.code, each.count) for each in found.left_when] == [("before", 1)]


def test_pairs_tell_how_they_ended_and_who_is_alone() -> None:
    found = two_pairs().pairs
    assert (found.made, found.completed, found.ended, found.met, found.lively) == (2, 1, 1, 2, 1)
    assert [(each.code, each.count) for each in found.endings] == [("time", 1)]
    assert (found.unmatched_mentees, found.unmatched_mentors) == (1, 0)
    assert [(each.code, each.count) for each in found.unmatched] == [("no-common-hours", 1)]
    assert found.places == 4  # 2 + 1, and 1 of the mentor who left


def test_a_reason_in_own_words_is_never_kept() -> None:
    facts = replace(nothing(), pairs=(pair(1, state="ended", reason="elle est pénible"),))
    assert [each.code for each in figures(facts).pairs.endings] == ["other"]


def test_sessions_compare_with_the_plan() -> None:
    found = two_pairs().sessions
    assert (found.expected, found.due, found.held, found.counted) == (6, 6, 5, 4)
    assert (found.extra, found.cancelled, found.moved, found.moves) == (1, 1, 2, 3)
    assert found.minutes == 5 * 90
    assert found.first_days == 15  # median of 10 and 20
    assert found.timeline[0].held == 0
    assert found.timeline[-1].expected == 6
    assert found.timeline[-1].held == 5


def test_the_timeline_never_falls_and_stops_at_now() -> None:
    facts = rich()
    half = figures(replace(facts, now=KICKOFF + timedelta(days=60), programme=programme("running")))
    line = half.sessions.timeline
    assert [each.on for each in line] == sorted(each.on for each in line)
    held = [each.held for each in line if each.held is not None]
    assert held == sorted(held)
    assert line[-1].held is None
    assert line[-1].on >= date(2016, 6, 7)
    assert half.sessions.due < half.sessions.expected


def test_a_date_is_cancelled_only_once_it_was_agreed() -> None:
    end = KICKOFF + timedelta(days=60)
    facts = replace(
        nothing(),
        pairs=(pair(1, state="ended", ended_at=end),),
        sessions=(
            session(1, 1, 10, "cancelled", closed_at=KICKOFF),
            session(2, 1, 20, "cancelled", sequence=0, closed_at=KICKOFF),
            session(3, 1, 80, "cancelled", closed_at=end),
            session(4, 1, 30, "proposed", sequence=0),
        ),
    )
    found = figures(facts).sessions
    assert (found.cancelled, found.unagreed, found.dropped) == (1, 2, 1)


def test_without_a_word_from_matching_the_reason_is_its_state() -> None:
    alone = replace(nothing(), enrolments=(person(1, "mentee"),))
    assert [each.code for each in figures(alone).pairs.unmatched] == ["not-kept"]
    before = replace(alone, programme=programme("signup", round=0))
    assert [each.code for each in figures(before).pairs.unmatched] == ["waiting"]


def test_good_practice_is_a_share_with_a_reading() -> None:
    found = two_pairs()
    sessions, pairs, mentors = (found.practised(each) for each in ("sessions", "pairs", "mentors"))
    assert sessions.value == pytest.approx(4 / 6)
    assert sessions.verdict == "below"
    assert pairs.value == 0.5
    assert mentors.value == pytest.approx(2 / 3)


def test_an_interim_report_counts_what_is_due_by_now() -> None:
    facts = replace(
        nothing(KICKOFF + timedelta(days=30), state="running"),
        pairs=(pair(1, state="active"),),
        sessions=(session(1, 1, 10), session(2, 1, 20)),
    )
    found = figures(facts)
    assert (found.sessions.expected, found.sessions.due, found.over) == (3, 1, False)
    assert found.practised("sessions").value == 1.0


def test_topics_are_asked_and_offered() -> None:
    found = {each.code: (each.asked, each.offered) for each in two_pairs().topics}
    assert found == {"linkedin": (2, 1), "blog": (1, 0), "twitter": (0, 1)}


def test_a_topic_of_own_words_is_another() -> None:
    facts = replace(nothing(), enrolments=(person(1, "mentee", answers={"topics": ["=SECRET"]}),))
    assert [each.code for each in figures(facts).topics] == ["other"]


def test_momentum_tells_how_nudges_and_alerts_ended() -> None:
    nudge = Happened(
        id=1, subject="pair:1", name="quiet-20160202-7-mentor", at=KICKOFF + timedelta(days=7)
    )
    late = Happened(
        id=2, subject="pair:2", name="quiet-20160202-7-mentor", at=KICKOFF + timedelta(days=60)
    )
    alert = Notice(id=1, programme_id=1, subject="pair:1", kind="silent", at=KICKOFF)
    facts = replace(
        nothing(),
        pairs=(pair(1), pair(2)),
        sessions=(session(1, 1, 10), session(2, 2, 10)),
        nudges=(nudge, late),
        notices=(alert, alert.model_copy(update={"id": 2, "state": "handled"})),
    )
    found = figures(facts).momentum
    assert (found.nudges, found.nudged, found.resumed) == (2, 2, 1)
    [silent] = found.alerts
    assert (silent.count, silent.handled, silent.resumed) == (2, 1, 2)


def test_polls_are_counted_by_form() -> None:
    polls = [
        Poll(id=n, programme_id=1, enrolment_id=n, form="closing", state=state, sent_at=KICKOFF)
        for n, state in enumerate(("answered", "expired", "answered"), 1)
    ]
    [found] = figures(replace(nothing(), polls=tuple(polls))).polls
    assert (found.form, found.sent, found.answered) == ("closing", 3, 2)


def test_rare_languages_and_zones_are_told_together() -> None:
    people = [
        person(n, "mentee", answers={"languages": ["fr", "de"] if n == 1 else ["fr"], "zone": zone})
        for n, zone in enumerate(["Europe/Paris"] * 6 + ["Asia/Tokyo", "nowhere"], 1)
    ]
    found = figures(replace(nothing(), enrolments=tuple(people))).participation
    assert [(each.code, each.count) for each in found.languages] == [("fr", 8), ("other", 1)]
    assert [(each.code, each.count) for each in found.zones] == [("Europe/Paris", 6), ("other", 2)]


# ---------------------------------------------------------------- answers


def closing(key: int, **answers: Any) -> Answer:
    return one_answer("closing", "mentee", key, **answers)


def test_progress_compares_each_person_with_herself() -> None:
    answers = [closing(n, level=2 + n % 3, level_before=2) for n in range(6)]
    answers.append(closing(9, level=5))  # gave one level only
    found = figures(with_answers(nothing(), *answers)).progress.everyone
    assert found is not None
    assert (found.n, found.before.mean, found.after.mean) == (6, 2, 3)
    assert found.difference == 1
    assert (found.higher, found.same, found.lower) == (4, 2, 0)
    assert found.low < 1 < found.high


def test_a_named_answer_finds_its_level_at_sign_up() -> None:
    people = tuple(person(n, "mentee", answers={"level": 1}) for n in range(1, 6))
    answers = [closing(n, level=3).model_copy(update={"enrolment_id": n}) for n in range(1, 6)]
    facts = replace(with_answers(nothing(), *answers), enrolments=people)
    found = figures(facts).progress.everyone
    assert isinstance(found, Progress)
    assert found.difference == 2


def test_mentors_set_no_objectives() -> None:
    answers = [one_answer("closing", "mentor", n, reached="no") for n in range(6)]
    assert figures(with_answers(nothing(), *answers)).reached.heard == 0


def test_an_unreadable_answer_counts_for_nothing() -> None:
    bad = [closing(n, recommend=value) for n, value in enumerate((11, -1, None, "ten", True, 5.5))]
    assert figures(with_answers(nothing(), *bad)).recommend.heard == 0


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 6, 9, 19, 31, 200, 4000])
def test_student_agrees_with_scipy(freedom: int) -> None:
    assert student(freedom) == pytest.approx(student_of_scipy.ppf(0.975, freedom), abs=2e-3)


def test_the_interval_is_the_textbook_one() -> None:
    # Five differences 1, 1, 2, 0, 1: mean 1, standard deviation 0.7071, t(4) = 2.776.
    found = progress([(1, 2), (2, 3), (1, 3), (3, 3), (2, 3)])
    assert found.difference == 1
    assert found.high - found.low == pytest.approx(2 * 2.776 * 0.70711 / 5**0.5, abs=1e-3)


def test_a_split_with_one_small_group_shows_no_group() -> None:
    values = [("mentee", 4)] * 20 + [("mentor", 2)] * 3
    found = split(values, 5, scale(1, 5))
    assert found.everyone is not None
    assert found.everyone.n == 23
    assert found.groups == ()


def test_a_programme_without_anybody_has_figures() -> None:
    found = figures(nothing())
    assert found.at == CLOSED
    assert found.pairs.made == 0
    assert found.sessions.timeline == ()
    assert all(each.value is None and each.verdict == "unknown" for each in found.practice)
    assert found.sessions_each == plan().sessions.count
