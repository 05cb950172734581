"""What the figures prove: on four levels of evaluation, and in the six areas of a standard.

The levels are Kirkpatrick's (reaction, learning, behaviour, results). The areas are those of EMCC
Global's standard for mentoring and coaching programmes (ISMCP). Each row says what this programme
can show, and what it cannot.
"""

from bot.assessment import NOTHING as NOTHING_GIVEN
from bot.report.blocks import Block, Table, Words
from bot.report.effects import moved
from bot.report.say import NOTHING, Say
from bot.report.tree import Figures

LEVELS = ("reaction", "learning", "behaviour", "results")
AREAS = ("purpose", "training", "selection", "measurement", "ethics", "administration")


def levels(say: Say) -> tuple[Block, ...]:
    """What is known on each level of evaluation."""
    if not say.figures.pairs.made:
        return ()
    shown = {
        "reaction": _reaction(say),
        "learning": _learning(say),
        "behaviour": _behaviour(say),
        "results": [say.words("level.results.none")],
    }
    rows = tuple(
        (
            say.words(f"level.{level}"),
            say.words(f"level.{level}.asks"),
            " ".join(shown[level]) or say.words("level.too-few"),
        )
        for level in LEVELS
    )
    return (
        Table(say.words("table.levels"), _head(say, "level", "asks", "shown"), rows, told=True),
    )


def standard(say: Say) -> tuple[Block, ...]:
    """Evidence and gaps, area by area."""
    if not say.figures.pairs.made:
        return ()
    rows = tuple(
        (say.words(f"area.{area}"), evidence(area, say), gap(area, say) or NOTHING)
        for area in AREAS
    )
    table = Table(
        say.words("table.standard"), _head(say, "area", "evidence", "gap"), rows, told=True
    )
    return (table, Words(say.runs("standard.note"), "note"))


def evidence(area: str, say: Say) -> str:
    """What the programme can show in one area."""
    f = say.figures
    values = {
        "purpose": {"topics": say.number(len(f.topic_names)), "reached": _reached(say)},
        "training": {
            "workshops": say.number(_held(f)),
            "came": say.number(sum(each.came for each in f.workshops)),
        },
        "selection": {
            "pairs": say.number(f.pairs.made),
            "waiting": say.number(f.pairs.unmatched_mentees + f.pairs.unmatched_mentors),
        },
        "measurement": {
            "answered": say.number(sum(each.answered for each in f.polls)),
            "sent": say.number(sum(each.sent for each in f.polls)),
        },
        "ethics": {"people": say.number(f.participation.signed_up), "floor": say.number(f.floor)},
        "administration": {
            "alerts": say.number(_alerts(f)),
            "handled": say.number(sum(each.handled for each in f.momentum.alerts)),
        },
    }
    if area == "administration" and not _alerts(f):
        return say.words("area.administration.calm")
    return say.words(f"area.{area}.evidence", **values[area])


def gap(area: str, say: Say) -> str:
    """What is missing in one area; nothing when the figures show no gap."""
    f = say.figures
    met = {
        "training": _held(f) > 0,
        "selection": not f.pairs.unmatched_mentees,
        "ethics": True,
        "administration": _alerts(f) == sum(each.handled for each in f.momentum.alerts),
    }
    return "" if met.get(area, False) else say.words(f"area.{area}.gap")


def _reaction(say: Say) -> list[str]:
    found = []
    if liked := say.figures.recommend.everyone:
        mark, n = say.number(liked.mean, 1), say.count("answers", liked.n)
        found.append(say.words("level.reaction.recommend", mark=mark, answers=n))
    if rated := say.figures.ratings.everyone:
        mark, n = say.number(rated.mean, 1), say.count("answers", rated.n)
        found.append(say.words("level.reaction.rating", mark=mark, answers=n))
    return found


def _learning(say: Say) -> list[str]:
    found = say.figures.progress.everyone
    told = []
    if found is not None:
        told.append(
            say.words(
                "level.learning.progress",
                step=say.signed(found.difference, 1),
                low=say.signed(found.low, 1),
                high=say.signed(found.high, 1),
                answers=say.count("answers", found.n),
            )
        )
    return told + _moved(say, "mentee")


def _behaviour(say: Say) -> list[str]:
    found = say.figures.reached.everyone
    told = []
    if found is not None:
        n = say.count("answers", found.n)
        told.append(say.words("level.behaviour.reached", share=_reached(say), answers=n))
    told += _moved(say, "mentor")
    for effect in say.figures.effects:
        back = effect.returns
        if effect.side == "mentor" and back is not None:
            nothing = dict(back.counts).get(NOTHING_GIVEN, 0)
            part = say.percent((back.n - nothing) / back.n)
            told.append(say.words("level.behaviour.returns", share=part, n=say.number(back.n)))
    return told


def _moved(say: Say, side: str) -> list[str]:
    found = [moved(say, each) for each in say.figures.effects if each.side == side]
    return [each for each in found if each]


def _reached(say: Say) -> str:
    found = say.figures.reached.everyone
    return say.percent((found.yes + found.partly) / found.n) if found else NOTHING


def _held(figures: Figures) -> int:
    return sum(each.state == "held" for each in figures.workshops)


def _alerts(figures: Figures) -> int:
    return sum(each.count for each in figures.momentum.alerts)


def _head(say: Say, *names: str) -> tuple[str, ...]:
    return tuple(say.words(f"head.{name}") for name in names)
