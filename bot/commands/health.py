"""How each pair is doing, from its sessions and polls alone; nobody's messages are ever read.

Each has a score with its parts (`bot/pairs/score.py`), and a state that says why in a few words.
States from the most pressing: `silent`, `slipping`, `unanswered`, `quiet`, `away`, `well`, `done`.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.calendar.civil import on
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.caring import buttons
from bot.commands.entry import run_button
from bot.commands.overview import Overview, overview_of
from bot.commands.paging import page, taken_page
from bot.commands.registry import UNDER_WAY, always, command
from bot.message import NOTHING, Button, Buttons, Para, Part, Reply
from bot.pairs.both import foreseen, nudge_days, rhythm
from bot.pairs.score import MOST, Score, score_of
from bot.programme.plan import Plan
from bot.scene import Scene
from storage.nouns import Enrolment, Pair, Session

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
    since: datetime | None = None,
    away: bool = False,
    polls: tuple[int, int] = (0, 0),
) -> Health:
    """The health of a pair of which something is expected since `since`, else since it began.

    `polls` is how many were answered, and asked.
    """
    held = [each for each in sessions if each.state == "held"]
    lost = sum(each.state in ("cancelled", "missed") for each in sessions)
    moves = sum(each.moves for each in sessions)
    planned = [each for each in sessions if each.state == "planned"]
    proposed = [each for each in sessions if each.state == "proposed"]
    moved = [since or pair.started_at, *(each.starts_at for each in held)]
    moved += [each.closed_at for each in sessions if each.closed_at is not None]
    moved += [each.created_at for each in (*planned, *proposed)]
    days = max(0, (now - max(moved)).days)
    momentum = plan.momentum
    if len(held) >= foreseen(pair, plan):
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
        and days >= min(nudge_days(pair, plan), default=momentum.alert_days)
    ):
        state = "quiet"
    else:
        state = "well"
    soonest = min((each.starts_at for each in planned), default=None)
    return Health(state, len(held), len(planned), lost, moves, days, *polls, soonest)


@command("health", states=UNDER_WAY, reads=always)
def health(scene: Scene, words: Arguments) -> Reply:
    """Every pair: those that need attention from the lowest score on, then the others."""
    number, rest = taken_page(words)
    if rest:
        raise WrongWords(words.raw)
    seen, voice = overview_of(scene), scene.voice
    if not seen.active:
        # Where sessions are only asked for, nobody is paired and nobody has to be.
        paired = scene.plan.on_request.paired
        key, next_one = ("none", "rematch") if paired else ("on-request", "requests")
        scene.say(
            voice.para(f"command.health.{key}"), Buttons((run_button(scene, next_one, next_one),))
        )
        return NOTHING
    polls = _polls(seen)
    found = [
        (pair, _health(scene, seen, pair, polls), _score(seen, pair, polls)) for pair in seen.active
    ]
    found.sort(key=lambda each: (not _worrying(*each[1:]), each[2].whole, each[0].id))
    worrying = sum(_worrying(each, score) for _, each, score in found)
    shown = page(found, number, _LINES)
    parts: list[Part] = [
        voice.title("command.health.title"),
        voice.para(
            "command.health.worrying" if worrying else "command.health.fine",
            worrying,
            total=len(found),
        ),
    ]
    for pair, each, score in shown.items:
        parts += _tell(scene, seen, pair, each, score)
    below: list[Button] = []
    if shown.pages > 1:
        where = voice.hint("command.page.where", None, number=shown.number, pages=shown.pages)
        parts.append(where)
        below += shown.turning(voice, "command:health")
    if any(each.state in ("silent", "quiet") for _, each, _ in found):
        below.append(run_button(scene, "remind-unplanned", "remind unplanned"))
    parts.append(voice.hint("command.health.how"))
    scene.say(*parts, *([Buttons(tuple(below))] if below else []))
    return NOTHING


def _worrying(each: Health, score: Score) -> bool:
    """Whether a pair needs attention, for what happened to it or for its score."""
    return STATES.index(each.state) < STATES.index("away") or score.band != "well"


def _sides(seen: Overview, pair: Pair) -> tuple[Enrolment, Enrolment]:
    return seen.enrolments[pair.mentee_id], seen.enrolments[pair.mentor_id]


def _away(seen: Overview, pair: Pair) -> bool:
    return any(each.state != "active" for each in _sides(seen, pair))


def _health(scene: Scene, seen: Overview, pair: Pair, polls: Mapping[int, Counter[str]]) -> Health:
    counts = polls.get(pair.id, Counter())
    asked = (counts["answered"], counts.total())
    sessions = seen.sessions.get(pair.id, [])
    away = _away(seen, pair)
    now, since = scene.work.now, _since(seen, pair)
    return health_of(scene.plan, pair, sessions, now, since=since, away=away, polls=asked)


def _since(seen: Overview, pair: Pair) -> datetime:
    """Since when something is expected of a pair: the kick-off, or a later beginning or return."""
    programme = seen.programme
    kickoff = on(programme.starts_on, time(9), programme.zone)
    back = [
        on(each.paused_until, time(9), programme.zone)
        for each in _sides(seen, pair)
        if each.paused_until is not None
    ]
    return max([pair.started_at, kickoff, *back])


def _score(seen: Overview, pair: Pair, polls: Mapping[int, Counter[str]]) -> Score:
    counts = polls.get(pair.id, Counter())
    return score_of(
        seen.plan,
        seen.sessions.get(pair.id, []),
        _since(seen, pair),
        seen.work.now,
        foreseen=foreseen(pair, seen.plan),
        every=rhythm(pair, seen.plan),
        grace=min(nudge_days(pair, seen.plan), default=seen.plan.momentum.alert_days),
        away=_away(seen, pair),
        polls=(counts["answered"], counts["answered"] + counts["expired"]),
    )


def _polls(seen: Overview) -> dict[int, Counter[str]]:
    """How many questions about its sessions each pair was asked, by what became of them."""
    pair_of = {f"session:{each.id}": pair for pair, some in seen.sessions.items() for each in some}
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for poll in seen.polls:
        pair = pair_of.get(poll.subject)
        if pair is not None and poll.form == "session":
            counts[pair][poll.state] += 1
    return counts


def _tell(scene: Scene, seen: Overview, pair: Pair, each: Health, score: Score) -> list[Part]:
    """A pair in a few lines: the facts, the score and its parts, what to do and its buttons."""
    voice = scene.voice
    names = {"mentee": seen.name(pair.mentee_id), "mentor": seen.name(pair.mentor_id)}
    fading = each.state == "well" and score.band != "well"
    state = voice.words(f"command.health.{'fading' if fading else each.state}", each.days)
    facts = [voice.words("command.sessions.held", each.held, foreseen=foreseen(pair, scene.plan))]
    if each.lost:
        facts.append(voice.words("command.health.lost", each.lost))
    if each.moves:
        facts.append(voice.words("command.sessions.moved", each.moves))
    if each.next_at is not None:
        facts.append(voice.words("command.sessions.next", None, when=each.next_at))
    if each.asked:
        facts.append(voice.words("command.health.polls", each.answered, asked=each.asked))
    told = voice.runs("command.health.line", None, state=state, facts=" · ".join(facts), **names)
    shown = {name: f"{getattr(score, name)}/{most}" for name, most in MOST.items()}
    parts: list[Part] = [
        Para(told),
        voice.hint("command.health.score", None, whole=score.whole, **shown),
    ]
    if voice.knows(f"command.health.{each.state}.do"):
        parts.append(voice.hint(f"command.health.{each.state}.do", None, **names))
    noticed = [one for one in seen.notices if one.subject == f"pair:{pair.id}"]
    settled = [voice.button("notice.do.done", f"notice:{one.id}:done") for one in noticed[-1:]]
    if _worrying(each, score):
        parts.append(Buttons((*buttons(voice, pair, score.band), *settled)))
    elif settled:
        parts.append(Buttons(tuple(settled)))
    return parts
