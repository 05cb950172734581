"""A programme moves as its table says; what the table lacks is refused in a sentence."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.lifecycle import (
    AUTOMATIC,
    MOVES,
    STATES,
    IllegalMove,
    dates,
    move,
    moves_from,
    phase_due,
)
from bot.programme.template import load, plan_data
from bot.texts import LOCALES, Voice, catalogue
from storage.nouns import Programme

PLAN = load("pwn-digital-2016")
START = PLAN.starts_on


def programme(state: str, starts_on: date = START) -> Programme:
    now = datetime(2016, 1, 1, tzinfo=UTC)
    return Programme(
        name="Reverse Mentoring Digital",
        slug="digital",
        template=PLAN.key,
        plan=plan_data(PLAN),
        state=state,
        starts_on=starts_on,
        created_at=now,
        changed_at=now,
    )


def test_a_programme_goes_from_draft_to_closed():
    state = "draft"
    passed = [state]
    for name in ("open", "match", "review", "kickoff", "start", "close", "finish"):
        state = move(state, name)
        passed.append(state)
    assert passed == [*STATES]


def test_sign_up_reopens_and_matching_runs_again_until_the_kick_off():
    assert move("matching", "match") == "matching"
    assert move("reviewed", "match") == "matching"
    assert move("matching", "reopen") == "signup"
    assert move("reviewed", "reopen") == "signup"
    for state in ("kickoff", "running", "closing", "closed"):
        for name in ("reopen", "match"):
            with pytest.raises(IllegalMove):
                move(state, name)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", STATES)
def test_every_state_and_move_is_allowed_or_refused_in_both_languages(state, name):
    if name in moves_from(state):
        assert move(state, name) in STATES
        return
    with pytest.raises(IllegalMove) as caught:
        move(state, name)
    assert caught.value.instead == moves_from(state)
    for locale in LOCALES:
        voice = Voice(locale)
        assert voice.words(caught.value.key)
        assert voice.words(caught.value.next_key)


def test_a_refusal_knows_too_early_from_too_late():
    def refused(state: str, name: str) -> str:
        with pytest.raises(IllegalMove) as caught:
            move(state, name)
        return caught.value.key

    assert refused("draft", "match") == "move.match.early"
    assert refused("running", "match") == "move.match.late"
    assert refused("signup", "open") == "move.open.already"
    assert refused("closed", "finish") == "move.finish.already"
    assert refused("signup", "reopen") == "move.reopen.already"


def test_no_state_and_no_move_but_those_of_the_table():
    with pytest.raises(KeyError):
        move("asleep", "open")
    with pytest.raises(ValueError, match="there is no move 'dance'"):
        move("draft", "dance")


def test_only_the_closed_programme_has_nowhere_to_go():
    assert [state for state in STATES if not moves_from(state)] == ["closed"]


def test_every_state_can_be_reached():
    reached, waiting = {"draft"}, ["draft"]
    while waiting:
        state = waiting.pop()
        new = {move(state, name) for name in moves_from(state)} - reached
        reached |= new
        waiting += new
    assert reached == {*STATES}


@given(st.lists(st.sampled_from(MOVES)))
def test_whatever_is_tried_a_pair_is_never_unannounced(tried):
    state, announced = "draft", False
    for name in tried:
        try:
            state = move(state, name)
        except IllegalMove:
            continue
        announced = announced or name == "kickoff"
        assert announced == (state in ("kickoff", "running", "closing", "closed"))


def test_dates_follow_the_start():
    later = START + timedelta(days=30)
    shifted = {phase: day + timedelta(days=30) for phase, day in dates(PLAN, START).items()}
    assert dates(PLAN, later) == shifted


def test_a_plan_without_midway_has_no_such_date():
    calendar = PLAN.calendar.model_copy(update={"midway": None})
    assert "midway" not in dates(PLAN.model_copy(update={"calendar": calendar}), START)


@pytest.mark.parametrize(
    ("state", "day", "expected"),
    [
        ("draft", date(2015, 12, 22), "open"),
        ("signup", date(2016, 1, 19), "match"),
        ("matching", date(2016, 2, 2), "review"),
        ("reviewed", date(2016, 2, 2), "kickoff"),
        ("kickoff", date(2016, 2, 3), "start"),
        ("running", date(2016, 6, 14), "close"),
        ("closing", date(2016, 6, 30), "finish"),
    ],
)
def test_a_move_is_due_on_its_day_and_after_but_not_the_day_before(state, day, expected):
    assert phase_due(programme(state), PLAN, day - timedelta(days=1)) is None
    assert phase_due(programme(state), PLAN, day) == expected
    assert phase_due(programme(state), PLAN, day + timedelta(days=3)) == expected


def test_what_is_due_follows_the_programmes_own_start():
    later = programme("kickoff", START + timedelta(days=7))
    assert phase_due(later, PLAN, date(2016, 2, 3)) is None
    assert phase_due(later, PLAN, date(2016, 2, 10)) == "start"


def test_nothing_is_due_once_closed():
    assert phase_due(programme("closed"), PLAN, date(2030, 1, 1)) is None


@pytest.mark.parametrize("state", STATES)
def test_what_is_due_is_always_allowed(state):
    due = phase_due(programme(state), PLAN, date(2030, 1, 1))
    assert due is None or due in moves_from(state)


def test_the_calendar_alone_begins_sessions_and_closing():
    assert frozenset({"start", "close"}) == AUTOMATIC


@pytest.mark.parametrize("locale", LOCALES)
def test_every_state_move_phase_and_suggestion_has_its_words(locale):
    voice = Voice(locale)
    wanted = [f"state.{state}.{part}" for state in STATES for part in ("label", "about", "next")]
    wanted += [f"move.{name}.{part}" for name in MOVES for part in ("label", "done")]
    wanted += [f"programme.phase.{phase}" for phase in dates(PLAN, START)]
    assert [key for key in wanted if not voice.words(key)] == []
    for state in STATES:
        due = phase_due(programme(state), PLAN, date(2030, 1, 1))
        if due is not None and due not in AUTOMATIC:
            assert "Digital" in voice.words(f"programme.due.{due}", programme="Digital")


def test_no_sentence_is_left_over():
    used = {f"state.{state}.{part}" for state in STATES for part in ("label", "about", "next")}
    used |= {f"move.{name}.{part}" for name in MOVES for part in ("label", "done")}
    used |= {f"programme.phase.{phase}" for phase in dates(PLAN, START)}
    used |= {f"programme.due.{name}" for name in {*MOVES} - AUTOMATIC - {"reopen"}}
    for state in STATES:
        for name in {*MOVES} - {*moves_from(state)}:
            with pytest.raises(IllegalMove) as caught:
                move(state, name)
            used.add(caught.value.key)
    ours = ("state.", "move.", "programme.phase.", "programme.due.")
    for locale in LOCALES:
        assert {key for key in catalogue(locale) if key.startswith(ours)} == used


def test_french_is_typeset():
    for key, forms in catalogue("fr").items():
        if key.startswith(("state.", "move.", "programme.")):
            for text in forms:
                assert "'" not in text, key
                assert not re.search(r"[^\u00a0\u202f][;:?!»]", text), key
