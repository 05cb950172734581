"""The health of a pair out of a hundred: its theorems, and what each band calls for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.pairs.score import ACTS, MOST, Score, score_of
from bot.programme.template import load
from storage.nouns import Session

PLAN = load("pwn-digital-2016")
PACE = {"every": PLAN.sessions.every_days, "grace": min(PLAN.momentum.nudge_days)}
NOW = datetime(2016, 4, 1, 12, tzinfo=UTC)
ENDED = ("held", "missed", "cancelled")


def session(number: int, state: str, days: float, moves: int = 0, before: float = 3) -> Session:
    at = NOW + timedelta(days=days)
    return Session(
        pair_id=1, number=number, state=state, starts_at=at, minutes=120, proposed_by=1,
        moves=moves, created_at=min(NOW, at - timedelta(days=before)),
        closed_at=min(at, NOW) if state in ENDED else None,
    )  # fmt: skip


@some.composite
def sessions(draw: Any) -> list[Session]:
    """What a pair may have lived: what was held is past."""
    found = []
    for number in range(1, draw(some.integers(0, 6)) + 1):
        state = draw(some.sampled_from(("proposed", "planned", "held", "missed", "cancelled")))
        past = state in ("held", "missed")
        days = draw(some.floats(-90, -0.1 if past else 60))
        moves = draw(some.integers(0, 3))
        found.append(session(number, state, days, moves, draw(some.floats(0, 20))))
    return found


def score(found: list[Session], since: float = 60, **given_: Any) -> Score:
    return score_of(
        PLAN, found, NOW - timedelta(days=since), NOW, **{"foreseen": 3, **PACE, **given_}
    )


polls = some.tuples(some.integers(0, 5), some.integers(0, 5)).map(lambda p: (p[0], p[0] + p[1]))
lives = some.floats(0, 200)


@given(sessions(), lives, polls, some.booleans())
def test_the_parts_add_up_and_none_exceeds_its_most(found, since, polls, away):
    each = score(found, since, polls=polls, away=away)
    parts = {name: getattr(each, name) for name in MOST}
    assert sum(parts.values()) == each.whole
    assert all(0 <= part <= MOST[name] for name, part in parts.items())
    assert sum(MOST.values()) == 100
    assert each.band in (*ACTS, "well")


@given(sessions(), lives, polls, some.booleans(), some.floats(-90, -0.1))
def test_a_session_held_never_lowers_it(found, since, polls, away, days):
    before = score(found, since, polls=polls, away=away).whole
    more = [*found, session(len(found) + 1, "held", days)]
    assert score(more, since, polls=polls, away=away).whole >= before
    for place, each in enumerate(found):
        if each.state in ("planned", "missed") and each.starts_at <= NOW:
            now_held = each.model_copy(update={"state": "held", "closed_at": NOW})
            told = [*found[:place], now_held, *found[place + 1 :]]
            assert score(told, since, polls=polls, away=away).whole >= before


@given(sessions(), lives, polls, some.booleans(), some.floats(-90, 60))
def test_a_cancellation_never_raises_it(found, since, polls, away, days):
    before = score(found, since, polls=polls, away=away).whole
    more = [*found, session(len(found) + 1, "cancelled", days)]
    assert score(more, since, polls=polls, away=away).whole <= before
    for place, each in enumerate(found):
        if each.state in ("planned", "proposed"):
            gone = each.model_copy(update={"state": "cancelled", "closed_at": NOW})
            told = [*found[:place], gone, *found[place + 1 :]]
            assert score(told, since, polls=polls, away=away).whole <= before


@given(sessions(), lives, polls)
def test_an_answer_never_lowers_it(found, since, polls):
    answered, asked = polls
    before = score(found, since, polls=polls).whole
    assert score(found, since, polls=(answered + 1, asked + 1)).whole >= before


@pytest.mark.parametrize(
    ("band", "since", "found", "polls"),
    [
        ("well", 1, [], (0, 0)),
        ("nudge", 8, [], (0, 0)),
        ("nudge", 14, [], (0, 0)),
        ("mediate", 22, [], (0, 0)),
        ("well", 45, [session(1, "held", -20), session(2, "planned", 4)], (1, 2)),
        ("nudge", 45, [session(1, "held", -12)], (1, 2)),
        ("rematch", 22, [session(1, "cancelled", -9), session(2, "missed", -2)], (0, 0)),
        ("conclude", 80, [session(n, "cancelled", -n) for n in (1, 2, 3)], (0, 2)),
        ("well", 120, [session(n, "held", -60 + n) for n in (1, 2, 3)], (2, 6)),
    ],
)
def test_each_band_calls_for_its_act(band, since, found, polls):
    assert score(found, since, polls=polls).band == band


def test_nothing_is_expected_of_whoever_is_on_a_break():
    assert score([], 30, away=True).whole > score([], 30).whole
    assert replace(score([], 30, away=True), held=30).whole == 100


def test_a_pair_is_held_to_the_rhythm_it_agreed():
    """Six weeks between two sessions: a second one is not late after five."""
    met = [session(1, "held", -35)]
    slow = {"every": 42, "grace": 20}
    assert score(met, 45, **slow).held == MOST["held"]
    assert score(met, 45, every=14).held < MOST["held"]
    assert score([session(1, "held", -18)], 25, **slow).band == "well"
    assert score([session(1, "held", -18)], 25).rhythm < MOST["rhythm"]
