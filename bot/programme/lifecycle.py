"""The life of a programme: a table of states and moves; a move that is not in it is refused.

    draft ─open→ signup ─match→ matching ─review→ reviewed ─kickoff→ kickoff
                   ↑               │ ↺ match         │ │
                   └────reopen─────┴─────────────────┘ └─match→ matching
    kickoff ─start→ running ─close→ closing ─finish→ closed

Who makes a move:

- The calendar alone makes `start` and `close`: on the day, the pairs begin, and the closing
  questions leave. A coordinator may make them sooner; later means moving the dates.
- The coordinator's word makes `open`, `match`, `kickoff`, `finish` and `reopen`. On the day, the
  bot suggests the move and waits.
- `review` follows the coordinator's last decision about a proposal: it is made when none is left to
  decide, and suggested only when the kick-off has come before that.

Where nobody is paired beforehand (`on_request.paired = false`), sign-up stays open, and `start`
leads from it to running.

`match` may be made again from `matching` and from `reviewed`. Until the kick-off, `reopen` lets
late sign-ups in; after it the pairs have been told, so there is no way back.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.programme.plan import Plan
from storage.nouns.programme import STATES, Programme

MOVES = ("open", "match", "review", "kickoff", "start", "close", "finish", "reopen")
AUTOMATIC = frozenset({"start", "close"})  # made by the calendar; every other waits for somebody

_TABLE: Mapping[str, Mapping[str, str]] = {
    "draft": {"open": "signup"},
    "signup": {"match": "matching"},
    "matching": {"match": "matching", "review": "reviewed", "reopen": "signup"},
    "reviewed": {"kickoff": "kickoff", "match": "matching", "reopen": "signup"},
    "kickoff": {"start": "running"},
    "running": {"close": "closing"},
    "closing": {"finish": "closed"},
    "closed": {},
}
_UNPAIRED: Mapping[str, Mapping[str, str]] = {**_TABLE, "signup": {"start": "running"}}
_PHASES = ("signup", "matching", "kickoff", "running", "midway", "closing", "closed")
# The move that each state waits for, and the phase whose first day calls for it.
_DUE: Mapping[str, tuple[str, str]] = {
    "draft": ("signup", "open"),
    "signup": ("matching", "match"),
    "matching": ("kickoff", "review"),
    "reviewed": ("kickoff", "kickoff"),
    "kickoff": ("running", "start"),
    "running": ("closing", "close"),
    "closing": ("closed", "finish"),
}


class IllegalMove(ValueError):
    """The programme's state does not allow that move.

    `key` names the sentence that says why; `next_key` the one that says what can be done now, and
    `instead` the moves themselves.
    """

    def __init__(self, state: str, move: str, instead: tuple[str, ...]) -> None:
        super().__init__(f"{move} is not possible in state {state}")
        self.state = state
        self.move = move
        self.key = f"move.{move}.{_when(state, move)}"
        self.next_key = f"state.{state}.next"
        self.instead = instead


def move(state: str, name: str, *, paired: bool = True) -> str:
    """The state that a move leads to. Raises IllegalMove, or KeyError for an unknown state."""
    after = (_TABLE if paired else _UNPAIRED)[state].get(name)
    if after is None:
        raise IllegalMove(state, name, moves_from(state, paired=paired))
    return after


def moves_from(state: str, *, paired: bool = True) -> tuple[str, ...]:
    """The moves that a state allows, the most natural one first."""
    return tuple((_TABLE if paired else _UNPAIRED)[state])


def takes_in(plan: Plan, state: str) -> bool:
    """Whether people may sign up in that state of their programme."""
    return state == "signup" or (state == "running" and not plan.on_request.paired)


def dates(plan: Plan, starts_on: date) -> dict[str, date]:
    """The first day of each phase; `midway` only where the plan has one."""
    days = {phase: getattr(plan.calendar, phase) for phase in _PHASES}
    return {
        phase: starts_on + timedelta(days=day) for phase, day in days.items() if day is not None
    }


def dates_lived(plan: Plan, starts_on: date) -> dict[str, date]:
    """The same, without the phases that pass unseen where nobody is paired beforehand."""
    unseen = () if plan.on_request.paired else ("matching", "kickoff")
    return {phase: day for phase, day in dates(plan, starts_on).items() if phase not in unseen}


def sign_up_ends(plan: Plan, starts_on: date) -> date:
    """The day from which nobody signs up any more."""
    return dates(plan, starts_on)["matching" if plan.on_request.paired else "closing"]


def phase_due(programme: Programme, plan: Plan, today: date) -> str | None:
    """The move that the calendar calls for, `today` being a day in the programme's zone.

    One in AUTOMATIC is to be made, again until there is none; any other is to be suggested.
    """
    if programme.state not in _DUE:
        return None
    phase, name = _DUE[programme.state]
    if programme.state == "signup" and not plan.on_request.paired:
        phase, name = "running", "start"
    return name if dates(plan, programme.starts_on)[phase] <= today else None


def _when(state: str, name: str) -> str:
    """How a refused move is out of place: `early`, `already` or `late`."""
    sources = [STATES.index(before) for before, moves in _TABLE.items() if name in moves]
    if not sources:
        raise ValueError(f"there is no move {name!r}: there are {', '.join(MOVES)}")
    if any(moves.get(name) == state for moves in _TABLE.values()):
        return "already"
    return "early" if STATES.index(state) < min(sources) else "late"


__all__ = [
    "AUTOMATIC",
    "MOVES",
    "STATES",
    "IllegalMove",
    "dates",
    "dates_lived",
    "move",
    "moves_from",
    "phase_due",
    "sign_up_ends",
    "takes_in",
]
