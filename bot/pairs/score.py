"""How a pair is doing, out of a hundred, from five parts that are shown with it.

| part | most | what it says |
|---|---|---|
| planned | 25 | a date is set, or none is needed yet; 15 when one is proposed |
| held | 30 | sessions held, beside those expected by now |
| steady | 20 | what is left after cancellations (7 each) and moves (3 each) |
| answers | 10 | questions answered, among those that were or can be no more |
| rhythm | 15 | how lately something moved, from the first nudge to the alert |

Theorems: the parts add up to the whole; a session that was held never lowers it; a cancellation
never raises it. So what a cancellation moves (its own moment) counts as no movement here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.programme.plan import Plan
from storage.nouns import Session

MOST = {"planned": 25, "held": 30, "steady": 20, "answers": 10, "rhythm": 15}
_PROPOSED = 15
_PER_LOST, _PER_MOVE = 7, 3
# From which score on each act is the one to begin with; below the last, another remains.
_BANDS = ((75, "well"), (50, "nudge"), (38, "mediate"), (18, "rematch"))
ACTS = ("nudge", "mediate", "rematch", "conclude")


@dataclass(frozen=True, slots=True)
class Score:
    """The five parts."""

    planned: int
    held: int
    steady: int
    answers: int
    rhythm: int

    @property
    def whole(self) -> int:
        """Their sum, out of a hundred."""
        return self.planned + self.held + self.steady + self.answers + self.rhythm

    @property
    def band(self) -> str:
        """What is to be done first: one of ACTS, or `well` when nothing is."""
        return next((name for least, name in _BANDS if self.whole >= least), "conclude")


def score_of(
    plan: Plan,
    sessions: Sequence[Session],
    since: datetime,
    now: datetime,
    *,
    foreseen: int,
    every: int,
    grace: int,
    away: bool = False,
    polls: tuple[int, int] = (0, 0),
) -> Score:
    """The score of a pair of which something is expected since `since`.

    It holds `foreseen` sessions, one each `every` days, and is first nudged after `grace` days.
    `polls` is how many questions were answered, and how many can be answered no more.
    """
    held = [each for each in sessions if each.state == "held"]
    ahead = [each for each in sessions if each.state == "planned" and each.starts_at > now]
    proposed = [each for each in sessions if each.state == "proposed" and each.starts_at > now]
    # One that is over counts as movement though nobody has said yet that it was held.
    over = [each for each in sessions if each.state == "planned" and each.starts_at <= now]
    lost = sum(each.state in ("cancelled", "missed") for each in sessions)
    moves = sum(each.moves for each in sessions)
    settled = away or len(held) >= foreseen
    alert = plan.momentum.alert_days
    met = max([since, *(each.starts_at for each in (*held, *over))])
    moved = max([met, *(each.created_at for each in proposed)])
    answered, asked = polls
    return Score(
        planned=_planned(bool(ahead) or settled, bool(proposed), (now - met).days < grace),
        held=_held(len(held), _expected(plan, since, now, foreseen, every)),
        steady=max(0, MOST["steady"] - _PER_LOST * lost - _PER_MOVE * moves),
        answers=MOST["answers"] * answered // asked if asked else MOST["answers"],
        rhythm=MOST["rhythm"] if ahead or settled else _rhythm((now - moved).days, grace, alert),
    )


def _planned(dated: bool, proposed: bool, early: bool) -> int:
    if dated or early:
        return MOST["planned"]
    return _PROPOSED if proposed else 0


def _held(held: int, expected: int) -> int:
    # One more on both sides: a first session that is late by a day is no disaster.
    return min(MOST["held"], MOST["held"] * (held + 1) // (expected + 1))


def _expected(plan: Plan, since: datetime, now: datetime, foreseen: int, every: int) -> int:
    """How many sessions the pair's rhythm would have brought by now."""
    days = (now - since).days - plan.sessions.first_within_days
    return 0 if days < 0 else min(foreseen, 1 + days // every)


def _rhythm(idle: int, grace: int, alert: int) -> int:
    if idle <= grace:
        return MOST["rhythm"]
    return max(0, MOST["rhythm"] * (alert - idle) // max(1, alert - grace))
