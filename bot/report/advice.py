"""What the figures mean: signs of success, what to improve, and what the figures cannot say.

Each rule is one line of a table: its code names the sentence (`report.advice.<code>`), `applies`
tells when it is said, and `values` fills it. Rules stand in order of importance.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.message import Runs
from bot.report.measures import share
from bot.report.say import Say
from bot.report.tree import Figures, Topic
from bot.texts import Value

# Below so many answers a mean moves with every one of them.
FEW = 30
# From which share of mentees without a pair that is a poor sign, and from which it is the news.
LEFT_OUT, NARROW = 0.25, 0.5
# A subject is stretched when so many ask for it per person who offers it.
STRETCHED = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """When a sentence is said, and the figures in it."""

    code: str
    applies: Callable[[Figures], bool]
    values: Callable[[Figures, Say], Mapping[str, Value]] = lambda _figures, _say: {}
    count: Callable[[Figures], int] | None = None  # what the sentence agrees with


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of success: whether it is good, or None when it cannot be told."""

    code: str
    good: bool | None


def recommendation(figures: Figures) -> int | None:
    """Those who give 9 or 10 less those who give 0 to 6, in points of percentage."""
    found = figures.recommend.everyone
    return None if found is None else round(100 * (found.share(9) - found.share(0, 6)))


def signs(figures: Figures) -> tuple[Sign, ...]:
    """The signs that the verdict counts: five, or four where nobody waits for a pair."""
    held = figures.practised("sessions").value
    skill = figures.progress.everyone
    goals = figures.reached.everyone
    liked = figures.recommend.everyone
    left_out = _left_out(figures)
    return (
        *(() if left_out is None else (Sign("paired", left_out < LEFT_OUT),)),
        Sign("sessions", None if held is None else round(held, 2) >= 0.8),
        Sign("skills", None if skill is None else skill.low > 0),
        Sign("objectives", None if goals is None else (goals.yes + goals.partly) / goals.n >= 0.75),
        Sign("recommend", None if liked is None else liked.mean >= 8),
    )


def verdict(figures: Figures) -> str:
    """The whole in one word: empty, unknown, strong, narrow, mixed or weak."""
    if not figures.pairs.made:
        return "empty"
    found = [sign for sign in signs(figures) if sign.good is not None]
    if sum(sign.code != "paired" for sign in found) < 2:
        return "unknown"
    good = sum(sign.good is True for sign in found)
    if good == len(found):
        return "strong"
    if 2 * good < len(found):
        return "weak"
    return "narrow" if (_left_out(figures) or 0) >= NARROW else "mixed"


def advice(figures: Figures) -> tuple[str, ...]:
    """The codes of what to improve before scaling up, most important first."""
    found = tuple(rule.code for rule in RULES if rule.applies(figures))
    return found or ("steady",)


def advice_runs(code: str, say: Say) -> Runs:
    """One piece of advice in words, with the figures it rests on."""
    return _said("advice", _RULE_OF[code], say)


def limits(figures: Figures) -> tuple[str, ...]:
    """The codes of what the figures cannot say."""
    return tuple(rule.code for rule in LIMITS if rule.applies(figures))


def limit_runs(code: str, say: Say) -> Runs:
    """One limit in words."""
    return _said("limit", _LIMIT_OF[code], say)


def _said(family: str, rule: Rule, say: Say) -> Runs:
    count = None if rule.count is None else rule.count(say.figures)
    return say.runs(f"{family}.{rule.code}", count, **rule.values(say.figures, say))


# ---------------------------------------------------------------- conditions


def _below(part: float | None, wanted: float) -> bool:
    return part is not None and round(part, 2) < wanted


def _above(part: float | None, wanted: float) -> bool:
    return part is not None and round(part, 2) >= wanted


def _dated(figures: Figures) -> int:
    """Sessions that had a date, whatever became of them."""
    found = figures.sessions
    return found.held + found.planned + found.missed + found.cancelled


def _left_out(figures: Figures) -> float | None:
    """The share of the mentees who found no pair; None where nobody waits for one."""
    return share(figures.pairs.unmatched_mentees, figures.pairs.seeking)


def _unpaired(figures: Figures) -> bool:
    """Whether people wait, and no pair is even proposed."""
    pairs = figures.pairs
    return figures.participation.signed_up > 0 and not (
        pairs.made or pairs.proposed or pairs.approved
    )


def _untaught(figures: Figures) -> list[Topic]:
    return [t for t in figures.topics if t.asked and not t.offered and t.code != "other"]


def _stretched(figures: Figures) -> list[Topic]:
    return [
        topic
        for topic in figures.topics
        if topic.offered and topic.asked > STRETCHED * topic.offered and topic.code != "other"
    ]


def _response(figures: Figures) -> float | None:
    asked = figures.asked("closing")
    return share(asked.answered, asked.sent)


def _unreached(figures: Figures) -> float | None:
    found = figures.reached.everyone
    return None if found is None else found.no / found.n


def _detractors(figures: Figures) -> float | None:
    found = figures.recommend.everyone
    return None if found is None else found.share(0, 6)


def _late(figures: Figures) -> bool:
    first = figures.sessions.first_days
    return first is not None and round(first) > figures.sessions.first_goal


def _open(figures: Figures) -> int:
    return sum(alert.count - alert.handled for alert in figures.momentum.alerts)


def _silent(figures: Figures) -> int:
    return figures.momentum.nudged - figures.momentum.resumed


def _came(figures: Figures) -> tuple[int, int]:
    noted = [w for w in figures.workshops if w.noted]
    return sum(w.came for w in noted), sum(w.yes for w in noted)


def _unnoted(figures: Figures) -> int:
    today = figures.at.date()
    past = [w for w in figures.workshops if w.state != "cancelled" and w.on < today]
    return sum(not w.noted and w.invited > 0 for w in past)


def _assessed(figures: Figures) -> bool:
    return any(each.whole is not None for each in figures.effects)


def _topics(found: list[Topic], say: Say) -> Mapping[str, Value]:
    named = (f"{say.topic(t.code)} ({say.count('asks', t.asked)})" for t in found[:4])
    return {"topics": say.listed(named)}


def _main_ending(figures: Figures, say: Say) -> Mapping[str, Value]:
    return {
        "share": say.percent(share(figures.pairs.ended, figures.pairs.made)),
        "reason": say.label("ending", figures.pairs.endings[0].code).lower(),
        "most": say.number(figures.pairs.endings[0].count),
    }


# ---------------------------------------------------------------- what to improve

RULES: tuple[Rule, ...] = (
    Rule("nobody", lambda f: not f.participation.signed_up),
    Rule("proposed", lambda f: f.pairs.proposed > 0, count=lambda f: f.pairs.proposed),
    Rule(
        "approved",
        lambda f: f.pairs.approved > 0 and not f.pairs.proposed,
        count=lambda f: f.pairs.approved,
    ),
    Rule("no-pairs", _unpaired),
    Rule(
        "sessions",
        lambda f: _below(f.practised("sessions").value, 0.8),
        lambda f, s: {"share": s.percent(f.practised("sessions").value)},
    ),
    Rule("never", lambda f: f.over and f.sessions.never > 0, count=lambda f: f.sessions.never),
    Rule(
        "moved",
        lambda f: f.sessions.moved >= 3 and _above(share(f.sessions.moved, _dated(f)), 0.25),
        lambda f, s: {"share": s.percent(share(f.sessions.moved, _dated(f)))},
        count=lambda f: f.sessions.moved,
    ),
    Rule(
        "lost",
        lambda f: (
            f.sessions.cancelled + f.sessions.missed >= 3
            and _above(share(f.sessions.cancelled + f.sessions.missed, _dated(f)), 0.15)
        ),
        lambda f, s: {
            "share": s.percent(share(f.sessions.cancelled + f.sessions.missed, _dated(f)))
        },
        count=lambda f: f.sessions.cancelled + f.sessions.missed,
    ),
    Rule(
        "slow-start",
        _late,
        lambda f, s: {
            "days": s.number(f.sessions.first_days),
            "goal": s.number(f.sessions.first_goal),
        },
    ),
    Rule(
        "untaught",
        lambda f: bool(f.participation.mentors and _untaught(f)),
        lambda f, s: _topics(_untaught(f), s),
    ),
    Rule("stretched", lambda f: bool(_stretched(f)), lambda f, s: _topics(_stretched(f), s)),
    Rule(
        "unmatched",
        lambda f: f.pairs.made > 0 and f.pairs.unmatched_mentees > 0,
        count=lambda f: f.pairs.unmatched_mentees,
    ),
    Rule(
        "spare-mentors",
        lambda f: f.pairs.made > 0 and _below(f.practised("mentors").value, 0.7),
        lambda f, s: {"share": s.percent(f.practised("mentors").value)},
    ),
    Rule(
        "stretched-mentors",
        lambda f: f.pairs.made > 0 and _above(share(f.pairs.made, f.pairs.places), 0.95),
        lambda f, s: {"places": s.number(f.pairs.places), "made": s.number(f.pairs.made)},
    ),
    Rule(
        "endings",
        lambda f: f.pairs.ended >= 2 and _above(share(f.pairs.ended, f.pairs.made), 0.15),
        _main_ending,
        count=lambda f: f.pairs.ended,
    ),
    Rule(
        "objectives",
        lambda f: _above(_unreached(f), 0.2),
        lambda f, s: {"share": s.percent(_unreached(f))},
    ),
    Rule(
        "no-progress",
        lambda f: f.progress.everyone is not None and f.progress.everyone.low <= 0,
    ),
    Rule(
        "detractors",
        lambda f: _above(_detractors(f), 0.2),
        lambda f, s: {"share": s.percent(_detractors(f))},
    ),
    Rule("silent", lambda f: f.over and _silent(f) >= 2, count=_silent),
    Rule("open-alerts", lambda f: f.over and _open(f) > 0, count=_open),
    Rule(
        "signup",
        lambda f: (
            f.participation.invited >= 10
            and f.participation.signed_up > 0
            and _below(share(f.participation.signed_up, f.participation.invited), 0.5)
        ),
        lambda f, s: {
            "share": s.percent(share(f.participation.signed_up, f.participation.invited)),
            "waiting": s.number(f.participation.waiting),
        },
    ),
    Rule(
        "attendance",
        lambda f: _below(share(*_came(f)), 0.7),
        lambda f, s: {"came": s.number(_came(f)[0]), "yes": s.number(_came(f)[1])},
    ),
    Rule("attendance-noted", lambda f: _unnoted(f) > 0, count=_unnoted),
    Rule(
        "response",
        lambda f: f.over and f.asked("closing").sent > 0 and _below(_response(f), 0.6),
        lambda f, s: {"share": s.percent(_response(f))},
    ),
)
_RULE_OF = {rule.code: rule for rule in (*RULES, Rule("steady", lambda _f: False))}

# ---------------------------------------------------------------- limits

LIMITS: tuple[Rule, ...] = (
    Rule("interim", lambda f: not f.over, lambda f, s: {"date": s.day(f.closes_on)}),
    Rule("settled", lambda f: not f.final, lambda f, s: {"floor": s.number(f.floor)}),
    Rule("floor", lambda _f: True, lambda f, s: {"floor": s.number(f.floor)}),
    Rule(
        "response",
        lambda f: f.asked("closing").sent > f.asked("closing").answered,
        lambda f, s: {
            "answered": s.number(f.asked("closing").answered),
            "sent": s.number(f.asked("closing").sent),
            "share": s.percent(_response(f)),
        },
    ),
    Rule(
        "few",
        lambda f: f.recommend.everyone is not None and f.recommend.everyone.n < FEW,
        lambda f, s: {"few": s.number(FEW)},
    ),
    Rule("anonymous", lambda f: f.anonymous and f.asked("closing").sent > 0),
    Rule(
        "paired",
        lambda f: f.progress.everyone is not None,
        lambda f, s: {"n": s.number(f.progress.heard)},
    ),
    Rule("self-assessed", _assessed),
    Rule("response-shift", _assessed),
    Rule("declared", lambda f: f.pairs.made > 0),
    Rule("left", lambda f: f.participation.left > 0, count=lambda f: f.participation.left),
    Rule("cause", lambda f: f.pairs.made > 0),
    Rule("results", lambda f: f.pairs.made > 0),
    Rule("signs", lambda f: f.pairs.made > 0),
    Rule("quotes", lambda f: bool(f.quotes)),
)
_LIMIT_OF = {rule.code: rule for rule in LIMITS}
