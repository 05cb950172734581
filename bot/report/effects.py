"""Before and after in words, a table and a picture: mentees and mentors each on their own."""

from typing import TYPE_CHECKING

from bot.report.blocks import Block, Table, Words
from bot.report.drawing import (
    DEEP,
    INK,
    MIDDLE,
    QUIET,
    SMALL,
    Chart,
    bare,
    caption,
    chart_of,
    figure_of,
    short,
    write,
)
from bot.report.measures import Shift, Step
from bot.report.pieces import sentence
from bot.report.say import Say
from bot.report.tree import Effect

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW = 0.34  # inches of a picture for one situation
_LABEL = 30  # characters of a situation's name


def assessed(say: Say) -> tuple[Block, ...]:
    """What is known of each side, or why it cannot be told."""
    blocks: list[Block] = []
    for effect in say.figures.effects:
        if effect.asked:
            blocks += _of(say, effect)
    if blocks:
        blocks.append(Words(say.runs("effect.method"), "note"))
    return tuple(blocks)


def situation_name(say: Say, code: str, own: tuple[str, str]) -> str:
    """A situation in a few words, the template's own or ours."""
    given = own[0 if say.locale == "fr" else 1]
    return given or say.voice.words(f"form.assessment.{code}.label")


def moved(say: Say, effect: Effect) -> str:
    """How far a side moved, in one sentence; empty where it may not be told."""
    if effect.whole is None:
        return ""
    return say.words(f"level.effect.{effect.side}", **_interval(say, effect.whole.shift))


def _of(say: Say, effect: Effect) -> list[Block]:
    side, whole = effect.side, effect.whole
    counts = {
        "asked": say.number(effect.asked),
        "started": say.number(effect.started),
        "both": say.of(effect.both, effect.asked),
    }
    blocks: list[Block] = [sentence(say, f"effect.{side}", **counts)]
    if whole is None:
        floor = say.number(say.figures.floor)
        blocks.append(Words(say.runs("effect.hidden", floor=floor), "note"))
    else:
        blocks.append(
            sentence(
                say,
                "effect.whole",
                before=say.number(whole.before, 2),
                after=say.number(whole.after, 2),
                **_interval(say, whole.shift),
            )
        )
        names = ("situation", "start", "end", "difference", "interval")
        head = tuple(say.words(f"head.{name}") for name in names)
        rows = tuple(
            (situation_name(say, code, own), *_cells(say, each))
            for code, own, each in effect.situations
        )
        title = say.words(f"table.effect.{side}", n=say.number(whole.n))
        blocks.append(Table(title, head, rows, wide=True))
    if effect.midway is not None:
        blocks.append(sentence(say, "effect.midway", **_interval(say, effect.midway)))
    if effect.returns is not None:
        given = sorted(effect.returns.counts, key=lambda each: -each[1])
        rows = tuple(
            (say.voice.words(f"choice.returns.{code}"), say.of(count, effect.returns.n))
            for code, count in given
        )
        head = (say.words("head.returns"), say.words("head.answers"))
        title = say.words(f"table.returns.{side}", n=say.number(effect.returns.n))
        blocks.append(Table(title, head, rows))
    return blocks


def _interval(say: Say, found: Shift) -> dict[str, str]:
    return {
        "difference": say.signed(found.difference, 2),
        "low": say.signed(found.low, 2),
        "high": say.signed(found.high, 2),
        "people": say.count("people", found.n),
    }


def _cells(say: Say, found: Step) -> tuple[str, ...]:
    told = _interval(say, found.shift)
    between = say.words("interval", low=told["low"], high=told["high"])
    return (say.number(found.before, 2), say.number(found.after, 2), told["difference"], between)


# ---------------------------------------------------------------- the picture


def effects_chart(say: Say) -> Chart | None:
    """Where each side stood at the start and at the end, and how sure the difference is."""
    rows: list[tuple[str, Step | None]] = []
    for effect in say.figures.effects:
        if effect.whole is None:
            continue
        name = say.words(f"chart.assessment.{effect.side}", n=say.number(effect.whole.n))
        rows.append((name, None))
        rows += [
            (short(situation_name(say, code, own), _LABEL), each)
            for code, own, each in effect.situations
        ]
    steps = [each for _, each in rows if each is not None]
    if not steps:
        return None
    figure = figure_of(0.75 + _ROW * len(rows))
    left, right = figure.subplots(1, 2, width_ratios=(1.5, 1), sharey=True)
    _before_after(left, rows, say)
    _differences(right, rows, say)
    left.set_ylim(-len(rows) + 0.4, 0.5)
    left.set_yticks(
        [-place for place in range(len(rows))], labels=[n for n, _ in rows], parse_math=False
    )
    for text, (_, each) in zip(left.get_yticklabels(), rows, strict=True):
        text.set_color(INK)
        text.set_weight("bold" if each is None else "normal")
    right.tick_params(labelleft=False)
    alt = " ".join(moved(say, effect) for effect in say.figures.effects if effect.whole)
    return chart_of("assessment", say, alt, figure)


def _before_after(axes: "Axes", rows: list[tuple[str, Step | None]], say: Say) -> None:
    bare(axes, grid="x")
    for place, (_, each) in enumerate(rows):
        if each is None:
            continue
        axes.plot([each.before, each.after], [-place] * 2, color=MIDDLE, linewidth=3, zorder=2)
        axes.plot(each.before, -place, "o", color="white", markeredgecolor=DEEP, ms=7, zorder=3)
        axes.plot(each.after, -place, "o", color=DEEP, ms=7, zorder=3)
        outwards = 0.13 if each.after >= each.before else -0.13
        for value, bold, away in (
            (each.before, "normal", -outwards),
            (each.after, "bold", outwards),
        ):
            side = "right" if away < 0 else "left"
            text = say.number(value, 1)
            write(axes, value + away, -place, text, SMALL, ha=side, va="center", weight=bold)
    axes.set_xlim(0.5, 5.5)
    axes.set_xticks(range(1, 6))
    caption(axes, say.words("chart.assessment.levels"))


def _differences(axes: "Axes", rows: list[tuple[str, Step | None]], say: Say) -> None:
    bare(axes, grid="x")
    axes.axvline(0, color=QUIET, linewidth=1.2, zorder=1)
    lowest, highest = -0.5, 0.5
    for place, (_, each) in enumerate(rows):
        if each is None:
            continue
        found = each.shift
        lowest, highest = min(lowest, found.low), max(highest, found.high)
        axes.plot([found.low, found.high], [-place] * 2, color=DEEP, linewidth=1.6, zorder=2)
        axes.plot(found.difference, -place, "D", color=DEEP, ms=5, zorder=3)
    room = (highest - lowest) * 0.1
    axes.set_xlim(lowest - room, highest + room)
    marks = [n for n in range(-4, 5) if lowest <= n <= highest]
    axes.set_xticks(marks, labels=[say.signed(n) for n in marks], parse_math=False)
    caption(axes, say.words("chart.assessment.difference"))
