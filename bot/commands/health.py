"""How each pair is doing, from its sessions and polls alone; nobody's messages are ever read.

States from the worst: `silent`, `slipping`, `unanswered`, `quiet`, `away`, `well`, `done`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import run_button
from bot.commands.overview import Overview, overview_of
from bot.commands.paging import page, taken_page
from bot.commands.registry import UNDER_WAY, command
from bot.message import NOTHING, Button, Buttons, Para, Part, Reply
from bot.notices import offered
from bot.programme.plan import Plan
from bot.scene import Scene
from storage.nouns import Pair, Session

STATES = ("silent", "slipping", "unanswered", "quiet", "away", "well", "done")
_UNANSWERED = timedelta(days=3)
_LINES = 8


@dataclass(frozen=True, slots=True)
class Health:
    """How a pair is doing, and the facts that say so."""

    state: str  # one of STATES
    held: int
    planned: int
    lost: int  # cancelled or missed
    moves: int
    days: int  # since anything last moved
    answered: int  # polls
    asked: int
    next_at: datetime | None = None


def health_of(
    plan: Plan,
    pair: Pair,
    sessions: Sequence[Session],
    now: datetime,
    *,
    away: bool = False,
    polls: tuple[int, int] = (0, 0),
) -> Health:
    """The health of a pair, from facts; `polls` is how many were answered, and asked."""
    held = [each for each in sessions if each.state == "held"]
    lost = sum(each.state in ("cancelled", "missed") for each in sessions)
    moves = sum(each.moves for each in sessions)
    planned = [each for each in sessions if each.state == "planned"]
    proposed = [each for each in sessions if each.state == "proposed"]
    moved = [pair.started_at, *(each.starts_at for each in held)]
    moved += [each.closed_at for each in sessions if each.closed_at is not None]
    moved += [each.created_at for each in (*planned, *proposed)]
    days = max(0, (now - max(moved)).days)
    momentum = plan.momentum
    if len(held) >= plan.sessions.count:
        state = "done"
    elif away:
        state = "away"
    elif not planned and not proposed and days >= momentum.alert_days:
        state = "silent"
    elif (
        lost >= momentum.cancellations
        or max((s.moves for s in sessions), default=0) >= momentum.moves
    ):
        state = "slipping"
    elif proposed and not planned and now - proposed[0].created_at >= _UNANSWERED:
        state = "unanswered"
    elif (
        not planned
        and not proposed
        and days >= min(momentum.nudge_days, default=momentum.alert_days)
    ):
        state = "quiet"
    else:
        state = "well"
    soonest = min((each.starts_at for each in planned), default=None)
    return Health(state, len(held), len(planned), lost, moves, days, *polls, soonest)


@command("health", states=UNDER_WAY)
def health(scene: Scene, words: Arguments) -> Reply:
    """Every pair from the one that needs most to the one that needs nothing."""
    number, rest = taken_page(words)
    if rest:
        raise WrongWords(words.raw)
    seen, voice = overview_of(scene), scene.voice
    if not seen.active:
        scene.say(
            voice.para("command.health.none"), Buttons((run_button(scene, "rematch", "rematch"),))
        )
        return NOTHING
    polls = _polls(seen)
    found = [(pair, _health(scene, seen, pair, polls.get(pair.id, (0, 0)))) for pair in seen.active]
    found.sort(key=lambda each: (STATES.index(each[1].state), -each[1].days, each[0].id))
    worrying = sum(STATES.index(each.state) < STATES.index("away") for _, each in found)
    shown = page(found, number, _LINES)
    parts: list[Part] = [
        voice.title("command.health.title"),
        voice.para(
            "command.health.worrying" if worrying else "command.health.fine",
            worrying,
            total=len(found),
        ),
    ]
    for pair, each in shown.items:
        parts += _tell(scene, seen, pair, each)
    buttons: list[Button] = []
    if shown.pages > 1:
        where = voice.hint("command.page.where", None, number=shown.number, pages=shown.pages)
        parts.append(where)
        buttons += shown.turning(voice, "command:health")
    if any(each.state in ("silent", "quiet") for _, each in found):
        buttons.append(run_button(scene, "remind-unplanned", "remind unplanned"))
    parts.append(voice.hint("command.health.how"))
    scene.say(*parts, *([Buttons(tuple(buttons))] if buttons else []))
    return NOTHING


def _health(scene: Scene, seen: Overview, pair: Pair, polls: tuple[int, int]) -> Health:
    sides = (pair.mentee_id, pair.mentor_id)
    away = any(seen.enrolments[one].state != "active" for one in sides)
    sessions = seen.sessions.get(pair.id, [])
    return health_of(scene.plan, pair, sessions, scene.work.now, away=away, polls=polls)


def _polls(seen: Overview) -> dict[int, tuple[int, int]]:
    """How many questions about its sessions each pair answered, and was asked."""
    pair_of = {f"session:{each.id}": pair for pair, some in seen.sessions.items() for each in some}
    counts: dict[int, tuple[int, int]] = {}
    for poll in seen.polls:
        pair = pair_of.get(poll.subject)
        if pair is not None and poll.form == "session":
            answered, asked = counts.get(pair, (0, 0))
            counts[pair] = (answered + (poll.state == "answered"), asked + 1)
    return counts


def _tell(scene: Scene, seen: Overview, pair: Pair, each: Health) -> list[Part]:
    """A pair in two lines: the facts, then what to do when something is to be done."""
    voice = scene.voice
    names = {"mentee": seen.name(pair.mentee_id), "mentor": seen.name(pair.mentor_id)}
    state = voice.words(f"command.health.{each.state}", each.days)
    facts = [voice.words("command.sessions.held", each.held, foreseen=scene.plan.sessions.count)]
    if each.lost:
        facts.append(voice.words("command.health.lost", each.lost))
    if each.moves:
        facts.append(voice.words("command.sessions.moved", each.moves))
    if each.next_at is not None:
        facts.append(voice.words("command.sessions.next", None, when=each.next_at))
    if each.asked:
        facts.append(voice.words("command.health.polls", each.answered, asked=each.asked))
    told = voice.runs("command.health.line", None, state=state, facts=" · ".join(facts), **names)
    parts: list[Part] = [Para(told)]
    if voice.knows(f"command.health.{each.state}.do"):
        parts.append(voice.hint(f"command.health.{each.state}.do", None, **names))
    noticed = [one for one in seen.notices if one.subject == f"pair:{pair.id}"]
    if noticed:
        parts.append(offered(voice, noticed[-1]))
    return parts
